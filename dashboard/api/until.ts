import { usePods } from './pods.ts';

const DAY_MS = 86_400_000;

/** The end of the day that the address says, else of the newest reading's. */
export function useUntil(day: string | undefined): number {
  const pods = usePods();
  const newest = Math.max(0, ...(pods.data?.rows ?? []).map(({ lastMs = 0 }) => lastMs));
  const chosen = Date.parse(`${day}T00:00:00.000Z`);
  const of = Number.isNaN(chosen) ? newest || Date.now() : chosen;
  return Math.floor(of / DAY_MS) * DAY_MS + DAY_MS;
}
