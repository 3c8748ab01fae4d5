import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { ErasedPeriod } from '@access-layer/core/erasure';
import { openDatabase, transaction } from '@access-layer/kit/sqlite';
import type { Consent, Contract, Documents, Kind, PersonalData } from '../registry/documents.ts';
import type {
  AddOptions,
  Author,
  Change,
  HistoryQuery,
  IfRevision,
  Keep,
  KeptAnswer,
  ListQuery,
  NewStatement,
  OutboxRecord,
  PodFacts,
  RefusedFor,
  Registry,
  RegistryAdapter,
  StatementAnswer,
  StatementQuery,
  Stored,
  Write,
  WriteAnswer,
  WriteOptions,
  WriteOutcome,
} from '../registry.ts';
import { SqliteDocuments } from './sqlite-documents.ts';
import { eraseInRegistry } from './sqlite-erasure.ts';
import { PERSONAL_SCHEMA, REGISTRY_SCHEMA, renewStatements } from './sqlite-schema.ts';
import { SqliteStatements } from './sqlite-statements.ts';

export interface SqliteOptions {
  /** Folder of `registry.db` and `personal.db`. */
  dir: string;
}

/** Thrown inside a transaction to undo it; never leaves this file. */
class Undo extends Error {}

class SqliteRegistry implements Registry {
  readonly #database: DatabaseSync;
  readonly #personal: DatabaseSync;
  readonly #documents: SqliteDocuments;
  readonly #statements: SqliteStatements;
  readonly #version;

