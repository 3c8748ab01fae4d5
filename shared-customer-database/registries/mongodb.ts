import type { ErasedPeriod } from '@access-layer/core/erasure';
import { AccessLayerError } from '@access-layer/core/errors';
import type { MongoClient } from 'mongodb';
import type { Consent, Contract, Documents, Kind, PersonalData } from '../registry/documents.ts';
import type {
  AddOptions,
  Author,
  Change,
  Fork,
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
  StatementOutcome,
  StatementQuery,
  Stored,
  Write,
  WriteAnswer,
  WriteOptions,
  WriteOutcome,
} from '../registry.ts';
import { type Collections, keyOf, linkKey, openCollections } from './mongodb-collections.ts';
import { Commits } from './mongodb-commits.ts';
import { connect, isDuplicate, type MongoOptions, named, twice } from './mongodb-connection.ts';
import { DocumentPlan } from './mongodb-documents.ts';
import { type Draft, keptId } from './mongodb-draft.ts';
import { planErasure } from './mongodb-erasure.ts';
import { planPersonal, putPersonal } from './mongodb-personal.ts';
import { chainEnd, listStatements, readStatement, refusedRow, StatementPlan } from './mongodb-statements.ts';

const DEFAULT_DATABASE = 'access-layer';
const MOST_TRIES = 20;

/**
 * MongoDB, or what speaks its protocol. It uses nothing that only one implementation has: no transactions (the commits
 * are its own), no change streams, no joins, no partial indexes.
 */
class MongoRegistry implements Registry {
  readonly #client: MongoClient;
  readonly #collections: Collections;
  readonly #commits: Commits;

  constructor(client: MongoClient, collections: Collections) {
    this.#client = client;
    this.#collections = collections;
    this.#commits = new Commits(collections);
  }

