import { callerOf } from '@access-layer/kit/token';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { READ } from './registry-read-routes.ts';
import { answers, oneOf } from './schemas.ts';
import type { IngestionSources } from './sources.ts';
import { viewerOf } from './view-rights.ts';
import { VIEW_ROLES } from './view-schemas.ts';

const RightsAnswer = Type.Object(
  {
    person: Type.String({ description: 'Subject of the token: what an admin enables' }),
    role: oneOf([...VIEW_ROLES, 'none'], 'What the caller is among the people of views'),
    groups: Type.Array(Type.String(), { description: 'Groups that he is in' }),
    mayCreate: Type.Boolean({ description: 'Whether he may make views' }),
    mayEnable: Type.Boolean({
      description: 'Whether he may keep people and groups, and enable them for views',
    }),
  },
  { title: 'ViewRights' },
);

/** What the caller may do with views: for pages, which then offer that and no more. */
export function viewRightsRoute(http: FastifyInstance, { registry, access }: IngestionSources): void {
  http.get(
    '/v1/access/views',
    {
      ...READ,
      schema: {
        operationId: 'access-views',
        tags: ['registry'],
        summary: 'What the caller is among the people of views, and what he may do with them',
        response: answers({ 200: RightsAnswer }),
      } as object,
    },
    async (request) => {
      const caller = callerOf(request);
      const { viewRole, groups } = await viewerOf(registry, caller);
      const own = { type: 'View', viewRole, isEnabled: true } as const;
      return {
        ...{ person: caller.subject, role: viewRole, groups },
        mayCreate: (await access.may(caller, 'create', own)).allowed,
        mayEnable: (await access.may(caller, 'enable', own)).allowed,
      };
    },
  );
}
