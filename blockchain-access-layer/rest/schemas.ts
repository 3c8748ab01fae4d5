import {
  Address as AddressText,
  Hash as HashText,
  NodeId as NodeIdText,
  SignatureText,
} from '@access-layer/core/payloads/common';
import { AnchorRecord } from '@access-layer/core/record';
import Type from 'typebox';
import { ANOMALY_TYPES, type AnomalyType, SEVERITIES, type Severity } from '../anomalies/anomaly-types.ts';
import { NodeReport } from '../node-report.ts';

/** Shapes of the answers. Times are milliseconds since 1970 where the name ends in Ms or the format says so. */
const Count = Type.Integer({ minimum: 0, example: 42 });
export const Hash = Type.Unsafe<string>({
  ...HashText,
  example: '0x5c1f0e0d2f3b7d9a4c6e8f00112233445566778899aabbccddeeff0011223344',
});
export const Address = Type.Unsafe<string>({
  ...AddressText,
  example: '0x9c1185a5c5e9fc54612808977ee8f548b2258d31',
});
export const NodeId = Type.Unsafe<string>({ ...NodeIdText, example: 'ln-0001' });

export const ErrorAnswer = Type.Object(
  { code: Type.String({ example: 'BAL_PACKET_UNKNOWN' }), message: Type.String() },
  { title: 'Error' },
);

/** Query values are text: nothing is coerced. */
export const PageQuery = {
  limit: Type.Optional(
    Type.String({ pattern: '^([1-9]\\d{0,2}|1000)$', description: '1 to 1000; default 100', example: '100' }),
  ),
  after: Type.Optional(
    Type.String({ minLength: 1, maxLength: 200, description: '`next` of the page before', example: '41' }),
  ),
};

export function pageOf<T extends Type.TSchema>(item: T) {
  return Type.Object({
    items: Type.Array(item),
    next: Type.Optional(
      Type.String({ description: 'give it as `after` for the next page; absent at the end' }),
    ),
  });
}

export const Binding = Type.Object({
  key: Address,
  podCode: Type.String(),
  meterId: Type.String(),
  valid: Type.Boolean({ description: 'now' }),
  from: Count,
  until: Count,
  revokedAt: Count,
});

export const LightNode = Type.Object(
  {
    node: NodeId,
    isConnected: Type.Boolean(),
    connectionAtMs: Count,
    fingerprint: Type.String({ description: 'SHA-256 of the certificate it came with last' }),
    status: Type.Optional(Type.String({ description: 'what it published of itself' })),
    statusAtMs: Type.Optional(Count),
    report: Type.Optional(NodeReport),
    reportedAtMs: Type.Optional(Count),
    lastSeq: Type.Optional(Count),
    lastAcceptedAtMs: Type.Optional(Count),
  },
  { title: 'LightNode' },
);

export const LightNodeDetails = Type.Object(
  { ...LightNode.properties, bindings: Type.Array(Binding) },
  { title: 'LightNodeDetails' },
);

const head = { index: Count, root: Hash, count: Type.Integer({ minimum: 1 }), from: Count, to: Count };

export const BatchAnswer = Type.Object(
  {
    anchorer: Address,
    ...head,
    sealedAtMs: Count,
    stage: Type.Union([Type.Literal('sealed'), Type.Literal('anchored')]),
    conflict: Type.Optional(Type.Boolean({ description: 'the contract holds another batch at this index' })),
    anchor: Type.Optional(AnchorRecord),
  },
  { title: 'Batch' },
);

export const TransactionAnswer = Type.Object(
  {
    index: Count,
    nonce: Count,
    hash: Hash,
    state: Type.Union([Type.Literal('signed'), Type.Literal('final'), Type.Literal('void')]),
    signedAtMs: Count,
    sentAtMs: Type.Optional(Count),
    blockNumber: Type.Optional(Count),
    blockHash: Type.Optional(Hash),
    blockTimeMs: Type.Optional(Count),
  },
  { title: 'Transaction' },
);

export const PacketAnswer = Type.Object(
  {
    payload: Type.String(),
    signature: SignatureText,
    payloadHash: Hash,
    messageHash: Hash,
    node: NodeId,
    seq: Count,
    receivedAt: Count,
    stage: Type.Union([Type.Literal('accepted'), Type.Literal('sealed'), Type.Literal('anchored')]),
    leafIndex: Type.Optional(Count),
    batch: Type.Optional(BatchAnswer),
  },
  { title: 'Packet' },
);

export const QuarantineAnswer = Type.Object(
  {
    id: Count,
    at: Count,
    reason: Type.String({ example: 'key-revoked' }),
    detail: Type.String({ description: 'What was wrong, the value, what was expected' }),
    payloadHash: Hash,
    evidence: Type.String({ description: 'The message as it came, cut at 64 KiB' }),
  },
  { title: 'RefusedStatement' },
);

export const AnomalyAnswer = Type.Object(
  {
    id: Count,
    type: Type.Unsafe<AnomalyType>({ type: 'string', enum: [...ANOMALY_TYPES] }),
    severity: Type.Unsafe<Severity>({ type: 'string', enum: [...SEVERITIES] }),
    state: Type.Unsafe<'open' | 'closed'>({ type: 'string', enum: ['open', 'closed'] }),
    node: Type.String({
      description: 'Light Node, party or service, anchorer, or the network address where nobody is known',
    }),
    subject: Type.Optional(
      Type.String({ description: 'what of it: a reason, a meter and its register, a phase' }),
    ),
    pod: Type.Optional(Type.String()),
    seq: Type.Optional(Type.Integer({ minimum: 0, description: 'of the latest packet that it is about' })),
    firstAtMs: Count,
    lastAtMs: Count,
    closedAtMs: Type.Optional(Count),
    count: Type.Integer({ minimum: 1, description: 'how often it has occurred' }),
    details: Type.Record(Type.String(), Type.Unknown(), {
      description: 'the latest occurrence; `closed` says why it is over',
    }),
  },
  { title: 'Anomaly' },
);

export const AnomalyDetails = Type.Object(
  {
    ...AnomalyAnswer.properties,
    evidence: Type.Array(Type.Record(Type.String(), Type.Unknown()), {
      description: 'the first ten occurrences and the latest ten, with hashes, numbers and values',
    }),
  },
  { title: 'AnomalyDetails' },
);
