import { join } from 'node:path';
import type { SetPoint } from '@access-layer/core/payloads/set-point';
import type { SetPointVerdict } from '@access-layer/core/payloads/verdict';
import { openDatabase, transaction } from '@access-layer/kit/sqlite';

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS number (pod TEXT PRIMARY KEY, next INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS set_point (
    id TEXT PRIMARY KEY, node TEXT NOT NULL, pod TEXT NOT NULL, seq INTEGER NOT NULL, message TEXT NOT NULL,
    acknowledged INTEGER NOT NULL DEFAULT 0, status TEXT NOT NULL DEFAULT 'signed', reason TEXT, at TEXT NOT NULL
  ) STRICT;`;

/** A set-point as an operator sees it. */
export interface SentSetPoint {
  id: string;
  node: string;
  pod: string;
  seq: number;
  status: 'signed' | SetPointVerdict['status'];
  reason: string | null;
  at: string;
}

/** What a platform must not forget: the numbers it has given, what has no PUBACK yet, and what it was told. */
export function openPlatformBook(dataDir: string) {
  const database = openDatabase(join(dataDir, 'platform.db'));
  database.exec(SCHEMA);
  const next = database.prepare(
    'INSERT INTO number VALUES (?, 1) ON CONFLICT DO UPDATE SET next = next + 1 RETURNING next - 1 AS seq',
  );
  const add = database.prepare(
    'INSERT INTO set_point (id, node, pod, seq, message, at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const unsent = database.prepare(
    'SELECT id, node, message FROM set_point WHERE acknowledged = 0 ORDER BY rowid',
  );
  const acknowledge = database.prepare('UPDATE set_point SET acknowledged = 1 WHERE id = ?');
  const tell = database.prepare('UPDATE set_point SET status = ?, reason = ?, at = ? WHERE id = ?');
  const latest = database.prepare(
    'SELECT id, node, pod, seq, status, reason, at FROM set_point ORDER BY rowid DESC LIMIT ?',
  );
  const find = database.prepare('SELECT id, node, pod, seq, status, reason, at FROM set_point WHERE id = ?');
  const counts = database.prepare('SELECT status, count(*) AS count FROM set_point GROUP BY status');

  return {
    /** Gives the next number of a PoD to a set-point that `sign` makes of it, and keeps that. */
    add(pod: string, sign: (seq: number) => { setPoint: SetPoint; message: string }): SetPoint {
      return transaction(database, () => {
        const { seq } = next.get(pod) as { seq: number };
        const { setPoint, message } = sign(seq);
        add.run(setPoint.id, setPoint.node, pod, seq, message, setPoint.issuedAt);
        return setPoint;
      });
    },
    unsent: () => unsent.all() as unknown as { id: string; node: string; message: string }[],
    acknowledged: (id: string) => void acknowledge.run(id),
    told({ id, status, reason, detail, at }: SetPointVerdict): void {
      const why = reason === undefined ? null : detail ? `${reason}: ${detail}` : reason;
      if (id !== undefined) tell.run(status, why, at, id);
    },
    latest: (limit: number) => latest.all(limit) as unknown as SentSetPoint[],
    find: (id: string) => find.get(id) as SentSetPoint | undefined,
    counts: () => counts.all() as unknown as { status: SentSetPoint['status']; count: number }[],
    close: () => database.close(),
  };
}

export type PlatformBook = ReturnType<typeof openPlatformBook>;
