import { concatBytes, toUtf8 } from './bytes.ts';

/** Solidity `abi.encode` for the few shapes our formats use (Solidity documentation, "Contract ABI Specification"). */

export const WORD = 32;

/** A uint64 (or smaller) as one big-endian word. */
export function uintWord(value: number | bigint): Uint8Array {
  const word = new Uint8Array(WORD);
  new DataView(word.buffer).setBigUint64(WORD - 8, BigInt(value));
  return word;
}

/** An address (20 bytes) as one word. */
export function addressWord(address: Uint8Array): Uint8Array {
  const word = new Uint8Array(WORD);
  word.set(address, WORD - address.length);
  return word;
}

export type AbiPart = { word: Uint8Array } | { text: string };

/** Encodes a tuple of static words and dynamic strings: heads first, then the tails of the strings in order. */
export function abiEncode(parts: AbiPart[]): Uint8Array {
  const heads: Uint8Array[] = [];
  const tails: Uint8Array[] = [];
  let tailAt = parts.length * WORD;
  for (const part of parts) {
    if ('word' in part) {
      heads.push(part.word);
      continue;
    }
    const tail = encodeText(part.text);
    heads.push(uintWord(tailAt));
    tails.push(tail);
    tailAt += tail.length;
  }
  return concatBytes(...heads, ...tails);
}

function encodeText(text: string): Uint8Array {
  const bytes = toUtf8(text);
  const padded = new Uint8Array(Math.ceil(bytes.length / WORD) * WORD);
  padded.set(bytes);
  return concatBytes(uintWord(bytes.length), padded);
}
