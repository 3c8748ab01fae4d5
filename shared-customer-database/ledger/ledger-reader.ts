import type { DatabaseSync } from 'node:sqlite';
import type { Hex } from '@access-layer/core/bytes';
import { formatTime } from '@access-layer/core/time';
import { blobOf, hexOf } from '../sql-hex.ts';
import { createStatements } from '../sql-statements.ts';
import { type Certificates, createCertificates } from './certificates.ts';
import { hashPrefix } from './ledger.ts';
import { openLedger } from './open-ledger.ts';
import type { Opening } from './opening.ts';
import { QUARANTINE_REASONS, type QuarantineReason, type QuarantineSubject } from './quarantined.ts';

export interface PodSeries {
  node: string;
  meter: string;
  role: string | undefined;
  packets: number;
  readings: number;
  firstMs: number;
  lastMs: number;
}

export interface Pod {
  pod: string;
  series: PodSeries[];
}

/** Where a packet is filed. */
export interface Filed {
  day: string;
  node: string;
  seq: number;
  pod: string;
  payloadHash: Hex;
}

export interface QuarantineItem {
  id: number;
  atMs: number;
  topic: string;
  partition: number;
  offset: number;
  reason: QuarantineReason;
  detail: string;
  evidence: string;
  about: QuarantineSubject;
}

export interface LedgerCounts {
  stored: number;
  storedReadings: number;
  storedStatements: number;
  duplicates: number;
  quarantined: Record<QuarantineReason, number>;
}

const PODS = `SELECT id, text AS pod FROM name WHERE kind = 'pod' AND text > ? AND id IN (SELECT pod_id FROM series)
  ORDER BY text LIMIT ?`;
const SERIES = `SELECT n.text AS node, m.text AS meter, s.role, s.packets, s.readings, s.first_ms AS firstMs,
    s.last_ms AS lastMs
  FROM series s JOIN name n ON n.id = s.node_id JOIN name m ON m.id = s.meter_id
  WHERE s.pod_id = ? ORDER BY n.text, m.text`;
const BY_HASH = `SELECT n.text AS node, h.seq, s.from_ms, s.payload_hash, p.text AS pod FROM hash h
  JOIN sequence s ON s.node_id = h.node_id AND s.seq = h.seq JOIN name n ON n.id = h.node_id
  JOIN name p ON p.id = s.pod_id WHERE h.prefix = ?`;
const NODES_OF_DAY = `SELECT n.id, n.text AS node, min(d.min_seq) AS first, max(d.max_seq) AS last
  FROM node_day d JOIN name n ON n.id = d.node_id WHERE d.day = ? GROUP BY n.id ORDER BY n.text`;
const PACKETS_OF_NODE = `SELECT seq, payload_hash AS hash FROM sequence
  WHERE node_id = ? AND seq BETWEEN ? AND ? AND from_ms >= ? AND from_ms < ? AND NOT EXISTS (SELECT 1
    FROM erased_period e JOIN name p ON p.kind = 'pod' AND p.text = e.pod
    WHERE p.id = pod_id AND e.from_ms <= sequence.from_ms AND sequence.from_ms < e.until_ms) ORDER BY seq`;
const DAY_MS = 86_400_000;
const QUARANTINE = `SELECT * FROM quarantine WHERE id > ? AND (? IS NULL OR reason = ?) ORDER BY id LIMIT ?`;
const OPENINGS = `SELECT * FROM opening WHERE key = ? AND node = ? AND pod = ? AND meter = ? ORDER BY from_ms DESC`;

/** The reading side of the ledger: a connection of its own, so that a query never waits for ingest. */
export class LedgerReader {
  readonly database: DatabaseSync;
  readonly certificates: Pick<
    Certificates,
    'ofPayload' | 'ofChain' | 'setPointsFrom' | 'setPointTimes' | 'setPointsBehind'
  >;
  readonly #sql: ReturnType<typeof createStatements>;

  constructor(file: string) {
    this.database = openLedger(file, { readOnly: true });
    this.#sql = createStatements(this.database);
    this.certificates = createCertificates(this.database);
  }

