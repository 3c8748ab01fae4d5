import { randomUUID } from 'node:crypto';
import type { Notice } from './notice.ts';
import type { Database } from './open-book.ts';

/** A notice on its way to one channel. */
export interface Delivery {
  id: string;
  owner: string;
  alarm?: number;
  channel: string;
  notice: Notice;
  madeAtMs: number;
  tries: number;
}

interface Row {
  id: string;
  owner: string;
  alarm: number | null;
  channel: string;
  notice: string;
  made_at: number;
  tries: number;
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 600_000;

/** Notices that are to be sent: durable until the other side has taken them, or they are given up. */
export function createOutbox(database: Database, now = Date.now) {
  const insert = database.prepare(
    'INSERT INTO delivery (id, owner, alarm, channel, notice, made_at, due_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  // In each channel the oldest first: an end never comes before its beginning.
  const due = database.prepare(
    `SELECT * FROM delivery d WHERE state = 'waiting' AND due_at <= ? AND NOT EXISTS (
       SELECT 1 FROM delivery o WHERE o.state = 'waiting' AND o.channel = d.channel AND o.rowid < d.rowid
     ) ORDER BY rowid LIMIT 20`,
  );
  const next = database.prepare("SELECT min(due_at) AS at FROM delivery WHERE state = 'waiting'");
  const end = database.prepare(
    'UPDATE delivery SET state = ?, answer = ?, ended_at = ?, tries = tries + 1 WHERE id = ?',
  );
  const later = database.prepare(
    'UPDATE delivery SET due_at = ?, answer = ?, tries = tries + 1 WHERE id = ?',
  );
  const latest = database.prepare(
    'SELECT state, answer FROM delivery WHERE channel = ? ORDER BY rowid DESC LIMIT 1',
  );
  const waiting = database.prepare(
    "SELECT count(*) AS count FROM delivery WHERE state = 'waiting' AND channel = ?",
  );
  const counts = database.prepare('SELECT state, count(*) AS value FROM delivery GROUP BY state');
  const prune = database.prepare("DELETE FROM delivery WHERE state != 'waiting' AND ended_at < ?");

  return {
    /** In the transaction of what it tells. */
    add(owner: string, channel: string, notice: Omit<Notice, 'id'>, alarm?: number): void {
      const id = randomUUID();
      insert.run(id, owner, alarm ?? null, channel, JSON.stringify({ ...notice, id }), now(), now());
    },
    due: () => (due.all(now()) as unknown as Row[]).map(read),
    nextDueMs: () => (next.get() as { at: number | null }).at ?? undefined,
    sent: (id: string, answer: string) => void end.run('sent', answer, now(), id),
    failed: (id: string, answer: string) => void end.run('failed', answer, now(), id),
    /** Waits twice as long after each try, up to ten minutes. */
    again({ id, tries }: Delivery, answer: string): void {
      later.run(now() + Math.min(FIRST_WAIT_MS * 2 ** tries, LONGEST_WAIT_MS), answer, id);
    },
    stateOf(channel: string): { waiting: number; last?: { state: string; answer?: string } } {
      const { count } = waiting.get(channel) as { count: number };
      const row = latest.get(channel) as { state: string; answer: string | null } | undefined;
      const last = row && { state: row.state, ...(row.answer !== null && { answer: row.answer }) };
      return { waiting: count, ...(last && { last }) };
    },
    counts: () => counts.all() as { state: string; value: number }[],
    prune: (beforeMs: number) => void prune.run(beforeMs),
  };
}

export type Outbox = ReturnType<typeof createOutbox>;

function read({ alarm, notice, made_at, ...row }: Row): Delivery {
  const { id, owner, channel, tries } = row;
  const parsed = JSON.parse(notice) as Notice;
  return { id, owner, channel, tries, notice: parsed, madeAtMs: made_at, ...(alarm !== null && { alarm }) };
}
