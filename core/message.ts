import { secp256k1 } from '@noble/curves/secp256k1.js';
import { concatBytes, type Hex, toHex, toUtf8, tryFromHex, tryFromUtf8 } from './bytes.ts';
import { keccak256, keccak256Hex } from './keccak.ts';

/**
 * The signed message: `signature LF payload`. The payload's exact bytes are signed (EIP-191), stored and served;
 * nothing ever serialises them again.
 */
export interface SignedMessage {
  /** `0x` and 130 lower-case hexadecimal digits: r, s, v; s in the lower half, v 27 or 28. */
  signature: Hex;
  /** One JSON object as text; its UTF-8 bytes are what was signed. */
  payload: string;
}

export const MAX_PAYLOAD_BYTES = 65_536;
const SIGNATURE_TEXT_LENGTH = 132;
const LINE_FEED = 10;
/** Half the order of secp256k1: s above it is the second spelling of the same signature (EIP-2). */
const HALF_ORDER = secp256k1.Point.CURVE().n >> 1n;
const PREFIX = '\x19Ethereum Signed Message:\n';

export type MessageFault = 'malformed' | 'too-large' | 'bad-signature';

/** Splits the bytes of a message. Checks the form only: size, signature spelling, UTF-8. Never throws. */
export function parseMessage(
  bytes: Uint8Array,
): { ok: true; message: SignedMessage } | { ok: false; reason: MessageFault; detail: string } {
  if (bytes.length > SIGNATURE_TEXT_LENGTH + 1 + MAX_PAYLOAD_BYTES) {
    return { ok: false, reason: 'too-large', detail: `${bytes.length} bytes; a payload has at most 65536` };
  }
  if (bytes[SIGNATURE_TEXT_LENGTH] !== LINE_FEED) {
    return { ok: false, reason: 'malformed', detail: 'no line feed after 132 characters of signature' };
  }
  const signature = tryFromUtf8(bytes.subarray(0, SIGNATURE_TEXT_LENGTH));
  if (!signature || !isSignatureText(signature)) {
    return { ok: false, reason: 'bad-signature', detail: 'not 0x and 130 lower-case hexadecimal digits' };
  }
  const payload = tryFromUtf8(bytes.subarray(SIGNATURE_TEXT_LENGTH + 1));
  if (payload === undefined) return { ok: false, reason: 'malformed', detail: 'payload is not UTF-8' };
  return { ok: true, message: { signature, payload } };
}

export function messageBytes(message: SignedMessage): Uint8Array {
  return toUtf8(`${message.signature}\n${message.payload}`);
}

export function isSignatureText(text: string): text is Hex {
  return text.length === SIGNATURE_TEXT_LENGTH && tryFromHex(text, 65) !== undefined;
}

/** What is signed: keccak256("\x19Ethereum Signed Message:\n" + decimal length in bytes + payload), EIP-191. */
export function digestOf(payload: string | Uint8Array): Uint8Array {
  const bytes = typeof payload === 'string' ? toUtf8(payload) : payload;
  return keccak256(concatBytes(toUtf8(PREFIX + bytes.length), bytes));
}

export function payloadHashOf(payload: string): Hex {
  return keccak256Hex(toUtf8(payload));
}

export function messageHashOf(message: SignedMessage): Hex {
  return keccak256Hex(messageBytes(message));
}

/** Splits r, s, v. Undefined when v is not 27 or 28, r or s is zero, or s is in the upper half. */
export function splitSignature(signature: Hex): { compact: Uint8Array; recovery: 0 | 1 } | undefined {
  const bytes = tryFromHex(signature, 65);
  const v = bytes?.[64];
  if (!bytes || (v !== 27 && v !== 28)) return undefined;
  const compact = bytes.subarray(0, 64);
  const s = BigInt(toHex(compact.subarray(32)));
  if (s === 0n || s > HALF_ORDER || compact.subarray(0, 32).every((byte) => byte === 0)) return undefined;
  return { compact, recovery: (v - 27) as 0 | 1 };
}

/** Recovers the 65-byte uncompressed public key from a digest; undefined when there is none. */
export type RecoverPublicKey = (
  compact: Uint8Array,
  recovery: 0 | 1,
  digest: Uint8Array,
) => Uint8Array | undefined;

const recoverInJavaScript: RecoverPublicKey = (compact, recovery, digest) => {
  try {
    const signature = secp256k1.Signature.fromBytes(compact, 'compact').addRecoveryBit(recovery);
    return signature.recoverPublicKey(digest).toBytes(false);
  } catch {
    return undefined;
  }
};

let recoverPublicKey: RecoverPublicKey = recoverInJavaScript;

/** A service on a server installs native libsecp256k1 once, at start. */
export function installRecoverPublicKey(faster: RecoverPublicKey): void {
  recoverPublicKey = faster;
}

/** The last 20 bytes of keccak256 of the public key without its 0x04 prefix (Yellow Paper, appendix F). */
export function addressOfPublicKey(uncompressed: Uint8Array): Hex {
  return toHex(keccak256(uncompressed.subarray(1)).subarray(12));
}

/** The address that signed, lower case; undefined for a signature that nobody can have made or that is not low-s. */
export function signerOf(message: SignedMessage): Hex | undefined {
  return signerOfDigest(message.signature, digestOf(message.payload));
}

export function signerOfDigest(signature: Hex, digest: Uint8Array): Hex | undefined {
  const parts = splitSignature(signature);
  if (!parts) return undefined;
  const key = recoverPublicKey(parts.compact, parts.recovery, digest);
  return key && addressOfPublicKey(key);
}
