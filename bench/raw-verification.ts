import { digestOf, type SignedMessage, splitSignature } from '@access-layer/core/message';
import secp256k1 from 'secp256k1';

/**
 * How many signatures one core verifies a second when it does nothing else: libsecp256k1 with a known public key. The
 * rate that all intake is measured against.
 */
export function rawVerificationsPerSecond(messages: SignedMessage[], publicKey: Uint8Array): number {
  const jobs = messages.map(({ signature, payload }) => ({
    compact: splitSignature(signature)!.compact,
    digest: digestOf(payload),
  }));
  const start = process.hrtime.bigint();
  for (const { compact, digest } of jobs) {
    if (!secp256k1.ecdsaVerify(compact, digest, publicKey))
      throw new Error('a signature of the bench is wrong');
  }
  return jobs.length / (Number(process.hrtime.bigint() - start) / 1e9);
}
