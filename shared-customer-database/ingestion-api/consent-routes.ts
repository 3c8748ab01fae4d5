import { createHash, randomBytes } from 'node:crypto';
import { type Caller, callerOf } from '@access-layer/kit/token';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type Type from 'typebox';
import type { Consent } from '../registry/documents.ts';
import type { Write } from '../registry.ts';
import { ifMatch, send } from './answer.ts';
import { answerSchemaOf } from './answer-schemas.ts';
import { WRITE, writeOne } from './document-routes.ts';
import { ingestionError } from './errors.ts';
import { requireRule } from './kinds.ts';
import { answers, ConsentRequest, IdParams, WriteHeaders } from './schemas.ts';
import type { IngestionSources } from './sources.ts';
import { timesInside } from './times.ts';

type Sent = Type.Static<typeof ConsentRequest>;

/** Consents are given and revoked, never edited. */
export function consentRoutes(http: FastifyInstance, sources: IngestionSources): void {
  http.post(
    '/v1/consents',
    {
      ...WRITE,
      schema: {
        operationId: 'grant-consent',
        tags: ['ingestion'],
        summary: 'Give a consent',
        description:
          'A customer gives his own; the DSO records with `paper` what a customer has signed. A consent releases what ' +
          'was *measured* from `from` until `until`: after its end still, after its revocation no more.',
        headers: WriteHeaders,
        body: ConsentRequest,
        response: answers({ 201: answerSchemaOf('consent') }),
      } as object,
    },
    async (request, reply) => {
      const prepare = () => grant(sources, callerOf(request), request);
      return send(reply, await writeOne(sources, request, prepare, true));
    },
  );
  http.post(
    '/v1/consents/:id/revocation',
    {
      ...WRITE,
      schema: {
        operationId: 'revoke-consent',
        tags: ['ingestion'],
        summary: 'Take a consent back, at once and for all it had released',
        headers: WriteHeaders,
        params: IdParams,
        response: answers({ 200: answerSchemaOf('consent') }),
      } as object,
    },
    async (request, reply) => {
      const { id } = request.params as { id: string };
      const prepare = () => revocation(sources, callerOf(request), id, request);
      return send(reply, await writeOne(sources, request, prepare, false));
    },
  );
}

async function grant({ access }: IngestionSources, caller: Caller, request: FastifyRequest): Promise<Write> {
  const sent = request.body as Sent;
  const customer = sent.customer ?? caller.customer;
  if (!customer) throw ingestionError('SCD_BAD_REQUEST', '"customer" is missing', { field: 'customer' });
  const resource = { type: 'Consent', customer, party: sent.party } as const;
  await requireRule(access, caller, sent.paper ? 'record on paper' : 'create', resource);
  const id = newId('consent', request);
  const document = { ...timesInside(sent), id, customer, grantedAt: Date.now() } as unknown as Consent;
  return { kind: 'consent', id, document, ifRevision: 'absent' };
}

async function revocation(
  { registry, access }: IngestionSources,
  caller: Caller,
  id: string,
  request: FastifyRequest,
): Promise<Write> {
  const existing = await registry.get('consent', id);
  if (!existing) throw ingestionError('SCD_NOT_FOUND', `there is no consent ${id}`);
  const { customer, party, revokedAt } = existing.document;
  const resource = { type: 'Consent', customer, party } as const;
  const seen = await access.may(caller, 'read', resource);
  if (!seen.allowed) throw ingestionError('SCD_NOT_FOUND', `there is no consent ${id}`);
  await requireRule(access, caller, 'revoke', resource);
  // Revoked twice is revoked once: the first time stays.
  const document = { ...existing.document, revokedAt: revokedAt ?? Date.now() };
  const expected = ifMatch(request);
  const pinned = expected === undefined || expected === 'any' ? existing.revision : expected;
  return { kind: 'consent', id, document, ifRevision: pinned };
}

/** A new id; the same for the same Idempotency-Key of a caller, so that not even a crash makes two of one request. */
export function newId(prefix: string, request: FastifyRequest): string {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string') return `${prefix}-${randomBytes(12).toString('hex')}`;
  const { clientId, subject } = callerOf(request);
  const hash = createHash('sha256').update(JSON.stringify([clientId, subject, key, request.url]));
  return `${prefix}-${hash.digest('hex').slice(0, 24)}`;
}
