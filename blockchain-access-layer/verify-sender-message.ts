import type { Hex } from '@access-layer/core/bytes';
import { keccak256 } from '@access-layer/core/keccak';
import { digestOf, parseMessage, signerOfDigest } from '@access-layer/core/message';
import { parsePayload } from '@access-layer/core/payload';
import type { FinalReason } from '@access-layer/core/reason';
import { isSenderMessage, type SenderPlace, senderPlaceOf } from '@access-layer/core/sender-chain';
import { payloadOf, type RefusedMessage, readableSeq, type VerifyRules } from './verify-message.ts';

/** What a message of a party, a service or the DSO Technical Platform says of itself; its form and signature are right. */
export interface VerifiedSenderMessage {
  ok: true;
  type: string;
  place: SenderPlace;
  signer: Hex;
  payloadHash: Uint8Array;
  messageHash: Uint8Array;
}

/**
 * Checks all of a signed message that is no packet which the message alone can tell: form, the one canonical JSON,
 * network, PoD and signature. Never throws.
 */
export function verifySenderMessage(
  bytes: Uint8Array,
  rules: VerifyRules,
): VerifiedSenderMessage | RefusedMessage {
  const payloadBytes = payloadOf(bytes);
  const payloadHash = keccak256(payloadBytes);
  const refuse = (reason: FinalReason, detail: string): RefusedMessage => {
    return { ok: false, reason, detail, seq: readableSeq(payloadBytes), payloadHash };
  };

  const parsed = parseMessage(bytes);
  if (!parsed.ok) return refuse(parsed.reason, parsed.detail);
  const { signature, payload: text } = parsed.message;
  const read = parsePayload(text);
  if (!read.ok) return refuse(read.reason, read.detail);
  const message = read.payload;
  if (!isSenderMessage(message)) {
    return refuse('malformed', `type is "${message.type}"; that is not stated here`);
  }
  if (message.network !== rules.network) {
    return refuse('wrong-network', `network is "${message.network}"; this is "${rules.network}"`);
  }
  const pod = 'pod' in message ? message.pod : undefined;
  if (pod !== undefined && !rules.podPattern.test(pod)) {
    return refuse('malformed', `pod "${pod}" does not match ${rules.podPattern.source}`);
  }
  const signer = signerOfDigest(signature, digestOf(payloadBytes));
  if (!signer) return refuse('bad-signature', 'no key can have made this signature, or it is not low-s');
  const { type } = message;
  const place = senderPlaceOf(message);
  return { ok: true, type, place, signer, payloadHash, messageHash: keccak256(bytes) };
}
