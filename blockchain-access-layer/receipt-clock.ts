/** Two clocks in milliseconds: the one of the wall, and one that only passes. */
export interface Clocks {
  wall(): number;
  monotonic(): number;
}

const systemClocks: Clocks = { wall: () => Date.now(), monotonic: () => performance.now() };

export interface ReceiptClockOptions {
  /** Highest receipt time that was ever given out, from durable state; 0 for none. */
  highWaterMs: number;
  /** A difference between the two clocks that is larger is a leap. */
  maxStepMs: number;
  clocks?: Clocks;
}

export type ClockState = { ok: true } | { ok: false; leapMs: number; reason: string };

/**
 * The clock of `receivedAt` (formats 5): it never falls. When the wall clock leaps against the monotonic one, or shows
 * a time before a receipt already given, it stops until the wall is right again or somebody accepts what it shows.
 */
export function createReceiptClock({ highWaterMs, maxStepMs, clocks = systemClocks }: ReceiptClockOptions) {
  let highWater = highWaterMs;
  // Where the last trusted reading of the wall stood; after a restart all that is known is the last receipt.
  let trusted = { wall: clocks.wall(), monotonic: clocks.monotonic() };
  if (trusted.wall < highWater - maxStepMs) trusted = { ...trusted, wall: highWater };

  /** Compares the clocks; slow corrections of a time service are followed, leaps are not. */
  function check(): ClockState {
    const now = { wall: clocks.wall(), monotonic: clocks.monotonic() };
    const leapMs = Math.round(now.wall - (trusted.wall + now.monotonic - trusted.monotonic));
    if (Math.abs(leapMs) <= maxStepMs) {
      trusted = now;
      return { ok: true };
    }
    const direction = leapMs > 0 ? 'forward' : 'back';
    const reason =
      `the clock leapt ${direction} by ${Math.abs(leapMs)} ms (allowed: ${maxStepMs}); ` +
      'set it right, or POST /clock/clear to accept the time that it shows';
    return { ok: false, leapMs, reason };
  }

  return {
    check,

    /** The time of receipt for what arrives now, or why there is none. */
    receive(): { ok: true; atMs: number } | { ok: false; reason: string } {
      const state = check();
      if (!state.ok) return state;
      highWater = Math.max(highWater, Math.floor(trusted.wall));
      return { ok: true, atMs: highWater };
    },

    /** An operator accepts the wall clock as it is. Receipts still never fall: they wait at the highest one given. */
    clear(): { nowMs: number; highWaterMs: number } {
      trusted = { wall: clocks.wall(), monotonic: clocks.monotonic() };
      return { nowMs: trusted.wall, highWaterMs: highWater };
    },
  };
}

export type ReceiptClock = ReturnType<typeof createReceiptClock>;
