import { randomBytes } from 'node:crypto';
import { formatTime } from '@access-layer/core/time';
import { type Caller, callerOf } from '@access-layer/kit/token';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import { cursorReader, encodeCursor } from '../api/cursor.ts';
import { WRITE } from '../ingestion-api/document-routes.ts';
import { ingestionError } from '../ingestion-api/errors.ts';
import { requireRule } from '../ingestion-api/kinds.ts';
import { pageOf, READ } from '../ingestion-api/registry-read-routes.ts';
import { answers, closed, Id, IdParams, page, Time } from '../ingestion-api/schemas.ts';
import type { IngestionSources } from '../ingestion-api/sources.ts';
import type { Erasure } from './erasure-book.ts';
import type { Erasures } from './start-erasures.ts';

export interface ErasureRoutesOptions {
  sources: Pick<IngestionSources, 'registry' | 'access'>;
  erasures: Erasures;
}

const ErasureRequest = Type.Object(
  {
    holding: Id,
    reason: Type.Optional(
      Type.String({
        pattern: '^[a-z][a-z0-9-]{0,63}$',
        description: 'Anchored as it is, so it may name nobody; customer-request where absent',
        example: 'customer-request',
      }),
    ),
  },
  { ...closed, title: 'ErasureRequest' },
);
const PartAnswer = Type.Object({
  part: Type.String({ description: 'A part of the system that holds data' }),
  done: Type.Boolean(),
  at: Type.Optional(Time),
  erased: Type.Optional(
    Type.Unsafe<Record<string, number>>({ type: 'object', additionalProperties: { type: 'integer' } }),
  ),
});
const ErasureAnswer = Type.Object(
  {
    id: Id,
    holding: Id,
    pod: Type.String(),
    customer: Type.String(),
    from: Time,
    until: Time,
    reason: Type.String(),
    status: Type.Enum(['requested', 'under-way', 'complete']),
    requestedAt: Time,
    requestedBy: Type.String({ description: 'Role of who asked for it' }),
    confirmedAt: Type.Optional(Time),
    completedAt: Type.Optional(Time),
    parts: Type.Array(PartAnswer),
    message: Type.Optional(
      Type.Integer({
        minimum: 0,
        description: 'Number of the signed message in GET /v1/read-ledger that says so',
      }),
    ),
  },
  { title: 'Erasure' },
);
const ListAnswer = Type.Object({
  items: Type.Array(ErasureAnswer),
  hidden: Type.Integer({ minimum: 0 }),
  next: Type.Optional(Type.String()),
});
const PAGE = 100;
const readIdCursor = cursorReader(Type.Object({ id: Type.String() }));

