import { AccessLayerError } from '@access-layer/core/errors';
import Type from 'typebox';
import { badRequest } from '../api/bad-request.ts';
import { badCursor, cursorReader, encodeCursor } from '../api/cursor.ts';
import { parseRange } from '../api/range.ts';
import { localIntervals, type Step, type TimeInterval } from './local-intervals.ts';

export const DEFAULT_ZONE = 'Europe/Rome';
/** Intervals of a page. */
export const MOST_INTERVALS = 3000;
const MOST_YEARS = 10;
const YEAR_MS = 366 * 86_400_000;

export interface AskedRange {
  from: string;
  until: string;
  step: Step;
  zone?: string;
  cursor?: string;
}

export interface AskedIntervals {
  /** From the beginning of the first interval to the end of the last one. */
  whole: TimeInterval;
  /** Where the page begins. */
  firstMs: number;
  /** At most so many intervals from an instant on; `nextMs` is where the next one begins, if there is one. */
  page(startMs: number, most: number): { intervals: TimeInterval[]; nextMs?: number };
}

const readCursor = cursorReader(Type.Object({ startMs: Type.Integer() }));

/**
 * The local intervals that a question names, cut into pages.
 * @throws AccessLayerError SCD_BAD_REQUEST, SCD_RANGE_TOO_LARGE
 */
export function askedIntervals({
  from,
  until,
  step,
  zone = DEFAULT_ZONE,
  cursor,
}: AskedRange): AskedIntervals {
  const { fromMs, untilMs } = parseRange({ from, until });
  if (untilMs - fromMs > MOST_YEARS * YEAR_MS) {
    const message = `${from} to ${until}: at most ${MOST_YEARS} years at once; shorten the range`;
    throw new AccessLayerError({ code: 'SCD_RANGE_TOO_LARGE', message });
  }
  const cut = (range: { fromMs: number; untilMs: number }, most: number): TimeInterval[] =>
    inZone(zone, () => localIntervals(range, step, zone, most));
  const [first] = cut({ fromMs, untilMs: fromMs + 1 }, 1);
  const [last] = cut({ fromMs: untilMs - 1, untilMs }, 1);
  const whole = { startMs: first!.startMs, endMs: last!.endMs };
  const page: AskedIntervals['page'] = (startMs, most) => {
    const found = cut({ fromMs: startMs, untilMs: whole.endMs }, most + 1);
    if (found.length <= most) return { intervals: found };
    return { intervals: found.slice(0, most), nextMs: found[most]!.startMs };
  };
  const firstMs = readCursor(cursor)?.startMs ?? whole.startMs;
  const isStart =
    firstMs >= whole.startMs && firstMs < whole.endMs && page(firstMs, 1).intervals[0]!.startMs === firstMs;
  if (!isStart) throw badCursor(cursor);
  return { whole, firstMs, page };
}

export function intervalCursor(startMs: number): string {
  return encodeCursor({ startMs });
}

function inZone(zone: string, cut: () => TimeInterval[] | undefined): TimeInterval[] {
  let intervals: TimeInterval[] | undefined;
  try {
    intervals = cut();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw badRequest('zone', zone, `an IANA time zone, for example ${DEFAULT_ZONE}`);
  }
  if (intervals) return intervals;
  throw badRequest('zone', zone, 'a zone whose hours and days begin on quarter-hours of UTC');
}
