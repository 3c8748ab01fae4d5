import { compareBytes, fromHex, type Hex, toHex } from './bytes.ts';
import { keccak256 } from './keccak.ts';

/**
 * The tree of OpenZeppelin's StandardMerkleTree with its leaves in order of acceptance (not sorted) and sorted pairs.
 * It is complete and has 2n-1 nodes in one array, the root first; leaf i stands at 2n-2-i. Kept as one byte string of
 * 32 bytes a node: 64 bytes a leaf.
 */
export const NODE_BYTES = 32;

/** Builds all nodes from at least one leaf of 32 bytes. The result has (2n-1)*32 bytes. */
export function buildTree(leaves: Uint8Array[]): Uint8Array {
  const count = leaves.length;
  if (count === 0) throw new RangeError('a tree needs at least one leaf');
  const nodes = new Uint8Array((2 * count - 1) * NODE_BYTES);
  for (const [index, leaf] of leaves.entries()) nodes.set(leaf, (2 * count - 2 - index) * NODE_BYTES);
  const pair = new Uint8Array(2 * NODE_BYTES);
  for (let i = count - 2; i >= 0; i--) {
    nodes.set(hashPair(nodeAt(nodes, 2 * i + 1), nodeAt(nodes, 2 * i + 2), pair), i * NODE_BYTES);
  }
  return nodes;
}

export function rootOf(tree: Uint8Array): Hex {
  return toHex(nodeAt(tree, 0));
}

export function leafCount(tree: Uint8Array): number {
  return (tree.length / NODE_BYTES + 1) / 2;
}

/** The siblings from leaf `leafIndex` up to the root. */
export function proofOf(tree: Uint8Array, leafIndex: number): Hex[] {
  return siblingPositions(leafIndex, leafCount(tree)).map((position) => toHex(nodeAt(tree, position)));
}

/** Where in the array of nodes the siblings of a leaf stand, from the bottom up; for stores that keep nodes in parts. */
export function siblingPositions(leafIndex: number, count: number): number[] {
  if (!Number.isInteger(leafIndex) || leafIndex < 0 || leafIndex >= count) {
    throw new RangeError(`leaf ${leafIndex} is not in a tree of ${count} leaves`);
  }
  const positions: number[] = [];
  for (let at = 2 * count - 2 - leafIndex; at > 0; at = (at - 1) >> 1) {
    positions.push(at % 2 === 1 ? at + 1 : at - 1);
  }
  return positions;
}

/**
 * Whether the proof leads from the leaf to the root, and has the one length that leaf `leafIndex` of `count` leaves
 * can have. A proof shows membership, not position (sorted pairs forget the side).
 */
export function verifyProof(
  leaf: Uint8Array,
  proof: Hex[],
  root: Hex,
  position: { leafIndex: number; count: number },
): boolean {
  const { leafIndex, count } = position;
  if (!Number.isSafeInteger(leafIndex) || !Number.isSafeInteger(count)) return false;
  if (leafIndex < 0 || leafIndex >= count) return false;
  if (proof.length !== Math.floor(Math.log2(2 * count - 1 - leafIndex))) return false;
  const pair = new Uint8Array(2 * NODE_BYTES);
  return toHex(proof.reduce((node, sibling) => hashPair(node, fromHex(sibling), pair), leaf)) === root;
}

function hashPair(a: Uint8Array, b: Uint8Array, pair: Uint8Array): Uint8Array {
  const inOrder = compareBytes(a, b) <= 0;
  pair.set(inOrder ? a : b, 0);
  pair.set(inOrder ? b : a, NODE_BYTES);
  return keccak256(pair);
}

function nodeAt(tree: Uint8Array, position: number): Uint8Array {
  return tree.subarray(position * NODE_BYTES, (position + 1) * NODE_BYTES);
}
