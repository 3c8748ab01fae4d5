import type { BatchReader } from '../batches/batch-reader.ts';
import type { BatchKey } from '../batches/batches.ts';
import { type ArchivedBatch, batchKey } from './batch-columns.ts';

export type TreeSources = Pick<BatchReader, 'anchorAt' | 'treeOf'>;

/** Trees of batches that the chain was seen to hold, by anchorer and number; each is read once. */
export function createTrees(batches: TreeSources) {
  const known = new Map<string, ArchivedBatch | undefined>();

  function find(anchorer: string, index: number): ArchivedBatch | undefined {
    const anchor = batches.anchorAt(anchorer, index);
    const tree = anchor && batches.treeOf(anchor as BatchKey);
    return tree && { anchor, ...tree };
  }

  return {
    at(anchorer: string, index: number): ArchivedBatch | undefined {
      const key = batchKey(anchorer, index);
      if (!known.has(key)) known.set(key, find(anchorer, index));
      return known.get(key);
    },
  };
}

export type Trees = ReturnType<typeof createTrees>;
