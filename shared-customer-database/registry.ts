import type { Hex } from '@access-layer/core/bytes';
import type { ErasedPeriod } from '@access-layer/core/erasure';
import type { Consent, Documents, Holding, Kind, PersonalData, Portfolio } from './registry/documents.ts';

/**
 * The registry: PoDs, customers, parties, who may act for what, and the signed statements of the market.
 *
 * An adapter MUST survive power loss with every write that it answered; MUST apply the writes of one call in one
 * transaction, each on its own unless `atomic`; MUST raise a document's revision by 1 with every change and MUST NOT
 * change one whose revision is not the expected; MUST keep each change in a history that nobody can edit; MUST raise
 * `version` in the transaction of every change that can alter an access decision; MUST refuse references to nothing and
 * overlapping exclusive intervals; MUST give each statement the next position, and each record of the outbox with its
 * change or not at all. A refused statement MUST stay readable, with its reason, and MUST free its number and its id for
 * another. Personal data MUST be kept apart from everything else, MUST leave no value in the history, and
 * MUST be gone from its file when it was erased. `list` MUST page by id, without doubles or holes.
 */
export interface Registry {
  /** Rises with every change that can alter an access decision. */
  version(): Promise<number>;
  get<K extends Kind>(kind: K, id: string): Promise<Stored<K> | undefined>;
  list<K extends Kind>(kind: K, query?: ListQuery): Promise<Stored<K>[]>;
  write(writes: readonly Write[], options: WriteOptions): Promise<WriteAnswer>;
  /** Changes of one document, or of all, in order of their positions. */
  history(query: HistoryQuery): Promise<Change[]>;

  /** Everything that decides who may read a PoD's data, over all time. */
  podFacts(pod: string): Promise<PodFacts>;

  personalData(customer: string): Promise<{ data: PersonalData; revision: number } | undefined>;
  /** `data` undefined erases. Answers `revision` of what now is, or why nothing was changed. */
  writePersonalData(
    customer: string,
    data: PersonalData | undefined,
    options: { by: Author; ifRevision?: IfRevision },
  ): Promise<WriteOutcome>;

  /**
   * Destroys the texts of set-points for a PoD that begin in a time, and the salts of bindings that ended within it, in
   * the history too; answers how many. Nothing of them is on the disk when it resolves.
   */
  erase(period: ErasedPeriod): Promise<number>;

  /** Adds signed statements as the next of their chains; each with its record for the outbox. */
  addStatements(statements: readonly NewStatement[], options: AddOptions): Promise<StatementAnswer>;
  statement(messageHash: string): Promise<StoredStatement | undefined>;
  statements(query: StatementQuery): Promise<StoredStatement[]>;
  /** Notes that the log did not take a statement; false where no such statement stands. */
  refuseStatement(payloadHash: string, refused: RefusedFor): Promise<boolean>;
  /** The last statement of a chain that was not refused. */
  chainEnd(chain: string): Promise<{ seq: number; payloadHash: Hex } | undefined>;

  /** Second statements that were refused because their number was taken: evidence, with both payload hashes. */
  forks(query: { after?: number; limit?: number }): Promise<Fork[]>;

  /** The kept answer to a request with an idempotency key. */
  keptAnswer(scope: string, key: string): Promise<KeptAnswer | undefined>;
  keepAnswer(scope: string, key: string, answer: KeptAnswer): Promise<void>;
  /** Forgets answers kept before a time; answers how many. */
  forgetAnswers(beforeMs: number): Promise<number>;

  /** Records that wait for the stream, in order of their positions. */
  outbox(limit: number): Promise<OutboxRecord[]>;
  /** Forgets the records up to a position: they are on the stream. */
  sent(position: number): Promise<void>;
  close(): Promise<void>;
}

/** Who made a change, as kept in the history. */
export interface Author {
  subject: string;
  clientId: string;
  role: string;
  party?: string;
  customer?: string;
}

export interface Stored<K extends Kind = Kind> {
  kind: K;
  id: string;
  revision: number;
  document: Documents[K];
}

/** A revision, `absent` for a document that must not exist yet, `any` for whatever is there. */
export type IfRevision = number | 'absent' | 'any';

export interface Write<K extends Kind = Kind> {
  kind: K;
  id: string;
  /** Undefined removes. */
  document?: Documents[K];
  /** Where absent: only a new document, or one that already has this content. */
  ifRevision?: IfRevision;
  /** For the stream, with this change or not at all; not where the document was the same before. */
  outbox?: NewOutboxRecord[];
}

