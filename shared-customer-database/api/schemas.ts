import { Values } from '@access-layer/core/payloads/measurement';
import Type from 'typebox';
import { QUARANTINE_REASONS } from '../ledger/quarantined.ts';

/** What clients send and get, for checking and for the OpenAPI document. Times are ISO 8601 UTC with milliseconds. */
const EXAMPLE_HASH = '0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344';
const EXAMPLE_ADDRESS = '0x9c1185a5c5e9fc54612808977ee8f548b2258d31';

const hash = (description: string) =>
  Type.String({ pattern: '^0x[0-9a-f]{64}$', description, example: EXAMPLE_HASH });
const address = (description: string) =>
  Type.String({ pattern: '^0x[0-9a-f]{40}$', description, example: EXAMPLE_ADDRESS });
const time = (description: string) =>
  Type.String({ format: 'date-time', description, example: '2026-02-01T10:15:00.000Z' });
const count = (description: string) => Type.Integer({ minimum: 0, description, example: 96 });
const cursor = Type.String({ description: '`next` of an earlier answer; absent on the last page' });

/** Ours to define: `additionalProperties` of one type (TypeBox's record is not OpenAPI 3.0). */
const countsBy = (keys: readonly string[], description: string) =>
  Type.Object(Object.fromEntries(keys.map((key) => [key, Type.Integer({ minimum: 0 })])), { description });

export const PodParams = Type.Object(
  {
    pod: Type.String({
      description: 'PoD code; a 15th check character is dropped',
      example: 'IT001E00000001',
    }),
  },
  { additionalProperties: false },
);
export const HashParams = Type.Object(
  {
    hash: Type.String({
      pattern: '^0x[0-9a-f]{64}$',
      description: 'payloadHash or messageHash: 0x and 64 lower-case hexadecimal digits',
      example: EXAMPLE_HASH,
    }),
  },
  { additionalProperties: false },
);

const range = {
  from: Type.Optional(
    Type.String({
      description: 'First instant of the range; open where absent. An ISO 8601 time, or a UTC day',
      example: '2026-02-01T00:00:00Z',
    }),
  ),
  until: Type.Optional(
    Type.String({
      description: 'First instant behind the range (from ≤ t < until); open where absent',
      example: '2026-02-02T00:00:00Z',
    }),
  ),
};
const page = (standard: number) => ({
  cursor: Type.Optional(
    Type.String({
      maxLength: 1024,
      description: 'Where the page begins: `next` of the one before',
    }),
  ),
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 10_000,
      description: `Most items of a page, 1 to 10000; ${standard} where absent`,
      example: 100,
    }),
  ),
});

export const PodsQuery = Type.Object(page(1000), { additionalProperties: false });
export const ReadingsQuerystring = Type.Object(
  {
    ...range,
    meter: Type.Optional(Type.String({ minLength: 1, maxLength: 64, description: 'Only this meter' })),
    ...page(1000),
  },
  { additionalProperties: false },
);
export const PacketsQuerystring = Type.Object(
  {
    ...range,
    type: Type.Optional(
      Type.Enum(['measurement', 'activation', 'event', 'key-rotation'], { description: 'Only this type' }),
    ),
    ...page(1000),
  },
  { additionalProperties: false },
);
export const CompletenessQuerystring = Type.Object(range, { additionalProperties: false });
export const QuarantineQuerystring = Type.Object(
  {
    reason: Type.Optional(Type.Enum([...QUARANTINE_REASONS], { description: 'Only this reason' })),
    ...page(100),
  },
  { additionalProperties: false },
);

