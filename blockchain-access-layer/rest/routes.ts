import type { Hex } from '@access-layer/core/bytes';
import { AccessLayerError } from '@access-layer/core/errors';
import { ProofFile } from '@access-layer/core/proof';
import { sendConditional, UNCHANGED } from '@access-layer/kit/conditional';
import type { Log } from '@access-layer/kit/log';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { AnchorBook } from '../anchor-book.ts';
import type { Anomalies } from '../anomaly.ts';
import type { KeyDirectory } from '../key-directory.ts';
import type { NodeBook } from '../node-book.ts';
import type { PacketQuery } from '../packet-query.ts';
import type { ReceiptClock } from '../receipt-clock.ts';
import type { SenderLog } from '../sender-log.ts';
import { addAnomalyRoutes, type Enter, type Readable } from './anomaly-routes.ts';
import { batchAnswer, nodeAnswer, packetAnswer, quarantineAnswer, transactionAnswer } from './answers.ts';
import { addChainRoutes, type ChainRouteParts } from './chain-routes.ts';
import { limitOf, numberCursor, page } from './cursor.ts';
import * as schemas from './schemas.ts';

export interface RouteParts extends ChainRouteParts {
  book: AnchorBook;
  anomalies: Anomalies;
  readable: Readable;
  enter: Enter;
  packets: PacketQuery;
  nodeBook: NodeBook;
  directory: KeyDirectory;
  clock: ReceiptClock;
  refused: SenderLog['refused'];
  log: Log;
}

/** Everything that the Blockchain Access Layer knows, to read; and one switch for its operator. */
export function addRoutes(http: FastifyInstance, parts: RouteParts): void {
  addNodeRoutes(http, parts);
  addBatchRoutes(http, parts);
  addPacketRoutes(http, parts);
  addAnomalyRoutes(http, { ...parts, errors });
  addOperatorRoutes(http, parts);
  addChainRoutes(http, parts);
}

const typed = (http: FastifyInstance) => http.withTypeProvider<TypeBoxTypeProvider>();
/** What every route may answer: token, role, host and the rules are asked before it. */
const ALWAYS = [401, 403, 414, 503];
const errors = (...statuses: number[]) =>
  Object.fromEntries([...ALWAYS, ...statuses].map((status) => [status, schemas.ErrorAnswer]));

function addNodeRoutes(http: FastifyInstance, { nodeBook, directory }: RouteParts): void {
  const querystring = Type.Object(schemas.PageQuery, { additionalProperties: false });
  const list = { querystring, response: { 200: schemas.pageOf(schemas.LightNode), ...errors(400) } };
  typed(http).get(
    '/nodes',
    { schema: { summary: 'Light Nodes, by name', tags: ['nodes'], ...list } },
    async ({ query }) => {
      const limit = limitOf(query.limit);
      const entries = await nodeBook.list(query.after ?? '', limit);
      return page(entries, limit, { cursor: ({ node }) => node, answer: nodeAnswer });
    },
  );

  const params = Type.Object({ id: schemas.NodeId });
  const one = { params, response: { 200: schemas.LightNodeDetails, ...errors(400, 404) } };
  typed(http).get(
    '/nodes/:id',
    { schema: { summary: 'One Light Node, with its bindings', tags: ['nodes'], ...one } },
    async ({ params: { id } }) => {
      const entry = await nodeBook.find(id);
      if (!entry) throw unknown('BAL_NODE_UNKNOWN', `no Light Node "${id}" was ever connected here`);
      return { ...nodeAnswer(entry), bindings: directory.bindingsOf(id, Date.now()) };
    },
  );
}

