import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '@access-layer/kit/sqlite';
import type { Anomalies } from '../anomaly.ts';

/** A chain that is being restarted is no anomaly. */
const UNREACHABLE_AFTER_MS = 10_000;

/** Tells when the chain has not answered for a while, and when it does again. Call it now and then. */
export function createChainWatch({
  database,
  anomalies,
  anchorer,
}: {
  database: DatabaseSync;
  anomalies: Pick<Anomalies, 'add' | 'heal' | 'list'>;
  anchorer: string;
}) {
  let sinceMs: number | undefined;
  // It may be open from a run before.
  let isTold =
    anomalies.list({ limit: 1, type: 'chain-unreachable', state: 'open', node: anchorer }).length > 0;

  return {
    look(unreachable: string | undefined, nowMs: number): void {
      sinceMs = unreachable === undefined ? undefined : (sinceMs ?? nowMs);
      const isGone = sinceMs !== undefined && nowMs - sinceMs >= UNREACHABLE_AFTER_MS;
      if (isTold === isGone || (isTold && sinceMs !== undefined)) return;
      transaction(database, () => {
        const key = { type: 'chain-unreachable', node: anchorer } as const;
        if (isGone) anomalies.add({ ...key, at: nowMs, details: { reason: unreachable, since: sinceMs } });
        else anomalies.heal(key, nowMs, { why: 'it answers again' });
      });
      isTold = isGone;
    },
  };
}