const Anchor = Type.Object({
  chainId: Type.Integer(),
  contract: address('Anchor contract'),
  txHash: hash('Transaction that anchored the batch'),
  blockNumber: Type.Integer({ minimum: 0 }),
  blockHash: hash('Its block'),
  blockTime: time('Time of the block'),
});
const Stage = Type.Enum(['sealed', 'anchored'], {
  description:
    'sealed: signature and inclusion were checked; anchored: the chain was seen to hold the batch too',
});
const Certificate = Type.Object({
  payloadHash: hash('keccak256 of the payload: the packet'),
  messageHash: hash('keccak256 of signature, line feed and payload'),
  anchorer: address('Who sealed the batch'),
  batch: Type.Integer({ minimum: 0, description: 'Index of the batch, per anchorer' }),
  receivedAt: time('When the Blockchain Access Layer received the packet'),
  anchor: Type.Optional(Anchor),
  proof: Type.String({ description: 'Where the proof file is, once anchored' }),
});
const source = {
  meter: Type.String(),
  role: Type.Optional(Type.String({ description: 'exchange, production, storage, charger or load' })),
  node: Type.String({ description: 'Light Node' }),
  seq: Type.Integer({ minimum: 0, description: "The node's number of the packet" }),
  stage: Stage,
  certificate: Certificate,
};
export const ReadingAnswer = Type.Object({
  at: time('The instant, or the end of the interval'),
  periodS: Type.Optional(
    Type.Integer({ minimum: 1, description: 'Length of the interval that ends at `at`' }),
  ),
  quality: Type.Array(Type.String(), {
    description: 'measured, estimated, stale, clock-unsynced, backfilled, meter-error',
  }),
  values: Values,
  ...source,
});
const Withheld = Type.Optional(
  Type.Array(Type.Object({ from: time('First instant'), until: time('The first one after') }), {
    description: 'Parts of the range that the caller may not read; absent where there are none',
  }),
);
export const Archived = Type.Optional(
  Type.Array(Type.Object({ from: time('First instant'), until: time('The first one after') }), {
    description:
      'Whole UTC days of the range that are in the archive and not, or not all, in this answer; also in the header ' +
      'Access-Layer-Archived. POST /v1/archive/restores brings them back. Absent where there are none',
  }),
);
const Hidden = Type.Integer({
  minimum: 0,
  description: 'How many that fit the question the caller may not see, of those looked at',
});
export const ReadingsAnswer = Type.Object({
  pod: Type.String(),
  readings: Type.Array(ReadingAnswer),
  withheld: Withheld,
  archived: Archived,
  next: Type.Optional(cursor),
});
export const PacketAnswer = Type.Object({
  pod: Type.String(),
  type: Type.String(),
  from: time('First instant that it speaks of'),
  to: time('Last instant that it speaks of'),
  signedAt: time('When the node signed'),
  payload: Type.String({ description: 'Exactly the signed text' }),
  signature: Type.String({ pattern: '^0x[0-9a-f]{130}$', description: 'r, s, v' }),
  ...source,
});
export const PacketsAnswer = Type.Object({
  pod: Type.String(),
  packets: Type.Array(PacketAnswer),
  hidden: Hidden,
  archived: Archived,
  next: Type.Optional(cursor),
});
export const PodsAnswer = Type.Object({
  hidden: Hidden,
  pods: Type.Array(
    Type.Object({
      pod: Type.String({ example: 'IT001E00000001' }),
      series: Type.Array(
        Type.Object({
          node: Type.String(),
          meter: Type.String(),
          role: Type.Optional(Type.String()),
          packets: count('Packets stored'),
          readings: count('Readings in them'),
          first: time('First instant of which something is stored'),
          last: time('Last instant of which something is stored'),
        }),
      ),
    }),
  ),
  next: Type.Optional(cursor),
});

