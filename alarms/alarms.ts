import type { Database } from './open-book.ts';
import type { Severity } from './rule.ts';
import type { Said } from './said.ts';

/** Why what rang does not ring any more. */
export type OverWhy = 'normal' | 'rule-changed' | 'rule-removed' | 'not-readable';

/** Something that rang, or rings. Times in milliseconds. */
export interface Alarm {
  id: number;
  owner: string;
  /** The rule; absent for one whose rule was removed. */
  rule?: string;
  name: string;
  severity: Severity;
  subject: string;
  said: Said;
  value?: number;
  sinceMs: number;
  rangAtMs: number;
  overAtMs?: number;
  overWhy?: OverWhy;
  ackedAtMs?: number;
  ackedBy?: string;
  ackNote?: string;
  /** When it was told last, and how often. */
  toldAtMs?: number;
  told: number;
}

interface Row {
  id: number;
  owner: string;
  rule: string | null;
  name: string;
  severity: Severity;
  subject: string;
  text: string;
  text_it: string | null;
  value: number | null;
  since: number;
  rang_at: number;
  over_at: number | null;
  over_why: OverWhy | null;
  acked_at: number | null;
  acked_by: string | null;
  ack_note: string | null;
  told_at: number | null;
  told: number;
}

export type NewAlarm = Pick<
  Alarm,
  'owner' | 'name' | 'severity' | 'subject' | 'said' | 'value' | 'sinceMs'
> & {
  rule: string;
};

/** What rings and what has rung. */
export function createAlarms(database: Database, now = Date.now) {
  const insert = database.prepare(
    `INSERT INTO alarm (owner, rule, name, severity, subject, text, text_it, value, since, rang_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING *`,
  );
  const ringing = database.prepare('SELECT * FROM alarm WHERE over_at IS NULL ORDER BY id DESC');
  const ofRule = database.prepare('SELECT * FROM alarm WHERE over_at IS NULL AND rule = ?');
  const ofSubject = database.prepare(
    'SELECT * FROM alarm WHERE over_at IS NULL AND rule = ? AND subject = ?',
  );
  const find = database.prepare('SELECT * FROM alarm WHERE id = ?');
  const end = database.prepare('UPDATE alarm SET over_at = ?, over_why = ? WHERE id = ? RETURNING *');
  const acknowledge = database.prepare(
    'UPDATE alarm SET acked_at = ?, acked_by = ?, ack_note = ? WHERE id = ? AND acked_at IS NULL',
  );
  const told = database.prepare('UPDATE alarm SET told_at = ?, told = told + 1 WHERE id = ?');
  const prune = database.prepare('DELETE FROM alarm WHERE over_at < ?');

  return {
    add({ owner, rule, name, severity, subject, said, value, sinceMs }: NewAlarm): Alarm {
      const about = [owner, rule, name, severity, subject, said.en, said.it] as const;
      return read(insert.get(...about, value ?? null, sinceMs, now()))!;
    },
    ringing: () => ringing.all().map((row) => read(row)!),
    ringingOf: (rule: string) => ofRule.all(rule).map((row) => read(row)!),
    ringingFor: (rule: string, subject: string) => read(ofSubject.get(rule, subject)),
    find: (id: number) => read(find.get(id)),
    end: (id: number, why: OverWhy) => read(end.get(now(), why, id))!,
    /** False where somebody has done so before. */
    acknowledge: (id: number, by: string, note?: string) =>
      acknowledge.run(now(), by, note ?? null, id).changes === 1,
    told: (id: number) => void told.run(now(), id),
    prune: (beforeMs: number) => void prune.run(beforeMs),
  };
}

export type Alarms = ReturnType<typeof createAlarms>;

function read(found: unknown): Alarm | undefined {
  if (!found) return undefined;
  const row = found as Row;
  const { id, owner, name, severity, subject, text, text_it, since, rang_at, told } = row;
  const said = { en: text, it: text_it ?? text };
  return {
    ...{ id, owner, name, severity, subject, said, sinceMs: since, rangAtMs: rang_at, told },
    ...(row.rule !== null && { rule: row.rule }),
    ...(row.value !== null && { value: row.value }),
    ...(row.over_at !== null && { overAtMs: row.over_at }),
    ...(row.over_why !== null && { overWhy: row.over_why }),
    ...(row.acked_at !== null && { ackedAtMs: row.acked_at }),
    ...(row.acked_by !== null && { ackedBy: row.acked_by }),
    ...(row.ack_note !== null && { ackNote: row.ack_note }),
    ...(row.told_at !== null && { toldAtMs: row.told_at }),
  };
}
