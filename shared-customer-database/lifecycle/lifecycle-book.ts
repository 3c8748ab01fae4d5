import { randomBytes } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { openDatabase, transaction } from '@access-layer/kit/sqlite';
import type { Damage } from '../archive/damage.ts';
import { createStatements } from '../sql-statements.ts';
import type { Phase } from './policy.ts';

/**
 * What is known of the life of each day, and what was asked for. The truth is in the store and in the archive: a book that
 * was lost is written again by the next look at all days, but for restores and their ends.
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS day (
    day TEXT PRIMARY KEY, phase TEXT NOT NULL, stored_packets INTEGER NOT NULL, stored_bytes INTEGER NOT NULL,
    read_only INTEGER NOT NULL, archived_packets INTEGER NOT NULL, archived_bytes INTEGER NOT NULL,
    parts INTEGER NOT NULL, erased INTEGER NOT NULL, waiting INTEGER NOT NULL, seen_packets INTEGER NOT NULL,
    changed_at_ms INTEGER NOT NULL, archived_at_ms INTEGER, verified_at_ms INTEGER, deleted_at_ms INTEGER, problem TEXT
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS damage (
    id INTEGER PRIMARY KEY, day TEXT NOT NULL, found_at_ms INTEGER NOT NULL, text TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS damage_day ON damage (day);
  CREATE TABLE IF NOT EXISTS restore (
    id TEXT PRIMARY KEY, from_day TEXT NOT NULL, until_day TEXT NOT NULL, requested_by TEXT NOT NULL,
    requested_at_ms INTEGER NOT NULL, ends_at_ms INTEGER NOT NULL, state TEXT NOT NULL, detail TEXT,
    days TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS note (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;`;

export interface DayEntry {
  day: string;
  phase: Phase;
  storedPackets: number;
  storedBytes: number;
  readOnly: boolean;
  archivedPackets: number;
  archivedBytes: number;
  parts: number;
  erased: number;
  /** Packets that wait for their anchor before they are archived. */
  waiting: number;
  /** Packets that the store held when it was last looked at and dealt with. */
  seenPackets: number;
  /** When packets last came. */
  changedAtMs: number;
  archivedAtMs: number | null;
  verifiedAtMs: number | null;
  deletedAtMs: number | null;
  problem: string | null;
}

export type RestoreState = 'waiting' | 'running' | 'restored' | 'failed' | 'ended';

export interface RestoredDay {
  day: string;
  packets: number;
  damaged: number;
}

export interface Restore {
  id: string;
  fromDay: string;
  /** Exclusive. */
  untilDay: string;
  requestedBy: string;
  requestedAtMs: number;
  endsAtMs: number;
  state: RestoreState;
  detail: string | null;
  days: RestoredDay[];
}

const DAY_COLUMNS = `day, phase, stored_packets AS storedPackets, stored_bytes AS storedBytes, read_only AS readOnly,
  archived_packets AS archivedPackets, archived_bytes AS archivedBytes, parts, erased, waiting,
  seen_packets AS seenPackets, changed_at_ms AS changedAtMs, archived_at_ms AS archivedAtMs,
  verified_at_ms AS verifiedAtMs, deleted_at_ms AS deletedAtMs, problem`;
const RESTORE_COLUMNS = `id, from_day AS fromDay, until_day AS untilDay, requested_by AS requestedBy,
  requested_at_ms AS requestedAtMs, ends_at_ms AS endsAtMs, state, detail, days`;

/** The book of a data folder; the API, the lifecycle and the command line each open it. */
export class LifecycleBook {
  readonly #database: DatabaseSync;
  readonly #sql: ReturnType<typeof createStatements>;

  constructor(file: string) {
    this.#database = openDatabase(file);
    this.#database.exec(`BEGIN IMMEDIATE; ${SCHEMA} COMMIT;`);
    this.#sql = createStatements(this.#database);
  }

  /** Days from ≤ day < until, ascending. */
  days({ from = '', until = '~' }: { from?: string; until?: string } = {}): DayEntry[] {
    const rows = this.#sql(`SELECT ${DAY_COLUMNS} FROM day WHERE day >= ? AND day < ? ORDER BY day`);
    return (rows.all(from, until) as unknown as DayEntry[]).map(toDay);
  }

  day(day: string): DayEntry | undefined {
    const row = this.#sql(`SELECT ${DAY_COLUMNS} FROM day WHERE day = ?`).get(day);
    return row && toDay(row as unknown as DayEntry);
  }

