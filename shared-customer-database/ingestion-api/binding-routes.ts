import { type BindingOpening, commitmentOf, newSalt } from '@access-layer/core/commitment';
import { type Caller, callerOf } from '@access-layer/kit/token';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type Type from 'typebox';
import type { Binding, BindingStatus } from '../registry/documents.ts';
import type { NewOutboxRecord, Write } from '../registry.ts';
import { send } from './answer.ts';
import { answerSchemaOf } from './answer-schemas.ts';
import { newId } from './consent-routes.ts';
import { WRITE, writeOne } from './document-routes.ts';
import { ingestionError } from './errors.ts';
import { requireRule } from './kinds.ts';
import { REGISTRY_REQUESTS } from './registry-topics.ts';
import { answers, BindingEnd, BindingRequest, IdParams, WriteHeaders } from './schemas.ts';
import type { IngestionSources } from './sources.ts';
import { timeOf } from './times.ts';

/** What the DSO's registrar is asked to write into the contract. Times in milliseconds, `until` 0 for open. */
export interface RegistryRequest {
  /** Id of the binding; the registrar's answer names it. */
  request: string;
  action: 'bind' | 'unbind' | 'revoke';
  kind: 'light-node';
  key: string;
  node: string;
  podCode: string;
  meterId: string;
  role: string;
  salt: string;
  commitment: string;
  from: number;
  until: number;
}

type Step = Pick<RegistryRequest, 'action'> & { status: BindingStatus; after: BindingStatus[] };

/**
 * Light Node bindings. The contract is the truth and only the DSO's registrar writes it: these routes record what is
 * wanted, put it on the stream `registry-requests`, and answer 202 with the place to look for what became of it.
 */
export function bindingRoutes(http: FastifyInstance, sources: IngestionSources): void {
  http.post(
    '/v1/bindings',
    {
      ...WRITE,
      schema: bindingSchema('request-binding', 'Bind the key of a Light Node to a PoD and a meter', {
        body: BindingRequest,
      }),
    },
    async (request, reply) => {
      const prepare = () => requested(sources, callerOf(request), request);
      return send(reply, await writeOne(sources, request, prepare, true, 202));
    },
  );
  http.post(
    '/v1/bindings/:id/end',
    {
      ...WRITE,
      schema: bindingSchema('end-binding', 'End a binding', { params: IdParams, body: BindingEnd }),
    },
    async (request, reply) => {
      const until = timeOf('until', (request.body as { until: string }).until);
      const step: Step = { action: 'unbind', status: 'end-requested', after: ['bound'] };
      return send(
        reply,
        await writeOne(sources, request, () => stepOf(sources, request, step, { until }), false, 202),
      );
    },
  );
  http.post(
    '/v1/bindings/:id/revocation',
    {
      ...WRITE,
      schema: bindingSchema('revoke-binding', "Revoke a Light Node's key: it is never bound again", {
        params: IdParams,
      }),
    },
    async (request, reply) => {
      const after: BindingStatus[] = ['requested', 'bound', 'end-requested', 'ended'];
      const step: Step = { action: 'revoke', status: 'revocation-requested', after };
      return send(
        reply,
        await writeOne(sources, request, () => stepOf(sources, request, step, {}), false, 202),
      );
    },
  );
}

function bindingSchema(operationId: string, summary: string, parts: object): object {
  return {
    operationId,
    tags: ['ingestion'],
    summary,
    description:
      'The registrar writes the contract: poll the binding at `Location` until its status says so.',
    headers: WriteHeaders,
    ...parts,
    response: answers({ 202: answerSchemaOf('binding') }),
  };
}

async function requested(
  { access }: IngestionSources,
  caller: Caller,
  request: FastifyRequest,
): Promise<Write> {
  await requireRule(access, caller, 'create', { type: 'Binding' });
  const { from, ...sent } = request.body as Type.Static<typeof BindingRequest>;
  const document: Binding = {
    ...sent,
    id: newId('binding', request),
    salt: newSalt(),
    from: from === undefined ? Date.now() : timeOf('from', from),
    until: 0,
    status: 'requested',
  };
  const { id } = document;
  return { kind: 'binding', id, document, ifRevision: 'absent', outbox: [requestRecord(document, 'bind')] };
}

async function stepOf(
  { registry, access }: IngestionSources,
  request: FastifyRequest,
  { action, status, after }: Step,
  change: Partial<Binding>,
): Promise<Write> {
  const { id } = request.params as { id: string };
  await requireRule(access, callerOf(request), 'change', { type: 'Binding' });
  const existing = await registry.get('binding', id);
  if (!existing) throw ingestionError('SCD_NOT_FOUND', `there is no binding ${id}`);
  const { status: before, from } = existing.document;
  if (!after.includes(before)) {
    throw ingestionError('SCD_BINDING_STATE', `binding ${id} is ${before}; expected ${after.join(' or ')}`);
  }
  if (change.until !== undefined && change.until <= from) {
    throw ingestionError('SCD_BAD_REQUEST', 'until is not after the binding began', { field: 'until' });
  }
  const document: Binding = { ...existing.document, ...change, status };
  const outbox = [requestRecord(document, action)];
  return { kind: 'binding', id, document, ifRevision: existing.revision, outbox };
}

function requestRecord(binding: Binding, action: RegistryRequest['action']): NewOutboxRecord {
  const { id: request, node, key, pod: podCode, meterId, role, salt, from, until } = binding;
  const commitment = commitmentOf({ node, podCode, meterId, salt } as BindingOpening);
  const asked: RegistryRequest = {
    request,
    action,
    kind: 'light-node',
    key,
    node,
    podCode,
    meterId,
    role,
    salt,
    commitment,
    from,
    until,
  };
  return { topic: REGISTRY_REQUESTS, key: node, value: JSON.stringify(asked) };
}
