import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Reading } from '@access-layer/core/payloads/measurement';
import { createStatements } from '../sql-statements.ts';
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

/** Readings of one meter that are not in its quarter-hours yet. */
export interface NewReadings {
  meter: string;
  role: string;
  readings: Reading[];
}

/** The file with the quarter-hours of one UTC day; whoever fills it does so in transactions. */
export class QuarterFile implements DayView {
  readonly database: DatabaseSync;
  readonly #dayMs: number;
  readonly #file: string;
  readonly #inode: number;
  readonly on: ReturnType<typeof createStatements>;

  constructor(day: string, file: string) {
    this.#dayMs = Date.parse(day);
    this.database = openProjection(file);
    this.on = createStatements(this.database);
    this.#file = file;
    this.#inode = statSync(file).ino;
  }

  meters(pod: string): MeterDay[] {
    return this.metersOf([pod]).get(pod) ?? [];
  }

  metersOf(pods: readonly string[]): Map<string, MeterDay[]> {
    const sql =
      'SELECT pod, meter, role, summary FROM whole WHERE pod IN (SELECT value FROM json_each(?)) ORDER BY pod, meter, role';
    const rows = this.on(sql).all(JSON.stringify(pods)) as unknown as WholeRow[];
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
    const row = this.on(sql).get(pod, meter, role) as { summaries: Uint8Array };
    return numbersOf(zstdDecompressSync(row.summaries));
  }

  /** All that is known of a PoD. */
  replace(pod: string, series: NewReadings[]): void {
    for (const table of ['quarters', 'whole']) this.on(`DELETE FROM ${table} WHERE pod = ?`).run(pod);
    this.add(pod, series);
  }

  /** False, and nothing is done, where some of it is not later than all that is there. */
  add(pod: string, series: NewReadings[]): boolean {
    const sql = 'SELECT last_at FROM whole WHERE pod = ? AND meter = ? AND role = ?';
    const known = series.map(({ meter, role }) => this.on(sql).get(pod, meter, role));
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
    this.on('INSERT OR REPLACE INTO quarters VALUES (?, ?, ?, ?)').run(pod, meter, role, parts);
    this.on('INSERT OR REPLACE INTO whole VALUES (?, ?, ?, ?, ?)').run(pod, meter, role, at, day);
  }

  /** Whether another file, or none, stands where this one was opened. */
  isReplaced(): boolean {
    return statSync(this.#file, { throwIfNoEntry: false })?.ino !== this.#inode;
  }

  close(): void {
    this.database.close();
  }
}

interface WholeRow {
  pod: string;
  meter: string;
  role: string;
  summary: Uint8Array;
}

/** The readings of measurements, by meter and role; of equal instants the first packet's come first. */
export function newReadings(packets: PacketContent[]): NewReadings[] {
  const series = Map.groupBy(packets, ({ meter, role }) => `${role} ${meter}`);
  return [...series.values()].map((own) => ({
    meter: own[0]!.meter,
    role: own[0]!.role,
    readings: own.flatMap(({ payload }) => readingTexts(payload).map((text) => JSON.parse(text) as Reading)),
  }));
}

export interface PacketContent {
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
