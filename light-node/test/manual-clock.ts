import type { Clock } from '../clock.ts';

/** A clock that a test moves. */
export function manualClock(startMs: number) {
  let now = startMs;
  let synchronised = true;
  let waiting: { untilMs: number; wake: () => void }[] = [];
  const clock: Clock = {
    nowMs: () => now,
    synchronised: () => synchronised,
    waitUntil(untilMs, signal) {
      signal.throwIfAborted();
      if (untilMs <= now) return Promise.resolve();
      return new Promise((resolve, reject) => {
        const entry = { untilMs, wake: resolve };
        waiting.push(entry);
        const giveUp = () => {
          waiting = waiting.filter((other) => other !== entry);
          reject(signal.reason);
        };
        signal.addEventListener('abort', giveUp, { once: true });
      });
    },
    close() {},
  };
  return {
    clock,
    /** The instant that is waited for, if any. */
    waitedFor: () => waiting.map(({ untilMs }) => untilMs).sort((a, b) => a - b)[0],
    /** Moves to an instant; one in the past is a clock that was set back, which wakes everybody. */
    moveTo(instantMs: number) {
      const back = instantMs < now;
      now = instantMs;
      const woken = waiting.filter(({ untilMs }) => back || untilMs <= now);
      waiting = waiting.filter((entry) => !woken.includes(entry));
      for (const { wake } of woken) wake();
    },
    setSynchronised(value: boolean) {
      synchronised = value;
    },
  };
}
