import type { Quality, Reading, Values } from '@access-layer/core/payloads/measurement';
import { formatTime } from '@access-layer/core/time';

export const QUARTER_MS = 900_000;
/** A register read so shortly before or after a boundary is taken for the boundary's. */
const AT_BOUNDARY_MS = 1000;
/** Intervals without a reading up to here are jitter, not a missing sample. */
const MISSED_INTERVALS = 1.5;

/** What has to outlive a restart so that the quarter that it falls into is not lost. Times in ms since 1970. */
export interface QuarterMemory {
  /** The latest reading with registers. */
  last?: Point;
  /** Registers at the latest boundary, where they are known. */
  boundary?: Point & { estimated: boolean };
  /** The meter gives quarter-hours itself: then the node makes none. */
  byMeter?: true;
}

interface Point {
  atMs: number;
  registers: Registers;
  unsynced: boolean;
}

type Registers = Record<string, number>;

/**
 * Takes one reading, in the order measured, and gives the quarter-hour that it completes, if any.
 *
 * Quarters are those of UTC, so a day has 96 of them whatever the local clock does. Energy is the difference of the
 * registers at the two boundaries, never a sum of powers. A register at a boundary is interpolated between the readings
 * around it. The rule for missing samples:
 *
 * - `measured`: at both boundaries a sample was read within one second, or none is missing around them. Samples that
 *   are missing in between change nothing: the registers have counted.
 * - `estimated`: samples are missing at a boundary, for at most a quarter-hour.
 * - absent: for longer than that; or a register fell (another meter, or a reset); or the meter has no registers.
 */
export function foldQuarter(
  memory: QuarterMemory,
  reading: Reading,
  intervalMs: number,
): { memory: QuarterMemory; quarter?: Reading } {
  if (reading.periodS === QUARTER_MS / 1000) return { memory: { byMeter: true } };
  const point = memory.byMeter ? undefined : toPoint(reading);
  if (!point) return { memory };
  const { last } = memory;
  if (last && (point.atMs < last.atMs || fell(last, point))) return { memory: { last: point } };
  const boundaryMs = Math.floor(point.atMs / QUARTER_MS) * QUARTER_MS;
  if (last && last.atMs >= boundaryMs) return { memory: { ...memory, last: point } };
  const boundary = atBoundary(boundaryMs, last, point, intervalMs);
  const quarter = boundary && memory.boundary && quarterBetween(memory.boundary, boundary);
  return { memory: { last: point, ...(boundary && { boundary }) }, ...(quarter && { quarter }) };
}

/** Values that are known to be of now, with at least one register. */
function toPoint({ at, periodS, quality, values }: Reading): Point | undefined {
  const unusable = quality.some((word) => word === 'stale' || word === 'meter-error');
  const registers = registersOf(values);
  if (unusable || periodS !== undefined || Object.keys(registers).length === 0) return undefined;
  return { atMs: Date.parse(at), registers, unsynced: quality.includes('clock-unsynced' as never) };
}

function registersOf(values: Values): Registers {
  const entries = Object.entries(values).filter(([name]) => /(Wh|Varh)$/.test(name));
  return Object.fromEntries(entries) as Registers;
}

function fell(before: Point, after: Point): boolean {
  return Object.entries(after.registers).some(([name, value]) => value < (before.registers[name] ?? 0));
}

function atBoundary(
  boundaryMs: number,
  last: Point | undefined,
  point: Point,
  intervalMs: number,
): QuarterMemory['boundary'] {
  const near = point.atMs - boundaryMs <= AT_BOUNDARY_MS;
  const gapMs = last ? point.atMs - last.atMs : Number.POSITIVE_INFINITY;
  if (gapMs > QUARTER_MS || !last) return near ? { ...point, atMs: boundaryMs, estimated: false } : undefined;
  const share = (boundaryMs - last.atMs) / gapMs;
  const registers: Registers = {};
  for (const [name, after] of Object.entries(point.registers)) {
    const before = last.registers[name];
    if (before !== undefined) registers[name] = Math.round(before + (after - before) * share);
  }
  const exact = near || boundaryMs - last.atMs <= AT_BOUNDARY_MS || gapMs <= MISSED_INTERVALS * intervalMs;
  return { atMs: boundaryMs, registers, unsynced: last.unsynced || point.unsynced, estimated: !exact };
}

type Boundary = NonNullable<QuarterMemory['boundary']>;

/** Undefined unless the two boundaries are a quarter apart. */
function quarterBetween(start: Boundary, end: Boundary): Reading | undefined {
  if (end.atMs - start.atMs !== QUARTER_MS) return undefined;
  const grown = (name: string) =>
    (end.registers[name] ?? 0) - (start.registers[name] ?? end.registers[name] ?? 0);
  const known = ['energyImportWh', 'energyExportWh'].some(
    (name) => name in start.registers && name in end.registers,
  );
  const netWh = grown('energyImportWh') - grown('energyExportWh');
  const quality: Quality[] = [start.estimated || end.estimated ? 'estimated' : 'measured'];
  if (start.unsynced || end.unsynced) quality.push('clock-unsynced');
  return {
    at: formatTime(end.atMs),
    periodS: QUARTER_MS / 1000,
    quality: quality as Reading['quality'],
    values: { ...end.registers, ...(known && { quarterAveragePowerW: netWh * 4 }) },
  };
}
