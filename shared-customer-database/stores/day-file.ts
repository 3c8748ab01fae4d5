import { statSync } from 'node:fs';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Hex } from '@access-layer/core/bytes';
import type { ErasedPeriod } from '@access-layer/core/erasure';
import { signerOf } from '@access-layer/core/message';
import { emptyLog, transaction } from '@access-layer/kit/sqlite';
import type { DayCursor } from '../lifecycle-store.ts';
import { blobOf, hexOf } from '../sql-hex.ts';
import type { PacketsQuery, ReadingsQuery, SealedPacket, StoredPacket, StoredReading } from '../store.ts';
import { keepsSigners, openDay } from './day-schema.ts';
import { readingTexts } from './reading-texts.ts';

const PACKET_COLUMNS = `p.id, (SELECT code FROM pod WHERE pod.id = p.pod_id) AS pod, p.node, p.seq, p.meter, p.role,
  p.type, p.payload, p.signature, p.signer, p.payload_hash, p.message_hash, p.prev, p.signed_at_ms, p.received_at_ms, p.from_ms,
  p.to_ms, p.leaf_index, b.anchorer, b.idx, b.root, b.count FROM packet p JOIN batch b ON b.id = p.batch_id`;

const SQL = {
  podAdd: 'INSERT INTO pod (code) VALUES (?) ON CONFLICT DO UPDATE SET code = code RETURNING id',
  batchAdd: `INSERT INTO batch (anchorer, idx, root, count) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET idx = idx RETURNING id`,
  packetAdd: `INSERT INTO packet (pod_id, node, seq, meter, role, type, payload, signature, payload_hash, message_hash,
    prev, signed_at_ms, received_at_ms, from_ms, to_ms, batch_id, leaf_index, signer)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
  readingAdd: 'INSERT INTO reading VALUES (?, ?, ?, ?)',
  pod: 'SELECT id FROM pod WHERE code = ?',
  readings: `SELECT r.time_ms, r.position, r.packet_id FROM reading r JOIN packet p ON p.id = r.packet_id
    WHERE r.pod_id = ? AND r.time_ms >= ? AND r.time_ms < ? AND (r.time_ms, p.node, p.seq, r.position) > (?, ?, ?, ?)
      AND (? IS NULL OR p.meter = ?)
    ORDER BY r.time_ms, p.node, p.seq, r.position LIMIT ?`,
  packetsById: `SELECT ${PACKET_COLUMNS} WHERE p.id IN (SELECT value FROM json_each(?))`,
  packetOf: `SELECT ${PACKET_COLUMNS} WHERE p.node = ? AND p.seq = ?`,
  packets: `SELECT ${PACKET_COLUMNS} WHERE p.pod_id = ? AND p.from_ms < ? AND p.to_ms >= ?
      AND p.from_ms >= ? AND (p.from_ms, p.node, p.seq) > (?, ?, ?) AND (? IS NULL OR p.type = ?)
    ORDER BY p.from_ms, p.node, p.seq LIMIT ?`,
  podsFrom: 'SELECT id, code FROM pod WHERE code >= ? ORDER BY code',
  packetsOfPod: `SELECT ${PACKET_COLUMNS} WHERE p.pod_id = ? AND p.from_ms >= ? AND (p.from_ms, p.node, p.seq) > (?, ?, ?)
    ORDER BY p.from_ms, p.node, p.seq LIMIT ?`,
  count: 'SELECT count(*) AS count FROM packet',
} as const;

/** One SQLite file with the packets of one UTC day. */
export class DayFile {
  readonly day: string;
  readonly #file: string;
  readonly #inode: number;
  readonly #database: DatabaseSync;
  readonly #keepsSigners: boolean;
  readonly #statements = new Map<keyof typeof SQL, StatementSync>();

  constructor(file: string, day: string, { readOnly = false } = {}) {
    this.day = day;
    this.#file = file;
    this.#database = openDay(file, { readOnly });
    this.#inode = statSync(file).ino;
    this.#keepsSigners = keepsSigners(this.#database);
  }

  /** One transaction; what is there stays. */
  put(packets: SealedPacket[]): void {
    transaction(this.#database, () => {
      const ids = new Map<string, number>();
      for (const packet of packets) this.#add(packet, ids);
    });
  }

  readings(query: ReadingsQuery): StoredReading[] {
    const podId = this.#podId(query.pod);
    if (podId === undefined) return [];
    const { fromMs, untilMs, limit, meter = null, cursor } = query;
    const after = cursor ?? { timeMs: fromMs, node: '', seq: -1, position: -1 };
    const lowest = Math.max(fromMs, after.timeMs);
    const rows = this.#prepared('readings').all(
      ...[podId, lowest, untilMs, after.timeMs, after.node, after.seq, after.position, meter, meter, limit],
    ) as unknown as { time_ms: number; position: number; packet_id: number }[];
    const packets = this.#packetsWithTexts(new Set(rows.map(({ packet_id }) => packet_id)));
    return rows.map(({ time_ms, position, packet_id }) => {
      const { packet, texts } = packets.get(packet_id)!;
      return { timeMs: time_ms, position, text: texts[position]!, packet };
    });
  }

  packets(query: PacketsQuery): StoredPacket[] {
    const podId = this.#podId(query.pod);
    if (podId === undefined) return [];
    const { fromMs, untilMs, limit, type = null, cursor } = query;
    const after = cursor ?? { fromMs: Number.MIN_SAFE_INTEGER, node: '', seq: -1 };
    const rows = this.#prepared('packets').all(
      ...[podId, untilMs, fromMs, after.fromMs, after.fromMs, after.node, after.seq, type, type, limit],
    );
    return rows.map((row) => this.#toPacket(row as unknown as PacketRow));
  }

  /** Packets of every PoD, in the order (pod, fromMs, node, seq), behind the cursor. */
  allPackets(limit: number, cursor?: DayCursor): StoredPacket[] {
    const packets: StoredPacket[] = [];
    const pods = this.#prepared('podsFrom').all(cursor?.pod ?? '') as { id: number; code: string }[];
    for (const { id, code } of pods) {
      if (packets.length >= limit) break;
      const after = cursor?.pod === code ? cursor : { fromMs: Number.MIN_SAFE_INTEGER, node: '', seq: -1 };
      const rows = this.#prepared('packetsOfPod').all(
        ...[id, after.fromMs, after.fromMs, after.node, after.seq, limit - packets.length],
      );
      packets.push(...rows.map((row) => this.#toPacket(row as unknown as PacketRow)));
    }
    return packets;
  }

  count(): number {
    return (this.#prepared('count').get() as { count: number }).count;
  }

  /** Destroys packets of a PoD by their first instants; answers how many. Nothing of them is in the file afterwards. */
  async erase({ pod, fromMs, untilMs }: ErasedPeriod): Promise<number> {
    const podId = this.#podId(pod) ?? -1;
    const which = 'FROM packet WHERE pod_id = ? AND from_ms >= ? AND from_ms < ?';
    const erased = transaction(this.#database, () => {
      const readings = `DELETE FROM reading WHERE pod_id = ? AND packet_id IN (SELECT id ${which})`;
      this.#database.prepare(readings).run(podId, podId, fromMs, untilMs);
      return Number(this.#database.prepare(`DELETE ${which}`).run(podId, fromMs, untilMs).changes);
    });
    if (erased > 0) this.#database.exec('VACUUM');
    await emptyLog(this.#database);
    return erased;
  }

  /** Gives back the room of what was deleted, and carries the log into the file. */
  merge(): void {
    this.#database.exec('VACUUM; PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE)');
  }

  /** Puts the file in a form that can be read without writing beside it. False while another has it open. */
  leaveLog(): boolean {
    try {
      this.#database.exec('PRAGMA busy_timeout=0');
      const { journal_mode } = this.#database.prepare('PRAGMA journal_mode=DELETE').get() as {
        journal_mode: string;
      };
      return journal_mode === 'delete';
    } catch {
      return false;
    } finally {
      this.#database.exec('PRAGMA busy_timeout=5000');
    }
  }

  packet(node: string, seq: number): StoredPacket | undefined {
    const row = this.#prepared('packetOf').get(node, seq);
    return row && this.#toPacket(row as unknown as PacketRow);
  }

  /** Whether another file, or none, stands where this one was opened. */
  isReplaced(): boolean {
    return statSync(this.#file, { throwIfNoEntry: false })?.ino !== this.#inode;
  }

  close(): void {
    this.#database.close();
  }

  #add(packet: SealedPacket, ids: Map<string, number>): void {
    const podId = this.#idOf('podAdd', [packet.pod], ids);
    const { anchorer, index, root, count, leafIndex } = packet.batch;
    const batchId = this.#idOf('batchAdd', [blobOf(anchorer), index, blobOf(root), count], ids);
    const { changes, lastInsertRowid } = this.#prepared('packetAdd').run(
      ...[podId, packet.node, packet.seq, packet.meter, packet.role ?? null, packet.type],
      ...[packet.payload, packet.signature],
      ...[blobOf(packet.payloadHash), blobOf(packet.messageHash), blobOf(packet.prev)],
      ...[packet.signedAtMs, packet.receivedAtMs, packet.fromMs, packet.toMs, batchId, leafIndex],
      blobOf(packet.signer),
    );
    if (changes === 0) return;
    const insert = this.#prepared('readingAdd');
    for (const [position, timeMs] of packet.readingTimesMs.entries()) {
      insert.run(podId, timeMs, lastInsertRowid, position);
    }
  }

  /** Id of a name, added where it is new; remembered for the length of one transaction. */
  #idOf(sql: 'podAdd' | 'batchAdd', values: (string | number | Buffer)[], ids: Map<string, number>): number {
    const key = values.map((value) => (Buffer.isBuffer(value) ? value.toString('hex') : value)).join(' ');
    const known = ids.get(key);
    if (known !== undefined) return known;
    const { id } = this.#prepared(sql).get(...values) as { id: number };
    ids.set(key, id);
    return id;
  }

  #podId(code: string): number | undefined {
    return (this.#prepared('pod').get(code) as { id: number } | undefined)?.id;
  }

  #packetsWithTexts(ids: Set<number>): Map<number, { packet: StoredPacket; texts: string[] }> {
    const rows = this.#prepared('packetsById').all(JSON.stringify([...ids])) as unknown as PacketRow[];
    return new Map(
      rows.map((row) => [row.id, { packet: this.#toPacket(row), texts: readingTexts(row.payload) }]),
    );
  }

  #toPacket(row: PacketRow): StoredPacket {
    return {
      pod: row.pod,
      node: row.node,
      seq: row.seq,
      meter: row.meter,
      role: row.role ?? undefined,
      type: row.type,
      payload: row.payload,
      signature: row.signature,
      signer: row.signer ? hexOf(row.signer) : signerOf(row)!,
      payloadHash: hexOf(row.payload_hash),
      messageHash: hexOf(row.message_hash),
      prev: hexOf(row.prev),
      signedAtMs: row.signed_at_ms,
      receivedAtMs: row.received_at_ms,
      day: this.day,
      fromMs: row.from_ms,
      toMs: row.to_ms,
      batch: {
        anchorer: hexOf(row.anchorer),
        index: row.idx,
        root: hexOf(row.root),
        count: row.count,
        leafIndex: row.leaf_index,
      },
    };
  }

  #prepared(name: keyof typeof SQL): StatementSync {
    let statement = this.#statements.get(name);
    if (!statement) {
      const sql = this.#keepsSigners ? SQL[name] : SQL[name].replace('p.signer,', 'NULL AS signer,');
      statement = this.#database.prepare(sql);
      this.#statements.set(name, statement);
    }
    return statement;
  }
}

interface PacketRow {
  id: number;
  pod: string;
  node: string;
  seq: number;
  meter: string;
  role: string | null;
  type: StoredPacket['type'];
  payload: string;
  signature: Hex;
  signer: Uint8Array | null;
  payload_hash: Uint8Array;
  message_hash: Uint8Array;
  prev: Uint8Array;
  signed_at_ms: number;
  received_at_ms: number;
  from_ms: number;
  to_ms: number;
  leaf_index: number;
  anchorer: Uint8Array;
  idx: number;
  root: Uint8Array;
  count: number;
}
