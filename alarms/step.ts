/** Where a value is: beyond the limit, back behind it, or between both (hysteresis). */
export type Verdict = 'in' | 'between' | 'out';

export interface Limit {
  side: 'above' | 'below';
  limit: number;
  hysteresis?: number | undefined;
}

export function judge(value: number, { side, limit, hysteresis = 0 }: Limit): Verdict {
  const beyond = side === 'above' ? value - limit : limit - value;
  if (beyond > 0) return 'in';
  return beyond > -hysteresis ? 'between' : 'out';
}

/** How far a rule is with one subject. Times in milliseconds. */
export interface Watch {
  phase: 'quiet' | 'pending' | 'ringing';
  /** When what it waits for began. */
  sinceMs: number;
}
export const QUIET: Watch = { phase: 'quiet', sinceMs: 0 };

export interface Step {
  watch: Watch;
  change?: 'rang' | 'over';
}

/** The next state after a verdict. Hysteresis keeps an alarm ringing; it does not let one begin. */
export function step({ phase, sinceMs }: Watch, verdict: Verdict, atMs: number, forMs: number): Step {
  if (phase === 'ringing') {
    return verdict === 'out' ? { watch: QUIET, change: 'over' } : { watch: { phase, sinceMs } };
  }
  if (verdict !== 'in') return { watch: QUIET };
  const since = phase === 'pending' ? sinceMs : atMs;
  if (atMs - since >= forMs) return { watch: { phase: 'ringing', sinceMs: since }, change: 'rang' };
  return { watch: { phase: 'pending', sinceMs: since } };
}
