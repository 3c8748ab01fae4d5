import type { DatabaseSync } from 'node:sqlite';
import { TOPICS } from '@access-layer/core/record';
import type { Outbox } from './outbox.ts';

export const ANOMALY_TYPES = [
  'gap',
  'late',
  'duplicate',
  'sequence-fork',
  'clock',
  'refused',
  'set-point-expired',
  'anchor-conflict',
  'reanchored',
] as const;
export type AnomalyType = (typeof ANOMALY_TYPES)[number];

/** Something that was noticed and dropped nothing. Goes to the stream `anomalies`, keyed by node, and to REST. */
export interface Anomaly {
  type: AnomalyType;
  /** Light Node; the anchorer's address where it is about a batch. */
  node: string;
  pod?: string;
  seq?: number;
  /** When it was noticed, milliseconds since 1970. */
  at: number;
  details: Record<string, unknown>;
}

export interface KeptAnomaly extends Anomaly {
  id: number;
}

interface Row {
  id: number;
  type: AnomalyType;
  node: string;
  pod: string | null;
  seq: number | null;
  at: number;
  details: string;
}

/** Keeps anomalies in the service's database and puts them out on the stream, in whatever transaction is open. */
export function createAnomalies(database: DatabaseSync, outbox: Pick<Outbox, 'add'>) {
  const insert = database.prepare(
    'INSERT INTO anomaly (type, node, pod, seq, at, details) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const afterId = database.prepare('SELECT * FROM anomaly WHERE id > ? ORDER BY id LIMIT ?');
  const afterIdOfNode = database.prepare(
    'SELECT * FROM anomaly WHERE node = ? AND id > ? ORDER BY id LIMIT ?',
  );
  const prune = database.prepare('DELETE FROM anomaly WHERE at < ?');

  return {
    add(anomaly: Anomaly): void {
      const { type, node, pod, seq, at, details } = anomaly;
      insert.run(type, node, pod ?? null, seq ?? null, at, JSON.stringify(details));
      outbox.add(TOPICS.anomalies, node, JSON.stringify(anomaly));
    },

    /** In the order they were noticed, from the one after `afterId` on. */
    list({ after, limit, node }: { after: number; limit: number; node?: string | undefined }): KeptAnomaly[] {
      const rows = node === undefined ? afterId.all(after, limit) : afterIdOfNode.all(node, after, limit);
      return (rows as unknown as Row[]).map(toAnomaly);
    },

    /** Forgets what was noticed before a time. */
    prune: (beforeMs: number) => Number(prune.run(beforeMs).changes),
  };
}

export type Anomalies = ReturnType<typeof createAnomalies>;

function toAnomaly({ id, type, node, pod, seq, at, details }: Row): KeptAnomaly {
  return {
    id,
    type,
    node,
    ...(pod !== null && { pod }),
    ...(seq !== null && { seq }),
    at,
    details: JSON.parse(details),
  };
}
