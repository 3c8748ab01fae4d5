import type { DatabaseSync } from 'node:sqlite';
import type { Hex } from '@access-layer/core/bytes';
import type { ErasedPeriod } from '@access-layer/core/erasure';
import { hexOf } from '../sql-hex.ts';
import { createStatements } from '../sql-statements.ts';
import type { Reader, ReadPiece } from './read-entry.ts';
import { openReads } from './read-schema.ts';
import type { Unusual } from './unusual.ts';

/** One line of the read ledger. */
export interface Entry extends Reader, ReadPiece {
  id: number;
  atMs: number;
  unusual: Unusual | undefined;
  /** Number of the signed message that it is in. */
  message: number | undefined;
}

/** A message of the service's chain as it is kept; the texts are empty where it was erased. */
export interface KeptMessage {
  seq: number;
  type: 'read-ledger' | 'erasure';
  pod: string | undefined;
  payload: string;
  signature: Hex;
  payloadHash: Hex;
  messageHash: Hex;
}

/** The reading side of the read ledger: a connection of its own. */
export class ReadReader {
  readonly database: DatabaseSync;
  readonly #sql: ReturnType<typeof createStatements>;

  constructor(file: string) {
    this.database = openReads(file, { readOnly: true });
    this.#sql = createStatements(this.database);
  }

  /** Entries of a PoD, the newest first, before an id. */
  ofPod(
    pod: string,
    { before, limit, unusual }: { before: number; limit: number; unusual?: boolean },
  ): Entry[] {
    const sql = `SELECT * FROM entry WHERE pod = ? AND id < ? ${unusual ? 'AND unusual IS NOT NULL' : ''}
      ORDER BY id DESC LIMIT ?`;
    return this.#entries(this.#sql(sql).all(pod, before, limit));
  }

  /** Unusual entries behind an id, in order. */
  unusual(afterId: number, limit: number): Entry[] {
    const sql = 'SELECT * FROM entry WHERE unusual IS NOT NULL AND id > ? ORDER BY id LIMIT ?';
    return this.#entries(this.#sql(sql).all(afterId, limit));
  }

  ofMessage(seq: number, pod: string): Entry[] {
    return this.#entries(
      this.#sql('SELECT * FROM entry WHERE pod = ? AND message = ? ORDER BY id').all(pod, seq),
    );
  }

  /** Messages from a number on, in order. */
  messages(fromSeq: number, limit: number): KeptMessage[] {
    const rows = this.#sql('SELECT * FROM message WHERE seq >= ? ORDER BY seq LIMIT ?').all(fromSeq, limit);
    return (rows as unknown as MessageRow[]).map(toMessage);
  }

  unsent(limit: number): KeptMessage[] {
    const rows = this.#sql('SELECT * FROM message WHERE sent = 0 ORDER BY seq LIMIT ?').all(limit);
    return (rows as unknown as MessageRow[]).map(toMessage);
  }

  message(seq: number): KeptMessage | undefined {
    const row = this.#sql('SELECT * FROM message WHERE seq = ?').get(seq);
    return row && toMessage(row as unknown as MessageRow);
  }

  /** Messages about a holder that an erasure would empty. */
  ofHolder(
    { pod, fromMs, untilMs, orderedAtMs }: ErasedPeriod,
    customer: string,
  ): { messageHash: Hex; atMs: number }[] {
    const sql = `SELECT m.message_hash, min(e.from_ms) AS at_ms FROM message m JOIN entry e ON e.message = m.seq
      WHERE e.pod = ? AND instr(e.holders, ?) > 0 AND e.from_ms >= ? AND e.from_ms < ? AND e.at_ms < ? GROUP BY m.seq`;
    const rows = this.#sql(sql).all(pod, JSON.stringify(customer), fromMs, untilMs, orderedAtMs);
    return (rows as unknown as { message_hash: Uint8Array; at_ms: number }[]).map((row) => {
      return { messageHash: hexOf(row.message_hash), atMs: row.at_ms };
    });
  }

  /** Number of the message that says that an erasure is complete. */
  erasureMessage(erasure: string): number | undefined {
    const row = this.#sql('SELECT id FROM progress WHERE name = ?').get(`erasure ${erasure}`);
    return (row as { id: number } | undefined)?.id;
  }

  progress(name: string): number {
    return (
      (this.#sql('SELECT id FROM progress WHERE name = ?').get(name) as { id: number } | undefined)?.id ?? 0
    );
  }

  counts(): { entries: number; unsigned: number; messages: number; unsent: number } {
    const sql = `SELECT (SELECT max(id) FROM entry) AS entries,
      (SELECT count(*) FROM entry WHERE message IS NULL) AS unsigned,
      (SELECT max(seq) + 1 FROM message) AS messages, (SELECT count(*) FROM message WHERE sent = 0) AS unsent`;
    const counts = this.#sql(sql).get() as Record<string, number | null>;
    const { entries, unsigned, messages, unsent } = counts;
    return { entries: entries ?? 0, unsigned: unsigned ?? 0, messages: messages ?? 0, unsent: unsent ?? 0 };
  }

  close(): void {
    this.database.close();
  }

  #entries(rows: unknown[]): Entry[] {
    return (rows as EntryRow[]).map(toEntry);
  }
}

interface EntryRow {
  id: number;
  pod: string;
  holders: string;
  at_ms: number;
  client: string;
  subject: string | null;
  role: string;
  party: string | null;
  customer: string | null;
  purpose: string | null;
  consents: string;
  data_set: string;
  from_ms: number;
  until_ms: number;
  count: number;
  unusual: Unusual | null;
  message: number | null;
}

interface MessageRow {
  seq: number;
  type: KeptMessage['type'];
  pod: string | null;
  payload: string;
  signature: Hex;
  payload_hash: Uint8Array;
  message_hash: Uint8Array;
}

function toEntry(row: EntryRow): Entry {
  const { id, pod, client, subject, role, party, customer, purpose, count } = row;
  return {
    ...{ id, pod, atMs: row.at_ms, client, role, count, dataSet: row.data_set },
    ...{ fromMs: row.from_ms, untilMs: row.until_ms },
    holders: JSON.parse(row.holders),
    consents: JSON.parse(row.consents),
    ...(subject !== null && { subject }),
    ...(party !== null && { party }),
    ...(customer !== null && { customer }),
    ...(purpose !== null && { purpose }),
    unusual: row.unusual ?? undefined,
    message: row.message ?? undefined,
  };
}

function toMessage({
  seq,
  type,
  pod,
  payload,
  signature,
  payload_hash,
  message_hash,
}: MessageRow): KeptMessage {
  const hashes = { payloadHash: hexOf(payload_hash), messageHash: hexOf(message_hash) };
  return { seq, type, pod: pod ?? undefined, payload, signature, ...hashes };
}
