import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '@access-layer/kit/sqlite';
import type { VerifiedStatement } from '../ingest/verified-record.ts';
import { blobOf } from '../sql-hex.ts';
import { createStatements } from '../sql-statements.ts';
import type { SealedPacket } from '../store.ts';
import { type Certificates, createCertificates } from './certificates.ts';
import { openLedger } from './open-ledger.ts';
import type { Opening } from './opening.ts';
import { MAX_EVIDENCE_CHARACTERS, onceKey, type Quarantined } from './quarantined.ts';
import { type PacketIds, RoundTotals } from './round-totals.ts';

/** What one round of ingest has decided. */
export interface LedgerEntries {
  stored: SealedPacket[];
  duplicates: SealedPacket[];
  quarantined: Quarantined[];
  statements?: VerifiedStatement[];
}

/** What the ledger knows of a sequence number. */
export interface KnownPacket {
  payloadHash: Uint8Array;
  anchorer: string;
  batchIndex: number;
  leafIndex: number;
}

const FIND = `SELECT s.payload_hash AS payloadHash, a.text AS anchorer, s.batch_index AS batchIndex,
    s.leaf_index AS leafIndex
  FROM sequence s JOIN name a ON a.id = s.anchorer_id WHERE s.node_id = ? AND s.seq = ?`;
const HIGHEST = 'SELECT max(seq) AS seq FROM sequence WHERE node_id = ?';
const NAME = 'SELECT id FROM name WHERE kind = ? AND text = ?';
const NAME_ADD =
  'INSERT INTO name (kind, text) VALUES (?, ?) ON CONFLICT DO UPDATE SET text = text RETURNING id';
const SEQUENCE_ADD =
  'INSERT INTO sequence VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING';
const HASH_ADD = 'INSERT INTO hash VALUES (?, ?, ?) ON CONFLICT DO NOTHING';
const SERIES_ADD = `INSERT INTO series VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
  role = coalesce(role, excluded.role), packets = packets + excluded.packets, readings = readings + excluded.readings,
  first_ms = min(first_ms, excluded.first_ms), last_ms = max(last_ms, excluded.last_ms)`;
const DAY_ADD = `INSERT INTO node_day VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
  min_seq = min(min_seq, excluded.min_seq), max_seq = max(max_seq, excluded.max_seq)`;
const DUPLICATE_ADD = 'INSERT INTO duplicate VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING';
const QUARANTINE_ADD = `INSERT INTO quarantine (at_ms, topic, partition, position, reason, detail, evidence, pod, node,
    meter, seq, time_ms, payload_hash, anchorer, batch_index, root, once)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`;
const COUNT = 'INSERT INTO counter VALUES (?, ?) ON CONFLICT DO UPDATE SET value = value + excluded.value';
const OPENING_ADD = `INSERT INTO opening VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
  kind = excluded.kind, role = excluded.role, from_ms = excluded.from_ms, until_ms = excluded.until_ms,
  revoked_at_ms = excluded.revoked_at_ms`;

/** First 6 bytes of a hash as a number: short keys, and a rare collision is told apart by the whole hash. */
export function hashPrefix(hash: string): number {
  return Number.parseInt(hash.slice(2, 14), 16);
}

type HashRow = [prefix: number, nodeId: number, seq: number];

/** The writing side of the ledger; one process at a time. */
export class Ledger {
  readonly certificates: Certificates;
  readonly #database: DatabaseSync;
  readonly #sql: ReturnType<typeof createStatements>;
  /** Ids of names never change, so those that are committed may be remembered. */
  readonly #ids = new Map<string, number>();
  /** Highest sequence number of each node; this is the only one that writes them. */
  readonly #highest = new Map<number, number>();