  constructor({ dir }: SqliteOptions) {
    this.#database = openDatabase(join(dir, 'registry.db'));
    renewStatements(this.#database);
    this.#database.exec(REGISTRY_SCHEMA);
    this.#personal = openDatabase(join(dir, 'personal.db'));
    this.#personal.exec(PERSONAL_SCHEMA);
    this.#documents = new SqliteDocuments(this.#database);
    this.#statements = new SqliteStatements(this.#database);
    this.#version = this.#database.prepare("SELECT value FROM meta WHERE name = 'version'");
  }

  async version(): Promise<number> {
    return (this.#version.get() as { value: number }).value;
  }

  async get<K extends Kind>(kind: K, id: string): Promise<Stored<K> | undefined> {
    const found = this.#documents.get(kind, id);
    return found && { kind, id, revision: found.revision, document: found.document as Documents[K] };
  }

  async list<K extends Kind>(kind: K, query: ListQuery = {}): Promise<Stored<K>[]> {
    return this.#documents.list(kind, query).map((found) => ({ kind, ...found }));
  }

  async write(writes: readonly Write[], { by, atomic = false, keep }: WriteOptions): Promise<WriteAnswer> {
    const at = Date.now();
    const one = (write: Write) => {
      const { kind, id, document } = write;
      if (kind === 'customer' && !document && this.#hasPersonalData(id)) {
        return { ok: false, reason: 'referenced', by: { kind: 'personal-data', id } } as const;
      }
      return this.#documents.write(write, by, at);
    };
    return this.#all(writes, one, atomic, keep);
  }

  async history({ kind, id, after = 0, limit = 100 }: HistoryQuery): Promise<Change[]> {
    const rows = this.#database
      .prepare(
        `SELECT * FROM history WHERE position > ? AND (? IS NULL OR kind = ?) AND (? IS NULL OR id = ?)
         ORDER BY position LIMIT ?`,
      )
      .all(after, kind ?? null, kind ?? null, id ?? null, id ?? null, limit);
    return (rows as unknown as (Change & { author: string; body: string | null })[]).map(
      ({ author, body, ...change }) => ({
        ...change,
        by: JSON.parse(author),
        ...(body ? { document: JSON.parse(body) } : {}),
      }),
    );
  }

  async podFacts(pod: string): Promise<PodFacts> {
    const all = <K extends Kind>(kind: K, where: Record<string, string>): Documents[K][] =>
      this.#documents.list(kind, { where, limit: -1 }).map(({ document }) => document);
    const holdings = all('holding', { pod });
    const customers = [...new Set(holdings.map(({ customer }) => customer))];
    const contracts = new Map<string, Contract>();
    for (const resource of all('flexible-resource', { pod })) {
      for (const contract of all('contract', { resources: resource.id }))
        contracts.set(contract.id, contract);
    }
    const concerns = ({ pods }: Consent) => pods === 'all' || pods.includes(pod);
    return {
      pod,
      holdings,
      portfolios: all('portfolio', { pod }),
      contracts: [...contracts.values()],
      consents: customers.flatMap((customer) => all('consent', { customer }).filter(concerns)),
    };
  }

  async personalData(customer: string) {
    const row = this.#personalRow(customer);
    return row?.data ? { data: JSON.parse(row.data) as PersonalData, revision: row.revision } : undefined;
  }

  async writePersonalData(
    customer: string,
    data: PersonalData | undefined,
    { by, ifRevision }: { by: Author; ifRevision?: IfRevision },
  ): Promise<WriteOutcome> {
    const outcome = transaction(this.#personal, () => this.#replacePersonal(customer, data, by, ifRevision));
    if (!data) this.#personal.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    return outcome;
  }

  async erase(period: ErasedPeriod): Promise<number> {
    return eraseInRegistry(this.#database, period);
  }

  async addStatements(
    statements: readonly NewStatement[],
    { atomic = false, receivedAt, keep }: AddOptions,
  ): Promise<StatementAnswer> {
    const answer = this.#all(
      statements,
      (statement: NewStatement) => this.#statements.add(statement, receivedAt),
      atomic,
      keep,
    );
    for (const [i, outcome] of answer.outcomes.entries()) {
      if (outcome.ok || outcome.reason !== 'fork') continue;
      this.#statements.keepFork(statements[i]!, outcome.payloadHash, receivedAt);
    }
    return answer;
  }

  async statement(messageHash: string) {
    return this.#statements.byHash(messageHash);
  }

  async statements(query: StatementQuery) {
    return this.#statements.list(query);
  }

  async refuseStatement(payloadHash: string, refused: RefusedFor): Promise<boolean> {
    return this.#statements.refuse(payloadHash, refused);
  }

  async chainEnd(chain: string) {
    return this.#statements.chainEnd(chain);
  }

  async forks(query: { after?: number; limit?: number }) {
    return this.#statements.forks(query);
  }

  async keptAnswer(scope: string, key: string): Promise<KeptAnswer | undefined> {
    const row = this.#database
      .prepare('SELECT body FROM kept_answer WHERE scope = ? AND key = ?')
      .get(scope, key);
    return row && JSON.parse((row as { body: string }).body);
  }

  async keepAnswer(scope: string, key: string, answer: KeptAnswer): Promise<void> {
    this.#database
      .prepare('INSERT OR IGNORE INTO kept_answer VALUES (?, ?, ?, ?)')
      .run(scope, key, Date.now(), JSON.stringify(answer));
  }

  async forgetAnswers(beforeMs: number): Promise<number> {
    return Number(this.#database.prepare('DELETE FROM kept_answer WHERE kept_at < ?').run(beforeMs).changes);
  }

  async outbox(limit: number): Promise<OutboxRecord[]> {
    const rows = this.#database.prepare('SELECT * FROM outbox ORDER BY position LIMIT ?').all(limit);
    return (rows as unknown as OutboxRecord[]).map((row) => ({ ...row }));
  }

  async sent(position: number): Promise<void> {
    this.#database.prepare('DELETE FROM outbox WHERE position <= ?').run(position);
  }

  async close(): Promise<void> {
    this.#database.close();
    this.#personal.close();
  }

  /** Applies all in one transaction; an atomic call with a refusal is rolled back and says so for the others. */
  #all<Item, Outcome extends { ok: boolean }>(
    items: readonly Item[],
    apply: (item: Item) => Outcome,
    atomic: boolean,
    keep: Keep<Outcome[]> | undefined,
  ): { applied: boolean; outcomes: Outcome[] } {
    let outcomes: Outcome[] = [];
    try {
      transaction(this.#database, () => {
        outcomes = items.map(apply);
        if (atomic && outcomes.some(({ ok }) => !ok)) throw new Undo();
        if (keep)
          void this.keepAnswer(keep.scope, keep.key, { ...keep.answer(outcomes), bodyHash: keep.bodyHash });
      });
      return { applied: true, outcomes };
    } catch (error) {
      if (!(error instanceof Undo)) throw error;
      const undone = { ok: false, reason: 'undone' } as unknown as Outcome;
      return { applied: false, outcomes: outcomes.map((outcome) => (outcome.ok ? undone : outcome)) };
    }
  }

  #personalRow(customer: string): { revision: number; data: string | null } | undefined {
    const row = this.#personal
      .prepare('SELECT revision, data FROM personal WHERE customer = ?')
      .get(customer);
    return row as { revision: number; data: string | null } | undefined;
  }

  #hasPersonalData(customer: string): boolean {
    return Boolean(this.#personalRow(customer)?.data);
  }

  /** The history is committed before the data: it may name a change too many, never one too few. */
  #replacePersonal(
    customer: string,
    data: PersonalData | undefined,
    by: Author,
    ifRevision?: IfRevision,
  ): WriteOutcome {
    if (!this.#documents.get('customer', customer)) {
      return {
        ok: false,
        reason: 'unknown-reference',
        field: 'customer',
        target: 'customer',
        value: customer,
      };
    }
    const row = this.#personalRow(customer);
    const present = row?.data ? row.revision : undefined;
    if (present === undefined && (!data || typeof ifRevision === 'number'))
      return { ok: false, reason: 'missing' };
    if (present !== undefined && ifRevision !== 'any' && ifRevision !== present) {
      const reason = typeof ifRevision === 'number' ? 'revision' : 'exists';
      return { ok: false, reason, revision: present };
    }
    const revision = (row?.revision ?? 0) + 1;
    const effect = data ? (present === undefined ? 'created' : 'changed') : 'erased';
    this.#documents.addHistory({ at: Date.now(), by, kind: 'personal-data', id: customer, effect, revision });
    this.#personal
      .prepare(
        `INSERT INTO personal VALUES (?, ?, ?)
         ON CONFLICT DO UPDATE SET revision = excluded.revision, data = excluded.data`,
      )
      .run(customer, revision, data ? JSON.stringify(data) : null);
    return { ok: true, effect: effect === 'erased' ? 'removed' : effect, revision };
  }
}

export default {
  name: 'sqlite',
  create: async (options: SqliteOptions) => new SqliteRegistry(options),
} satisfies RegistryAdapter<SqliteOptions>;
