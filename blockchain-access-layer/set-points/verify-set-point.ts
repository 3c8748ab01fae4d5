import { parseMessage } from '@access-layer/core/message';
import type { SetPoint } from '@access-layer/core/payloads/set-point';
import type { SetPointReason } from '@access-layer/core/set-point-reason';
import { payloadOf, type VerifyRules } from '../verify-message.ts';
import { type VerifiedSenderMessage, verifySenderMessage } from '../verify-sender-message.ts';

/** A set-point whose form and signature are right, and which is for the node of its topic. */
export interface VerifiedSetPoint extends VerifiedSenderMessage {
  id: string;
  pod: string;
  expiresAtMs: number;
}

/** `id` is what could be read of it. */
export interface RefusedSetPoint {
  ok: false;
  reason: SetPointReason;
  detail: string;
  id?: string;
  payloadHash: Uint8Array;
}

export type CheckedSetPoint = VerifiedSetPoint | RefusedSetPoint;

/** Checks all of a set-point that it alone can tell, for the node of its topic (formats 3 and 4). Never throws. */
export function verifySetPoint(bytes: Uint8Array, node: string, rules: VerifyRules): CheckedSetPoint {
  const verified = verifySenderMessage(bytes, rules);
  const { payloadHash } = verified;
  const refuse = (reason: SetPointReason, detail: string): RefusedSetPoint => {
    const id = readableId(payloadOf(bytes));
    return { ok: false, reason, detail, ...(id && { id }), payloadHash };
  };
  if (!verified.ok) return refuse(verified.reason, verified.detail);
  const setPoint = payloadIn(bytes);
  if (setPoint.type !== 'set-point')
    return refuse('malformed', `type is "${setPoint.type}", not "set-point"`);
  if (setPoint.node !== node) {
    return refuse('node-mismatch', `it is for node "${setPoint.node}"; the topic is of "${node}"`);
  }
  const { id, pod, expiresAt } = setPoint;
  return { ...verified, id, pod, expiresAtMs: Date.parse(expiresAt) };
}

/** Of a message that was checked. */
function payloadIn(bytes: Uint8Array): SetPoint {
  const parsed = parseMessage(bytes);
  return JSON.parse(parsed.ok ? parsed.message.payload : '{}');
}

/** What a broken payload calls its id, so that its sender can tell which one was refused. */
function readableId(payload: Uint8Array): string | undefined {
  const start = Buffer.from(payload.buffer, payload.byteOffset, Math.min(payload.length, 4096));
  return /"id":\s*"([0-9A-HJKMNP-TV-Z]{26})"/.exec(start.toString('latin1'))?.[1];
}
