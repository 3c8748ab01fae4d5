import { callerOf } from '@access-layer/kit/token';
import type { FastifyInstance } from 'fastify';
import Type, { type Static } from 'typebox';
import { type Limit, LimitSchema } from '../config.ts';
import { gatewayError } from '../errors.ts';
import type { Limits } from '../limits.ts';
import { ErrorAnswer } from './documented.ts';
import { requireAdministrator, seesAllClients } from './roles.ts';

const LimitParams = Type.Object({
  clientId: Type.String({ maxLength: 128, example: 'aggregator-3' }),
  class: Type.String({ maxLength: 64, example: 'data' }),
});
const byName = (item: Type.TSchema, description: string) =>
  Type.Unsafe<object>({ type: 'object', additionalProperties: item, description });
const { perS, burst } = LimitSchema.properties;
const LimitAnswer = Type.Object({ perS, burst }, { title: 'Limit' });
const ClientLimitAnswer = Type.Object({ ...LimitParams.properties, perS, burst }, { title: 'ClientLimit' });
const LimitsAnswer = Type.Object({
  own: byName(LimitAnswer, 'What holds for the caller, by class'),
  classes: Type.Optional(byName(LimitAnswer, 'What holds where a client has no numbers of its own')),
  clients: Type.Optional(Type.Array(ClientLimitAnswer, { description: 'Clients with numbers of their own' })),
});

/**
 * Limits: the classes of the configuration and what single clients have instead. Every caller sees what holds for
 * itself; the whole is for the DSO with scope `admin`, changes for its administrator.
 */
export function limitRoutes(http: FastifyInstance, limits: Limits): void {
  const tags = ['limits'];
  http.get(
    '/limits',
    {
      schema: {
        tags,
        summary: 'Limits of the caller; for the DSO with scope admin, of all',
        response: { 200: LimitsAnswer },
      },
    },
    async (request) => {
      const caller = callerOf(request);
      const { clientId } = caller;
      const own = Object.keys(limits.classes).map((name) => [name, limits.limitOf(name, clientId)]);
      const all = seesAllClients(caller) ? { classes: limits.classes, clients: limits.overrides() } : {};
      return { own: Object.fromEntries(own), ...all };
    },
  );
  const schema = { tags, params: LimitParams };
  http.put<{ Params: Static<typeof LimitParams>; Body: Limit }>(
    '/limits/:clientId/:class',
    {
      onRequest: requireAdministrator,
      schema: {
        ...schema,
        summary: 'Gives a client its own numbers in a class',
        body: LimitSchema,
        response: { 200: ClientLimitAnswer, 422: ErrorAnswer },
      },
    },
    async ({ params, body }) => {
      if (!Object.hasOwn(limits.classes, params.class)) throw unknownClass(params.class, limits);
      limits.override(params.clientId, params.class, body);
      return { clientId: params.clientId, class: params.class, ...body };
    },
  );
  http.delete<{ Params: Static<typeof LimitParams> }>(
    '/limits/:clientId/:class',
    {
      onRequest: requireAdministrator,
      schema: {
        ...schema,
        summary: 'Gives a client the numbers of the class again',
        response: { 204: Type.Unsafe<null>({ type: 'null', description: 'Done; there is nothing to say' }) },
      },
    },
    async ({ params }, reply) => {
      limits.override(params.clientId, params.class, undefined);
      return reply.code(204).send();
    },
  );
}

function unknownClass(name: string, limits: Limits) {
  const known = Object.keys(limits.classes).join(', ');
  return gatewayError('GW_CLIENT_INVALID', `there is no limit class "${name}"; there are ${known}`);
}
