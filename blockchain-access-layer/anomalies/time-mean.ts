/** A mean over an interval of the clock, while it is being gathered. */
export interface MeanState {
  /** Where the interval begins, ms since 1970. */
  fromMs: number;
  sum: number;
  count: number;
  firstMs: number;
  lastMs: number;
}

/** With fewer values, or values over less of the interval, nothing is said of it. */
const FEWEST = 3;
const LEAST_SHARE = 0.5;

/**
 * Adds a value at its time; answers the state to keep, and the mean of the interval that it ends, if it had enough values.
 * Values of an earlier interval come too late.
 */
export function addToMean(
  state: MeanState | undefined,
  { value, atMs, intervalMs }: { value: number; atMs: number; intervalMs: number },
): { state: MeanState; ended?: { fromMs: number; mean: number; count: number } } {
  const fromMs = Math.floor(atMs / intervalMs) * intervalMs;
  if (state && fromMs < state.fromMs) return { state };
  if (state && fromMs === state.fromMs) {
    state.sum += value;
    state.count++;
    state.lastMs = Math.max(state.lastMs, atMs);
    state.firstMs = Math.min(state.firstMs, atMs);
    return { state };
  }
  const next = { fromMs, sum: value, count: 1, firstMs: atMs, lastMs: atMs };
  const isEnough = state && state.count >= FEWEST && state.lastMs - state.firstMs >= LEAST_SHARE * intervalMs;
  if (!isEnough) return { state: next };
  return {
    state: next,
    ended: { fromMs: state.fromMs, mean: state.sum / state.count, count: state.count },
  };
}
