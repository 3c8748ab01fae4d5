import type { Reading } from '../../api/readings.ts';
import { type Stretch, usualStepMs, withGaps } from '../../parts/time-series.ts';

/** Two readings further apart than this many usual steps: nothing is known between them. */
const GAP_STEPS = 3;
/** Qualities that say that a value is not a plain measurement of its time. */
const DOUBTFUL = new Set(['estimated', 'stale', 'clock-unsynced', 'meter-error']);

export interface Ordered {
  fromMs: number;
  untilMs: number;
  valueW?: number;
  mode: string;
}

export interface PowerSeries {
  timesMs: number[];
  values: (number | null)[];
  /** What was ordered at each of the times; null where nothing was. */
  ordered: (number | null)[];
  gaps: { fromMs: number; untilMs: number }[];
  doubtful: { fromMs: number; untilMs: number }[];
}

/** One value of readings over time, with what is missing and what is doubtful. */
export function powerSeries(
  readings: readonly Reading[],
  name: string,
  setPoints: readonly Ordered[],
): PowerSeries {
  // A reading of an interval has the interval's values only: it is no hole in the instantaneous ones.
  const having = readings.filter(({ values }) => values[name] !== undefined);
  const times = having.map(({ atMs }) => atMs);
  const gapMs = Math.max(GAP_STEPS * usualStepMs(times), 1000);
  const samples = withGaps(
    having.map(({ atMs, values }) => ({ atMs, values: [values[name]!] })),
    gapMs,
  );
  const timesMs = samples.map(({ atMs }) => atMs);
  return {
    timesMs,
    values: samples.map(({ values }) => values[0] ?? null),
    ordered: timesMs.map((atMs) => orderedAt(setPoints, atMs)),
    gaps: gapsBetween(times, gapMs),
    doubtful: doubtfulStretches(readings, gapMs),
  };
}

/** The set-point in force at a time: of several the one that was given last, which is last in the list. */
function orderedAt(setPoints: readonly Ordered[], atMs: number): number | null {
  const inForce = setPoints.findLast(({ fromMs, untilMs }) => fromMs <= atMs && atMs < untilMs);
  if (inForce?.valueW === undefined) return null;
  return inForce.mode === 'limit-export' ? -inForce.valueW : inForce.valueW;
}

function gapsBetween(times: readonly number[], gapMs: number) {
  return times.slice(1).flatMap((untilMs, index) => {
    const fromMs = times[index]!;
    return untilMs - fromMs > gapMs ? [{ fromMs, untilMs }] : [];
  });
}

/** Readings in a row with a doubtful quality, as one stretch. */
function doubtfulStretches(readings: readonly Reading[], gapMs: number) {
  const found: { fromMs: number; untilMs: number }[] = [];
  for (const { atMs, quality } of readings) {
    if (!quality.some((one) => DOUBTFUL.has(one))) continue;
    const last = found.at(-1);
    if (last && atMs - last.untilMs <= gapMs) last.untilMs = atMs;
    else found.push({ fromMs: atMs - gapMs / GAP_STEPS, untilMs: atMs });
  }
  return found;
}

export function stretches(
  { gaps, doubtful }: Pick<PowerSeries, 'gaps' | 'doubtful'>,
  names: { gap: string; doubtful: string },
): Stretch[] {
  return [
    ...gaps.map((gap) => ({ ...gap, colour: '--bad', name: names.gap })),
    ...doubtful.map((one) => ({ ...one, colour: '--warn', name: names.doubtful })),
  ];
}
