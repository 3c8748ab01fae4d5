import { badRequest } from './bad-request.ts';

const TIME = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;
/** Open ends: the years that four digits can name. */
const EARLIEST_MS = Date.parse('0000-01-01T00:00:00.000Z');
const LATEST_MS = Date.parse('9999-12-31T23:59:59.999Z') + 1;

/**
 * The half-open range from ≤ t < until that a request asks for, in milliseconds; open where an end is absent.
 * @throws AccessLayerError SCD_BAD_REQUEST
 */
export function parseRange({ from, until }: { from?: string; until?: string }): {
  fromMs: number;
  untilMs: number;
} {
  const fromMs = from === undefined ? EARLIEST_MS : parseInstant('from', from);
  const untilMs = until === undefined ? LATEST_MS : parseInstant('until', until);
  if (fromMs >= untilMs)
    throw badRequest('until', until, `a time after from (${from}); the range is from ≤ t < until`);
  return { fromMs, untilMs };
}

/** Whether a range lies in the past: only late data changes what is in it. */
export function isOver({ untilMs }: { untilMs: number }): boolean {
  return untilMs <= Date.now();
}

function parseInstant(name: string, text: string): number {
  const ms = TIME.test(text) ? Date.parse(text) : Number.NaN;
  const real = !Number.isNaN(ms) && sameDate(text);
  if (real) return ms;
  throw badRequest(
    name,
    text,
    'an ISO 8601 time with Z or an offset (2026-02-01T00:00:00Z), or a UTC day (2026-02-01)',
  );
}

/** `Date.parse` takes the 30th of February for the 2nd of March. */
function sameDate(text: string): boolean {
  const day = text.slice(0, 10);
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}
