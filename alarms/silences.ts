import { randomUUID } from 'node:crypto';
import type { Database } from './open-book.ts';
import type { Severity } from './rule.ts';

/** What a silence holds for: all that is named must fit. */
export interface Matcher {
  rule?: string | undefined;
  subject?: string | undefined;
  severity?: Severity | undefined;
}

export interface Silence extends Matcher {
  id: string;
  owner: string;
  fromMs: number;
  untilMs: number;
  by: string;
  reason: string;
}

interface Row {
  id: string;
  owner: string;
  rule: string | null;
  subject: string | null;
  severity: Severity | null;
  from_at: number;
  until_at: number;
  by: string;
  reason: string;
}

/** While a silence holds, an alarm rings without being told. */
export function createSilences(database: Database, now = Date.now) {
  const insert = database.prepare('INSERT INTO silence VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const list = database.prepare(
    'SELECT * FROM silence WHERE owner = ? AND until_at > ? ORDER BY from_at DESC LIMIT ?',
  );
  const find = database.prepare('SELECT * FROM silence WHERE id = ?');
  const end = database.prepare('UPDATE silence SET until_at = ? WHERE id = ?');
  const holding = database.prepare('SELECT * FROM silence WHERE from_at <= ? AND until_at > ?');
  const prune = database.prepare('DELETE FROM silence WHERE until_at < ?');

  return {
    add(silence: Omit<Silence, 'id'>): Silence {
      const id = randomUUID();
      const { owner, rule, subject, severity, fromMs, untilMs, by, reason } = silence;
      insert.run(id, owner, rule ?? null, subject ?? null, severity ?? null, fromMs, untilMs, by, reason);
      return { ...silence, id };
    },
    /** Those that hold or will, and those that ended after a time. */
    list: (owner: string, endedAfterMs: number, limit: number) =>
      list.all(owner, endedAfterMs, limit).map((row) => read(row)!),
    find: (id: string) => read(find.get(id)),
    end: (id: string) => void end.run(now(), id),
    /** Those of all that hold now. */
    holding: () => holding.all(now(), now()).map((row) => read(row)!),
    prune: (beforeMs: number) => void prune.run(beforeMs),
  };
}

export type Silences = ReturnType<typeof createSilences>;

export function silences(
  silence: Silence,
  alarm: { owner: string; rule?: string | undefined; subject: string; severity: Severity },
): boolean {
  return (
    silence.owner === alarm.owner &&
    (silence.rule === undefined || silence.rule === alarm.rule) &&
    (silence.subject === undefined || silence.subject === alarm.subject) &&
    (silence.severity === undefined || silence.severity === alarm.severity)
  );
}

function read(found: unknown): Silence | undefined {
  if (!found) return undefined;
  const { id, owner, rule, subject, severity, from_at, until_at, by, reason } = found as Row;
  return {
    ...{ id, owner, fromMs: from_at, untilMs: until_at, by, reason },
    ...(rule !== null && { rule }),
    ...(subject !== null && { subject }),
    ...(severity !== null && { severity }),
  };
}