/** Erasures: a customer asks, the DSO confirms, and everybody who may sees how far it is. */
export function erasureRoutes(http: FastifyInstance, { sources, erasures }: ErasureRoutesOptions): void {
  const { registry, access } = sources;
  const { book } = erasures;

  http.post(
    '/v1/erasures',
    {
      ...WRITE,
      schema: {
        operationId: 'request-erasure',
        tags: ['erasures'],
        summary: 'Ask that all that a customer leaves at a PoD be erased, for the time that he held it',
        description:
          'Until now, where he holds it still. A customer asks in his own name, and the DSO confirms; what the DSO asks ' +
          'for is confirmed. The same again answers what is there.',
        body: ErasureRequest,
        response: answers({ 201: ErasureAnswer }),
      } as object,
    },
    async (request, reply) => {
      const caller = callerOf(request);
      const { holding, reason = 'customer-request' } = request.body as Type.Static<typeof ErasureRequest>;
      const found = (await registry.get('holding', holding))?.document;
      const resource = { type: 'Erasure', customer: found?.customer ?? '' } as const;
      if (!found || !(await access.may(caller, 'read', resource)).allowed)
        throw ingestionError('SCD_UNKNOWN_REFERENCE', `there is no holding ${holding}`, { field: 'holding' });
      await requireRule(access, caller, 'create', resource);
      const now = Date.now();
      const untilMs = Math.min(found.until || now, now);
      const known = book.ofHolding(holding);
      const isSame = known && (known.completedAtMs === undefined || known.untilMs >= untilMs);
      const id = isSame ? known.id : newId(now);
      if (!isSame) {
        book.request({
          ...{ id, holding, pod: found.pod, customer: found.customer, fromMs: found.from, untilMs, reason },
          ...{ requestedAtMs: now, requestedBy: caller.role, isOrdered: false },
          ...{
            confirmedAtMs: undefined,
            confirmedBy: undefined,
            completedAtMs: undefined,
            message: undefined,
          },
        });
      }
      if ((await access.may(caller, 'change', resource)).allowed) await confirm(caller, id);
      return reply.code(201).send(answerOf(id));
    },
  );

  http.post(
    '/v1/erasures/:id/confirmation',
    {
      ...WRITE,
      schema: {
        operationId: 'confirm-erasure',
        tags: ['erasures'],
        summary: 'Confirm an erasure: from now on nothing of it is given out, and it cannot be stopped',
        params: IdParams,
        response: answers({ 200: ErasureAnswer }),
      } as object,
    },
    async (request) => {
      const { id } = request.params as { id: string };
      const caller = callerOf(request);
      const { customer } = await visible(caller, id);
      await requireRule(access, caller, 'change', { type: 'Erasure', customer });
      await confirm(caller, id);
      return answerOf(id);
    },
  );

  http.get(
    '/v1/erasures/:id',
    {
      ...READ,
      schema: {
        operationId: 'erasure',
        tags: ['erasures'],
        summary: 'How far an erasure is, by part of the system',
        params: IdParams,
        response: answers({ 200: ErasureAnswer }),
      } as object,
    },
    async (request) => {
      const { id } = request.params as { id: string };
      await visible(callerOf(request), id);
      return answerOf(id);
    },
  );

  http.get(
    '/v1/erasures',
    {
      ...READ,
      schema: {
        operationId: 'erasures',
        tags: ['erasures'],
        summary: 'Erasures, the oldest first',
        querystring: Type.Object(page, closed),
        response: answers({ 200: ListAnswer }),
      } as object,
    },
    async (request) => {
      const { cursor, limit = PAGE } = request.query as { cursor?: string; limit?: number };
      const caller = callerOf(request);
      return pageOf({
        limit: Number(limit),
        first: readIdCursor(cursor)?.id ?? '',
        read: async (after, count) => book.list(after, count),
        sees: async ({ customer }) =>
          (await access.may(caller, 'read', { type: 'Erasure', customer })).allowed,
        show: ({ id }) => answerOf(id),
        positionOf: ({ id }) => id,
        cursorOf: (id) => encodeCursor({ id }),
      });
    },
  );

  async function confirm(caller: Caller, id: string): Promise<void> {
    if (book.find(id)?.confirmedAtMs === undefined) await erasures.confirm(id, caller.subject);
  }

  async function visible(caller: Caller, id: string): Promise<Erasure> {
    const found = book.find(id);
    const { customer = '' } = found ?? {};
    if (found && (await access.may(caller, 'read', { type: 'Erasure', customer })).allowed) return found;
    throw ingestionError('SCD_NOT_FOUND', `there is no erasure ${id}`);
  }

  function answerOf(id: string): Record<string, unknown> {
    const erasure = book.find(id)!;
    const { holding, pod, customer, reason, confirmedAtMs, completedAtMs, message } = erasure;
    const done = new Map(book.parts(id).map((part) => [part.part, part]));
    return {
      ...{
        id,
        holding,
        pod,
        customer,
        from: formatTime(erasure.fromMs),
        until: formatTime(erasure.untilMs),
        reason,
      },
      status: completedAtMs ? 'complete' : confirmedAtMs ? 'under-way' : 'requested',
      ...{ requestedAt: formatTime(erasure.requestedAtMs), requestedBy: erasure.requestedBy },
      ...(confirmedAtMs ? { confirmedAt: formatTime(confirmedAtMs) } : {}),
      ...(completedAtMs ? { completedAt: formatTime(completedAtMs) } : {}),
      parts: erasures.parts.map((part) => {
        const report = done.get(part);
        return {
          part,
          done: !!report,
          ...(report ? { at: formatTime(report.atMs), erased: report.erased } : {}),
        };
      }),
      ...(message === undefined ? {} : { message }),
    };
  }
}

/** Rises with time, so that the oldest is first. */
function newId(nowMs: number): string {
  return `erasure-${nowMs.toString(36).padStart(9, '0')}-${randomBytes(6).toString('hex')}`;
}
