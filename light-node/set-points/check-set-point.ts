import type { Hex } from '@access-layer/core/bytes';
import { messageHashOf, parseMessage, signerOf } from '@access-layer/core/message';
import { parsePayload } from '@access-layer/core/payload';
import type { SetPoint } from '@access-layer/core/payloads/set-point';
import type { SetPointReason } from '@access-layer/core/set-point-reason';

/** Whose set-points a node obeys, and for what. Addresses in lower case. */
export interface SetPointRules {
  network: string;
  node: string;
  pod: string;
  signers: readonly string[];
}

export interface CheckedSetPoint {
  ok: true;
  setPoint: SetPoint;
  /** messageHash. */
  hash: Hex;
}

/** `about` where the message can be read as a set-point: then its refusal can be told. */
export interface FaultySetPoint {
  ok: false;
  reason: SetPointReason;
  detail: string;
  about?: { id: string; hash: Hex };
}

/**
 * Checks of a set-point what it alone can tell (formats 3): form, signature, a signer that this node has pinned, network,
 * node and PoD. Whoever runs the broker can put anything here; only a pinned signer can command the device. Never throws.
 */
export function checkSetPoint(
  bytes: Uint8Array,
  { network, node, pod, signers }: SetPointRules,
): CheckedSetPoint | FaultySetPoint {
  const parsed = parseMessage(bytes);
  if (!parsed.ok) return { ok: false, reason: parsed.reason, detail: parsed.detail };
  const read = parsePayload(parsed.message.payload);
  if (!read.ok) return { ok: false, reason: read.reason, detail: read.detail };
  const setPoint = read.payload;
  if (setPoint.type !== 'set-point') {
    return { ok: false, reason: 'malformed', detail: `type is "${setPoint.type}", not "set-point"` };
  }
  const hash = messageHashOf(parsed.message);
  const refuse = (reason: SetPointReason, detail: string): FaultySetPoint => {
    return { ok: false, reason, detail, about: { id: setPoint.id, hash } };
  };
  const signer = signerOf(parsed.message);
  if (!signer) return refuse('bad-signature', 'no key can have made this signature, or it is not low-s');
  if (!signers.includes(signer)) return refuse('unpinned-signer', `signed by ${signer}, which is not pinned`);
  if (setPoint.network !== network) {
    return refuse('wrong-network', `network is "${setPoint.network}"; this node is on "${network}"`);
  }
  if (setPoint.node !== node) return refuse('node-mismatch', `it is for node "${setPoint.node}"`);
  if (setPoint.pod !== pod)
    return refuse('binding-mismatch', `it is for PoD "${setPoint.pod}"; this is ${pod}`);
  return { ok: true, setPoint, hash };
}
