/** A count at a time; rates are made of several. */
interface Point {
  atMs: number;
  count: number;
}

const WINDOW_MS = 60_000;

/** Takes counts as they come and says how much a second passed over the last minute; undefined before there are two. */
export function createRate(windowMs = WINDOW_MS): (count: number, atMs: number) => number | undefined {
  let points: Point[] = [];
  return (count, atMs) => {
    const last = points.at(-1);
    if (last && count < last.count) points = []; // counted anew: another data folder
    if (!last || atMs > last.atMs) points.push({ atMs, count });
    points = points.filter((point) => atMs - point.atMs <= windowMs);
    const first = points[0]!;
    if (atMs <= first.atMs) return undefined;
    return ((count - first.count) * 1000) / (atMs - first.atMs);
  };
}
