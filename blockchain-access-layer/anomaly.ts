import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { TOPICS } from '@access-layer/core/record';
import { prepareAnomalyTable } from './anomalies/anomaly-schema.ts';
import { ANOMALY_KINDS, type AnomalyType, QUIET_KINDS, type Severity } from './anomalies/anomaly-types.ts';
import type { Outbox } from './outbox.ts';

/** Something that was noticed and dropped nothing that was due. */
export interface Occurrence {
  type: AnomalyType;
  /**
   * Light Node, or party or service; the anchorer's address where it is about a batch or the chain; the network address
   * where nobody is known.
   */
  node: string;
  /** What of the node: a reason, a register, a phase. Each subject is an anomaly of its own. */
  subject?: string;
  pod?: string;
  seq?: number;
  /** When it was noticed, milliseconds since 1970. */
  at: number;
  /** How often in this report; default 1. */
  count?: number;
  /** Facts: hashes, numbers, values. They become the evidence. */
  details: Record<string, unknown>;
}

/** One anomaly from its first occurrence until it is over. Times in milliseconds since 1970. */
export interface Anomaly {
  id: number;
  type: AnomalyType;
  severity: Severity;
  state: 'open' | 'closed';
  node: string;
  subject?: string;
  pod?: string;
  /** Of the latest occurrence that has one. */
  seq?: number;
  firstAt: number;
  lastAt: number;
  closedAt?: number;
  count: number;
  /** Of the latest occurrence; of the end, once it is over. */
  details: Record<string, unknown>;
}

export type AnomalyWithEvidence = Anomaly & {
  /** The first and the latest occurrences. */
  evidence: Record<string, unknown>[];
};

export interface AnomalyFilter {
  /** Those after this id, or before it where the newest come first. */
  after?: number | undefined;
  limit: number;
  newestFirst?: boolean;
  node?: string | undefined;
  pod?: string | undefined;
  type?: AnomalyType | undefined;
  severity?: Severity | undefined;
  state?: Anomaly['state'] | undefined;
  /** Only what was noticed at or after a time. */
  sinceMs?: number | undefined;
}

/** Occurrences kept of each end: how it began and how it is now. */
const EVIDENCE_OF_AN_END = 10;

interface Row {
  id: number;
  type: AnomalyType;
  severity: Severity;
  state: 'open' | 'closed';
  node: string;
  subject: string;
  pod: string | null;
  seq: number | null;
  first_at: number;
  last_at: number;
  closed_at: number | null;
  count: number;
  details: string;
  evidence: string;
}

/**
 * Keeps anomalies in the service's database and puts them out on the stream, in whatever transaction is open. What
 * occurs again belongs to the one that is open; the stream is told of its beginning, of each doubling of its count, and
 * of its end.
 */
