import { QUALITIES, type Quality } from '@access-layer/core/payloads/measurement';
import { DAY_MS } from './day-quarters.ts';
import type { TimeInterval } from './local-intervals.ts';
import type { DayView } from './quarter-file.ts';
import { type RegisterEnergy, registerEnergy } from './register-energy.ts';
import { combine, emptySummary, QUARTER_MS, readSummary, SUMMARY_NUMBERS, type Summary } from './summary.ts';

/** Half-open milliseconds; `until` 0 is open: as `allowedRanges` gives them. */
export interface Range {
  from: number;
  until: number;
}

/** One meter over one interval. */
export interface Cell {
  /** Quarter-hours of the interval that may be seen; those that may not are `hidden`. */
  expected: number;
  hidden: number;
  covered: number;
  readings: number;
  qualities: Quality[];
  import: RegisterEnergy | undefined;
  export: RegisterEnergy | undefined;
  power: { minW: number; meanW: number; maxW: number; readings: number } | undefined;
}

export interface MeterSeries {
  meter: string;
  role: string;
  /** One for each interval. */
  cells: Cell[];
}

export interface SeriesQuestion {
  pod: string;
  /** Only what lies in whole quarter-hours of these is looked at. */
  ranges: readonly Range[];
  meter?: string | undefined;
  role?: string | undefined;
}

interface LoadedDay {
  whole: Summary;
  quarters?: Float64Array;
  load: () => Float64Array;
}

/** Neighbours of an interval that are asked for the register at its borders. */
const CONTEXT_QUARTERS = 2;

/** The aggregates of each meter of a PoD that has readings in the time; `days` gives a UTC day by its beginning. */
export function aggregateSeries(
  { pod, ranges, meter, role }: SeriesQuestion,
  intervals: readonly TimeInterval[],
  days: (dayMs: number) => DayView | undefined,
): MeterSeries[] {
  const meters = new Map<string, { meter: string; role: string; days: Map<number, LoadedDay> }>();
  const contextMs = CONTEXT_QUARTERS * QUARTER_MS;
  for (const dayMs of daysOf(intervals, contextMs)) {
    if (!ranges.some((range) => range.from < dayMs + DAY_MS && endOf(range) > dayMs)) continue;
    const day = days(dayMs);
    for (const found of day?.meters(pod) ?? []) {
      if ((meter && found.meter !== meter) || (role && found.role !== role)) continue;
      const key = `${found.role} ${found.meter}`;
      const known = meters.get(key) ?? { meter: found.meter, role: found.role, days: new Map() };
      meters.set(key, known);
      const load = () => days(dayMs)!.quarters(pod, found.meter, found.role);
      known.days.set(dayMs, { whole: found.whole, load });
    }
  }
  return [...meters.values()]
    .map((found) => ({
      ...{ meter: found.meter, role: found.role },
      cells: intervals.map((interval) => cellOf(interval, found.days, ranges)),
    }))
    .filter(({ cells }) => cells.some(({ readings }) => readings > 0))
    .sort((a, b) => (a.role + a.meter < b.role + b.meter ? -1 : 1));
}

/** Beginnings of the UTC days that intervals and their neighbourhood touch. */
export function daysOf(
  intervals: readonly TimeInterval[],
  contextMs = CONTEXT_QUARTERS * QUARTER_MS,
): number[] {
  const first = intervals[0];
  const last = intervals.at(-1);
  if (!first || !last) return [];
  const days: number[] = [];
  const from = Math.floor((first.startMs - contextMs) / DAY_MS) * DAY_MS;
  for (let dayMs = from; dayMs < last.endMs + contextMs; dayMs += DAY_MS) days.push(dayMs);
  return days;
}

function cellOf(interval: TimeInterval, days: Map<number, LoadedDay>, ranges: readonly Range[]): Cell {
  const { inside, expected, hidden } = insideOf(interval, days, ranges);
  const before = neighbour(interval.startMs, -1, days, ranges);
  const after = neighbour(interval.endMs, 1, days, ranges);
  const energy = (register: 'import' | 'export') =>
    registerEnergy(interval, before(register), inside[register], after(register));
  return {
    ...{ expected, hidden, covered: inside.covered, readings: inside.readings },
    qualities: QUALITIES.filter((_quality, i) => inside.qualities & (1 << i)),
    import: energy('import'),
    export: energy('export'),
    power: inside.powerCount === 0 ? undefined : powerOf(inside),
  };
}

function powerOf({ powerMinW, powerMaxW, powerSumW, powerCount }: Summary) {
  return { minW: powerMinW, meanW: powerSumW / powerCount, maxW: powerMaxW, readings: powerCount };
}

/** Whole days where a day is in the interval and may be seen as a whole; else quarter by quarter. */
function insideOf({ startMs, endMs }: TimeInterval, days: Map<number, LoadedDay>, ranges: readonly Range[]) {
  let inside = emptySummary();
  let [expected, hidden, connected] = [0, 0, true];
  const stretches: Summary[] = [];
  const add = (piece: Summary) => {
    if (connected) inside = combine(inside, piece);
    else {
      stretches.push(inside);
      inside = piece;
      connected = true;
    }
  };
  for (let atMs = startMs; atMs < endMs; ) {
    const dayMs = Math.floor(atMs / DAY_MS) * DAY_MS;
    const day = days.get(dayMs);
    const whole = atMs === dayMs && dayMs + DAY_MS <= endMs && mayBeSeen(dayMs, dayMs + DAY_MS, ranges);
    const nextMs = whole ? dayMs + DAY_MS : atMs + QUARTER_MS;
    const count = (nextMs - atMs) / QUARTER_MS;
    if (whole || mayBeSeen(atMs, nextMs, ranges)) {
      expected += count;
      if (day) add(whole ? day.whole : quarterOf(day, dayMs, atMs));
    } else {
      hidden += count;
      connected = false;
    }
    atMs = nextMs;
  }
  inside = [...stretches, inside].reduce((a, b) => combine(a, b, false));
  return { inside, expected, hidden };
}

/** The nearest register span within reach of a border, on the side of `step`; nothing beyond what may not be seen. */
function neighbour(borderMs: number, step: 1 | -1, days: Map<number, LoadedDay>, ranges: readonly Range[]) {
  const first = step === 1 ? borderMs : borderMs - QUARTER_MS;
  const opposite = first - step * QUARTER_MS;
  return (register: 'import' | 'export') => {
    // What is inside the border must be visible too, or the energy between would speak of hidden time.
    if (!mayBeSeen(opposite, opposite + QUARTER_MS, ranges)) return undefined;
    for (let i = 0; i < CONTEXT_QUARTERS; i++) {
      const atMs = first + i * step * QUARTER_MS;
      if (!mayBeSeen(atMs, atMs + QUARTER_MS, ranges)) return undefined;
      const dayMs = Math.floor(atMs / DAY_MS) * DAY_MS;
      const day = days.get(dayMs);
      const span = day && quarterOf(day, dayMs, atMs)[register];
      if (span) return span;
    }
    return undefined;
  };
}

function quarterOf(day: LoadedDay, dayMs: number, atMs: number): Summary {
  day.quarters ??= day.load();
  return readSummary(day.quarters, ((atMs - dayMs) / QUARTER_MS) * SUMMARY_NUMBERS);
}

function mayBeSeen(fromMs: number, untilMs: number, ranges: readonly Range[]): boolean {
  return ranges.some((range) => range.from <= fromMs && endOf(range) >= untilMs);
}

function endOf({ until }: Range): number {
  return until || Number.POSITIVE_INFINITY;
}
