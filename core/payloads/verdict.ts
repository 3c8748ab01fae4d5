import Type from 'typebox';
import { REASONS } from '../reason.ts';
import { SET_POINT_REASONS, SET_POINT_VERDICTS } from '../set-point-reason.ts';
import { Address, Count, closed, envelope, Hash, NodeId, Time, Ulid } from './common.ts';

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

/** What became of a set-point; told to the DSO Technical Platform that sent it. `id` is absent where none could be read. */
export const SetPointVerdict = Type.Object(
  {
    id: Type.Optional(Ulid),
    payloadHash: Hash,
    status: Type.Enum([...SET_POINT_VERDICTS]),
    reason: Type.Optional(Type.Enum([...SET_POINT_REASONS])),
    detail: Type.Optional(Type.String({ maxLength: 300 })),
    at: Time,
  },
  closed,
);
export type SetPointVerdict = Type.Static<typeof SetPointVerdict>;

/** What the Blockchain Access Layer tells a node or a platform, signed by the anchorer's key. */
export const Verdict = Type.Object(
  {
    ...envelope,
    type: Type.Literal('verdict'),
    node: NodeId,
    issuedAt: Time,
    rejected: Type.Optional(Type.Array(Rejection)),
    anchored: Type.Optional(Type.Array(AnchoredRange)),
    setPoints: Type.Optional(Type.Array(SetPointVerdict)),
    rotated: Type.Optional(Type.Object({ oldKey: Address, newKey: Address, from: Time }, closed)),
  },
  closed,
);
export type Verdict = Type.Static<typeof Verdict>;
