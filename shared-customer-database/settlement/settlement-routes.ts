import { Readable } from 'node:stream';
import type { SetPoint } from '@access-layer/core/payloads/set-point';
import { formatTime } from '@access-layer/core/time';
import { callerOf } from '@access-layer/kit/token';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Type from 'typebox';
import { badRequest } from '../api/bad-request.ts';
import { cursorReader, encodeCursor } from '../api/cursor.ts';
import { ErrorAnswer } from '../api/schemas.ts';
import { SetPointParams } from '../api/set-point-schemas.ts';
import { type MonthPlace, monthPage, monthSpan } from './month.ts';
import { monthArchive } from './month-archive.ts';
import {
  ActivationDetail,
  ArchiveQuery,
  MonthParams,
  MonthQuery,
  MonthSettlement,
} from './settlement-schemas.ts';
import { type KnownSetPoint, type SettledActivation, type Settlements, stageAnswer } from './settlements.ts';

export interface SettlementSources {
  settlements: Settlements;
  podPattern: RegExp;
}

const ZIP = 'application/zip';
const DEFAULT_LIMIT = 50;
const PAGE = 1000;
const readCursor = cursorReader(Type.Object({ pod: Type.String(), seq: Type.Integer() }));
const errors = { 400: ErrorAnswer, 403: ErrorAnswer, 404: ErrorAnswer, 409: ErrorAnswer, 503: ErrorAnswer };
const archiveSchema = {
  description: 'An archive that `access-layer verify` checks whole',
  content: { [ZIP]: { schema: { type: 'string', format: 'binary' } } },
};

/** What activations have delivered and what is paid for it, each with an archive that proves it. */
export function settlementRoutes(http: FastifyInstance, sources: SettlementSources, done: () => void): void {
  const { settlements } = sources;

  http.get(
    '/v1/pods/:pod/set-points/:seq/settlement',
    {
      schema: {
        operationId: 'activation-settlement',
        tags: ['settlement'],
        summary:
          'What became of a set-point: measured response, both baselines, delivered energy, what is paid',
        params: SetPointParams,
        response: { 200: ActivationDetail, ...errors },
      } as object,
    },
    async (request, reply) => {
      const known = await knownActivation(sources, request);
      return detailAnswer(await settlements.figures(callerOf(request), known, { signal: goneSignal(reply) }));
    },
  );

  http.get(
    '/v1/pods/:pod/set-points/:seq/dossier',
    {
      schema: {
        operationId: 'activation-dossier',
        tags: ['settlement'],
        summary: 'Signed archive of an activation: figures, the proof of everything, CSV and market document',
        description:
          'Order, result, set-point, what the node said, the registers that the energies follow from, baselines and disputes. ' +
          'It holds signed packets whole, so the caller must be allowed to read all of them.',
        params: SetPointParams,
        response: { 200: archiveSchema, ...errors },
      } as object,
    },
    async (request, reply) => {
      const known = await knownActivation(sources, request);
      const { files } = await settlements.archive(callerOf(request), known, { signal: goneSignal(reply) });
      const { pod, seq } = known.setPoint;
      return zipped(reply, `${pod}-${seq}.dossier.zip`).send(Buffer.from(files.bytes));
    },
  );

  http.get(
    '/v1/settlements/months/:month',
    {
      schema: {
        operationId: 'month-settlement',
        tags: ['settlement'],
        summary:
          'Page of the activations of a month: settled, incomplete with what is missing, held by disputes',
        params: MonthParams,
        querystring: MonthQuery,
        response: { 200: MonthSettlement, ...errors },
      } as object,
    },
    async (request, reply) => {
      const { month } = request.params as { month: string };
      const {
        limit = DEFAULT_LIMIT,
        cursor,
        pod,
      } = request.query as { limit?: number; cursor?: string; pod?: string };
      const within = monthSpan(month, settlements.parameters.zone);
      const asked = { within, after: readCursor(cursor), limit, pod };
      const { items, hidden, next } = await monthPage(settlements, callerOf(request), asked);
      const signal = goneSignal(reply);
      const activations: object[] = [];
      for (const known of items)
        activations.push(
          settlementAnswer(
            await settlements.figures(callerOf(request), known, { signal, isBegun: activations.length > 0 }),
          ),
        );
      const { zone } = settlements.parameters;
      // Of one PoD that he may not see, the number of its activations would be what is kept from him.
      const counted = pod === undefined || activations.length > 0 ? { hidden } : {};
      return { month, zone, activations, ...counted, ...(next ? { next: encodeCursor(next) } : {}) };
    },
  );

  http.get(
    '/v1/settlements/months/:month/dossier',
    {
      schema: {
        operationId: 'month-dossier',
        tags: ['settlement'],
        summary:
          'Signed archive of a month: one archive for each activation, a summary and a market document',
        description:
          'It comes as a stream, activation by activation; the header `access-layer-activations` says how many there are.',
        params: MonthParams,
        querystring: ArchiveQuery,
        response: { 200: archiveSchema, ...errors },
      } as object,
    },
    async (request, reply) => {
      const { month } = request.params as { month: string };
      const { pod } = request.query as { pod?: string };
      const caller = callerOf(request);
      const within = monthSpan(month, settlements.parameters.zone);
      const activations: KnownSetPoint[] = [];
      for (let after: MonthPlace | undefined; ; ) {
        const page = await monthPage(settlements, caller, { within, after, limit: PAGE, pod });
        activations.push(...page.items);
        after = page.next;
        if (!after) break;
      }
      const pieces = monthArchive(settlements, caller, { month, activations, signal: goneSignal(reply) });
      // The first piece tells whether there can be an archive at all.
      const first = await pieces.next();
      zipped(reply, `${settlements.network}-${month}.dossier.zip`).header(
        'access-layer-activations',
        activations.length,
      );
      return reply.send(Readable.from(begunWith(first, pieces)));
    },
  );
  done();
}

