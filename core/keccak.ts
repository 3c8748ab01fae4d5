import { keccak_256 } from '@noble/hashes/sha3.js';
import { type Hex, toHex } from './bytes.ts';

export type Keccak256 = (bytes: Uint8Array) => Uint8Array;

let implementation: Keccak256 = keccak_256;

/** Keccak-256 (the padding of Ethereum, not of FIPS 202). Pure JavaScript unless a service installed a faster one. */
export function keccak256(bytes: Uint8Array): Uint8Array {
  return implementation(bytes);
}

export function keccak256Hex(bytes: Uint8Array): Hex {
  return toHex(implementation(bytes));
}

/** A service on a server replaces the implementation once, at start; results must be equal byte for byte. */
export function installKeccak256(faster: Keccak256): void {
  implementation = faster;
}
