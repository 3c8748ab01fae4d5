import type { ChainExplorer } from '@access-layer/contracts/chain-explorer';
import { type Hex, toHex } from '@access-layer/core/bytes';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { NODE_BYTES } from '@access-layer/core/merkle';
import type { ChainReader } from '@access-layer/core/verify';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { BatchStore } from '../batch-store.ts';
import type { Flow } from '../flow.ts';
import * as answers from './chain-schemas.ts';
import { limitOf, numberCursor, page } from './cursor.ts';
import * as schemas from './schemas.ts';

export interface ChainRouteParts {
  network: string;
  anchorer: Hex;
  batches: BatchStore;
  flow: () => Promise<Flow>;
  explorer: ChainExplorer;
  /** The questions of a verifier, put to the DSO's own chain node. */
  reader: ChainReader;
}

/** Largest batch whose tree is answered: 64 bytes of hash a leaf. */
const MAX_LEAVES = 4096;
/** Each block is a question to the chain node. */
const MAX_BLOCKS = 50;
const closed = { additionalProperties: false };
const ALWAYS = [400, 401, 403, 414, 503];
const errors = (...statuses: number[]) =>
  Object.fromEntries([...ALWAYS, ...statuses].map((status) => [status, schemas.ErrorAnswer]));

/** The chain as this instance's node sees it. Nothing on it names a PoD, a customer or a reading, so everyone may look. */
export function addChainRoutes(http: FastifyInstance, parts: ChainRouteParts): void {
  addFlowRoutes(http, parts);
  addBlockRoutes(http, parts);
  addContractRoutes(http, parts);
  addVerifierRoutes(http, parts);
}

const typed = (http: FastifyInstance) => http.withTypeProvider<TypeBoxTypeProvider>();

function addFlowRoutes(http: FastifyInstance, { flow, anchorer, batches }: ChainRouteParts): void {
  typed(http).get(
    '/flow',
    {
      schema: {
        summary: 'How much was accepted, sealed and anchored, how long it takes, and what waits',
        tags: ['operation'],
        response: { 200: answers.FlowAnswer, ...errors() },
      },
    },
    () => flow(),
  );

  const params = Type.Object({
    anchorer: schemas.Address,
    index: Type.String({ pattern: '^\\d{1,15}$', example: '42' }),
  });
  typed(http).get(
    '/batches/:anchorer/:index/tree',
    {
      schema: {
        summary: `The tree of a batch of at most ${MAX_LEAVES} packets`,
        tags: ['batches'],
        params,
        response: { 200: answers.TreeAnswer, ...errors(404, 409) },
      },
    },
    async ({ params: { anchorer: of, index } }) => {
      const batch = of === anchorer ? batches.find(Number(index)) : undefined;
      const tree = batch && batches.tree(batch.index);
      if (!batch || !tree)
        throw unknown('BAL_BATCH_UNKNOWN', `no batch ${index} of anchorer ${of} was sealed here`);
      if (batch.count > MAX_LEAVES) {
        const message = `batch ${index} has ${batch.count} leaves; trees of at most ${MAX_LEAVES} are answered`;
        throw new AccessLayerError({ code: 'BAL_TREE_TOO_LARGE', message });
      }
      return { index: batch.index, count: batch.count, nodes: nodesOf(tree) };
    },
  );
}

function addBlockRoutes(http: FastifyInstance, parts: ChainRouteParts): void {
  const { explorer, reader, network, anchorer } = parts;
  typed(http).get(
    '/chain',
    {
      schema: {
        summary: 'The chain, its contracts, and its newest block',
        tags: ['chain'],
        response: { 200: answers.ChainAnswer, ...errors() },
      },
    },
    () =>
      asked(async () => {
        const [chainId, genesisHash, head] = await Promise.all([
          reader.chainId(),
          reader.genesisHash(),
          explorer.block('latest'),
        ]);
        const { number, hash, timestampMs } = head!;
        const { 'key-registry': registry, 'batch-anchor': anchorContract } = explorer.addresses;
        const addresses = { registry, anchorContract, anchorer };
        return { network, chainId, genesisHash, ...addresses, head: { number, hash, timestampMs } };
      }),
  );

  const querystring = Type.Object(
    {
      after: schemas.PageQuery.after,
      limit: Type.Optional(
        Type.String({
          pattern: '^([1-9]|[1-4]\\d|50)$',
          description: `1 to ${MAX_BLOCKS}; default 20`,
          example: '20',
        }),
      ),
    },
    closed,
  );
  typed(http).get(
    '/chain/blocks',
    {
      schema: {
        summary: 'Blocks, the newest first',
        tags: ['chain'],
        querystring,
        response: { 200: schemas.pageOf(answers.BlockAnswer), ...errors() },
      },
    },
    ({ query }) =>
      asked(async () => {
        const limit = Number(query.limit ?? 20);
        const blocks = await explorer.blocks(numberCursor(query.after, Number.MAX_SAFE_INTEGER), limit);
        return page(blocks, limit, { cursor: ({ number }) => number, answer: (block) => block });
      }),
  );

  const blockParams = Type.Object({
    id: Type.String({
      pattern: '^(0x[0-9a-f]{64}|\\d{1,15})$',
      description: 'number or hash',
      example: '42',
    }),
  });
  typed(http).get(
    '/chain/blocks/:id',
    {
      schema: {
        summary: 'One block, by number or hash',
        tags: ['chain'],
        params: blockParams,
        response: { 200: answers.BlockAnswer, ...errors(404) },
      },
    },
    ({ params: { id } }) =>
      asked(async () => {
        const block = await explorer.block(id.startsWith('0x') ? (id as Hex) : Number(id));
        if (!block) throw unknown('BAL_BLOCK_UNKNOWN', `the chain has no block ${id}`);
        return block;
      }),
  );

  typed(http).get(
    '/chain/transactions/:hash',
    {
      schema: {
        summary: 'One transaction, with what our contracts said in it',
        tags: ['chain'],
        params: Type.Object({ hash: schemas.Hash }),
        response: { 200: answers.ChainTransactionAnswer, ...errors(404) },
      },
    },
    ({ params: { hash } }) =>
      asked(async () => {
        const transaction = await explorer.transaction(hash as Hex);
        if (!transaction) throw unknown('BAL_TRANSACTION_UNKNOWN', `the chain has no transaction ${hash}`);
        return transaction;
      }),
  );
}

