export const SPANS = {
  '1h': 3_600_000,
  '6h': 21_600_000,
  '24h': 86_400_000,
  '7d': 604_800_000,
  '31d': 2_678_400_000,
};
export type SpanName = keyof typeof SPANS;

export interface Range {
  fromMs: number;
  untilMs: number;
  /** Ends with the newest reading, and goes on with it. */
  isLive: boolean;
  span?: SpanName;
}

/**
 * The range of an address: `from` and `until`, or a `span` that ends with the newest reading (which may be of last week
 * where a simulated node replays it)
 * and begins with the first one at the earliest.
 */
export function rangeOf(
  get: (name: string) => string | undefined,
  lastMs: number,
  firstMs = Number.NEGATIVE_INFINITY,
): Range {
  const [from, until] = [Date.parse(get('from') ?? ''), Date.parse(get('until') ?? '')];
  if (until > from) return { fromMs: from, untilMs: until, isLive: false };
  const span = isSpan(get('span')) ?? '6h';
  const untilMs = lastMs + 1;
  return { fromMs: Math.max(untilMs - SPANS[span], Math.min(firstMs, lastMs)), untilMs, isLive: true, span };
}

function isSpan(name: string | undefined): SpanName | undefined {
  return name !== undefined && Object.hasOwn(SPANS, name) ? (name as SpanName) : undefined;
}

/** Most points that a chart shows as they are; longer ranges are shown by quarters of an hour. */
const MOST_POINTS = 6000;

/** Whether a range is read reading by reading: as many as there would be at the usual pace. */
export function showsReadings(
  { fromMs, untilMs }: Range,
  series: { readings: number; firstMs: number; lastMs: number } | undefined,
): boolean {
  if (!series || series.lastMs <= series.firstMs) return true;
  const pace = series.readings / (series.lastMs - series.firstMs);
  const shown = Math.max(0, Math.min(untilMs, series.lastMs) - Math.max(fromMs, series.firstMs));
  return pace * shown <= MOST_POINTS;
}
