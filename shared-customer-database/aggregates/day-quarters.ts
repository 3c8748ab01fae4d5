import { statSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Reading } from '@access-layer/core/payloads/measurement';
import { openDatabase, transaction } from '@access-layer/kit/sqlite';
import { READER } from '../stores/day-schema.ts';
import { readingTexts } from '../stores/reading-texts.ts';
import { openProjection } from './day-quarters-schema.ts';
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

export interface MeterDay {
  meter: string;
  role: string;
  whole: Summary;
}

/** What sums are made from: the meters of each PoD on one UTC day. */
export interface DayView {
  meters(pod: string): MeterDay[];
  /** The 96 summaries of a meter's day, as `readSummary` takes them. */
  quarters(pod: string, meter: string, role: string): Float64Array;
}

interface SourceState {
  inode: number;
  lastPacket: number;
}

/** Packets of one meter that are not in its quarter-hours yet. */
interface NewReadings {
  meter: string;
  role: string;
  readings: Reading[];
}

/**
 * The quarter-hours of one UTC day of every PoD, made from its day file. Packets are only ever added to that: those that
 * came since are added to what is there, and where they speak of earlier times the PoD is made anew. Several threads and
 * processes may work on one: each step is a transaction.
 */
export class DayQuarters implements DayView {
  readonly #dayMs: number;
  readonly #files: { file: string; inode: number }[];
  readonly #source: DatabaseSync;
  readonly #projection: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(day: string, file: string, projectionFile: string) {
    this.#dayMs = Date.parse(day);
    this.#source = openDatabase(file, { readOnly: true });
    this.#source.exec(READER);
    this.#projection = openProjection(projectionFile);
    this.#files = [file, projectionFile].map((each) => ({ file: each, inode: statSync(each).ino }));
  }

  /** Those of these PoDs whose quarter-hours lack something that the day file holds. */
  missing(pods: readonly string[]): string[] {
    if (this.isSettled()) return [];
    const here = this.#inSource(pods);
    return this.#isCurrent(this.#known()) ? this.#notBuilt(here) : here;
  }

  /** Whether all that the day file holds is known to be in the quarter-hours. */
  isSettled(): boolean {
    const known = this.#known();
    return this.#isCurrent(known) && known?.complete === 1;
  }

  /** Brings the quarter-hours of these PoDs up to what the day file holds. */
  ensure(pods: readonly string[]): void {
    transaction(this.#projection, () => {
      const state = this.#state();
      this.#markChanged(state);
      for (const pod of this.#notBuilt(pods)) this.#build(pod, state);
    });
  }

  /** All PoDs of which the day file holds something that is not in the quarter-hours. */
  behind(): string[] {
    const all = this.#on(this.#source, 'SELECT code FROM pod').all() as { code: string }[];
    return this.missing(all.map(({ code }) => code));
  }

  /** Notes that there is nothing left to look for, if that is so: then no question looks. */
  settle(): void {
    transaction(this.#projection, () => {
      if (this.#isCurrent(this.#known()) && this.behind().length === 0)
        this.#projection.exec('UPDATE source SET complete = 1');
    });
  }

  meters(pod: string): MeterDay[] {
    return this.metersOf([pod]).get(pod) ?? [];
  }

  metersOf(pods: readonly string[]): Map<string, MeterDay[]> {
    const sql =
      'SELECT pod, meter, role, summary FROM whole WHERE pod IN (SELECT value FROM json_each(?)) ORDER BY pod, meter, role';
    const rows = this.#on(this.#projection, sql).all(JSON.stringify(pods)) as unknown as WholeRow[];
    const found = new Map<string, MeterDay[]>();
    for (const { pod, meter, role, summary } of rows) {
      const entry = { meter, role, whole: readSummary(numbersOf(summary), 0) };
      const known = found.get(pod);
      if (known) known.push(entry);
      else found.set(pod, [entry]);
    }
    return found;
  }

  quarters(pod: string, meter: string, role: string): Float64Array {
    const sql = 'SELECT summaries FROM quarters WHERE pod = ? AND meter = ? AND role = ?';
    const row = this.#on(this.#projection, sql).get(pod, meter, role) as { summaries: Uint8Array };
    return numbersOf(zstdDecompressSync(row.summaries));
  }

  /** Whether another file, or none, stands where one was opened. */
  isReplaced(): boolean {
    return this.#files.some(({ file, inode }) => statSync(file, { throwIfNoEntry: false })?.ino !== inode);
  }

  close(): void {
    this.#source.close();
    this.#projection.close();
  }

  #state(): SourceState {
    const sql = 'SELECT coalesce(max(id), 0) AS last FROM packet';
    const { last } = this.#on(this.#source, sql).get() as { last: number };
    return { inode: this.#files[0]!.inode, lastPacket: last };
  }

  #known(): Known | undefined {
    return this.#on(this.#projection, 'SELECT inode, last_packet, complete FROM source').get() as never;
  }

  #isCurrent(known: Known | undefined): boolean {
    const { inode, lastPacket } = this.#state();
    return known?.inode === inode && known.last_packet === lastPacket;
  }

  #inSource(pods: readonly string[]): string[] {
    const sql = 'SELECT code FROM pod WHERE code IN (SELECT value FROM json_each(?))';
    const rows = this.#on(this.#source, sql).all(JSON.stringify(pods)) as { code: string }[];
    return rows.map(({ code }) => code);
  }

  #notBuilt(pods: readonly string[]): string[] {
    const sql =
      'SELECT value FROM json_each(?) WHERE value NOT IN (SELECT pod FROM built WHERE is_behind = 0)';
    const rows = this.#on(this.#projection, sql).all(JSON.stringify(pods)) as { value: string }[];
    return rows.map(({ value }) => value);
  }

  /** Another inode is another file, for example one that was restored: nothing of before counts. */
  #markChanged({ inode, lastPacket }: SourceState): void {
    const known = this.#known();
    if (known?.inode === inode && known.last_packet === lastPacket) return;
    if (known?.inode !== inode || known.last_packet > lastPacket) this.#projection.exec('DELETE FROM built');
    else {
      const sql =
        'SELECT DISTINCT code FROM packet JOIN pod ON pod.id = pod_id WHERE packet.id > ? AND packet.id <= ?';
      const changed = this.#on(this.#source, sql).all(known.last_packet, lastPacket) as { code: string }[];
      for (const { code } of changed)
        this.#on(this.#projection, 'UPDATE built SET is_behind = 1 WHERE pod = ?').run(code);
    }
    const keep = 'INSERT OR REPLACE INTO source (id, inode, last_packet, complete) VALUES (1, ?, ?, 0)';
    this.#on(this.#projection, keep).run(inode, lastPacket);
  }

  #build(pod: string, { lastPacket }: SourceState): void {
    const sql = 'SELECT up_to FROM built WHERE pod = ?';
    const { up_to: upTo = 0 } = (this.#on(this.#projection, sql).get(pod) ?? {}) as { up_to?: number };
    const isAdded = upTo > 0 && this.#add(pod, this.#readings(pod, upTo, lastPacket));
    if (!isAdded) {
      for (const table of ['quarters', 'whole'])
        this.#on(this.#projection, `DELETE FROM ${table} WHERE pod = ?`).run(pod);
      this.#add(pod, this.#readings(pod, 0, lastPacket));
    }
    const keep = 'INSERT OR REPLACE INTO built (pod, up_to, is_behind) VALUES (?, ?, 0)';
    this.#on(this.#projection, keep).run(pod, lastPacket);
  }

  /** False, and nothing is done, where some of it is not later than all that is there. */
  #add(pod: string, series: NewReadings[]): boolean {
    const sql = 'SELECT last_at FROM whole WHERE pod = ? AND meter = ? AND role = ?';
    const known = series.map(({ meter, role }) => this.#on(this.#projection, sql).get(pod, meter, role));
    const lastAts = known.map((row) => (row as { last_at: string } | undefined)?.last_at);
    if (series.some(({ readings }, i) => lastAts[i] && readings.some(({ at }) => at <= lastAts[i]!)))
      return false;
    for (const [i, one] of series.entries()) this.#addTo(pod, one, lastAts[i]);
    return true;
  }

  #addTo(pod: string, { meter, role, readings }: NewReadings, lastAt: string | undefined): void {
    if (readings.length === 0) return;
    const numbers = lastAt === undefined ? undefined : this.quarters(pod, meter, role);
    const summaries = Array.from({ length: QUARTERS }, (_, i) =>
      numbers ? readSummary(numbers, i * SUMMARY_NUMBERS) : emptySummary(),
    );
    summarise(readings, this.#dayMs, summaries);
    const quarters = new Float64Array(QUARTERS * SUMMARY_NUMBERS);
    for (const [i, summary] of summaries.entries()) writeSummary(summary, quarters, i * SUMMARY_NUMBERS);
    const whole = new Float64Array(SUMMARY_NUMBERS);
    writeSummary(
      summaries.reduce((a, b) => combine(a, b)),
      whole,
      0,
    );
    const [day, parts] = [Buffer.from(whole.buffer), zstdCompressSync(Buffer.from(quarters.buffer))];
    // In their order by now.
    const { at } = readings.at(-1)!;
    this.#on(this.#projection, 'INSERT OR REPLACE INTO quarters VALUES (?, ?, ?, ?)').run(
      pod,
      meter,
      role,
      parts,
    );
    this.#on(this.#projection, 'INSERT OR REPLACE INTO whole VALUES (?, ?, ?, ?, ?)').run(
      pod,
      meter,
      role,
      at,
      day,
    );
  }

  /** Of the packets of a PoD with `after` < id ≤ `upTo`. */
  #readings(pod: string, after: number, upTo: number): NewReadings[] {
    const sql = `SELECT meter, coalesce(role, '') AS role, payload FROM packet
      WHERE pod_id = (SELECT id FROM pod WHERE code = ?) AND type = 'measurement' AND id > ? AND id <= ?
      ORDER BY node, seq`;
    const rows = this.#on(this.#source, sql).all(pod, after, upTo) as unknown as PacketRow[];
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

interface Known {
  inode: number;
  last_packet: number;
  /** 1: the quarter-hours hold all that the day file holds up to there. */
  complete: number;
}

interface WholeRow {
  pod: string;
  meter: string;
  role: string;
  summary: Uint8Array;
}

interface PacketRow {
  meter: string;
  role: string;
  payload: string;
}

/**
 * Adds readings, which are put into their order, to the 96 summaries of a day. Of two readings of one instant, the first
 * signed counts for energy; a repeat of a register adds nothing.
 */
function summarise(readings: Reading[], dayMs: number, summaries: Summary[]): void {
  readings.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  let lastAt = '';
  for (const reading of readings) {
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
