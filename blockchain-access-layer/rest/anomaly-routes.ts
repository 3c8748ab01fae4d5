import { AccessLayerError } from '@access-layer/core/errors';
import { Time } from '@access-layer/core/payloads/common';
import { parseTime } from '@access-layer/core/time';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { ANOMALY_TYPES, type AnomalyType, SEVERITIES, type Severity } from '../anomalies/anomaly-types.ts';
import type { Anomalies, Anomaly, AnomalyWithEvidence } from '../anomaly.ts';
import { limitOf, numberCursor, page } from './cursor.ts';
import type { MayRead } from './guard.ts';
import * as schemas from './schemas.ts';

const oneOf = <T extends string>(values: readonly T[], example: T) =>
  Type.Unsafe<T>({ type: 'string', enum: [...values], example });

const Query = Type.Object(
  {
    ...schemas.PageQuery,
    node: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 130,
        description: 'Light Node, party or service, anchorer, or network address',
        example: 'ln-0001',
      }),
    ),
    pod: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        description: 'needed where the caller sees some PoDs only',
        example: 'IT999E00000001',
      }),
    ),
    type: Type.Optional(oneOf(ANOMALY_TYPES, 'gap')),
    severity: Type.Optional(oneOf(SEVERITIES, 'critical')),
    open: Type.Optional(oneOf(['true', 'false'], 'true')),
    since: Type.Optional(
      Type.Unsafe<string>({
        ...Time,
        description: 'only what was noticed at or after this time',
        example: '2026-03-01T00:00:00.000Z',
      }),
    ),
    order: Type.Optional(oneOf(['oldest', 'newest'], 'newest')),
  },
  { additionalProperties: false },
);

/** Without rules everyone on this machine reads everything. */
export type Readable = (request: FastifyRequest, pod: string | undefined) => Promise<MayRead>;

/** Enters in the read ledger what is given of a PoD; resolves before it is. */
export type Enter = (
  request: FastifyRequest,
  pod: string,
  shown: readonly { firstAt: number; lastAt: number }[],
) => Promise<void>;

/** The list of anomalies, and one with its evidence. */
export function addAnomalyRoutes(
  http: FastifyInstance,
  {
    anomalies,
    readable,
    enter,
    errors,
  }: { anomalies: Anomalies; readable: Readable; enter: Enter; errors: (...of: number[]) => object },
): void {
  const typed = http.withTypeProvider<TypeBoxTypeProvider>();
  const list = {
    querystring: Query,
    response: { 200: schemas.pageOf(schemas.AnomalyAnswer), ...errors(400) },
  };
  typed.get(
    '/anomalies',
    {
      schema: {
        summary: 'Anomalies, the oldest first',
        description:
          'What is wrong, or was: one entry from the first occurrence until it is over. The DSO and the auditor see all of them, others those of a PoD whose events they may read.',
        tags: ['operation'],
        ...list,
      },
    },
    async (request) => {
      const { query } = request;
      const limit = limitOf(query.limit);
      const mayRead = await readable(request, query.pod);
      const { node, pod, type, severity, open } = query;
      const newestFirst = query.order === 'newest';
      const rows = anomalies.list({
        ...{ limit, newestFirst, node, pod, type, severity },
        after: numberCursor(query.after, newestFirst ? Number.MAX_SAFE_INTEGER : 0),
        state: open === undefined ? undefined : open === 'true' ? 'open' : 'closed',
        sinceMs: query.since === undefined ? undefined : sinceMs(query.since),
      });
      const { items, next } = page(rows, limit, { cursor: ({ id }) => id, answer: (row) => row });
      const shown = items.filter(({ firstAt, lastAt }) => mayRead(firstAt, lastAt));
      // Who looks at all of them looks after the network; who asks for a PoD reads of its customer.
      if (pod !== undefined) await enter(request, pod, shown);
      return { items: shown.map(toAnswer), ...(next && { next }) };
    },
  );

  const params = Type.Object({ id: Type.String({ pattern: '^\\d{1,15}$', example: '42' }) });
  const one = { params, response: { 200: schemas.AnomalyDetails, ...errors(400, 404) } };
  typed.get(
    '/anomalies/:id',
    { schema: { summary: 'One anomaly, with its evidence', tags: ['operation'], ...one } },
    async (request) => {
      const found = anomalies.find(Number(request.params.id));
      const mayRead = found && (await readable(request, found.pod).catch(nothing));
      if (!mayRead?.(found!.firstAt, found!.lastAt)) {
        const message = `no anomaly ${request.params.id} is known here, or it is not for you`;
        throw new AccessLayerError({ code: 'BAL_ANOMALY_UNKNOWN', message });
      }
      if (found?.pod) await enter(request, found.pod, [found]);
      return { ...toAnswer(found!), evidence: found!.evidence };
    },
  );
}

/** One of no PoD looks, to who may not see it, like one that there is not. */
function nothing(error: unknown): undefined {
  if (error instanceof AccessLayerError && error.code === 'BAL_FORBIDDEN') return undefined;
  throw error;
}

function sinceMs(text: string): number {
  const ms = parseTime(text);
  if (ms !== undefined) return ms;
  throw new AccessLayerError({ code: 'BAL_TIME', message: `since: ${text} is not a date` });
}

function toAnswer(anomaly: Anomaly | AnomalyWithEvidence) {
  const { firstAt, lastAt, closedAt, ...rest } = anomaly;
  const { evidence: _evidence, ...shown } = rest as typeof rest & { evidence?: unknown };
  return {
    ...(shown as { type: AnomalyType; severity: Severity } & typeof shown),
    ...{ firstAtMs: firstAt, lastAtMs: lastAt },
    ...(closedAt !== undefined && { closedAtMs: closedAt }),
  };
}