function addBatchRoutes(http: FastifyInstance, { anchorer, batches, book, packets }: RouteParts): void {
  const querystring = Type.Object(
    {
      ...schemas.PageQuery,
      order: Type.Optional(
        Type.Union([Type.Literal('newest'), Type.Literal('oldest')], {
          description: 'default newest first',
          example: 'newest',
        }),
      ),
    },
    { additionalProperties: false },
  );
  const list = { querystring, response: { 200: schemas.pageOf(schemas.BatchAnswer), ...errors(400) } };
  typed(http).get(
    '/batches',
    { schema: { summary: 'Batches, by index', tags: ['batches'], ...list } },
    async ({ query }) => {
      const limit = limitOf(query.limit);
      const newestFirst = query.order !== 'oldest';
      const index = numberCursor(query.after, newestFirst ? Number.MAX_SAFE_INTEGER : -1);
      return page(batches.page({ index, limit, newestFirst }), limit, {
        cursor: (batch) => batch.index,
        answer: (batch) => batchAnswer(batch, anchorer, packets),
      });
    },
  );

  const params = Type.Object({
    anchorer: schemas.Address,
    index: Type.String({ pattern: '^\\d{1,15}$', example: '42' }),
  });
  const one = { params, response: { 200: schemas.BatchAnswer, ...errors(400, 404) } };
  typed(http).get(
    '/batches/:anchorer/:index',
    { schema: { summary: 'One batch', tags: ['batches'], ...one } },
    async ({ params: { anchorer: of, index } }) => {
      const batch = of === anchorer ? batches.find(Number(index)) : undefined;
      if (!batch) throw unknown('BAL_BATCH_UNKNOWN', `no batch ${index} of anchorer ${of} was sealed here`);
      return batchAnswer(batch, anchorer, packets);
    },
  );

  const transactions = {
    querystring: Type.Object(schemas.PageQuery, { additionalProperties: false }),
    response: { 200: schemas.pageOf(schemas.TransactionAnswer), ...errors(400) },
  };
  typed(http).get(
    '/transactions',
    { schema: { summary: 'Anchoring transactions, the newest first', tags: ['batches'], ...transactions } },
    async ({ query }) => {
      const limit = limitOf(query.limit);
      const rows = book.page(numberCursor(query.after, Number.MAX_SAFE_INTEGER), limit);
      return page(rows, limit, { cursor: ({ id }) => id, answer: transactionAnswer });
    },
  );
}

function addPacketRoutes(http: FastifyInstance, { anchorer, packets }: RouteParts): void {
  const params = Type.Object({ hash: schemas.Hash });
  const one = { params, response: { 200: schemas.PacketAnswer, ...errors(400, 404) } };
  typed(http).get(
    '/packets/:hash',
    { schema: { summary: 'A packet by payloadHash or messageHash', tags: ['packets'], ...one } },
    async ({ params: { hash } }) => packetAnswer(packets.packet(hash as Hex), anchorer, packets),
  );

  const proof = { params, response: { 200: ProofFile, 304: UNCHANGED, ...errors(400, 404, 409) } };
  typed(http).get(
    '/packets/:hash/proof',
    { schema: { summary: 'The proof file of an anchored packet', tags: ['packets'], ...proof } },
    async (request, reply) => {
      const found = await packets.proof(request.params.hash as Hex);
      return sendConditional(request, reply.type('application/json'), JSON.stringify(found)) as never;
    },
  );
}

function addOperatorRoutes(http: FastifyInstance, { refused, clock, log }: RouteParts): void {
  const quarantine = {
    querystring: Type.Object(schemas.PageQuery, { additionalProperties: false }),
    response: { 200: schemas.pageOf(schemas.QuarantineAnswer), ...errors(400) },
  };
  typed(http).get(
    '/quarantine',
    {
      schema: {
        summary: 'Signed messages of parties and services that were refused, the oldest first',
        tags: ['operation'],
        ...quarantine,
      },
    },
    async ({ query }) => {
      const limit = limitOf(query.limit);
      const rows = refused(numberCursor(query.after, 0), limit);
      return page(rows, limit, { cursor: ({ id }) => id, answer: quarantineAnswer });
    },
  );

  // A body of JSON, so that no page in a browser on this machine can send it without being asked first (CORS).
  const body = Type.Object(
    { reason: Type.String({ minLength: 1, maxLength: 200, example: 'the time service was repaired' }) },
    { additionalProperties: false },
  );
  const answer = Type.Object({ nowMs: Type.Number(), highWaterMs: Type.Number() });
  typed(http).post(
    '/clock/clear',
    {
      schema: {
        summary: 'Accept the time that the clock shows, after a leap has stopped intake',
        description:
          'Times of receipt never fall: if the clock went back, they wait at `highWaterMs` until it is there.',
        tags: ['operation'],
        body,
        response: { 200: answer, ...errors(400, 413, 415) },
      },
    },
    async (request) => {
      const cleared = clock.clear();
      log.warn({ ...cleared, reason: request.body.reason }, 'an operator accepted the clock');
      return cleared;
    },
  );
}

function unknown(code: string, message: string): AccessLayerError {
  return new AccessLayerError({ code, message });
}
