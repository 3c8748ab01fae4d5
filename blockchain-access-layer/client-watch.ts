import type { DatabaseSync } from 'node:sqlite';
import type { Log } from '@access-layer/kit/log';
import { transaction } from '@access-layer/kit/sqlite';
import type { AnomalyType } from './anomalies/anomaly-types.ts';
import type { Anomalies, Occurrence } from './anomaly.ts';

/** Why a client was turned away or held back. */
export const CLIENT_REFUSALS = [
  'tls',
  'certificate',
  'address-connections',
  'address-handshakes',
  'connect-rate',
  'access',
  'denied',
  'frame',
  'slow-frame',
  'queue',
  'read-rate',
] as const;
export type ClientRefusal = (typeof CLIENT_REFUSALS)[number];

/** What of it is an anomaly; the others are counted only. */
const TYPES: Partial<Record<ClientRefusal, AnomalyType>> = {
  certificate: 'unknown-client',
  'address-connections': 'connection-storm',
  'address-handshakes': 'connection-storm',
  'connect-rate': 'connection-storm',
  access: 'access-refused',
  denied: 'access-refused',
  frame: 'access-refused',
};

/** Clients that are told apart until the next time it is written: strangers can have any number of addresses. */
const MOST_CLIENTS = 1000;
const OTHERS = '(others)';

/**
 * Counts what clients were refused, and writes it as anomalies now and then: a flood of it costs a counter each, and one
 * record a client and a second.
 */
export function createClientWatch({
  database,
  anomalies,
  log,
  now = Date.now,
}: {
  database: DatabaseSync;
  anomalies: Pick<Anomalies, 'add'>;
  log: Log;
  now?: () => number;
}) {
  const counts = new Map<ClientRefusal, number>();
  let noticed = new Map<string, Occurrence & { count: number }>();

  function notice(type: AnomalyType, client: string, details: Record<string, unknown>): void {
    const key = `${type}|${client}`;
    const known = noticed.get(key);
    if (known) {
      known.count++;
      return;
    }
    const node = noticed.size < MOST_CLIENTS ? client : OTHERS;
    if (node === OTHERS && noticed.has(`${type}|${OTHERS}`)) {
      noticed.get(`${type}|${OTHERS}`)!.count++;
      return;
    }
    log.warn({ client, ...details }, type);
    noticed.set(`${type}|${node}`, { type, node, at: now(), count: 1, details });
  }

  return {
    notice,

    /** `client` is its name, or its address where nobody is known. */
    refused(refusal: ClientRefusal, client: string, reason: string): void {
      counts.set(refusal, (counts.get(refusal) ?? 0) + 1);
      const type = TYPES[refusal];
      if (type) notice(type, client, { refusal, reason: reason.slice(0, 500) });
    },

    /** Writes what was noticed since the last time. */
    flush(): void {
      if (noticed.size === 0) return;
      const written = noticed;
      noticed = new Map();
      transaction(database, () => {
        for (const occurrence of written.values()) anomalies.add(occurrence);
      });
    },

    counts: () => CLIENT_REFUSALS.map((refusal) => ({ refusal, count: counts.get(refusal) ?? 0 })),
  };
}

export type ClientWatch = ReturnType<typeof createClientWatch>;
