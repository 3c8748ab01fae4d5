/** ISO 8601 UTC with milliseconds: the one spelling of a time in a payload. */
export const ISO_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** Milliseconds since 1970 of a payload time; undefined for any other spelling or a date that does not exist. */
export function parseTime(text: string): number | undefined {
  if (!ISO_TIME.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isNaN(ms) || formatTime(ms) !== text ? undefined : ms;
}

export function formatTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

/**
 * UTC day (yyyy-MM-dd) that a reading belongs to. An interval ends at `at`, so one that ends at midnight belongs to
 * the day before (intervals are half-open).
 */
export function measurementDay(reading: { at: string; periodS?: number }): string {
  const ms = Date.parse(reading.at) - (reading.periodS ? 1 : 0);
  return formatTime(ms).slice(0, 10);
}
