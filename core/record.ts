import Type from 'typebox';
import { Address, Count, closed, Hash, SignatureText } from './payloads/common.ts';

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
} as const;
