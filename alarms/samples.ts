import type { Database } from './open-book.ts';

const KEPT_MS = 25 * 3_600_000;

/** A day of what is polled and nobody else keeps: for the preview of rules. */
export function createSamples(database: Database, now = Date.now) {
  const insert = database.prepare('INSERT OR REPLACE INTO sample (series, at, value) VALUES (?, ?, ?)');
  const read = database.prepare('SELECT at, value FROM sample WHERE series = ? AND at >= ? ORDER BY at');
  const prune = database.prepare('DELETE FROM sample WHERE at < ?');
  return {
    add: (series: string, value: number) => void insert.run(series, now(), value),
    since: (series: string, fromMs: number) =>
      read.all(series, fromMs) as unknown as { at: number; value: number }[],
    prune: () => void prune.run(now() - KEPT_MS),
  };
}

export type Samples = ReturnType<typeof createSamples>;
