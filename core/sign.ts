import { secp256k1 } from '@noble/curves/secp256k1.js';
import { type Hex, toHex } from './bytes.ts';
import { addressOfPublicKey, digestOf, type SignedMessage } from './message.ts';

/** Signs a payload's bytes (EIP-191, RFC 6979 deterministic, low s). `privateKey` is 32 bytes. */
export function signPayload(payload: string, privateKey: Uint8Array): SignedMessage {
  return { signature: signDigest(digestOf(payload), privateKey), payload };
}

/** r, s, v of a 32-byte digest; v is 27 or 28. */
export function signDigest(digest: Uint8Array, privateKey: Uint8Array): Hex {
  const bytes = secp256k1.sign(digest, privateKey, { prehash: false, lowS: true, format: 'recovered' });
  const signature = new Uint8Array(65);
  signature.set(bytes.subarray(1), 0);
  signature[64] = bytes[0]! + 27;
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