  keepDay(entry: DayEntry): void {
    this.#sql('INSERT OR REPLACE INTO day VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
      ...[entry.day, entry.phase, entry.storedPackets, entry.storedBytes, Number(entry.readOnly)],
      ...[entry.archivedPackets, entry.archivedBytes, entry.parts, entry.erased, entry.waiting],
      ...[entry.seenPackets, entry.changedAtMs, entry.archivedAtMs, entry.verifiedAtMs],
      ...[entry.deletedAtMs, entry.problem],
    );
  }

  /** What the last check of a day found; replaces what the one before did. */
  keepDamages(day: string, damages: Damage[], atMs: number): void {
    transaction(this.#database, () => {
      this.#sql('DELETE FROM damage WHERE day = ?').run(day);
      for (const damage of damages) {
        this.#sql('INSERT INTO damage (day, found_at_ms, text) VALUES (?, ?, ?)').run(
          day,
          atMs,
          JSON.stringify(damage),
        );
      }
    });
  }

  damages({ from = '', until = '~', limit = 1000 } = {}): (Damage & { foundAtMs: number })[] {
    const sql =
      'SELECT text, found_at_ms AS foundAtMs FROM damage WHERE day >= ? AND day < ? ORDER BY id LIMIT ?';
    const rows = this.#sql(sql).all(from, until, limit) as { text: string; foundAtMs: number }[];
    return rows.map(({ text, foundAtMs }) => ({ ...(JSON.parse(text) as Damage), foundAtMs }));
  }

  /** How many damages each day has; days without are not in it. */
  damageCounts(): Map<string, number> {
    const rows = this.#sql('SELECT day, count(*) AS count FROM damage GROUP BY day').all();
    return new Map((rows as { day: string; count: number }[]).map(({ day, count }) => [day, count]));
  }

  askRestore(
    asked: Pick<Restore, 'fromDay' | 'untilDay' | 'requestedBy' | 'requestedAtMs' | 'endsAtMs'>,
  ): Restore {
    const restore: Restore = {
      ...{ id: `restore-${randomBytes(8).toString('hex')}`, state: 'waiting', detail: null, days: [] },
      ...asked,
    };
    this.keepRestore(restore);
    return restore;
  }

  keepRestore(restore: Restore): void {
    this.#sql('INSERT OR REPLACE INTO restore VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
      ...[restore.id, restore.fromDay, restore.untilDay, restore.requestedBy, restore.requestedAtMs],
      ...[restore.endsAtMs, restore.state, restore.detail, JSON.stringify(restore.days)],
    );
  }

  restore(id: string): Restore | undefined {
    const row = this.#sql(`SELECT ${RESTORE_COLUMNS} FROM restore WHERE id = ?`).get(id);
    return row && toRestore(row);
  }

  /** The latest first. */
  restores(): Restore[] {
    const rows = this.#sql(
      `SELECT ${RESTORE_COLUMNS} FROM restore ORDER BY requested_at_ms DESC, id LIMIT 1000`,
    );
    return rows.all().map(toRestore);
  }

  /** When the last of the restores of a day ends; 0 where none holds it. */
  restoredUntil(day: string): number {
    const sql = `SELECT coalesce(max(ends_at_ms), 0) AS ends FROM restore
      WHERE from_day <= ? AND until_day > ? AND state IN ('waiting', 'running', 'restored')`;
    return (this.#sql(sql).get(day, day) as { ends: number }).ends;
  }

  note(name: string): string | undefined {
    return (this.#sql('SELECT value FROM note WHERE name = ?').get(name) as { value: string } | undefined)
      ?.value;
  }

  keepNote(name: string, value: string): void {
    this.#sql('INSERT OR REPLACE INTO note VALUES (?, ?)').run(name, value);
  }

  /** Adds to a number that is kept as a note. */
  count(name: string, add = 1): void {
    this.keepNote(name, String(Number(this.note(name) ?? 0) + add));
  }

  close(): void {
    this.#database.close();
  }
}

function toDay(row: DayEntry): DayEntry {
  return { ...row, readOnly: Boolean(row.readOnly) };
}

function toRestore(row: unknown): Restore {
  const { days, ...rest } = row as Omit<Restore, 'days'> & { days: string };
  return { ...rest, days: JSON.parse(days) as RestoredDay[] };
}
