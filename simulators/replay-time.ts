/** How simulated time follows real time. All instants are milliseconds since 1970. */
export interface ReplayTime {
  realStart: number;
  simulatedStart: number;
  /** How many simulated milliseconds pass in a real one, until the replay has caught up with the present. */
  speed: number;
}

/** Simulated now: never ahead of the real one, so a replay that started in the past ends in the present. */
export function simulatedNowMs(
  { realStart, simulatedStart, speed }: ReplayTime,
  realNowMs = Date.now(),
): number {
  return Math.min(realNowMs, simulatedStart + (realNowMs - realStart) * speed);
}
