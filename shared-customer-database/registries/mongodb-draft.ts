import { stableJson } from '../registry/documents.ts';
import type { Author, Change, KeptAnswer, NewOutboxRecord } from '../registry.ts';
import type {
  Counters,
  DocumentRow,
  ForkRow,
  HistoryRow,
  KeptRow,
  OutboxRow,
  StatementRow,
} from './mongodb-collections.ts';

type Row<T> = Omit<T, 'commit'>;

/** What was erased, by the ids of its rows. */
export interface ErasedRows {
  statements: string[];
  forks: string[];
  /** Ids of bindings. */
  bindings: string[];
  keptAnswers: string[];
}

/** What one commit changes; kept as JSON in the commit until it is in the other collections. */
export interface Changes {
  documents: Row<DocumentRow>[];
  history: Row<HistoryRow>[];
  statements: Row<StatementRow>[];
  forks: Row<ForkRow>[];
  kept: Row<KeptRow>[];
  outbox: Row<OutboxRow>[];
  erased?: ErasedRows;
}

/** A commit in the making. It gives positions; they count once it is committed. */
export class Draft {
  readonly counters: Counters;
  readonly #before: Counters;
  #changes = nothing();

  constructor(counters: Counters) {
    this.#before = counters;
    this.counters = { ...counters };
  }

  get changes(): Changes {
    return this.#changes;
  }

  isEmpty(): boolean {
    const { erased, ...lists } = this.#changes;
    return !erased && Object.values(lists).every((list) => list.length === 0);
  }

  /** Nothing of it was. */
  undo(): void {
    this.#changes = nothing();
    Object.assign(this.counters, this.#before);
  }

  putDocument(row: Row<DocumentRow>): void {
    const { documents } = this.#changes;
    const before = documents.findIndex(({ _id }) => _id === row._id);
    if (before >= 0) documents.splice(before, 1);
    documents.push(row);
  }

  addHistory({ by, ...change }: Omit<Change, 'position' | 'document'>, body?: string): void {
    const _id = ++this.counters.history;
    this.#changes.history.push({ _id, ...change, author: stableJson(by satisfies Author), body });
  }

  putStatement(row: Row<StatementRow>): void {
    this.#changes.statements.push(row);
  }

  addFork(row: Omit<Row<ForkRow>, 'position'>): void {
    this.#changes.forks.push({ ...row, position: ++this.counters.fork });
  }

  send(records: readonly NewOutboxRecord[] = []): void {
    for (const record of records) this.#changes.outbox.push({ _id: ++this.counters.outbox, ...record });
  }

  keep(scope: string, key: string, answer: KeptAnswer, keptAt: number): void {
    this.#changes.kept.push({ _id: keptId(scope, key), keptAt, body: JSON.stringify(answer) });
  }

  erase(erased: ErasedRows): void {
    this.#changes.erased = erased;
  }
}

export function keptId(scope: string, key: string): string {
  return JSON.stringify([scope, key]);
}

function nothing(): Changes {
  return { documents: [], history: [], statements: [], forks: [], kept: [], outbox: [] };
}
