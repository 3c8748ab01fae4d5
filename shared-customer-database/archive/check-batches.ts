import { buildTree, leafCount, NODE_BYTES, rootOf } from '@access-layer/core/merkle';
import type { AnchorCheck } from '../ingest/anchor-check.ts';
import { type ArchivedBatch, isHexText } from './batch-columns.ts';

export interface CheckedBatches {
  /** Batches whose packets may be trusted as far as these know. */
  good: Map<string, ArchivedBatch>;
  faults: { reason: string; detail: string }[];
  /** The chain could not be asked about so many. */
  unasked: number;
}

/** Whether trees give their roots, and whether the chain holds them. Without `checkAnchor` no chain is asked. */
export async function checkBatches(
  batches: Map<string, ArchivedBatch>,
  checkAnchor: AnchorCheck | undefined,
): Promise<CheckedBatches> {
  const good = new Map<string, ArchivedBatch>();
  const faults: CheckedBatches['faults'] = [];
  let unasked = 0;
  for (const [key, batch] of batches) {
    const { anchorer, index } = batch.anchor;
    const name = `batch ${index} of ${anchorer}`;
    const { isUsable, detail } = treeFault(batch);
    if (detail) faults.push({ reason: 'tree-mismatch', detail: `${name}: ${detail}` });
    if (!isUsable) continue;
    const answer = await checkAnchor?.(batch.anchor);
    if (answer?.answer === 'refused') {
      faults.push({ reason: answer.reason, detail: `${name}: ${answer.detail}` });
      continue;
    }
    if (answer?.answer !== 'confirmed') unasked += 1;
    good.set(key, batch);
  }
  return { good, faults, unasked };
}

/** A tree of the wrong size cannot be used at all; one with a wrong node still may lead from other leaves to the root. */
function treeFault({ anchor, complete, tree }: ArchivedBatch): { isUsable: boolean; detail?: string } {
  const { count, root, anchorer, contract, txHash, blockHash } = anchor;
  const wrong = [root, anchorer, contract, txHash, blockHash].find((text) => !isHexText(text));
  if (wrong !== undefined) return { isUsable: false, detail: `"${wrong}" is no hexadecimal` };
  if (tree.length !== (2 * count - 1) * NODE_BYTES) {
    return {
      isUsable: false,
      detail: `its tree has ${tree.length} bytes; ${count} leaves give ${(2 * count - 1) * 32}`,
    };
  }
  if (rootOf(tree) !== root)
    return { isUsable: true, detail: `the root of its tree is ${rootOf(tree)}; expected ${root}` };
  if (!complete || Buffer.from(buildTree(leavesOf(tree))).equals(tree)) return { isUsable: true };
  return { isUsable: true, detail: 'its leaves do not give its nodes' };
}

function leavesOf(tree: Uint8Array): Uint8Array[] {
  const count = leafCount(tree);
  return Array.from({ length: count }, (_, i) => {
    const at = (2 * count - 2 - i) * NODE_BYTES;
    return tree.subarray(at, at + NODE_BYTES);
  });
}