function addContractRoutes(http: FastifyInstance, { explorer }: ChainRouteParts): void {
  typed(http).get(
    '/chain/contracts',
    {
      schema: {
        summary: 'Our contracts with who holds which role in them, and others that were deployed',
        tags: ['chain'],
        response: { 200: answers.ContractsAnswer, ...errors() },
      },
    },
    () => asked(async () => ({ items: await explorer.contracts(), others: explorer.others() })),
  );

  typed(http).get(
    '/chain/contracts/:name/events',
    {
      schema: {
        summary: 'What a contract has said, the newest first',
        tags: ['chain'],
        params: Type.Object({
          name: Type.String({ pattern: '^[a-z][a-z0-9-]{0,62}$', example: 'key-registry' }),
        }),
        querystring: Type.Object(schemas.PageQuery, closed),
        response: { 200: schemas.pageOf(answers.EventAnswer), ...errors(404) },
      },
    },
    ({ params: { name }, query }) =>
      asked(async () => {
        const limit = limitOf(query.limit);
        const events = await explorer.history(name, placeOf(query.after), limit);
        if (!events) throw unknown('BAL_CONTRACT_UNKNOWN', `no contract is known as "${name}"`);
        const cursor = ({ blockNumber, logIndex }: (typeof events)[number]) => `${blockNumber}-${logIndex}`;
        return page(events, limit, { cursor, answer: (event) => event });
      }),
  );
}

/** What a verifier asks of a chain (core's ChainReader), for one that has no chain node of its own. */
function addVerifierRoutes(http: FastifyInstance, { reader }: ChainRouteParts): void {
  typed(http).get(
    '/chain/anchors/:anchorer/:index',
    {
      schema: {
        summary: 'What the contract keeps of a batch: a hash of its five, zeros where it holds none',
        tags: ['chain'],
        params: Type.Object({
          anchorer: schemas.Address,
          index: Type.String({ pattern: '^\\d{1,15}$', example: '42' }),
        }),
        response: { 200: Type.Object({ slot: schemas.Hash }), ...errors() },
      },
    },
    ({ params: { anchorer, index } }) =>
      asked(async () => ({ slot: await reader.anchorSlot(anchorer, Number(index)) })),
  );

  typed(http).get(
    '/chain/bindings/:key/:commitment',
    {
      schema: {
        summary: 'Whether a key could speak under a commitment at a time, by the registry contract',
        tags: ['chain'],
        params: Type.Object({ key: schemas.Address, commitment: schemas.Hash }),
        querystring: Type.Object(
          { atMs: Type.String({ pattern: '^\\d{1,15}$', example: '1764150000000' }) },
          closed,
        ),
        response: { 200: answers.BindingAnswer, ...errors() },
      },
    },
    ({ params: { key, commitment }, query: { atMs } }) =>
      asked(() => reader.bindingAt(key, commitment, Number(atMs))),
  );
}

/** Behind every event of a block comes the next block's first. */
function placeOf(after: string | undefined): { blockNumber: number; logIndex: number } {
  if (after === undefined) return { blockNumber: Number.MAX_SAFE_INTEGER, logIndex: 0 };
  const [, blockNumber, logIndex] = /^(\d{1,15})-(\d{1,9})$/.exec(after) ?? [];
  if (blockNumber === undefined) {
    const message = `after: "${after.slice(0, 80)}" is not a cursor of this list; give what the page before answered as "next"`;
    throw new AccessLayerError({ code: 'BAL_CURSOR', message });
  }
  return { blockNumber: Number(blockNumber), logIndex: Number(logIndex) };
}

function nodesOf(tree: Uint8Array): Hex[] {
  return Array.from({ length: tree.length / NODE_BYTES }, (_, i) =>
    toHex(tree.subarray(i * NODE_BYTES, (i + 1) * NODE_BYTES)),
  );
}

/** A chain that does not answer is the service's state, not the caller's fault. */
async function asked<T>(answer: () => Promise<T>): Promise<T> {
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof AccessLayerError) || !error.code.startsWith('CHAIN_')) throw error;
    throw new AccessLayerError({ code: 'BAL_CHAIN_UNREACHABLE', message: messageOf(error), cause: error });
  }
}

function unknown(code: string, message: string): AccessLayerError {
  return new AccessLayerError({ code, message });
}
