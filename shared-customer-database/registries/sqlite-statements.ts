import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Hex } from '@access-layer/core/bytes';
import type {
  Fork,
  NewOutboxRecord,
  NewStatement,
  RefusedFor,
  StatementOutcome,
  StatementQuery,
  StoredStatement,
} from '../registry.ts';

const ZERO_HASH = `0x${'00'.repeat(32)}`;

interface Row {
  position: number;
  message_hash: Hex;
  payload_hash: Hex;
  seq: number;
  body: string;
  refused: string | null;
}

/** Signed statements in one SQLite file. Every method runs inside the caller's transaction. */
export class SqliteStatements {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;
  readonly #outbox: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#insert = database.prepare(
      `INSERT INTO statement (message_hash, chain, seq, payload_hash, type, sender, id, body)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    );
    this.#outbox = database.prepare('INSERT INTO outbox (topic, key, value) VALUES (?, ?, ?)');
  }

  add(statement: NewStatement, receivedAt: number): StatementOutcome {
    const refusal = this.#placeInChain(statement) ?? this.#idTaken(statement);
    if (refusal) return refusal;
    const { outbox, chained: _chained, ...kept } = statement;
    const { messageHash, chain, seq, payloadHash, type, sender, id, recipients, pods } = statement;
    const body = JSON.stringify({ ...kept, receivedAt });
    this.#forgetRefused(messageHash);
    const added = this.#insert.run(messageHash, chain, seq, payloadHash, type, sender, id, body);
    this.#link(Number(added.lastInsertRowid), { recipient: recipients, pod: pods });
    this.#send(outbox);
    return { ok: true, effect: 'created', messageHash };
  }

  keepFork(statement: NewStatement, acceptedPayloadHash: string, receivedAt: number): void {
    const { chain, seq, payloadHash, payload, signature } = statement;
    const body = JSON.stringify({ acceptedPayloadHash, payload, signature, receivedAt });
    this.#database
      .prepare('INSERT OR IGNORE INTO fork (chain, seq, payload_hash, body) VALUES (?, ?, ?, ?)')
      .run(chain, seq, payloadHash, body);
  }

  forks({ after = 0, limit = 100 }: { after?: number; limit?: number }): Fork[] {
    const rows = this.#database
      .prepare('SELECT * FROM fork WHERE position > ? ORDER BY position LIMIT ?')
      .all(after, limit) as unknown as (Row & { chain: string })[];
    return rows.map(({ position, chain, seq, payload_hash: payloadHash, body }) => ({
      position,
      chain,
      seq,
      payloadHash,
      ...JSON.parse(body),
    }));
  }

  /** Its number and its id are free again. */
  refuse(payloadHash: string, refused: RefusedFor): boolean {
    const sql = 'UPDATE statement SET refused = ? WHERE payload_hash = ? AND refused IS NULL';
    return this.#database.prepare(sql).run(JSON.stringify(refused), payloadHash).changes > 0;
  }

  byHash(messageHash: string): StoredStatement | undefined {
    const row = this.#database.prepare('SELECT * FROM statement WHERE message_hash = ?').get(messageHash);
    return row && read(row as unknown as Row);
  }

  chainEnd(chain: string): { seq: number; payloadHash: Hex } | undefined {
    const row = this.#database
      .prepare(
        'SELECT seq, payload_hash FROM statement WHERE chain = ? AND refused IS NULL ORDER BY seq DESC LIMIT 1',
      )
      .get(chain) as Row | undefined;
    return row && { seq: row.seq, payloadHash: row.payload_hash };
  }

  list(query: StatementQuery): StoredStatement[] {
    const { after = 0, limit = 100, recipient, pod, ...columns } = query;
    const conditions: string[] = [];
    const values: (string | number)[] = [];
    for (const name of ['type', 'sender', 'id'] as const) {
      if (columns[name] === undefined) continue;
      conditions.push(`AND ${name} = ?`);
      values.push(columns[name]);
    }
    for (const [field, value] of Object.entries({ recipient, pod })) {
      if (value === undefined) continue;
      conditions.push('AND position IN (SELECT position FROM statement_link WHERE field = ? AND value = ?)');
      values.push(field, value);
    }
    const rows = this.#database
      .prepare(`SELECT * FROM statement WHERE position > ? ${conditions.join(' ')} ORDER BY position LIMIT ?`)
      .all(after, ...values, limit);
    return (rows as unknown as Row[]).map(read);
  }

  #placeInChain({ chain, chained, seq, prev, payloadHash }: NewStatement): StatementOutcome | undefined {
    const taken = this.#database
      .prepare(
        'SELECT payload_hash, message_hash FROM statement WHERE chain = ? AND seq = ? AND refused IS NULL',
      )
      .get(chain, seq) as Row | undefined;
    if (taken?.payload_hash === payloadHash) {
      return { ok: true, effect: 'unchanged', messageHash: taken.message_hash };
    }
    if (taken) return { ok: false, reason: 'fork', seq, payloadHash: taken.payload_hash };
    if (!chained) return undefined;
    const end = this.chainEnd(chain);
    const expected = end?.payloadHash ?? ZERO_HASH;
    if (seq !== (end?.seq ?? -1) + 1) {
      return { ok: false, reason: 'gap', nextSeq: (end?.seq ?? -1) + 1, prev: expected };
    }
    return prev === expected ? undefined : { ok: false, reason: 'broken-chain', prev: expected };
  }

  /** The very message that was refused before may be good by now: its key is listed, its predecessor is there. */
  #forgetRefused(messageHash: string): void {
    const sql = 'DELETE FROM statement WHERE message_hash = ? AND refused IS NOT NULL RETURNING position';
    const before = this.#database.prepare(sql).get(messageHash) as { position: number } | undefined;
    if (before) this.#database.prepare('DELETE FROM statement_link WHERE position = ?').run(before.position);
  }

  #idTaken({ type, sender, id }: NewStatement): StatementOutcome | undefined {
    const row = this.#database
      .prepare(
        'SELECT message_hash FROM statement WHERE type = ? AND sender = ? AND id = ? AND refused IS NULL',
      )
      .get(type, sender, id) as Row | undefined;
    return row && { ok: false, reason: 'id-taken', messageHash: row.message_hash };
  }

  #link(position: number, links: Record<string, string[]>): void {
    const insert = this.#database.prepare('INSERT OR IGNORE INTO statement_link VALUES (?, ?, ?)');
    for (const [field, values] of Object.entries(links)) {
      for (const value of values) insert.run(field, value, position);
    }
  }

  #send({ topic, key, value }: NewOutboxRecord): void {
    this.#outbox.run(topic, key, value);
  }
}

function read({ position, body, refused }: Row): StoredStatement {
  return { position, ...JSON.parse(body), ...(refused ? { refused: JSON.parse(refused) } : {}) };
}