  async version(): Promise<number> {
    return (await this.#commits.finished()).counters.version;
  }

  async get<K extends Kind>(kind: K, id: string): Promise<Stored<K> | undefined> {
    const row = await this.#collections.documents.findOne({ _id: keyOf(kind, id), present: true });
    return row ? { kind, id, revision: row.revision, document: JSON.parse(row.body!) } : undefined;
  }

  async list<K extends Kind>(kind: K, { where = {}, after, limit = 100 }: ListQuery = {}) {
    const links = Object.entries(where).map(([field, value]) => ({ links: linkKey(kind, field, value) }));
    const filter = { kind, present: true, ...(after ? { id: { $gt: after } } : {}) };
    const found = this.#collections.documents.find(links.length > 0 ? { ...filter, $and: links } : filter);
    const rows = await found.sort({ id: 1 }).limit(limit).toArray();
    return rows.map(
      ({ id, revision, body }): Stored<K> => ({ kind, id, revision, document: JSON.parse(body!) }),
    );
  }

  async write(writes: readonly Write[], { by, atomic = false, keep }: WriteOptions): Promise<WriteAnswer> {
    const at = Date.now();
    return this.#commits.run(async (draft) => {
      const plan = new DocumentPlan(this.#collections, draft);
      await plan.look(writes);
      const outcomes: WriteOutcome[] = [];
      for (const write of writes) {
        outcomes.push((await this.#personalRefusal(write)) ?? (await plan.write(write, by, at)));
      }
      return settle(draft, outcomes, atomic, keep);
    });
  }

  async history({ kind, id, after = 0, limit = 100 }: HistoryQuery): Promise<Change[]> {
    const { counters } = await this.#commits.head();
    const of = { ...(kind ? { kind } : {}), ...(id === undefined ? {} : { id }) };
    const found = this.#collections.history.find({ ...of, _id: { $gt: after, $lte: counters.history } });
    const rows = await found.sort({ _id: 1 }).limit(limit).toArray();
    return rows.map(({ _id, author, body, commit: _commit, ...change }) => ({
      position: _id,
      ...change,
      by: JSON.parse(author),
      ...(body ? { document: JSON.parse(body) } : {}),
    }));
  }

  async podFacts(pod: string): Promise<PodFacts> {
    const all = async <K extends Kind>(kind: K, field: string, value: string): Promise<Documents[K][]> => {
      const rows = await this.#collections.documents.find({ links: linkKey(kind, field, value) }).toArray();
      return rows.sort((a, b) => (a.id < b.id ? -1 : 1)).map(({ body }) => JSON.parse(body!));
    };
    const [holdings, portfolios, resources] = await Promise.all([
      all('holding', 'pod', pod),
      all('portfolio', 'pod', pod),
      all('flexible-resource', 'pod', pod),
    ]);
    const customers = [...new Set(holdings.map(({ customer }) => customer))];
    const consents = await Promise.all(customers.map((customer) => all('consent', 'customer', customer)));
    const contracts = await Promise.all(resources.map(({ id }) => all('contract', 'resources', id)));
    const concerns = ({ pods }: Consent) => pods === 'all' || pods.includes(pod);
    return {
      ...{ pod, holdings, portfolios },
      contracts: [...new Map(contracts.flat().map((each): [string, Contract] => [each.id, each])).values()],
      consents: consents.flat().filter(concerns),
    };
  }

  async personalData(customer: string) {
    const row = await this.#collections.personal.findOne({ _id: customer });
    return row?.data ? { data: JSON.parse(row.data) as PersonalData, revision: row.revision } : undefined;
  }

  async writePersonalData(
    customer: string,
    data: PersonalData | undefined,
    { by, ifRevision }: { by: Author; ifRevision?: IfRevision },
  ): Promise<WriteOutcome> {
    const write = { customer, data, by, ifRevision };
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const plan = await this.#commits.run((draft) => planPersonal(this.#collections, draft, write));
      if (plan.revision === undefined || (await putPersonal(this.#collections, write, plan))) {
        return plan.outcome;
      }
    }
    throw new AccessLayerError({
      code: 'SCD_REGISTRY_UNAVAILABLE',
      message: `others changed the same personal data ${MOST_TRIES} times in a row; ask again`,
      retryable: true,
    });
  }

  async erase(period: ErasedPeriod): Promise<number> {
    return this.#commits.run((draft) => planErasure(this.#collections, draft, period));
  }

  async addStatements(
    statements: readonly NewStatement[],
    { atomic = false, receivedAt, keep }: AddOptions,
  ): Promise<StatementAnswer> {
    return this.#commits.run(async (draft) => {
      const plan = new StatementPlan(this.#collections, draft);
      const outcomes: StatementOutcome[] = [];
      for (const statement of statements) outcomes.push(await plan.add(statement, receivedAt));
      const answer = settle(draft, outcomes, atomic, keep);
      // Evidence of a fork stays, also where the call is undone.
      for (const [i, outcome] of outcomes.entries()) {
        if (outcome.ok || outcome.reason !== 'fork') continue;
        await plan.keepFork(statements[i]!, outcome.payloadHash, receivedAt);
      }
      return answer;
    });
  }

  async statement(messageHash: string) {
    const row = await this.#collections.statements.findOne({ _id: messageHash as `0x${string}` });
    return row ? readStatement(row) : undefined;
  }

  async statements(query: StatementQuery) {
    const { counters } = await this.#commits.head();
    return listStatements(this.#collections, query, counters.statement);
  }

  async refuseStatement(payloadHash: string, refused: RefusedFor): Promise<boolean> {
    return this.#commits.run(async (draft) => {
      const standing = { payloadHash: payloadHash as `0x${string}`, stands: true };
      const row = await this.#collections.statements.findOne(standing);
      if (row) draft.putStatement(refusedRow(row, JSON.stringify(refused)));
      return row !== null;
    });
  }

  async chainEnd(chain: string) {
    return chainEnd(this.#collections, chain);
  }

  async forks({ after = 0, limit = 100 }: { after?: number; limit?: number }): Promise<Fork[]> {
    const { counters } = await this.#commits.head();
    const found = this.#collections.forks.find({ position: { $gt: after, $lte: counters.fork } });
    const rows = await found.sort({ position: 1 }).limit(limit).toArray();
    return rows.map(({ _id, commit, body, ...fork }) => ({ ...fork, ...JSON.parse(body) }));
  }

  async keptAnswer(scope: string, key: string): Promise<KeptAnswer | undefined> {
    await this.#commits.head();
    const row = await this.#collections.kept.findOne({ _id: keptId(scope, key) });
    return row?.body ? JSON.parse(row.body) : undefined;
  }

  async keepAnswer(scope: string, key: string, answer: KeptAnswer): Promise<void> {
    const row = { _id: keptId(scope, key), keptAt: Date.now(), body: JSON.stringify(answer), commit: 0 };
    try {
      await this.#collections.kept.insertOne(row);
    } catch (error) {
      // The first answer stays.
      if (!isDuplicate(error)) throw error;
    }
  }

  async forgetAnswers(beforeMs: number): Promise<number> {
    return (await this.#collections.kept.deleteMany({ keptAt: { $lt: beforeMs } })).deletedCount;
  }

  async outbox(limit: number): Promise<OutboxRecord[]> {
    const { counters } = await this.#commits.head();
    const sent = await this.#collections.sent.findOne({ _id: 'sent' });
    const waiting = { _id: { $gt: sent?.position ?? 0, $lte: counters.outbox } };
    const rows = await this.#collections.outbox.find(waiting).sort({ _id: 1 }).limit(limit).toArray();
    return rows.map(({ _id, topic, key, value }) => ({ position: _id, topic, key, value }));
  }

  /** What was sent is noted before it goes: one that a late hand puts there again is not sent again. */
  async sent(position: number): Promise<void> {
    const { sent, outbox } = this.#collections;
    await twice(() => sent.updateOne({ _id: 'sent' }, { $max: { position } }, { upsert: true }));
    await outbox.deleteMany({ _id: { $lte: position } });
  }

  async close(): Promise<void> {
    await this.#client.close();
  }

  async #personalRefusal({ kind, id, document }: Write): Promise<WriteOutcome | undefined> {
    if (kind !== 'customer' || document) return undefined;
    const row = await this.#collections.personal.findOne({ _id: id });
    return row?.data ? { ok: false, reason: 'referenced', by: { kind: 'personal-data', id } } : undefined;
  }
}

/** Keeps what was drafted, or undoes it all where an atomic call has a refusal. */
function settle<Outcome extends { ok: boolean }>(
  draft: Draft,
  outcomes: Outcome[],
  atomic: boolean,
  keep: Keep<Outcome[]> | undefined,
): { applied: boolean; outcomes: Outcome[] } {
  if (atomic && outcomes.some(({ ok }) => !ok)) {
    draft.undo();
    const undone = { ok: false, reason: 'undone' } as unknown as Outcome;
    return { applied: false, outcomes: outcomes.map((outcome) => (outcome.ok ? undone : outcome)) };
  }
  if (keep) {
    const answer = { ...keep.answer(outcomes), bodyHash: keep.bodyHash };
    draft.keep(keep.scope, keep.key, answer, Date.now());
  }
  return { applied: true, outcomes };
}

async function create(options: MongoOptions): Promise<Registry> {
  const client = await connect(options);
  try {
    const registry = new MongoRegistry(
      client,
      await openCollections(client, options.database ?? DEFAULT_DATABASE),
    );
    await registry.version();
    return named(registry);
  } catch (error) {
    await client.close();
    throw error;
  }
}

export default { name: 'mongodb', create } satisfies RegistryAdapter<MongoOptions>;
