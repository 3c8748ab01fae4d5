import type { Health } from '@access-layer/kit/http';
import type { BatchStore } from './batch-store.ts';

export interface HealthParts {
  /** Why no packet is acknowledged now. */
  intakeStopped: () => string | undefined;
  /** Work that goes on by itself and failed last time. */
  failures: () => (string | undefined)[];
  chain: () => { unreachable: string | undefined; problem: string | undefined };
  registryUnreachable: () => string | undefined;
  batches: BatchStore;
  /** An un-anchored batch that is older is a reason to look. */
  alarmAfterMs: number;
  now?: () => number;
}

/**
 * Degraded where packets are not acknowledged, where batches are refused, or where they wait for too long. A chain that
 * is away for a moment is told, and is no reason: intake and delivery go on.
 */
export function healthOf(parts: HealthParts): Health {
  const {
    intakeStopped,
    failures,
    chain,
    registryUnreachable,
    batches,
    alarmAfterMs,
    now = Date.now,
  } = parts;
  const { waiting, oldestWaitingMs } = batches.totals();
  const ageMs = oldestWaitingMs === 0 ? 0 : Math.max(0, now() - oldestWaitingMs);
  const { unreachable, problem } = chain();
  const waits =
    ageMs > alarmAfterMs
      ? `a batch waits to be anchored for ${Math.round(ageMs / 1000)} s${unreachable ? `: ${unreachable}` : ''}`
      : undefined;
  const reasons = [intakeStopped(), problem, waits, ...failures()].filter((reason) => reason !== undefined);
  return {
    status: reasons.length === 0 ? 'ok' : 'degraded',
    ...(reasons.length > 0 && { reason: reasons.join('; ') }),
    chain: unreachable ?? 'ok',
    registry: registryUnreachable() ?? 'ok',
    batchesWaiting: waiting,
    oldestUnanchoredAgeS: Math.round(ageMs / 1000),
  };
}
