import type { DeployedContract } from '@access-layer/contracts/contract-record';
import { KEY_KINDS } from '@access-layer/core/binding';
import Type from 'typebox';
import { Address, Hash } from './schemas.ts';

const Count = Type.Integer({ minimum: 0, example: 42 });
const Contract = Type.Unsafe<'key-registry' | 'batch-anchor'>({
  type: 'string',
  enum: ['key-registry', 'batch-anchor'],
});

const Delay = Type.Object({
  medianMs: Type.Number(),
  p95Ms: Type.Number({ description: '95 of 100 took this long or less' }),
  samples: Count,
});

const Reached = Type.Object(
  { accepted: Count, sealed: Count, anchored: Count },
  { description: 'distinct messages that have come as far, from what is on disk' },
);

export const FlowAnswer = Type.Object(
  {
    atMs: Count,
    nodes: Type.Object({
      known: Count,
      connected: Count,
      queuedPackets: Type.Integer({
        minimum: 0,
        description: 'signed and not accepted yet, as nodes said last',
      }),
    }),
    packets: Reached,
    statements: Reached,
    batches: Count,
    batchesWaiting: Type.Integer({ minimum: 0, description: 'sealed, and not final on the chain' }),
    oldestUnanchoredMs: Type.Optional(
      Type.Integer({ description: 'first receipt in the oldest batch that waits; absent where none does' }),
    ),
    delays: Type.Object({ sealing: Type.Optional(Delay), anchoring: Type.Optional(Delay) }),
  },
  { title: 'Flow' },
);

export const ChainAnswer = Type.Object(
  {
    network: Type.String({ example: 'rome-1' }),
    chainId: Count,
    genesisHash: Hash,
    registry: Address,
    anchorContract: Address,
    anchorer: Address,
    head: Type.Object({ number: Count, hash: Hash, timestampMs: Count }),
  },
  { title: 'Chain' },
);

export const BlockAnswer = Type.Object(
  { number: Count, hash: Hash, parentHash: Hash, timestampMs: Count, transactions: Type.Array(Hash) },
  { title: 'Block' },
);

export const EventAnswer = Type.Object(
  {
    contract: Type.String({ example: 'batch-anchor' }),
    type: Type.String({ example: 'anchored' }),
    txHash: Hash,
    blockNumber: Count,
    logIndex: Count,
    values: Type.Record(Type.String(), Type.Unsafe<string | number>({ description: 'text or number' })),
  },
  { title: 'ChainEvent' },
);

export const ChainTransactionAnswer = Type.Object(
  {
    hash: Hash,
    from: Address,
    to: Type.Optional(Address),
    nonce: Count,
    status: Type.Unsafe<'success' | 'reverted'>({ type: 'string', enum: ['success', 'reverted'] }),
    gasUsed: Count,
    inputBytes: Count,
    blockNumber: Count,
    blockHash: Hash,
    blockTimeMs: Count,
    events: Type.Array(EventAnswer),
  },
  { title: 'ChainTransaction' },
);

const AbiAnswer = Type.Unsafe<DeployedContract['abi']>(
  Type.Array(Type.Object({ type: Type.String({ example: 'function' }) }, { additionalProperties: true }), {
    description: 'Contract ABI in JSON, as Solidity writes it',
  }),
);

export const ContractsAnswer = Type.Object({
  items: Type.Array(
    Type.Object(
      {
        name: Contract,
        address: Address,
        abi: AbiAnswer,
        roles: Type.Array(
          Type.Object({
            role: Type.Unsafe<'admin' | 'dso' | 'anchorer' | 'unknown'>({
              type: 'string',
              enum: ['admin', 'dso', 'anchorer', 'unknown'],
            }),
            member: Address,
            sinceBlock: Count,
          }),
        ),
      },
      { title: 'Contract' },
    ),
  ),
  others: Type.Array(
    Type.Object(
      {
        name: Type.String({ example: 'activation-orders' }),
        address: Address,
        abi: AbiAnswer,
        deployer: Address,
        txHash: Hash,
        blockNumber: Count,
      },
      { title: 'OtherContract' },
    ),
    { description: 'brought by `access-layer contracts deploy`' },
  ),
});

export const BindingAnswer = Type.Object(
  {
    valid: Type.Boolean(),
    kind: Type.Unsafe<(typeof KEY_KINDS)[number]>({ type: 'string', enum: [...KEY_KINDS] }),
    from: Count,
    until: Count,
    revokedAt: Count,
    compromisedSince: Count,
  },
  { title: 'ChainBinding' },
);

export const TreeAnswer = Type.Object(
  {
    index: Count,
    count: Type.Integer({ minimum: 1 }),
    nodes: Type.Array(Hash, { description: 'the root first; leaf i of n stands at 2n-2-i' }),
  },
  { title: 'Tree' },
);
