import { compareBytes, fromHex, type Hex, toHex } from '@access-layer/core/bytes';
import { keccak256 } from '@access-layer/core/keccak';
import { leafOf } from '@access-layer/core/leaf';
import { messageHashOf } from '@access-layer/core/message';
import type { ProofFile } from '@access-layer/core/proof';

/** One step up: a node, the sibling beside it, and what both make. */
export interface Step {
  node: Hex;
  sibling: Hex;
  parent: Hex;
}

export interface TreePath {
  leaf: Hex;
  steps: Step[];
  /** Where the steps end; the proof holds only where it is the root of the batch. */
  reached: Hex;
}

/** The way from the packet to the root, computed here from the packet itself. */
export function treePath({ packet, leaf, batch }: ProofFile): TreePath {
  const message = { payload: packet.payload, signature: packet.signature as Hex };
  const start = toHex(leafOf(messageHashOf(message), leaf.receivedAt));
  const steps: Step[] = [];
  let node = start;
  for (const sibling of batch.proof as Hex[]) {
    const parent = hashPair(node, sibling);
    steps.push({ node, sibling, parent });
    node = parent;
  }
  return { leaf: start, steps, reached: node };
}

/** Of a pair in order of its bytes (OpenZeppelin's StandardMerkleTree). */
function hashPair(a: Hex, b: Hex): Hex {
  const pair = [fromHex(a), fromHex(b)].sort(compareBytes);
  const bytes = new Uint8Array(64);
  bytes.set(pair[0]!, 0);
  bytes.set(pair[1]!, 32);
  return toHex(keccak256(bytes));
}