export function createAnomalies(database: DatabaseSync, outbox: Pick<Outbox, 'add'>) {
  prepareAnomalyTable(database);
  const findOpen = database.prepare(
    "SELECT * FROM anomaly WHERE type = ? AND node = ? AND subject = ? AND state = 'open'",
  );
  const insert = database.prepare(
    `INSERT INTO anomaly (type, severity, node, pod, subject, seq, state, first_at, last_at, count, details, evidence)
     VALUES (?, ?, ?, ?, ?, ?, 'open', ?, ?, ?, ?, ?) RETURNING *`,
  );
  const update = database.prepare(
    `UPDATE anomaly SET last_at = max(last_at, ?), count = count + ?, seq = coalesce(?, seq), pod = coalesce(?, pod),
       details = ?, evidence = ? WHERE id = ? RETURNING *`,
  );
  const setClosed = database.prepare(
    "UPDATE anomaly SET state = 'closed', closed_at = ?, details = ? WHERE id = ? RETURNING *",
  );
  const quiet = database.prepare(
    "SELECT * FROM anomaly WHERE state = 'open' AND type = ? AND last_at <= ? LIMIT 500",
  );
  const byId = database.prepare('SELECT * FROM anomaly WHERE id = ?');
  const openCounts = database.prepare(
    "SELECT type, count(*) AS count FROM anomaly WHERE state = 'open' GROUP BY type",
  );
  const prune = database.prepare("DELETE FROM anomaly WHERE state = 'closed' AND closed_at < ?");

  function publish(row: Row): void {
    const { id, type, node, pod, seq, details, ...rest } = toAnomaly(row);
    const at = rest.closedAt ?? rest.lastAt;
    const place = { ...(pod !== undefined && { pod }), ...(seq !== undefined && { seq }) };
    outbox.add(TOPICS.anomalies, node, JSON.stringify({ type, node, ...place, at, details, id, ...rest }));
  }

  function open({ type, node, subject = '', pod, seq, at, count = 1, details }: Occurrence): void {
    const evidence = JSON.stringify([evidenceOf({ at, seq, count, details })]);
    const { severity } = ANOMALY_KINDS[type];
    const facts = [pod ?? null, subject, seq ?? null, at, at, count, JSON.stringify(details), evidence];
    publish(insert.get(type, severity, node, ...facts) as unknown as Row);
  }

  function repeat(row: Row, { pod, seq, at, count = 1, details }: Occurrence): void {
    const evidence = JSON.parse(row.evidence) as object[];
    if (evidence.length >= 2 * EVIDENCE_OF_AN_END) evidence.splice(EVIDENCE_OF_AN_END, 1);
    evidence.push(evidenceOf({ at, seq, count, details }));
    const texts = [JSON.stringify(details), JSON.stringify(evidence)];
    const now = update.get(at, count, seq ?? null, pod ?? null, ...texts, row.id) as unknown as Row;
    if (Math.floor(Math.log2(now.count)) > Math.floor(Math.log2(row.count))) publish(now);
  }

  function close(row: Row, atMs: number, why: Record<string, unknown>): void {
    const details = JSON.stringify({ ...JSON.parse(row.details), closed: why });
    publish(setClosed.get(Math.max(atMs, row.last_at), details, row.id) as unknown as Row);
  }

  return {
    add(occurrence: Occurrence): void {
      const { type, node, subject = '' } = occurrence;
      const row = findOpen.get(type, node, subject) as unknown as Row | undefined;
      if (row) repeat(row, occurrence);
      else open(occurrence);
    },

    /** Its condition has ended; nothing where none is open. */
    heal(
      { type, node, subject = '' }: Pick<Occurrence, 'type' | 'node' | 'subject'>,
      atMs: number,
      why: Record<string, unknown>,
    ): void {
      const row = findOpen.get(type, node, subject) as unknown as Row | undefined;
      if (row) close(row, atMs, why);
    },

    /** Closes what has not occurred for the time of its kind; answers how many. */
    closeQuiet(nowMs: number): number {
      let closed = 0;
      for (const { type, quietMs } of QUIET_KINDS) {
        for (const row of quiet.all(type, nowMs - quietMs) as unknown as Row[]) {
          close(row, nowMs, { quietMs });
          closed++;
        }
      }
      return closed;
    },

    list(filter: AnomalyFilter): Anomaly[] {
      const { sql, values } = listQuery(filter);
      return (database.prepare(sql).all(...values) as unknown as Row[]).map(toAnomaly);
    },

    find(id: number): AnomalyWithEvidence | undefined {
      const row = byId.get(id) as unknown as Row | undefined;
      return row && { ...toAnomaly(row), evidence: JSON.parse(row.evidence) };
    },

    openCounts: () => openCounts.all() as unknown as { type: AnomalyType; count: number }[],

    /** Forgets what was over before a time. */
    prune: (beforeMs: number) => Number(prune.run(beforeMs).changes),
  };
}

export type Anomalies = ReturnType<typeof createAnomalies>;

function listQuery({ after, limit, newestFirst = false, sinceMs, ...equal }: AnomalyFilter) {
  const conditions = Object.entries(equal).filter(([, value]) => value !== undefined);
  const where = [
    newestFirst ? 'id < ?' : 'id > ?',
    ...conditions.map(([column]) => `${column} = ?`),
    ...(sinceMs === undefined ? [] : ['last_at >= ?']),
  ];
  const values: SQLInputValue[] = [
    after ?? (newestFirst ? Number.MAX_SAFE_INTEGER : 0),
    ...conditions.map(([, value]) => value as string),
    ...(sinceMs === undefined ? [] : [sinceMs]),
    limit,
  ];
  const order = newestFirst ? 'DESC' : 'ASC';
  return { sql: `SELECT * FROM anomaly WHERE ${where.join(' AND ')} ORDER BY id ${order} LIMIT ?`, values };
}

function evidenceOf({
  at,
  seq,
  count,
  details,
}: Pick<Occurrence, 'at' | 'seq' | 'count' | 'details'>): object {
  return { at, ...(seq !== undefined && { seq }), ...(count !== 1 && { count }), ...details };
}

function toAnomaly(row: Row): Anomaly {
  const { id, type, severity, state, node, subject, pod, seq, first_at, last_at, closed_at, count } = row;
  return {
    ...{ id, type, severity, state, node },
    ...(subject !== '' && { subject }),
    ...(pod !== null && { pod }),
    ...(seq !== null && { seq }),
    ...{ firstAt: first_at, lastAt: last_at },
    ...(closed_at !== null && { closedAt: closed_at }),
    ...{ count, details: JSON.parse(row.details) },
  };
}