  /** PoDs in the order of their codes, behind `after`. */
  pods(after: string, limit: number): Pod[] {
    const rows = this.#sql(PODS).all(after, limit) as { id: number; pod: string }[];
    return rows.map(({ id, pod }) => ({ pod, series: this.#series(id) }));
  }

  /** What is stored of a PoD; undefined where nothing is. */
  pod(code: string): Pod | undefined {
    const id = this.idOf('pod', code);
    const series = id === undefined ? [] : this.#series(id);
    return series.length > 0 ? { pod: code, series } : undefined;
  }

  /** Id of a node's, PoD's or meter's name in the ledger's tables. */
  idOf(kind: 'node' | 'pod' | 'meter', text: string): number | undefined {
    const row = this.#sql('SELECT id FROM name WHERE kind = ? AND text = ?').get(kind, text);
    return (row as { id: number } | undefined)?.id;
  }

  nameOf(id: number): string {
    return (this.#sql('SELECT text FROM name WHERE id = ?').get(id) as { text: string }).text;
  }

  /** Packets whose payload hash or message hash begins as this one; the caller compares the whole. */
  byHash(hash: Hex): Filed[] {
    const rows = this.#sql(BY_HASH).all(hashPrefix(hash)) as unknown as {
      node: string;
      seq: number;
      from_ms: number;
      payload_hash: Uint8Array;
      pod: string;
    }[];
    return rows.map(({ node, seq, pod, from_ms, payload_hash }) => {
      return { node, seq, pod, day: formatTime(from_ms).slice(0, 10), payloadHash: hexOf(payload_hash) };
    });
  }

  /** Whether what a PoD's packet says from an instant on was erased. */
  isErased(pod: string, atMs: number): boolean {
    const sql = 'SELECT 1 FROM erased_period WHERE pod = ? AND from_ms <= ? AND ? < until_ms';
    return this.#sql(sql).get(pod, atMs, atMs) !== undefined;
  }

  /** Hash of the payload that was stored under a node's number. */
  payloadHashOf(node: string, seq: number): Hex | undefined {
    const sql = 'SELECT payload_hash AS hash FROM sequence WHERE node_id = ? AND seq = ?';
    const row = this.#sql(sql).get(this.idOf('node', node) ?? -1, seq) as { hash: Uint8Array } | undefined;
    return row && hexOf(row.hash);
  }

  /** Every packet that was ever stored of a day (yyyy-MM-dd), by node; without those that were erased since. */
  *packetsOfDay(day: string): Generator<{ node: string; seq: number; payloadHash: Hex }> {
    const fromMs = Date.parse(day);
    for (const { id, node, first, last } of this.#sql(NODES_OF_DAY).all(day) as unknown as NodeOfDay[]) {
      const rows = this.#sql(PACKETS_OF_NODE).iterate(id, first, last, fromMs, fromMs + DAY_MS);
      for (const { seq, hash } of rows as Iterable<never> as Iterable<{ seq: number; hash: Uint8Array }>) {
        yield { node, seq, payloadHash: hexOf(hash) };
      }
    }
  }

  /** Whether a packet was certified again as the message with this hash (signed anew, or by way of another broker). */
  isDuplicate(node: string, seq: number, messageHash: Hex): boolean {
    const nodeId = this.idOf('node', node) ?? -1;
    const sql = 'SELECT 1 FROM duplicate WHERE node_id = ? AND seq = ? AND message_hash = ?';
    return this.#sql(sql).get(nodeId, seq, blobOf(messageHash)) !== undefined;
  }

  quarantine(afterId: number, limit: number, reason?: QuarantineReason): QuarantineItem[] {
    const rows = this.#sql(QUARANTINE).all(afterId, reason ?? null, reason ?? null, limit);
    return (rows as unknown as QuarantineRow[]).map(toItem);
  }

  /** Openings of a key for a node, PoD and meter, the latest binding first. */
  openings(key: Hex, node: string, pod: string, meter: string): Opening[] {
    const rows = this.#sql(OPENINGS).all(key, node, pod, meter) as unknown as OpeningRow[];
    return rows.map((row) => ({
      kind: row.kind,
      key: row.key,
      node: row.node,
      podCode: row.pod,
      meterId: row.meter,
      salt: row.salt,
      from: row.from_ms,
      until: row.until_ms,
    }));
  }

  counts(): LedgerCounts {
    const rows = this.#sql('SELECT name, value FROM counter').all() as { name: string; value: number }[];
    const values = new Map(rows.map(({ name, value }) => [name, value]));
    const quarantined = QUARANTINE_REASONS.map((reason) => [
      reason,
      values.get(`quarantined ${reason}`) ?? 0,
    ]);
    return {
      stored: values.get('stored') ?? 0,
      storedReadings: values.get('stored-readings') ?? 0,
      storedStatements: values.get('stored-statements') ?? 0,
      duplicates: values.get('duplicate') ?? 0,
      quarantined: Object.fromEntries(quarantined) as Record<QuarantineReason, number>,
    };
  }

  close(): void {
    this.database.close();
  }

  #series(podId: number): PodSeries[] {
    const rows = this.#sql(SERIES).all(podId) as unknown as (Omit<PodSeries, 'role'> & {
      role: string | null;
    })[];
    return rows.map((row) => ({ ...row, role: row.role ?? undefined }));
  }
}

interface NodeOfDay {
  id: number;
  node: string;
  first: number;
  last: number;
}

interface QuarantineRow {
  id: number;
  at_ms: number;
  topic: string;
  partition: number;
  position: number;
  reason: QuarantineReason;
  detail: string;
  evidence: string;
  pod: string | null;
  node: string | null;
  meter: string | null;
  seq: number | null;
  time_ms: number | null;
  payload_hash: Uint8Array | null;
  anchorer: Uint8Array | null;
  batch_index: number | null;
  root: Uint8Array | null;
}

interface OpeningRow {
  key: Hex;
  node: string;
  pod: string;
  meter: string;
  salt: Hex;
  kind: Opening['kind'];
  from_ms: number;
  until_ms: number;
}

function toItem(row: QuarantineRow): QuarantineItem {
  const { id, topic, partition, reason, detail, evidence } = row;
  const about: QuarantineSubject = {
    pod: row.pod ?? undefined,
    node: row.node ?? undefined,
    meter: row.meter ?? undefined,
    seq: row.seq ?? undefined,
    timeMs: row.time_ms ?? undefined,
    payloadHash: row.payload_hash ? hexOf(row.payload_hash) : undefined,
    anchorer: row.anchorer ? hexOf(row.anchorer) : undefined,
    index: row.batch_index ?? undefined,
    root: row.root ? hexOf(row.root) : undefined,
  };
  return { id, atMs: row.at_ms, topic, partition, offset: row.position, reason, detail, evidence, about };
}
