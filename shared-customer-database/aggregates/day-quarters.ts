import { statSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Reading } from '@access-layer/core/payloads/measurement';
import { openDatabase, transaction } from '@access-layer/kit/sqlite';
import { readingTexts } from '../stores/reading-texts.ts';
import {
  addReading,
  combine,
  emptySummary,
  QUARTER_MS,
  readSummary,
  SUMMARY_NUMBERS,
  type Summary,
  writeSummary,
} from './summary.ts';

export const DAY_MS = 86_400_000;
const QUARTERS = 96;

/** A projection of one day file: may be deleted at any time, and is made again from the signed payloads. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS source (
    id INTEGER PRIMARY KEY CHECK (id = 1), inode INTEGER NOT NULL, last_packet INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS built (pod TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS quarters (pod TEXT NOT NULL, meter TEXT NOT NULL, role TEXT NOT NULL, summaries BLOB NOT NULL,
    PRIMARY KEY (pod, meter, role)) STRICT;
  CREATE TABLE IF NOT EXISTS whole (pod TEXT NOT NULL, meter TEXT NOT NULL, role TEXT NOT NULL, summary BLOB NOT NULL,
    PRIMARY KEY (pod, meter, role)) STRICT, WITHOUT ROWID;`;

export interface MeterDay {
  meter: string;
  role: string;
  whole: Summary;
}

/** The quarter-hours of one UTC day of every PoD. */
export class DayQuarters {
  readonly #dayMs: number;
  readonly #file: string;
  readonly #inode: number;
  readonly #source: DatabaseSync;
  readonly #projection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(day: string, file: string, projectionFile: string) {
    this.#dayMs = Date.parse(day);
    this.#file = file;
    this.#inode = statSync(file).ino;
    this.#source = openDatabase(file, { readOnly: true });
    this.#projection = openDatabase(projectionFile);
    // Losing the last commits costs a rebuild.
    this.#projection.exec('PRAGMA synchronous=NORMAL');
    this.#projection.exec(SCHEMA);
  }

  /** Brings the quarter-hours of these PoDs up to what the day file holds. */
  ensure(pods: readonly string[]): void {
    if (this.#isCurrent() && pods.every((pod) => this.#isBuilt(pod))) return;
    transaction(this.#projection, () => {
      this.#forgetChanged();
      for (const pod of pods) if (!this.#isBuilt(pod)) this.#build(pod);
    });
  }

  meters(pod: string): MeterDay[] {
    const rows = this.#on(this.#projection, 'SELECT meter, role, summary FROM whole WHERE pod = ?').all(pod);
    return (rows as unknown as { meter: string; role: string; summary: Uint8Array }[]).map(
      ({ meter, role, summary }) => ({ meter, role, whole: readSummary(numbersOf(summary), 0) }),
    );
  }

  /** The 96 summaries of a meter's day, as `readSummary` takes them. */
  quarters(pod: string, meter: string, role: string): Float64Array {
    const sql = 'SELECT summaries FROM quarters WHERE pod = ? AND meter = ? AND role = ?';
    const row = this.#on(this.#projection, sql).get(pod, meter, role) as { summaries: Uint8Array };
    return numbersOf(zstdDecompressSync(row.summaries));
  }

  /** Whether another file stands where this one was opened. */
  isReplaced(): boolean {
    return statSync(this.#file, { throwIfNoEntry: false })?.ino !== this.#inode;
  }

  close(): void {
    this.#source.close();
    this.#projection.close();
  }

  /** Packets are only ever added; another inode is another file, for example one that was restored. */
  #state(): { inode: number; lastPacket: number } {
    const { last } = this.#on(this.#source, 'SELECT coalesce(max(id), 0) AS last FROM packet').get() as {
      last: number;
    };
    return { inode: this.#inode, lastPacket: last };
  }

  #known(): { inode: number; last_packet: number } | undefined {
    return this.#on(this.#projection, 'SELECT inode, last_packet FROM source').get() as never;
  }

  #isCurrent(): boolean {
    const [{ inode, lastPacket }, known] = [this.#state(), this.#known()];
    return known?.inode === inode && known.last_packet === lastPacket;
  }

  #isBuilt(pod: string): boolean {
    return this.#on(this.#projection, 'SELECT 1 FROM built WHERE pod = ?').get(pod) !== undefined;
  }

  #forgetChanged(): void {
    const { inode, lastPacket } = this.#state();
    const known = this.#known();
    if (known?.inode !== inode || known.last_packet > lastPacket) this.#projection.exec('DELETE FROM built');
    else if (known.last_packet < lastPacket) {
      const sql = 'SELECT DISTINCT code FROM packet JOIN pod ON pod.id = pod_id WHERE packet.id > ?';
      for (const { code } of this.#on(this.#source, sql).all(known.last_packet) as { code: string }[]) {
        this.#on(this.#projection, 'DELETE FROM built WHERE pod = ?').run(code);
      }
    }
    const keep =
      'INSERT INTO source VALUES (1, ?, ?) ON CONFLICT DO UPDATE SET inode = excluded.inode, last_packet = excluded.last_packet';
    this.#on(this.#projection, keep).run(inode, lastPacket);
  }

  #build(pod: string): void {
    for (const table of ['quarters', 'whole']) {
      this.#on(this.#projection, `DELETE FROM ${table} WHERE pod = ?`).run(pod);
    }
    for (const { meter, role, readings } of this.#readings(pod)) {
      const summaries = summarise(readings, this.#dayMs);
      const quarters = new Float64Array(QUARTERS * SUMMARY_NUMBERS);
      for (const [i, summary] of summaries.entries()) writeSummary(summary, quarters, i * SUMMARY_NUMBERS);
      const whole = new Float64Array(SUMMARY_NUMBERS);
      writeSummary(
        summaries.reduce((a, b) => combine(a, b)),
        whole,
        0,
      );
      const [day, parts] = [Buffer.from(whole.buffer), zstdCompressSync(Buffer.from(quarters.buffer))];
      this.#on(this.#projection, 'INSERT INTO quarters VALUES (?, ?, ?, ?)').run(pod, meter, role, parts);
      this.#on(this.#projection, 'INSERT INTO whole VALUES (?, ?, ?, ?)').run(pod, meter, role, day);
    }
    this.#on(this.#projection, 'INSERT INTO built VALUES (?)').run(pod);
  }

  #readings(pod: string) {
    const sql = `SELECT meter, coalesce(role, '') AS role, payload FROM packet
      WHERE pod_id = (SELECT id FROM pod WHERE code = ?) AND type = 'measurement' ORDER BY node, seq`;
    const rows = this.#on(this.#source, sql).all(pod) as { meter: string; role: string; payload: string }[];
    const series = Map.groupBy(rows, ({ meter, role }) => `${role} ${meter}`);
    return [...series.values()].map((packets) => ({
      meter: packets[0]!.meter,
      role: packets[0]!.role,
      readings: packets.flatMap(({ payload }) =>
        readingTexts(payload).map((text) => JSON.parse(text) as Reading),
      ),
    }));
  }

  #on(database: DatabaseSync, sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = database.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }
}

