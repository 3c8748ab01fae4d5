import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { leafOf } from '@access-layer/core/leaf';
import { buildTree, NODE_BYTES } from '@access-layer/core/merkle';
import { transaction } from '@access-layer/kit/sqlite';
import type { Batch, BatchStore } from './batch-store.ts';

/** Leaves made between two turns of the event loop, so that intake goes on meanwhile. */
const LEAVES_A_TURN = 500;

interface LeafRow {
  id: number;
  message_hash: Uint8Array;
  received_at: number;
}

/** Seals windows: everything accepted and not sealed yet becomes one batch with the next index. */
export function createSealer(database: DatabaseSync, batches: BatchStore, now = Date.now) {
  const rows = database.prepare(
    'SELECT id, message_hash, received_at FROM packet WHERE id >= ? AND id <= ? ORDER BY id LIMIT ?',
  );

  return {
    /**
     * Seals up to and including packet `throughId`, in order of acceptance; durable when resolved. Undefined where there
     * is nothing to seal. One call at a time.
     */
    async seal(throughId: number): Promise<Batch | undefined> {
      const last = batches.last();
      const firstId = (last?.lastId ?? 0) + 1;
      if (throughId < firstId) return undefined;
      const leaves: Uint8Array[] = [];
      let [from, to] = [0, 0];
      for (let id = firstId; id <= throughId; id = firstId + leaves.length) {
        const page = rows.all(id, throughId, LEAVES_A_TURN) as unknown as LeafRow[];
        from ||= page[0]!.received_at;
        to = page.at(-1)!.received_at;
        for (const row of page) leaves.push(leafOf(row.message_hash, row.received_at));
        await nextTurn();
      }
      const nodes = buildTree(leaves);
      const index = (last?.index ?? -1) + 1;
      const head = { index, count: leaves.length, from, to, firstId, lastId: throughId, sealedAtMs: now() };
      transaction(database, () => batches.add({ ...head, root: nodes.subarray(0, NODE_BYTES), nodes }));
      return batches.find(index);
    },
  };
}

export type Sealer = ReturnType<typeof createSealer>;
