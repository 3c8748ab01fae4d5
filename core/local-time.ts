/** The wall clock of a time zone. A date is `yyyy-MM-dd`; a wall time is what the clock shows, in milliseconds as if in UTC. */
export interface LocalClock {
  wallOf(timeMs: number): number;
  dateOf(timeMs: number): string;
  /** When the clock shows a wall time: the first time of two; undefined where the clock is put forward over it. */
  instantOf(wallMs: number): number | undefined;
}

const HALF_DAY_MS = 43_200_000;
/** Offsets change at full quarter-hours of UTC, in every zone there is. */
const QUARTER_MS = 900_000;

/** @throws RangeError for a zone that is not known */
export function localClock(zone: string): LocalClock {
  const format = new Intl.DateTimeFormat('en-US', {
    ...{ timeZone: zone, hourCycle: 'h23', era: 'short', year: 'numeric', month: 'numeric', day: 'numeric' },
    ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
  });
  const known = new Map<number, number>();
  const offsetOf = (timeMs: number): number => {
    const quarter = Math.floor(timeMs / QUARTER_MS);
    const offset = known.get(quarter) ?? readOffset(format, quarter * QUARTER_MS);
    known.set(quarter, offset);
    return offset;
  };
  return {
    wallOf: (timeMs) => timeMs + offsetOf(timeMs),
    dateOf: (timeMs) => new Date(timeMs + offsetOf(timeMs)).toISOString().slice(0, 10),
    instantOf(wallMs) {
      const offsets = [offsetOf(wallMs - HALF_DAY_MS), offsetOf(wallMs + HALF_DAY_MS)];
      const exact = offsets
        .map((offset) => wallMs - offset)
        .filter((timeMs) => offsetOf(timeMs) === wallMs - timeMs);
      return exact.length > 0 ? Math.min(...exact) : undefined;
    },
  };
}

function readOffset(format: Intl.DateTimeFormat, timeMs: number): number {
  const part = Object.fromEntries(
    format.formatToParts(timeMs).map(({ type, value }) => [type, Number(value)]),
  );
  const { year, month, day, hour, minute, second } = part as Record<string, number>;
  return Date.UTC(year!, month! - 1, day!, hour, minute, second) - timeMs;
}
