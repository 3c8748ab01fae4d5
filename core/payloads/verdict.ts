import Type from 'typebox';
import { REASONS } from '../reason.ts';
import { Address, Count, closed, envelope, Hash, NodeId, Time } from './common.ts';

export const Rejection = Type.Object(
  { seq: Count, payloadHash: Hash, reason: Type.Enum([...REASONS]) },
  closed,
);
export type Rejection = Type.Static<typeof Rejection>;

/** `batches` are indexes of the batches of the anchorer that signed the verdict. */
export const AnchoredRange = Type.Object(
  { fromSeq: Count, toSeq: Count, batches: Type.Array(Count) },
  closed,
);
export type AnchoredRange = Type.Static<typeof AnchoredRange>;

/** What the Blockchain Access Layer tells a node, signed by the anchorer's key. */
export const Verdict = Type.Object(
  {
    ...envelope,
    type: Type.Literal('verdict'),
    node: NodeId,
    issuedAt: Time,
    rejected: Type.Optional(Type.Array(Rejection)),
    anchored: Type.Optional(Type.Array(AnchoredRange)),
    rotated: Type.Optional(Type.Object({ oldKey: Address, newKey: Address, from: Time }, closed)),
  },
  closed,
);
export type Verdict = Type.Static<typeof Verdict>;