export interface WriteOptions {
  by: Author;
  /** All or nothing: the first refusal undoes the call. Else each write stands on its own. */
  atomic?: boolean;
  /** Keeps the answer for an idempotency key in the same transaction. */
  keep?: Keep<WriteOutcome[]>;
}

export interface Keep<Outcome> {
  scope: string;
  key: string;
  bodyHash: string;
  answer: (outcome: Outcome) => Omit<KeptAnswer, 'bodyHash'>;
}

export type Refusal =
  | { reason: 'revision'; revision: number }
  | { reason: 'exists'; revision: number }
  | { reason: 'missing' }
  | { reason: 'unknown-reference'; field: string; target: Kind; value: string }
  | { reason: 'referenced'; by: { kind: Kind | 'personal-data'; id: string } }
  | { reason: 'overlap'; with: string }
  | { reason: 'undone' };

export type WriteOutcome =
  | { ok: true; effect: 'created' | 'changed' | 'removed' | 'unchanged'; revision: number }
  | ({ ok: false } & Refusal);

/** One outcome a write. `applied` is false where an atomic call was undone. */
export interface WriteAnswer {
  applied: boolean;
  outcomes: WriteOutcome[];
}

export interface ListQuery {
  /** Values of fields that documents of this kind can be asked for by (`KIND_RULES`). */
  where?: Record<string, string>;
  /** Only ids behind this one. */
  after?: string;
  /** Default 100. */
  limit?: number;
}

export interface HistoryQuery {
  kind?: Kind | 'personal-data';
  id?: string;
  after?: number;
  limit?: number;
}

export interface Change {
  position: number;
  at: number;
  by: Author;
  kind: Kind | 'personal-data';
  id: string;
  effect: 'created' | 'changed' | 'removed' | 'erased';
  revision: number;
  /** The document after the change; never of personal data. */
  document?: Documents[Kind];
}

/** Who may have to do with a PoD and when, over all time. */
export interface PodFacts {
  pod: string;
  holdings: Holding[];
  portfolios: Portfolio[];
  contracts: { parties: string[]; services: string[]; from: number; until: number }[];
  /** Consents of customers who hold or held the PoD, as far as they cover it; revoked ones too. */
  consents: Consent[];
}

export interface NewStatement {
  /** Whose numbering it belongs to: the sender, or for a set-point the PoD. */
  chain: string;
  /** Set-points have gaps in their numbering and no `prev`; all else follows its predecessor exactly. */
  chained: boolean;
  type: string;
  sender: string;
  id: string;
  seq: number;
  prev?: string;
  recipients: string[];
  pods: string[];
  from: number;
  until: number;
  issuedAt: number;
  payload: string;
  signature: string;
  payloadHash: Hex;
  messageHash: Hex;
  outbox: NewOutboxRecord;
}

/** Why the log did not take a statement, and when. */
export interface RefusedFor {
  reason: string;
  detail: string;
  at: number;
}

export type StoredStatement = Omit<NewStatement, 'outbox' | 'chained'> & {
  position: number;
  receivedAt: number;
  refused?: RefusedFor;
};

export interface AddOptions {
  by: Author;
  atomic?: boolean;
  receivedAt: number;
  keep?: Keep<StatementOutcome[]>;
}

export type StatementOutcome =
  | { ok: true; effect: 'created' | 'unchanged'; messageHash: Hex }
  | { ok: false; reason: 'fork'; seq: number; payloadHash: string }
  | { ok: false; reason: 'gap'; nextSeq: number; prev: string }
  | { ok: false; reason: 'broken-chain'; prev: string }
  | { ok: false; reason: 'id-taken'; messageHash: string }
  | { ok: false; reason: 'undone' };

export interface Fork {
  position: number;
  chain: string;
  seq: number;
  acceptedPayloadHash: string;
  payloadHash: string;
  payload: string;
  signature: string;
  receivedAt: number;
}

export interface StatementAnswer {
  applied: boolean;
  outcomes: StatementOutcome[];
}

export interface StatementQuery {
  type?: string;
  sender?: string;
  /** Named in `recipients`. */
  recipient?: string;
  pod?: string;
  id?: string;
  after?: number;
  limit?: number;
}

export interface KeptAnswer {
  bodyHash: string;
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface NewOutboxRecord {
  topic: string;
  key: string;
  value: string;
}

export interface OutboxRecord extends NewOutboxRecord {
  position: number;
}

/** What each file in `registries/` exports by default. */
export interface RegistryAdapter<Options> {
  name: string;
  create(options: Options): Promise<Registry>;
}
