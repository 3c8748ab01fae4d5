import type { DatabaseSync } from 'node:sqlite';
import type { Hex } from '@access-layer/core/bytes';
import { buildTree, proofOf } from '@access-layer/core/merkle';
import { openDatabase, transaction } from '@access-layer/kit/sqlite';
import { blobOf, hexOf } from '../sql-hex.ts';
import { createStatements } from '../sql-statements.ts';

/** An erasure: of what a PoD's holder leaves, for the time that he held it. Times in milliseconds. */
export interface Erasure {
  id: string;
  holding: string;
  pod: string;
  customer: string;
  fromMs: number;
  untilMs: number;
  reason: string;
  requestedAtMs: number;
  requestedBy: string;
  confirmedAtMs: number | undefined;
  confirmedBy: string | undefined;
  /** Whether the order is on the stream. */
  isOrdered: boolean;
  completedAtMs: number | undefined;
  /** Number of the signed message that says so. */
  message: number | undefined;
}

/** A signed message whose contents were destroyed. */
export interface ErasedMessage {
  messageHash: Hex;
  dataSet: string;
  atMs: number;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS erasure (
    id TEXT PRIMARY KEY, holding TEXT NOT NULL, pod TEXT NOT NULL, customer TEXT NOT NULL, from_ms INTEGER NOT NULL,
    until_ms INTEGER NOT NULL, reason TEXT NOT NULL, requested_at_ms INTEGER NOT NULL, requested_by TEXT NOT NULL,
    confirmed_at_ms INTEGER, confirmed_by TEXT, is_ordered INTEGER NOT NULL DEFAULT 0, completed_at_ms INTEGER,
    message INTEGER
  ) STRICT;
  CREATE TABLE IF NOT EXISTS part (
    erasure TEXT NOT NULL, part TEXT NOT NULL, at_ms INTEGER NOT NULL, erased TEXT NOT NULL,
    PRIMARY KEY (erasure, part)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS erased (
    erasure TEXT NOT NULL, message_hash BLOB NOT NULL, data_set TEXT NOT NULL, at_ms INTEGER NOT NULL,
    PRIMARY KEY (erasure, message_hash)) STRICT, WITHOUT ROWID;`;

/** Erasures, what each part of the system has done about them, and the hashes that stay. */
export class ErasureBook {
  readonly database: DatabaseSync;
  readonly #sql: ReturnType<typeof createStatements>;

  constructor(file: string) {
    this.database = openDatabase(file);
    this.database.exec(SCHEMA);
    this.#sql = createStatements(this.database);
  }

  /** Adds one that was asked for; what is there stays. */
  request(erasure: Erasure): void {
    const { id, holding, pod, customer, fromMs, untilMs, reason, requestedAtMs, requestedBy } = erasure;
    this.#sql(`INSERT OR IGNORE INTO erasure (id, holding, pod, customer, from_ms, until_ms, reason, requested_at_ms,
      requested_by, confirmed_at_ms, confirmed_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`).run(
      ...[id, holding, pod, customer, fromMs, untilMs, reason, requestedAtMs, requestedBy],
      ...[erasure.confirmedAtMs ?? null, erasure.confirmedBy ?? null],
    );
  }

  confirm(id: string, atMs: number, by: string): void {
    const sql =
      'UPDATE erasure SET confirmed_at_ms = ?, confirmed_by = ? WHERE id = ? AND confirmed_at_ms IS NULL';
    this.#sql(sql).run(atMs, by, id);
  }

  ordered(id: string): void {
    this.#sql('UPDATE erasure SET is_ordered = 1 WHERE id = ?').run(id);
  }

  addPart(id: string, part: string, atMs: number, erased: Record<string, number>): void {
    const sql = `INSERT INTO part VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`;
    this.#sql(sql).run(id, part, atMs, JSON.stringify(erased));
  }

  complete(id: string, atMs: number, message: number | undefined): void {
    this.#sql('UPDATE erasure SET completed_at_ms = ?, message = ? WHERE id = ?').run(
      atMs,
      message ?? null,
      id,
    );
  }

  addErased(id: string, messages: readonly ErasedMessage[]): void {
    const insert = this.#sql('INSERT OR IGNORE INTO erased VALUES (?, ?, ?, ?)');
    transaction(this.database, () => {
      for (const { messageHash, dataSet, atMs } of messages)
        insert.run(id, blobOf(messageHash), dataSet, atMs);
    });
  }

  find(id: string): Erasure | undefined {
    const row = this.#sql('SELECT * FROM erasure WHERE id = ?').get(id);
    return row && toErasure(row as unknown as Row);
  }

  ofHolding(holding: string): Erasure | undefined {
    const row = this.#sql('SELECT * FROM erasure WHERE holding = ? ORDER BY until_ms DESC LIMIT 1').get(
      holding,
    );
    return row && toErasure(row as unknown as Row);
  }

  list(after: string, limit: number): Erasure[] {
    const rows = this.#sql('SELECT * FROM erasure WHERE id > ? ORDER BY id LIMIT ?').all(after, limit);
    return (rows as unknown as Row[]).map(toErasure);
  }

  /** Confirmed ones: from then on nothing of them is given out or taken in. */
  confirmed(): Erasure[] {
    const rows = this.#sql('SELECT * FROM erasure WHERE confirmed_at_ms IS NOT NULL ORDER BY id').all();
    return (rows as unknown as Row[]).map(toErasure);
  }

  parts(id: string): { part: string; atMs: number; erased: Record<string, number> }[] {
    const rows = this.#sql('SELECT * FROM part WHERE erasure = ? ORDER BY part').all(id);
    return (rows as unknown as { part: string; at_ms: number; erased: string }[]).map((row) => {
      return { part: row.part, atMs: row.at_ms, erased: JSON.parse(row.erased) };
    });
  }

  /** In rising order of their hashes. */
  erased(id: string): ErasedMessage[] {
    const rows = this.#sql('SELECT * FROM erased WHERE erasure = ? ORDER BY message_hash').all(id);
    return (rows as unknown as { message_hash: Uint8Array; data_set: string; at_ms: number }[]).map((row) => {
      return { messageHash: hexOf(row.message_hash), dataSet: row.data_set, atMs: row.at_ms };
    });
  }

  /** Which complete erasure names a message, and the way from its hash to the root of that. */
  nameOf(messageHash: Hex): { erasure?: number; leafIndex?: number; count?: number; proof?: Hex[] } {
    const sql = `SELECT id, message FROM erasure WHERE message IS NOT NULL
      AND id IN (SELECT erasure FROM erased WHERE message_hash = ?) LIMIT 1`;
    const row = this.#sql(sql).get(blobOf(messageHash)) as { id: string; message: number } | undefined;
    if (!row) return {};
    const hashes = this.erased(row.id).map((each) => each.messageHash);
    const leafIndex = hashes.indexOf(messageHash);
    const proof = proofOf(buildTree(hashes.map(blobOf)), leafIndex);
    return { erasure: row.message, leafIndex, count: hashes.length, proof };
  }

  close(): void {
    this.database.close();
  }
}

interface Row {
  id: string;
  holding: string;
  pod: string;
  customer: string;
  from_ms: number;
  until_ms: number;
  reason: string;
  requested_at_ms: number;
  requested_by: string;
  confirmed_at_ms: number | null;
  confirmed_by: string | null;
  is_ordered: number;
  completed_at_ms: number | null;
  message: number | null;
}

function toErasure(row: Row): Erasure {
  const { id, holding, pod, customer, reason } = row;
  return {
    ...{ id, holding, pod, customer, reason, fromMs: row.from_ms, untilMs: row.until_ms },
    ...{ requestedAtMs: row.requested_at_ms, requestedBy: row.requested_by },
    confirmedAtMs: row.confirmed_at_ms ?? undefined,
    confirmedBy: row.confirmed_by ?? undefined,
    isOrdered: row.is_ordered === 1,
    completedAtMs: row.completed_at_ms ?? undefined,
    message: row.message ?? undefined,
  };
}
