import type { DatabaseSync } from 'node:sqlite';

/** What was given up to make room. */
export interface Dropped {
  packets: number;
  /** Of them those that the broker had not acknowledged: nobody else has them. */
  unsent: number;
  fromSeq: number;
  toSeq: number;
}

interface Row {
  seq: number;
  state: string;
  bytes: number;
}

/**
 * Erases the oldest packets until so many bytes are free for new ones: those that the broker has on disk, and the others
 * only where that is asked for. Undefined where there are none to erase. Runs inside a transaction of the outbox.
 */
export function dropPackets(
  database: DatabaseSync,
  { bytes, unsentToo, nowMs }: { bytes: number; unsentToo: boolean; nowMs: number },
): Dropped | undefined {
  const oldest = database.prepare(
    `SELECT seq, state, length(payload) + 300 AS bytes FROM packet ${unsentToo ? '' : `WHERE state = 'acknowledged'`}
     ORDER BY state <> 'acknowledged', seq`,
  );
  const rows: Row[] = [];
  let freed = 0;
  for (const row of oldest.iterate() as Iterable<unknown> as Iterable<Row>) {
    if (freed >= bytes) break;
    rows.push(row);
    freed += row.bytes;
  }
  if (rows.length === 0) return undefined;
  const erase = database.prepare('DELETE FROM packet WHERE seq = ?');
  for (const { seq } of rows) erase.run(seq);
  const seqs = rows.map(({ seq }) => seq);
  const unsent = rows.filter(({ state }) => state !== 'acknowledged').length;
  const dropped = { packets: rows.length, unsent, fromSeq: Math.min(...seqs), toSeq: Math.max(...seqs) };
  database
    .prepare('INSERT INTO dropped (fromSeq, toSeq, packets, unsent, atMs) VALUES (?, ?, ?, ?, ?)')
    .run(dropped.fromSeq, dropped.toSeq, dropped.packets, unsent, nowMs);
  return dropped;
}
