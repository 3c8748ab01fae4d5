import { type Caller, callerOf } from '@access-layer/kit/token';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { PersonalData } from '../registry/documents.ts';
import { type Answer, etagOf, ifMatch, jsonAnswer, refusalOf, send } from './answer.ts';
import { authorOf } from './author.ts';
import { WRITE } from './document-routes.ts';
import { ingestionError } from './errors.ts';
import { notAllowed } from './kinds.ts';
import { answers, IdParams, Nothing, PersonalDataRequest, WriteHeaders } from './schemas.ts';
import type { IngestionSources } from './sources.ts';

const PATH = '/v1/customers/:id/personal-data';

/** Personal data of customers, apart from everything else. */
export function personalWriteRoutes(http: FastifyInstance, sources: IngestionSources): void {
  http.put(
    PATH,
    {
      ...WRITE,
      schema: {
        operationId: 'put-personal-data',
        tags: ['ingestion'],
        summary: 'Register or change the personal data of a customer',
        headers: WriteHeaders,
        params: IdParams,
        body: PersonalDataRequest,
        response: answers({ 200: PersonalDataRequest, 201: PersonalDataRequest }),
      } as object,
    },
    async (request, reply) => send(reply, await replace(sources, request, request.body as PersonalData)),
  );
  http.delete(
    PATH,
    {
      ...WRITE,
      schema: {
        operationId: 'erase-personal-data',
        tags: ['ingestion'],
        summary: 'Erase the personal data of a customer: no byte stays',
        headers: WriteHeaders,
        params: IdParams,
        response: answers({ 204: Nothing }),
      } as object,
    },
    async (request, reply) => send(reply, await replace(sources, request, undefined)),
  );
}

async function replace(
  { registry, access }: IngestionSources,
  request: FastifyRequest,
  data: PersonalData | undefined,
): Promise<Answer> {
  const { id } = request.params as { id: string };
  const caller: Caller = callerOf(request);
  const present = await registry.personalData(id);
  const action = !data ? 'remove' : present ? 'change' : 'create';
  const resource = { type: 'PersonalData', customer: id } as const;
  // A refusal says the same whether there is something or not.
  if (!(await access.may(caller, action, resource)).allowed)
    throw notAllowed(caller, data ? 'change' : 'remove', resource);
  // No answer is kept for an Idempotency-Key: it would hold personal data, and an erasure would have to find it.
  const ifRevision = ifMatch(request);
  const options = { by: authorOf(caller), ...(ifRevision === undefined ? {} : { ifRevision }) };
  const outcome = await registry.writePersonalData(id, data, options);
  if (!outcome.ok) throw refusalOf(outcome, 'personal-data', id, false);
  if (!data) return { status: 204, headers: {}, body: '' };
  const headers = { etag: etagOf(outcome.revision) };
  return jsonAnswer(outcome.effect === 'created' ? 201 : 200, data, headers);
}

export function personalReadRoutes(
  http: FastifyInstance,
  { registry, access, reads }: IngestionSources,
): void {
  http.get(
    PATH,
    {
      config: { scope: 'data:read' },
      schema: {
        operationId: 'get-personal-data',
        tags: ['registry'],
        summary: 'The personal data of a customer',
        params: IdParams,
        response: answers({ 200: PersonalDataRequest }),
      } as object,
    },
    async (request, reply) => {
      const { id } = request.params as { id: string };
      const resource = { type: 'PersonalData', customer: id } as const;
      const seen = (await access.may(callerOf(request), 'read', resource)).allowed;
      const found = seen ? await registry.personalData(id) : undefined;
      if (!found) throw ingestionError('SCD_NOT_FOUND', `there is no personal data of customer ${id}`);
      await reads?.personal(callerOf(request), id);
      return reply
        .header('etag', etagOf(found.revision))
        .header('cache-control', 'no-store')
        .send(found.data);
    },
  );
}