/** Of two readings of one instant, the first signed counts for energy; a repeat of a register adds nothing. */
function summarise(readings: Reading[], dayMs: number): Summary[] {
  const summaries = Array.from({ length: QUARTERS }, emptySummary);
  const ordered = readings.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  let lastAt = '';
  for (const reading of ordered) {
    const { at, periodS } = reading;
    const quarter = Math.floor((Date.parse(at) - (periodS ? 1 : 0) - dayMs) / QUARTER_MS);
    const summary = summaries[quarter];
    if (!summary) continue;
    addReading(summary, at === lastAt ? withoutRegisters(reading) : reading);
    if (reading.quality.includes('meter-error')) continue;
    lastAt = at;
    const periodQuarters = Math.max(1, Math.ceil(((periodS ?? 0) * 1000) / QUARTER_MS));
    for (let i = Math.max(0, quarter - periodQuarters + 1); i <= quarter; i++) summaries[i]!.covered = 1;
  }
  return summaries;
}

function withoutRegisters({ values, ...reading }: Reading): Reading {
  const { energyImportWh: _import, energyExportWh: _export, ...rest } = values;
  return { ...reading, values: rest };
}

function numbersOf(bytes: Uint8Array): Float64Array {
  // SQLite's bytes may begin anywhere; a Float64Array may not.
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : new Uint8Array(bytes);
  return new Float64Array(aligned.buffer, aligned.byteOffset, aligned.byteLength / 8);
}
