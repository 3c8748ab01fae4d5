import { QUALITIES, type Reading } from '@access-layer/core/payloads/measurement';

export const QUARTER_MS = 900_000;
/** Two readings of a register farther apart than a quarter-hour and a minute have a gap between them. */
export const GAP_MS = 960_000;

/** What a register did between its first and last reading. Energies in Wh, times in milliseconds. */
export interface RegisterSpan {
  firstAt: number;
  first: number;
  lastAt: number;
  last: number;
  /** Sum of the steps upward between consecutive readings. */
  innerWh: number;
  /** Steps downward: a reset or another meter. Nothing is counted for them. */
  falls: number;
  /** Consecutive readings farther apart than `GAP_MS`. */
  gaps: number;
}

/** What is known of one meter over a piece of time: enough to put neighbouring pieces together. */
export interface Summary {
  readings: number;
  /** Quarter-hours of which there is a reading. */
  covered: number;
  /** Bit i: a reading had `QUALITIES[i]`. */
  qualities: number;
  powerCount: number;
  powerSumW: number;
  powerMinW: number;
  powerMaxW: number;
  import: RegisterSpan | undefined;
  export: RegisterSpan | undefined;
}

export function emptySummary(): Summary {
  return {
    ...{ readings: 0, covered: 0, qualities: 0, powerCount: 0, powerSumW: 0 },
    ...{ powerMinW: Number.POSITIVE_INFINITY, powerMaxW: Number.NEGATIVE_INFINITY },
    ...{ import: undefined, export: undefined },
  };
}

/**
 * Adds readings of one meter; they must come in the order of `at`. The values of a reading that the meter marked as
 * wrong are not used, and cover nothing; its mark stays.
 */
export function addReading(summary: Summary, { at, periodS, quality, values }: Reading): void {
  summary.readings++;
  for (const word of quality) summary.qualities |= 1 << QUALITIES.indexOf(word);
  if (quality.includes('meter-error')) return;
  const atMs = Date.parse(at);
  const { activePowerW, energyImportWh, energyExportWh } = values;
  if (activePowerW !== undefined && periodS === undefined) {
    summary.powerCount++;
    summary.powerSumW += activePowerW;
    summary.powerMinW = Math.min(summary.powerMinW, activePowerW);
    summary.powerMaxW = Math.max(summary.powerMaxW, activePowerW);
  }
  if (energyImportWh !== undefined) summary.import = join(summary.import, pointOf(atMs, energyImportWh));
  if (energyExportWh !== undefined) summary.export = join(summary.export, pointOf(atMs, energyExportWh));
}

/**
 * Two pieces of time, the earlier first. Where something lies between them that must not be seen, they are not
 * `connected`: what the registers did in between is in no sum.
 */
export function combine(a: Summary, b: Summary, connected = true): Summary {
  return {
    readings: a.readings + b.readings,
    covered: a.covered + b.covered,
    qualities: a.qualities | b.qualities,
    powerCount: a.powerCount + b.powerCount,
    powerSumW: a.powerSumW + b.powerSumW,
    powerMinW: Math.min(a.powerMinW, b.powerMinW),
    powerMaxW: Math.max(a.powerMaxW, b.powerMaxW),
    import: join(a.import, b.import, connected),
    export: join(a.export, b.export, connected),
  };
}

function pointOf(atMs: number, value: number): RegisterSpan {
  return { firstAt: atMs, first: value, lastAt: atMs, last: value, innerWh: 0, falls: 0, gaps: 0 };
}

function join(
  a: RegisterSpan | undefined,
  b: RegisterSpan | undefined,
  connected = true,
): RegisterSpan | undefined {
  if (!a || !b) return a ?? b;
  const step = connected ? b.first - a.last : 0;
  return {
    firstAt: a.firstAt,
    first: a.first,
    lastAt: b.lastAt,
    last: b.last,
    innerWh: a.innerWh + b.innerWh + Math.max(step, 0),
    falls: a.falls + b.falls + (step < 0 ? 1 : 0),
    gaps: a.gaps + b.gaps + (connected && b.firstAt - a.lastAt > GAP_MS ? 1 : 0),
  };
}

const SPAN_NUMBERS = 7;
/** Length of a summary as numbers. */
export const SUMMARY_NUMBERS = 7 + 2 * SPAN_NUMBERS;

export function writeSummary(summary: Summary, numbers: Float64Array, at: number): void {
  const { readings, covered, qualities, powerCount, powerSumW, powerMinW, powerMaxW } = summary;
  numbers.set([readings, covered, qualities, powerCount, powerSumW, powerMinW, powerMaxW], at);
  for (const [i, span] of [summary.import, summary.export].entries()) {
    const { firstAt = -1, first = 0, lastAt = 0, last = 0, innerWh = 0, falls = 0, gaps = 0 } = span ?? {};
    numbers.set([firstAt, first, lastAt, last, innerWh, falls, gaps], at + 7 + i * SPAN_NUMBERS);
  }
}

export function readSummary(numbers: Float64Array, at: number): Summary {
  return {
    readings: numbers[at]!,
    covered: numbers[at + 1]!,
    qualities: numbers[at + 2]!,
    powerCount: numbers[at + 3]!,
    powerSumW: numbers[at + 4]!,
    powerMinW: numbers[at + 5]!,
    powerMaxW: numbers[at + 6]!,
    import: readSpan(numbers, at + 7),
    export: readSpan(numbers, at + 7 + SPAN_NUMBERS),
  };
}

function readSpan(numbers: Float64Array, at: number): RegisterSpan | undefined {
  if (numbers[at] === -1) return undefined;
  return {
    firstAt: numbers[at]!,
    first: numbers[at + 1]!,
    lastAt: numbers[at + 2]!,
    last: numbers[at + 3]!,
    innerWh: numbers[at + 4]!,
    falls: numbers[at + 5]!,
    gaps: numbers[at + 6]!,
  };
}
