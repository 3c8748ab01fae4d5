import Type from 'typebox';
import { Count, closed, Hash } from './payloads/common.ts';

/**
 * What the Blockchain Access Layer says on the stream `refused-statements` of a signed message of a party or a service
 * that it did not take into its log, keyed by the sender's numbering.
 */
export const RefusedStatement = Type.Object(
  {
    payloadHash: Hash,
    /** Whose numbering the message claims to belong to; `statements` where that cannot be read. */
    chain: Type.String(),
    seq: Type.Integer(),
    reason: Type.String(),
    detail: Type.String(),
    /** Milliseconds since 1970. */
    at: Count,
  },
  closed,
);
export type RefusedStatement = Type.Static<typeof RefusedStatement>;
