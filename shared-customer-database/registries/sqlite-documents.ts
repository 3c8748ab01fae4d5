import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  type Interval,
  KIND_RULES,
  type Kind,
  linksOf,
  overlaps,
  type RegistryDocument,
  stableJson,
} from '../registry/documents.ts';
import { revisionRefusal } from '../registry/revision-refusal.ts';
import type { Author, Change, ListQuery, NewOutboxRecord, Write, WriteOutcome } from '../registry.ts';
import { createStatements } from '../sql-statements.ts';

interface Row {
  revision: number;
  body: string;
}

/** Documents, their links and their history in one SQLite file. Every method runs inside the caller's transaction. */
export class SqliteDocuments {
  readonly #database: DatabaseSync;
  /** By their texts: one for each number of filters. */
  readonly #sql: ReturnType<typeof createStatements>;
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #link: StatementSync;
  readonly #history: StatementSync;
  readonly #outbox: StatementSync;
  readonly #unlink: StatementSync;
  readonly #revision: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#sql = createStatements(database);
    this.#get = database.prepare('SELECT revision, body FROM document WHERE kind = ? AND id = ?');
    this.#put = database.prepare(
      `INSERT INTO document VALUES (?, ?, ?, ?)
       ON CONFLICT DO UPDATE SET revision = excluded.revision, body = excluded.body`,
    );
    this.#link = database.prepare('INSERT OR IGNORE INTO link VALUES (?, ?, ?, ?, ?)');
    this.#history = database.prepare(
      'INSERT INTO history (at, author, kind, id, effect, revision, body) VALUES (?, ?, ?, ?, ?, ?, ?)',
    );
    this.#outbox = database.prepare('INSERT INTO outbox (topic, key, value) VALUES (?, ?, ?)');
    // Named, because the planner takes the primary key by `kind` alone and reads the links of every document of a kind.
    this.#unlink = database.prepare('DELETE FROM link INDEXED BY link_of WHERE kind = ? AND id = ?');
    this.#revision = database.prepare(
      'SELECT max(revision) AS revision FROM history WHERE kind = ? AND id = ?',
    );
  }

  get(kind: Kind, id: string): { revision: number; document: RegistryDocument } | undefined {
    const row = this.#row(kind, id);
    return row && { revision: row.revision, document: JSON.parse(row.body) };
  }

  list(kind: Kind, { where = {}, after = '', limit = 100 }: ListQuery = {}) {
    const filters = Object.entries(where);
    const conditions = filters.map(
      () => 'AND id IN (SELECT id FROM link WHERE kind = d.kind AND field = ? AND value = ?)',
    );
    const sql = `SELECT id, revision, body FROM document d WHERE kind = ? AND id > ? ${conditions.join(' ')}
      ORDER BY id LIMIT ?`;
    const rows = this.#sql(sql).all(kind, after, ...filters.flat(), limit) as unknown as (Row & {
      id: string;
    })[];
    return rows.map(({ id, revision, body }) => ({ id, revision, document: JSON.parse(body) }));
  }

  /** Applies one write if everything it needs holds; else changes nothing and says why. */
  write(write: Write, by: Author, at: number): WriteOutcome {
    const existing = this.#row(write.kind, write.id);
    const stale = revisionRefusal(write, existing);
    if (stale) return stale;
    return write.document
      ? this.#store(write, write.document, existing, by, at)
      : this.#remove(write, existing!, by, at);
  }

  addHistory(change: Omit<Change, 'position' | 'document'>, body?: string): void {
    const { at, by, kind, id, effect, revision } = change;
    this.#history.run(at, stableJson(by), kind, id, effect, revision, body ?? null);
  }

  addToOutbox(records: readonly NewOutboxRecord[] = []): void {
    for (const { topic, key, value } of records) this.#outbox.run(topic, key, value);
  }

  #row(kind: Kind, id: string): Row | undefined {
    return this.#get.get(kind, id) as Row | undefined;
  }

  #store(
    write: Write,
    document: RegistryDocument,
    existing: Row | undefined,
    by: Author,
    at: number,
  ): WriteOutcome {
    const { kind, id } = write;
    const body = stableJson(document);
    if (existing?.body === body) return { ok: true, effect: 'unchanged', revision: existing.revision };
    const refusal = this.#referenceRefusal(kind, document) ?? this.#overlapRefusal(kind, document);
    if (refusal) return refusal;
    // A removed document leaves its last revision in the history, so that no ETag comes back.
    const revision = (existing?.revision ?? this.#lastRevision(kind, id)) + 1;
    const effect = existing ? 'changed' : 'created';
    this.#put.run(kind, id, revision, body);
    this.#relink(kind, id, document);
    this.addHistory({ at, by, kind, id, effect, revision }, body);
    this.addToOutbox(write.outbox);
    this.#raiseVersion(kind);
    return { ok: true, effect, revision };
  }

  #remove({ kind, id, outbox }: Write, existing: Row, by: Author, at: number): WriteOutcome {
    const user = this.#database
      .prepare('SELECT kind, id FROM link WHERE target = ? AND value = ? LIMIT 1')
      .get(kind, id) as { kind: Kind; id: string } | undefined;
    if (user) return { ok: false, reason: 'referenced', by: { kind: user.kind, id: user.id } };
    const revision = existing.revision + 1;
    this.#database.prepare('DELETE FROM document WHERE kind = ? AND id = ?').run(kind, id);
    this.#relink(kind, id, undefined);
    this.addHistory({ at, by, kind, id, effect: 'removed', revision });
    this.addToOutbox(outbox);
    this.#raiseVersion(kind);
    return { ok: true, effect: 'removed', revision };
  }

  #relink(kind: Kind, id: string, document: RegistryDocument | undefined): void {
    this.#unlink.run(kind, id);
    if (!document) return;
    for (const { field, value, target } of linksOf(kind, document)) {
      this.#link.run(kind, field, value, id, target ?? null);
    }
  }

  #referenceRefusal(kind: Kind, document: RegistryDocument): WriteOutcome | undefined {
    for (const { field, value, target } of linksOf(kind, document)) {
      if (target && !this.#row(target, value)) {
        return { ok: false, reason: 'unknown-reference', field, target, value };
      }
    }
    return undefined;
  }

  #overlapRefusal(kind: Kind, document: RegistryDocument): WriteOutcome | undefined {
    const field = KIND_RULES[kind].exclusive;
    if (!field) return undefined;
    const value = (document as unknown as Record<string, string>)[field]!;
    const others = this.list(kind, { where: { [field]: value }, limit: -1 });
    const other = others.find(
      ({ id, document: held }) => id !== document.id && overlaps(held, document as unknown as Interval),
    );
    return other && { ok: false, reason: 'overlap', with: other.id };
  }

  #lastRevision(kind: Kind, id: string): number {
    const row = this.#revision.get(kind, id) as { revision: number | null };
    return row.revision ?? 0;
  }

  #raiseVersion(kind: Kind): void {
    if (!KIND_RULES[kind].decisive) return;
    this.#database.exec("UPDATE meta SET value = value + 1 WHERE name = 'version'");
  }
}
