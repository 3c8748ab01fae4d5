import { secp256k1 } from '@noble/curves/secp256k1.js';
import { type Hex, toHex } from './bytes.ts';
import { addressOfPublicKey, digestOf, type SignedMessage } from './message.ts';

/** Signs a payload's bytes (EIP-191, RFC 6979 deterministic, low s). `privateKey` is 32 bytes. */
export function signPayload(payload: string, privateKey: Uint8Array): SignedMessage {
  return { signature: signDigest(digestOf(payload), privateKey), payload };
}

/** Signs a 32-byte digest (RFC 6979, low s): r and s in 64 bytes, and which of two points r is. */
export type SignCompact = (
  digest: Uint8Array,
  privateKey: Uint8Array,
) => { compact: Uint8Array; recovery: number };

const signInJavaScript: SignCompact = (digest, privateKey) => {
  const bytes = secp256k1.sign(digest, privateKey, { prehash: false, lowS: true, format: 'recovered' });
  return { compact: bytes.subarray(1), recovery: bytes[0]! };
};
let signCompact = signInJavaScript;

/** Puts a faster signer in place; it must give the same bytes. */
export function installSignCompact(sign: SignCompact): void {
  signCompact = sign;
}

/** r, s, v of a 32-byte digest; v is 27 or 28. */
export function signDigest(digest: Uint8Array, privateKey: Uint8Array): Hex {
  const { compact, recovery } = signCompact(digest, privateKey);
  const signature = new Uint8Array(65);
  signature.set(compact, 0);
  signature[64] = recovery + 27;
  return toHex(signature);
}

export function addressOf(privateKey: Uint8Array): Hex {
  return addressOfPublicKey(secp256k1.getPublicKey(privateKey, false));
}

/** A fresh private key from the platform's random source. */
export function newPrivateKey(): Uint8Array {
  return secp256k1.utils.randomSecretKey();
}

/** 16 random bytes: they make every hash of a payload impossible to guess. */
export function newNonce(): Hex {
  return toHex(crypto.getRandomValues(new Uint8Array(16)));
}
