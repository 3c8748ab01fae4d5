import type { Hex } from '@access-layer/core/bytes';
import { keccak256 } from '@access-layer/core/keccak';
import { digestOf, parseMessage, signerOfDigest } from '@access-layer/core/message';
import { parsePacket } from '@access-layer/core/payload';
import type { FinalReason } from '@access-layer/core/reason';

/** Characters of a signature and its line feed: the payload's bytes begin there. */
export const PAYLOAD_START = 133;
const LINE_FEED = 10;

/** What every packet says of itself whose form and signature are right. Hashes are 32 bytes each. */
export interface VerifiedPacket {
  ok: true;
  signer: Hex;
  pod: string;
  meter: string;
  seq: number;
  prev: Hex;
  signedAtMs: number;
  payloadHash: Uint8Array;
  messageHash: Uint8Array;
  /** Only of a key-rotation. */
  newKey?: string;
}

/** `seq` is what could be read of it: 0 where nothing could. */
export interface RefusedMessage {
  ok: false;
  reason: FinalReason;
  detail: string;
  seq: number;
  payloadHash: Uint8Array;
}

export type Verified = VerifiedPacket | RefusedMessage;

export interface VerifyRules {
  network: string;
  podPattern: RegExp;
}

/**
 * Checks all of a message that the message alone can tell: form, the one canonical JSON, network, node and signature.
 * The public key is recovered, never assumed: checking with a known key ignores the last byte of the signature, and a
 * changed one would be kept that nobody could verify later. Never throws.
 */
export function verifyMessage(bytes: Uint8Array, node: string, rules: VerifyRules): Verified {
  const payloadBytes = payloadOf(bytes);
  const payloadHash = keccak256(payloadBytes);
  const refuse = (reason: FinalReason, detail: string): RefusedMessage => {
    return { ok: false, reason, detail, seq: readableSeq(payloadBytes), payloadHash };
  };

  const parsed = parseMessage(bytes);
  if (!parsed.ok) return refuse(parsed.reason, parsed.detail);
  const { signature, payload: text } = parsed.message;
  const read = parsePacket(text);
  if (!read.ok) return refuse(read.reason, read.detail);
  const packet = read.payload;
  if (packet.network !== rules.network) {
    return refuse('wrong-network', `network is "${packet.network}"; this is "${rules.network}"`);
  }
  if (packet.node !== node) {
    return refuse('node-mismatch', `the packet is of node "${packet.node}"; the topic is of "${node}"`);
  }
  if (!rules.podPattern.test(packet.pod)) {
    return refuse('malformed', `pod "${packet.pod}" does not match ${rules.podPattern.source}`);
  }
  const signer = signerOfDigest(signature, digestOf(payloadBytes));
  if (!signer) return refuse('bad-signature', 'no key can have made this signature, or it is not low-s');
  return {
    ok: true,
    signer,
    pod: packet.pod,
    meter: packet.meter,
    seq: packet.seq,
    prev: packet.prev as Hex,
    signedAtMs: Date.parse(packet.signedAt),
    payloadHash,
    messageHash: keccak256(bytes),
    ...(packet.type === 'key-rotation' && { newKey: packet.newKey }),
  };
}

/** The payload of a message; all of its bytes where it has no such form, so that a hash names what was refused. */
export function payloadOf(message: Uint8Array): Uint8Array {
  return message[PAYLOAD_START - 1] === LINE_FEED ? message.subarray(PAYLOAD_START) : message;
}

/** The number that a broken payload calls its `seq`, so that its node can tell which packet was refused. */
export function readableSeq(payload: Uint8Array): number {
  const text = Buffer.from(payload.buffer, payload.byteOffset, Math.min(payload.length, 4096)).toString(
    'latin1',
  );
  const seq = Number(/"seq":\s*(\d{1,16})[,}\s]/.exec(text)?.[1] ?? 0);
  return Number.isSafeInteger(seq) ? seq : 0;
}
