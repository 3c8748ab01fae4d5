import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface Overload {
  /** True while the process is so far behind that more work would only make everybody wait. */
  isOverloaded(): boolean;
  /** Mean delay of the event loop in the last window, ms. */
  delayMs(): number;
  stop(): void;
}

const WINDOW_MS = 500;
const RESOLUTION_MS = 10;

/** Watches how late timers fire in this process. */
export function watchOverload(maxDelayMs: number): Overload {
  const histogram = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  histogram.enable();
  let delayMs = 0;
  const timer = setInterval(() => {
    delayMs = Number.isNaN(histogram.mean) ? 0 : Math.max(0, histogram.mean / 1e6 - RESOLUTION_MS);
    histogram.reset();
  }, WINDOW_MS);
  timer.unref();
  return {
    isOverloaded: () => delayMs > maxDelayMs,
    delayMs: () => delayMs,
    stop: () => {
      clearInterval(timer);
      histogram.disable();
    },
  };
}
