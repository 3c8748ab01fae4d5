import type { Log } from '@access-layer/kit/log';

/** A part that moves as long as it is well. */
export interface Watched {
  name: string;
  /** When it last moved, by performance.now(). */
  beatMs: () => number;
  /** How long it may stand still. */
  limitMs: number;
}

export interface WatchdogOptions {
  parts: readonly Watched[];
  /** At most so long between two looks. */
  everyMs: number;
  /** All parts move. */
  onWell: () => void;
  /** A part stands still: called once, and nothing after it. */
  onStuck: (name: string, forMs: number) => void;
  log: Log;
  nowMs?: () => number;
}

/**
 * Looks whether every part still moves. What comes from it is the sign of life for systemd: when the loop of events
 * itself hangs there is none, and systemd ends the process.
 */
export function startWatchdog(options: WatchdogOptions): { look(): void; stop(): void } {
  const { parts, everyMs, onWell, onStuck, log, nowMs = () => performance.now() } = options;
  function look(): void {
    const stuck = parts.find(({ beatMs, limitMs }) => nowMs() - beatMs() > limitMs);
    if (!stuck) {
      onWell();
      return;
    }
    clearInterval(timer);
    const forMs = Math.round(nowMs() - stuck.beatMs());
    log.fatal({ part: stuck.name, forMs, limitMs: stuck.limitMs }, 'a part stands still');
    onStuck(stuck.name, forMs);
  }
  const timer = setInterval(look, everyMs);
  timer.unref();
  return { look, stop: () => clearInterval(timer) };
}