const MissingRange = Type.Object({
  fromSeq: Type.Integer({ minimum: 0 }),
  toSeq: Type.Integer({ minimum: 0 }),
  packets: count('Packets in this range'),
  after: Type.Optional(time('Last instant of the packet before; absent where there is none')),
  before: Type.Optional(time('First instant of the packet after')),
});
export const CompletenessAnswer = Type.Object({
  pod: Type.String(),
  withheld: Withheld,
  lateAfterS: Type.Integer({
    description: 'A packet received this many seconds after it was signed is late',
  }),
  nodes: Type.Array(
    Type.Object({
      node: Type.String(),
      received: count('Packets stored'),
      firstSeq: Type.Optional(Type.Integer({ minimum: 0 })),
      lastSeq: Type.Optional(Type.Integer({ minimum: 0 })),
      missingPackets: count('Sequence numbers that never came'),
      missing: Type.Array(MissingRange, { description: 'At most 1000 ranges' }),
      missingTruncated: Type.Boolean({ description: 'There are more ranges than are listed' }),
      erased: count(
        'Packets that were received and have been erased: their hashes are there, and nothing else',
      ),
      late: count('Packets that came late'),
      duplicates: count('Certificates of packets that were there already'),
      forked: count('Other packets under a number that was taken; the first stays, they are evidence'),
      forkedSeqs: Type.Array(Type.Integer({ minimum: 0 })),
      chain: Type.Object({
        state: Type.Enum(['verified', 'broken', 'open', 'empty'], {
          description:
            'Whether each `prev` is the hash of the packet before; open: links to missing packets cannot be checked',
        }),
        verifiedLinks: count('Links that hold'),
        uncheckedLinks: count('Links to packets that are missing'),
        breaks: Type.Array(
          Type.Object({
            seq: Type.Integer(),
            prev: hash('As signed'),
            expected: hash('Of the packet before'),
          }),
        ),
      }),
      meters: Type.Array(
        Type.Object({
          meter: Type.String(),
          received: count('Packets stored'),
          readings: count('Readings in them'),
          firstSeq: Type.Integer({ minimum: 0 }),
          lastSeq: Type.Integer({ minimum: 0 }),
          late: count('Packets that came late'),
        }),
      ),
    }),
  ),
});
export const QuarantineAnswer = Type.Object({
  items: Type.Array(
    Type.Object({
      id: Type.Integer({ minimum: 1 }),
      at: time('When the record was published'),
      topic: Type.String(),
      partition: Type.Integer({ minimum: 0 }),
      offset: Type.Integer({ minimum: 0 }),
      reason: Type.Enum([...QUARANTINE_REASONS]),
      detail: Type.String({ description: 'What was wrong, the value, what was expected' }),
      evidence: Type.String({ description: 'The record as it came' }),
      pod: Type.Optional(Type.String()),
      node: Type.Optional(Type.String()),
      meter: Type.Optional(Type.String()),
      seq: Type.Optional(Type.Integer()),
      payloadHash: Type.Optional(hash('Of the refused packet')),
      anchorer: Type.Optional(address('Of the batch that it claims')),
      batch: Type.Optional(Type.Integer()),
      root: Type.Optional(hash('Root that it claims')),
    }),
  ),
  next: Type.Optional(cursor),
});
export const StagesAnswer = Type.Object({
  sealed: count('Packets whose signature and inclusion were checked: all that are stored'),
  anchored: count('Packets in batches that the chain was seen to hold'),
  stored: count('Distinct packets'),
  served: count('Answers'),
  readings: count('Readings in the packets stored'),
  duplicates: count('Certificates of packets that were there already'),
  quarantined: countsBy(QUARANTINE_REASONS, 'Records put aside, by reason'),
  batches: Type.Object({
    open: count('Batches of which leaves are missing'),
    complete: count('Batches whose tree is built'),
    anchored: count('Batches that the chain was seen to hold'),
    contradicted: count('Claims that the chain contradicts'),
    anchorsWaiting: count("Anchor records that wait for the chain's word"),
  }),
});
export const ErrorAnswer = Type.Object(
  {
    code: Type.String({ example: 'SCD_BAD_REQUEST' }),
    message: Type.String({ description: 'What was wrong, the value, what was expected' }),
  },
  { title: 'Error' },
);
