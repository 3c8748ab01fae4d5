import { QUARTER_MS } from './summary.ts';

export const STEPS = ['15min', 'hour', 'day', 'month'] as const;
export type Step = (typeof STEPS)[number];

export interface TimeInterval {
  startMs: number;
  endMs: number;
}

const HOUR_MS = 4 * QUARTER_MS;

/**
 * The first `most` local intervals that touch from ≤ t < until, each whole. Days and months begin at midnight of the
 * zone, so a day of Europe/Rome has 92, 96 or 100 quarter-hours. Undefined where the zone's borders are not on
 * quarter-hours.
 * @throws RangeError for a zone that is not known
 */
export function localIntervals(
  { fromMs, untilMs }: { fromMs: number; untilMs: number },
  step: Step,
  zone: string,
  most: number,
): TimeInterval[] | undefined {
  const clock = zoneClock(zone);
  const intervals: TimeInterval[] = [];
  let startMs = startOf(fromMs, step, clock);
  while (startMs < untilMs && intervals.length < most) {
    const endMs = nextOf(startMs, step, clock);
    if (startMs % QUARTER_MS !== 0 || endMs % QUARTER_MS !== 0) return undefined;
    intervals.push({ startMs, endMs });
    startMs = endMs;
  }
  return intervals;
}

/** Local time minus UTC, in milliseconds. */
type Clock = (timeMs: number) => number;

function zoneClock(zone: string): Clock {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, hourCycle: 'h23', era: 'short' },
    ...{
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    },
  });
  return (timeMs) => {
    const part = Object.fromEntries(
      format.formatToParts(timeMs).map(({ type, value }) => [type, Number(value)]),
    );
    const { year, month, day, hour, minute, second } = part as Record<string, number>;
    return Date.UTC(year!, month! - 1, day!, hour, minute, second) - Math.floor(timeMs / 1000) * 1000;
  };
}

function startOf(timeMs: number, step: Step, clock: Clock): number {
  if (step === '15min') return floor(timeMs, QUARTER_MS);
  if (step === 'hour') {
    const offset = clock(timeMs);
    return floor(timeMs + offset, HOUR_MS) - offset;
  }
  const local = new Date(timeMs + clock(timeMs));
  const day = step === 'day' ? local.getUTCDate() : 1;
  return midnight(local.getUTCFullYear(), local.getUTCMonth(), day, clock);
}

function nextOf(startMs: number, step: Step, clock: Clock): number {
  if (step === '15min') return startMs + QUARTER_MS;
  if (step === 'hour') return startMs + HOUR_MS;
  const local = new Date(startMs + clock(startMs));
  const [year, month, day] = [local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate()];
  return step === 'day' ? midnight(year, month, day + 1, clock) : midnight(year, month + 1, 1, clock);
}

/** The first instant of a local day; where clocks are put forward at midnight, the day begins with the first hour it has. */
function midnight(year: number, month: number, day: number, clock: Clock): number {
  const local = Date.UTC(year, month, day);
  const offsets = [clock(local - 12 * HOUR_MS), clock(local + 12 * HOUR_MS)];
  const exact = offsets.map((offset) => local - offset).filter((timeMs) => clock(timeMs) === local - timeMs);
  return exact.length > 0 ? Math.min(...exact) : local - Math.min(...offsets);
}

function floor(timeMs: number, stepMs: number): number {
  return Math.floor(timeMs / stepMs) * stepMs;
}
