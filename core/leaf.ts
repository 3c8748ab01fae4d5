import { uintWord } from './abi.ts';
import { concatBytes, fromHex, type Hex } from './bytes.ts';
import { keccak256 } from './keccak.ts';

/**
 * leaf = keccak256(keccak256(abi.encode(bytes32 messageHash, uint64 receivedAt))): OpenZeppelin's double hash, so that
 * an inner node of the tree can never pass for a leaf. `receivedAtMs` is milliseconds since 1970.
 */
export function leafOf(messageHash: Hex | Uint8Array, receivedAtMs: number): Uint8Array {
  const hash = typeof messageHash === 'string' ? fromHex(messageHash) : messageHash;
  return keccak256(keccak256(concatBytes(hash, uintWord(receivedAtMs))));
}
