import type { Hex } from '@access-layer/core/bytes';
import { NODE_BYTES, siblingPositions } from '@access-layer/core/merkle';
import { hexOf } from '../sql-hex.ts';

/** Nodes in one row: 8 KiB, so a proof of a batch of 50,000 reads ten rows, and the upper half of its path just one. */
const PART_NODES = 256;
const PART_BYTES = PART_NODES * NODE_BYTES;

export function toParts(tree: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < tree.length; at += PART_BYTES) parts.push(tree.subarray(at, at + PART_BYTES));
  return parts;
}

/** One node, from the part that holds it. */
export function nodeIn(readPart: (part: number) => Uint8Array, position: number): Uint8Array {
  const at = (position % PART_NODES) * NODE_BYTES;
  return readPart(Math.floor(position / PART_NODES)).subarray(at, at + NODE_BYTES);
}

export function leafPosition(leafIndex: number, count: number): number {
  return 2 * count - 2 - leafIndex;
}

/** The siblings from a leaf up to the root; each part is read once. */
export function proofFromParts(
  readPart: (part: number) => Uint8Array,
  leafIndex: number,
  count: number,
): Hex[] {
  const read = new Map<number, Uint8Array>();
  const once = (part: number) => {
    const known = read.get(part) ?? readPart(part);
    read.set(part, known);
    return known;
  };
  return siblingPositions(leafIndex, count).map((position) => hexOf(nodeIn(once, position)));
}
