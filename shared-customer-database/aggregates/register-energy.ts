import { GAP_MS, type RegisterSpan } from './summary.ts';

/** How the register's value at a border of an interval is known. */
export type Border = 'read' | 'interpolated' | 'missing';

export interface RegisterEnergy {
  /** What the register counted in the interval, as far as it is known; never negative. */
  energyWh: number;
  start: Border;
  end: Border;
  falls: number;
  gaps: number;
}

/**
 * Energy of startMs ≤ t < endMs: the difference of the register between the borders. A border without a reading is
 * interpolated between its neighbours, unless there is a gap between them: then only what lies between readings inside
 * counts. `before` and `after` are the neighbouring pieces of time, where they may be seen.
 */
export function registerEnergy(
  { startMs, endMs }: { startMs: number; endMs: number },
  before: RegisterSpan | undefined,
  inside: RegisterSpan | undefined,
  after: RegisterSpan | undefined,
): RegisterEnergy | undefined {
  const left = before && { at: before.lastAt, value: before.last };
  const right = after && { at: after.firstAt, value: after.first };
  if (!inside) return betweenNeighbours(startMs, endMs, left, right);
  const first = { at: inside.firstAt, value: inside.first };
  const last = { at: inside.lastAt, value: inside.last };
  const atStart = first.at <= startMs ? exact(first) : valueAt(startMs, left, first);
  const atEnd = last.at >= endMs ? exact(last) : valueAt(endMs, last, right);
  return {
    energyWh:
      inside.innerWh +
      (atStart.border === 'missing' ? 0 : first.value - atStart.value) +
      (atEnd.border === 'missing' ? 0 : atEnd.value - last.value),
    start: atStart.border,
    end: atEnd.border,
    falls: inside.falls + atStart.falls + atEnd.fallsInside,
    gaps: inside.gaps + atStart.gaps + atEnd.gaps,
  };
}

interface Point {
  at: number;
  value: number;
}

interface ValueAt {
  border: Border;
  value: number;
  /** A fall counts once: in the interval that its later reading lies in. */
  falls: number;
  fallsInside: number;
  gaps: number;
}

function exact({ value }: Point): ValueAt {
  return { border: 'read', value, falls: 0, fallsInside: 0, gaps: 0 };
}

/** Whole Wh, rounded alike for both intervals that meet here, so that they add up. */
function valueAt(atMs: number, before: Point | undefined, after: Point | undefined): ValueAt {
  if (!before || !after) return { border: 'missing', value: 0, falls: 0, fallsInside: 0, gaps: 0 };
  const [step, spanMs] = [after.value - before.value, after.at - before.at];
  const falls = step < 0 ? 1 : 0;
  const gaps = spanMs > GAP_MS ? 1 : 0;
  if (before.at === atMs) {
    const value = step < 0 ? after.value : before.value;
    return { border: 'read', value, falls, fallsInside: 0, gaps };
  }
  if (after.at === atMs) {
    const value = step < 0 ? before.value : after.value;
    return { border: 'read', value, falls: 0, fallsInside: falls, gaps };
  }
  // A fall on the other side of a gap cannot be told from one that came long before.
  if (falls || gaps) return { border: 'missing', value: 0, falls: gaps ? 0 : falls, fallsInside: 0, gaps };
  const value = before.value + Math.round((step * (atMs - before.at)) / spanMs);
  return { border: 'interpolated', value, falls: 0, fallsInside: 0, gaps: 0 };
}

function betweenNeighbours(
  startMs: number,
  endMs: number,
  left: Point | undefined,
  right: Point | undefined,
): RegisterEnergy | undefined {
  if (!left || !right) return undefined;
  const atStart = valueAt(startMs, left, right);
  const atEnd = valueAt(endMs, left, right);
  const falls = right.value < left.value;
  if (falls || atStart.border === 'missing' || atEnd.border === 'missing') return undefined;
  return {
    energyWh: atEnd.value - atStart.value,
    start: atStart.border,
    end: atEnd.border,
    falls: 0,
    gaps: 0,
  };
}