async function* begunWith(first: IteratorResult<Uint8Array>, rest: AsyncGenerator<Uint8Array>) {
  if (!first.done) yield Buffer.from(first.value);
  for await (const piece of rest) yield Buffer.from(piece);
}

/** The activation that a path names. People type a 15th check character: it is dropped. */
async function knownActivation({ settlements, podPattern }: SettlementSources, request: FastifyRequest) {
  const { pod: text, seq } = request.params as { pod: string; seq: string };
  const pod = [text, text.slice(0, -1)].find((candidate) => podPattern.test(candidate));
  if (pod === undefined) throw badRequest('pod', text, `a PoD code that fits ${podPattern.source}`);
  return settlements.find(callerOf(request), pod, Number(seq));
}

function zipped(reply: FastifyReply, name: string): FastifyReply {
  return reply.type(ZIP).header('content-disposition', `attachment; filename="${name}"`);
}

/** Aborts when nobody waits for the answer any more. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return gone.signal;
}

function settlementAnswer({ setPoint, hash, market, worked }: SettledActivation) {
  const { slices: _slices, baseline: _baseline, ...figures } = worked.outcome;
  const { id, pod, seq, from, until, mode, valueW } = setPoint;
  const reference = (of: { messageHash: string; payload: { sender: string; id: string } } | undefined) =>
    of && { sender: of.payload.sender, id: of.payload.id, hash: of.messageHash };
  const [order, result] = [reference(market.order), reference(market.result)];
  return {
    ...{
      pod,
      setPoint: id,
      number: seq,
      hash,
      from,
      until,
      mode,
      ...(valueW === undefined ? {} : { valueW }),
    },
    ...figures,
    ...notOver(setPoint, Date.now()),
    missing: worked.missing,
    ...(order ? { order } : {}),
    ...(result ? { result } : {}),
    settlements: market.settlements.map(({ messageHash }) => messageHash),
    dossier: `/v1/pods/${pod}/set-points/${seq}/dossier`,
  };
}

/** Before its end nothing is missing yet. */
function notOver({ from, until }: SetPoint, nowMs: number): { state?: string; reasons?: string[] } {
  if (Date.parse(until) <= nowMs) return {};
  if (Date.parse(from) <= nowMs) return { state: 'under-way', reasons: [`it ends at ${until}`] };
  return { state: 'planned', reasons: [`it begins at ${from}`] };
}

function detailAnswer(activation: SettledActivation) {
  const { worked, task, excludedDays } = activation;
  const { slices, baseline } = worked.outcome;
  const stages = worked.said.map((said, i) => ({
    ...stageAnswer(said),
    payloadHash: worked.stages[i]!.payloadHash,
  }));
  const shown = baseline && {
    ...baseline,
    adjustment: timesShown(baseline.adjustment),
  };
  return {
    ...settlementAnswer(activation),
    ...{ stages, slices, ...(shown ? { baseline: shown } : {}), excludedDays, parameters: task.parameters },
  };
}

function timesShown({ fromMs, untilMs, ...rest }: { fromMs: number; untilMs: number }) {
  return { from: formatTime(fromMs), until: formatTime(untilMs), ...rest };
}
