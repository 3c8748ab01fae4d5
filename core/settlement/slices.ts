export const QUARTER_MS = 900_000;

/** A piece of time in milliseconds, half-open. */
export interface Slice {
  fromMs: number;
  untilMs: number;
}

/** A piece of time, cut at the quarter-hours that lie in it. */
export function slicesOf({ fromMs, untilMs }: Slice): Slice[] {
  const slices: Slice[] = [];
  for (let atMs = fromMs; atMs < untilMs; ) {
    const nextMs = Math.min(untilMs, (Math.floor(atMs / QUARTER_MS) + 1) * QUARTER_MS);
    slices.push({ fromMs: atMs, untilMs: nextMs });
    atMs = nextMs;
  }
  return slices;
}

export function hoursOf({ fromMs, untilMs }: Slice): number {
  return (untilMs - fromMs) / 3_600_000;
}

export function overlap(a: Slice, b: Slice): Slice | undefined {
  const both = { fromMs: Math.max(a.fromMs, b.fromMs), untilMs: Math.min(a.untilMs, b.untilMs) };
  return both.fromMs < both.untilMs ? both : undefined;
}

/** Thousandths are the last digit of every figure, so that it is the same however it was added up. */
export function rounded(value: number): number {
  const whole = Math.round(value * 1000) / 1000;
  return whole === 0 ? 0 : whole;
}

export function sum(values: readonly number[]): number {
  return rounded(values.reduce((total, value) => total + value, 0));
}
