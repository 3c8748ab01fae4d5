import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from '@access-layer/kit/log';
import type Type from 'typebox';

/** Port to the time by which a node samples and signs. */
export interface Clock {
  /** Milliseconds since 1970. */
  nowMs(): number;
  /**
   * How far the clock under this one has been set since it was opened, real ms: it has passed by so much more than a timer
   * that nobody sets. A clock that cannot be set has none.
   */
  setByMs?(): number;
  /** Whether this time is known to be right: a reading taken otherwise says `clock-unsynced`. */
  synchronised(): boolean;
  /**
   * Resolves when the clock shows the instant or a later one, and early when it was set back: look at it again then.
   * Rejects with AbortError when the signal ends it.
   */
  waitUntil(instantMs: number, signal: AbortSignal): Promise<void>;
  close(): void;
}

/** What a file in clocks/ exports as default. */
export interface ClockAdapter<S extends Type.TSchema = Type.TSchema> {
  name: string;
  options: S;
  /** Resolves when the first answer of `synchronised` is known. */
  create(options: Type.Static<S>, log: Log): Promise<Clock>;
}

/** A clock that is set may leap while we wait: look again at least this often. */
const LONGEST_SLEEP_MS = 5000;
const STEP_MS = 1000;

/** Waits by a function that gives the real milliseconds that are left; ends early when they have grown by a step. */
export async function waitReal(leftMs: () => number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  let left = leftMs();
  while (left > 0) {
    const sleptFromMs = performance.now();
    await sleep(Math.ceil(Math.min(left, LONGEST_SLEEP_MS)), undefined, { signal });
    const expected = left - (performance.now() - sleptFromMs);
    left = leftMs();
    if (left > expected + STEP_MS) return;
  }
}
