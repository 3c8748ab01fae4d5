import Type from 'typebox';
import { Address, Count, closed, Hash, MeterId, NodeId, PodCode, SignatureText } from './payloads/common.ts';

/** What the Blockchain Access Layer publishes on the stream `packets`, keyed by PoD (formats 7). */
export const CertifiedRecord = Type.Object(
  {
    payload: Type.String(),
    signature: SignatureText,
    receivedAt: Count,
    batch: Type.Object(
      {
        anchorer: Address,
        index: Count,
        root: Hash,
        count: Type.Integer({ minimum: 1 }),
        leafIndex: Count,
        proof: Type.Array(Hash),
      },
      closed,
    ),
  },
  closed,
);
export type CertifiedRecord = Type.Static<typeof CertifiedRecord>;

/**
 * What stands on the stream `packets` in the place of a record that was erased: its hashes and its place, so that the tree
 * of its batch can be built and its number is not missing. Nothing here is signed; who reads it must know the erasure.
 */
export const ErasedRecord = Type.Object(
  {
    erased: Type.Object(
      {
        messageHash: Hash,
        payloadHash: Hash,
        type: Type.String(),
        pod: PodCode,
        /** Of a packet. */
        node: Type.Optional(NodeId),
        meter: Type.Optional(MeterId),
        prev: Type.Optional(Hash),
        signedAt: Type.Optional(Count),
        until: Type.Optional(Count),
        /** Of a message of a service or a set-point signer: whose numbering it is in. */
        chain: Type.Optional(Type.String()),
        seq: Count,
        /** First instant that it spoke of. */
        from: Count,
        /** Of a message of the read ledger. */
        issuedAt: Type.Optional(Count),
      },
      closed,
    ),
    receivedAt: Count,
    batch: CertifiedRecord.properties.batch,
  },
  closed,
);
export type ErasedRecord = Type.Static<typeof ErasedRecord>;

/** What it publishes on the stream `anchors`: one per batch, and again after a re-anchor. Times in milliseconds. */
export const AnchorRecord = Type.Object(
  {
    anchorer: Address,
    index: Count,
    root: Hash,
    count: Type.Integer({ minimum: 1 }),
    from: Count,
    to: Count,
    chainId: Count,
    contract: Address,
    txHash: Hash,
    blockNumber: Count,
    blockHash: Hash,
    blockTime: Count,
  },
  closed,
);
export type AnchorRecord = Type.Static<typeof AnchorRecord>;

export const TOPICS = {
  packets: 'packets',
  anchors: 'anchors',
  registry: 'registry',
  anomalies: 'anomalies',
  /** What the registry of the Shared Customer Database says of PoDs that readings are judged by, at each change. */
  pods: 'pods',
  /** Signed messages of parties and services on their way into the log: `{payload, signature}`. */
  statements: 'statements',
  /** Key changes that Light Nodes have asked for. */
  rotations: 'rotations',
  /** Whose certificates the broker refuses. */
  certificates: 'certificates',
  /** Those of them that were not taken into it, with the reason. */
  refusedStatements: 'refused-statements',
  /** What is to be erased, and what each part of the system has done about it. */
  erasureOrders: 'erasure-orders',
  erasureReports: 'erasure-reports',
} as const;