  constructor(file: string) {
    this.#database = openLedger(file);
    this.#sql = createStatements(this.#database);
    this.certificates = createCertificates(this.#database);
  }

  find(node: string, seq: number): KnownPacket | undefined {
    const nodeId = this.#knownId('node', node);
    if (nodeId === undefined || seq > this.#highestOf(nodeId)) return undefined;
    return this.#sql(FIND).get(nodeId, seq) as unknown as KnownPacket | undefined;
  }

  /** One transaction; entries that are there already change nothing, so a round may be repeated after a crash. */
  commit({ stored, duplicates, quarantined, statements = [] }: LedgerEntries): void {
    this.#transaction(() => {
      const counts = new Map<string, number>();
      const totals = new RoundTotals();
      const hashes: HashRow[] = [];
      for (const packet of stored) {
        const ids = this.#idsOf(packet);
        if (!this.#addPacket(packet, ids)) continue;
        for (const hash of [packet.payloadHash, packet.messageHash]) {
          hashes.push([hashPrefix(hash), ids.nodeId, packet.seq]);
        }
        totals.add(packet, ids);
        add(counts, 'stored', 1);
        add(counts, 'stored-readings', packet.readingTimesMs.length);
      }
      // In the order of the index, so that each of its pages is looked up once.
      for (const values of hashes.sort(([a], [b]) => a - b)) this.#sql(HASH_ADD).run(...values);
      for (const values of totals.series()) this.#sql(SERIES_ADD).run(...values);
      for (const values of totals.days()) this.#sql(DAY_ADD).run(...values);
      for (const statement of statements) {
        add(counts, 'stored-statements', this.certificates.add(statement) ? 1 : 0);
      }
      for (const packet of duplicates) add(counts, 'duplicate', this.#addDuplicate(packet));
      for (const item of quarantined) add(counts, `quarantined ${item.reason}`, this.#addQuarantined(item));
      for (const [name, value] of counts) if (value > 0) this.#sql(COUNT).run(name, value);
    });
  }

  /** Keeps openings; a later one of the same binding replaces its times. */
  commitOpenings(openings: Opening[], quarantined: Quarantined[]): void {
    this.#transaction(() => {
      for (const { key, node, podCode, meterId, salt, kind, role, from, until, revokedAt } of openings) {
        this.#sql(OPENING_ADD).run(
          ...[key, node, podCode, meterId, salt, kind, role ?? null, from, until, revokedAt ?? null],
        );
      }
      for (const item of quarantined) {
        if (this.#addQuarantined(item)) this.#sql(COUNT).run(`quarantined ${item.reason}`, 1);
      }
    });
  }

  /** Records that were put aside because another claim to their batch had come first: of one batch, or all. */
  conflicting(batch?: { anchorer: string; index: number; root: string }): Quarantined[] {
    const where = batch ? 'AND anchorer = ? AND batch_index = ? AND root = ?' : '';
    const values = batch ? [blobOf(batch.anchorer), batch.index, blobOf(batch.root)] : [];
    const rows =
      this.#sql(`SELECT at_ms AS timestampMs, topic, partition, position AS offset, reason, detail, evidence
      FROM quarantine WHERE reason = 'batch-conflict' ${where} ORDER BY id`).all(...values);
    return rows as unknown as Quarantined[];
  }

  close(): void {
    this.#database.close();
  }

  #transaction(work: () => void): void {
    try {
      transaction(this.#database, work);
    } catch (error) {
      this.#ids.clear();
      this.#highest.clear();
      throw error;
    }
  }

  #addPacket(packet: SealedPacket, { nodeId, podId, meterId, anchorerId }: PacketIds): boolean {
    const { seq, fromMs, toMs } = packet;
    const readings = packet.readingTimesMs.length;
    const { changes } = this.#sql(SEQUENCE_ADD).run(
      ...[nodeId, seq, podId, meterId, fromMs, toMs, packet.signedAtMs, packet.receivedAtMs, readings],
      ...[
        blobOf(packet.payloadHash),
        blobOf(packet.prev),
        anchorerId,
        packet.batch.index,
        packet.batch.leafIndex,
      ],
    );
    this.#highest.set(nodeId, Math.max(seq, this.#highestOf(nodeId)));
    return changes > 0;
  }

  #addDuplicate(packet: SealedPacket): number {
    const { nodeId, anchorerId } = this.#idsOf(packet);
    const { index, leafIndex } = packet.batch;
    const { changes } = this.#sql(DUPLICATE_ADD).run(
      ...[nodeId, packet.seq, anchorerId, index, leafIndex, blobOf(packet.messageHash), packet.receivedAtMs],
    );
    // A proof may be asked for by the hash of either message; the payload's hash leads to the first.
    if (changes > 0) this.#sql(HASH_ADD).run(hashPrefix(packet.messageHash), nodeId, packet.seq);
    return Number(changes);
  }

  #addQuarantined(item: Quarantined): number {
    const { about = {} } = item;
    const { changes } = this.#sql(QUARANTINE_ADD).run(
      ...[item.timestampMs, item.topic, item.partition, item.offset, item.reason, item.detail],
      ...[item.evidence.slice(0, MAX_EVIDENCE_CHARACTERS)],
      ...[
        about.pod ?? null,
        about.node ?? null,
        about.meter ?? null,
        about.seq ?? null,
        about.timeMs ?? null,
      ],
      ...[
        blobOrNull(about.payloadHash),
        blobOrNull(about.anchorer),
        about.index ?? null,
        blobOrNull(about.root),
      ],
      onceKey(item),
    );
    return Number(changes);
  }

  #idsOf({ node, pod, meter, batch }: SealedPacket): PacketIds {
    return {
      nodeId: this.#idOf('node', node),
      podId: this.#idOf('pod', pod),
      meterId: this.#idOf('meter', meter),
      anchorerId: this.#idOf('anchorer', batch.anchorer),
    };
  }

  #highestOf(nodeId: number): number {
    const known = this.#highest.get(nodeId);
    if (known !== undefined) return known;
    const { seq } = this.#sql(HIGHEST).get(nodeId) as { seq: number | null };
    this.#highest.set(nodeId, seq ?? -1);
    return seq ?? -1;
  }

  #knownId(kind: 'node', text: string): number | undefined {
    const key = `${kind} ${text}`;
    const known = this.#ids.get(key) ?? (this.#sql(NAME).get(kind, text) as { id: number } | undefined)?.id;
    if (known !== undefined) this.#ids.set(key, known);
    return known;
  }

  #idOf(kind: 'node' | 'pod' | 'meter' | 'anchorer', text: string): number {
    const key = `${kind} ${text}`;
    let id = this.#ids.get(key);
    if (id === undefined) {
      id = (this.#sql(NAME_ADD).get(kind, text) as { id: number }).id;
      this.#ids.set(key, id);
    }
    return id;
  }
}

function add(counts: Map<string, number>, name: string, value: number): void {
  counts.set(name, (counts.get(name) ?? 0) + value);
}

function blobOrNull(hex: string | undefined): Buffer | null {
  return hex === undefined ? null : blobOf(hex);
}
