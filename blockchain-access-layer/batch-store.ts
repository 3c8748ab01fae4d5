import type { DatabaseSync } from 'node:sqlite';
import type { BatchHead } from '@access-layer/core/anchor-slot';
import { type Hex, toHex } from '@access-layer/core/bytes';

export type BatchState = 'sealed' | 'final' | 'conflict';

/** A batch: the five that are anchored, and which packets it holds: ids `firstId` to `lastId`, in order of its leaves. */
export interface Batch extends BatchHead {
  root: Hex;
  firstId: number;
  lastId: number;
  sealedAtMs: number;
  state: BatchState;
  /** Of the transaction that is final. */
  txId?: number;
}

interface Row {
  idx: number;
  root: Uint8Array;
  count: number;
  from_ms: number;
  to_ms: number;
  first_id: number;
  last_id: number;
  sealed_at: number;
  state: BatchState;
  tx_id: number | null;
}

/** Batches and their trees. Every writing function may stand in a transaction of the caller. */
export function createBatchStore(database: DatabaseSync) {
  const statement = (sql: string) => database.prepare(sql);
  const insert = statement(
    `INSERT INTO batch (idx, root, count, from_ms, to_ms, first_id, last_id, sealed_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertTree = statement('INSERT INTO tree VALUES (?, ?)');
  const queries = {
    last: statement('SELECT * FROM batch ORDER BY idx DESC LIMIT 1'),
    byIndex: statement('SELECT * FROM batch WHERE idx = ?'),
    ofPacket: statement('SELECT * FROM batch WHERE first_id <= ? ORDER BY first_id DESC LIMIT 1'),
    unpublished: statement('SELECT * FROM batch WHERE published_at IS NULL ORDER BY idx LIMIT 1'),
    open: statement("SELECT * FROM batch WHERE state <> 'final' ORDER BY idx LIMIT ?"),
    lastFinal: statement("SELECT * FROM batch WHERE state = 'final' ORDER BY idx DESC LIMIT ?"),
    after: statement('SELECT * FROM batch WHERE idx > ? ORDER BY idx LIMIT ?'),
    before: statement('SELECT * FROM batch WHERE idx < ? ORDER BY idx DESC LIMIT ?'),
  };
  const tree = statement('SELECT nodes FROM tree WHERE idx = ?');
  const published = statement('UPDATE batch SET published_at = ? WHERE idx = ?');
  const setState = statement('UPDATE batch SET state = ?, tx_id = ? WHERE idx = ?');
  const open = statement(
    `SELECT coalesce(sum(count), 0) AS packets, count(*) AS batches, coalesce(min(from_ms), 0) AS oldest_ms
     FROM batch WHERE state <> 'final'`,
  );
  const one = (row: unknown) => (row ? toBatch(row as Row) : undefined);
  const many = (rows: unknown[]) => (rows as Row[]).map(toBatch);

  return {
    add(batch: Omit<Batch, 'state' | 'txId' | 'root'> & { root: Uint8Array; nodes: Uint8Array }): void {
      const { index, root, count, from, to, firstId, lastId, sealedAtMs, nodes } = batch;
      insert.run(index, root, count, from, to, firstId, lastId, sealedAtMs);
      insertTree.run(index, nodes);
    },
    last: () => one(queries.last.get()),
    find: (index: number) => one(queries.byIndex.get(index)),
    /** The batch that holds a packet; undefined where it is not sealed yet. */
    ofPacket(id: number): Batch | undefined {
      const batch = one(queries.ofPacket.get(id));
      return batch && batch.lastId >= id ? batch : undefined;
    },
    tree: (index: number) => (tree.get(index) as { nodes: Uint8Array } | undefined)?.nodes,

    /** The oldest that is not on the stream yet. */
    nextUnpublished: () => one(queries.unpublished.get()),
    markPublished: (index: number, atMs: number) => void published.run(atMs, index),

    /** The oldest that are not final. */
    open: (limit: number) => many(queries.open.all(limit)),
    /** The newest that are final, the newest first. */
    lastFinal: (limit: number) => many(queries.lastFinal.all(limit)),
    setState: (index: number, state: BatchState, txId?: number) =>
      void setState.run(state, txId ?? null, index),

    /** A page in rising or falling order of index, beyond `index`. */
    page: ({ index, limit, newestFirst }: { index: number; limit: number; newestFirst: boolean }) =>
      many(newestFirst ? queries.before.all(index, limit) : queries.after.all(index, limit)),

    /** Packets sealed and anchored, batches that wait, and the first receipt in the oldest of these (0: none). */
    totals(): { sealed: number; anchored: number; waiting: number; oldestWaitingMs: number } {
      const waiting = open.get() as unknown as { packets: number; batches: number; oldest_ms: number };
      const sealed = one(queries.last.get())?.lastId ?? 0;
      const anchored = sealed - waiting.packets;
      return { sealed, anchored, waiting: waiting.batches, oldestWaitingMs: waiting.oldest_ms };
    },
  };
}

export type BatchStore = ReturnType<typeof createBatchStore>;

function toBatch(row: Row): Batch {
  return {
    index: row.idx,
    root: toHex(row.root),
    count: row.count,
    from: row.from_ms,
    to: row.to_ms,
    firstId: row.first_id,
    lastId: row.last_id,
    sealedAtMs: row.sealed_at,
    state: row.state,
    ...(row.tx_id !== null && { txId: row.tx_id }),
  };
}
