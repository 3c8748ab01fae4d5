import type { Hex } from '@access-layer/core/bytes';
import type { Filter } from 'mongodb';
import type { NewStatement, StatementOutcome, StatementQuery, StoredStatement } from '../registry.ts';
import type { Collections, StatementRow } from './mongodb-collections.ts';
import type { Draft } from './mongodb-draft.ts';

const ZERO_HASH = `0x${'00'.repeat(32)}`;

type Row = Omit<StatementRow, 'commit'>;

/** What a call would do to statements: it sees those of the last commit, and over them what it has drafted itself. */
export class StatementPlan {
  readonly #collections: Collections;
  readonly #draft: Draft;
  #drafted: Row[] = [];

  constructor(collections: Collections, draft: Draft) {
    this.#collections = collections;
    this.#draft = draft;
  }

  async add(statement: NewStatement, receivedAt: number): Promise<StatementOutcome> {
    const refusal = (await this.#placeInChain(statement)) ?? (await this.#idTaken(statement));
    if (refusal) return refusal;
    const { outbox, chained: _chained, ...kept } = statement;
    const { messageHash, chain, seq, payloadHash, type, sender, id, recipients, pods, from } = statement;
    const row: Row = {
      ...{ _id: messageHash, position: ++this.#draft.counters.statement, chain, seq, payloadHash },
      ...{ type, sender, id, recipients, pods, from, stands: true },
      ...{ place: placeOf(chain, seq), name: nameOf(type, sender, id) },
      body: JSON.stringify({ ...kept, receivedAt }),
    };
    this.#drafted.push(row);
    this.#draft.putStatement(row);
    this.#draft.send([outbox]);
    return { ok: true, effect: 'created', messageHash };
  }

  async keepFork(statement: NewStatement, acceptedPayloadHash: string, receivedAt: number): Promise<void> {
    const { chain, seq, payloadHash, payload, signature } = statement;
    const _id = JSON.stringify([chain, seq, payloadHash]);
    const isKept = this.#draft.changes.forks.some((fork) => fork._id === _id);
    if (isKept || (await this.#collections.forks.findOne({ _id }))) return;
    const body = JSON.stringify({ acceptedPayloadHash, payload, signature, receivedAt });
    this.#draft.addFork({ _id, chain, seq, payloadHash, body });
  }

  async #placeInChain({ chain, chained, seq, prev, payloadHash }: NewStatement) {
    const place = placeOf(chain, seq);
    const taken = this.#drafted.find((row) => row.place === place) ?? (await this.#stored({ place }));
    if (taken?.payloadHash === payloadHash) {
      return { ok: true, effect: 'unchanged', messageHash: taken._id } as const;
    }
    if (taken) return { ok: false, reason: 'fork', seq, payloadHash: taken.payloadHash } as const;
    if (!chained) return undefined;
    const end = await this.#chainEnd(chain);
    const expected = end?.payloadHash ?? ZERO_HASH;
    const nextSeq = (end?.seq ?? -1) + 1;
    if (seq !== nextSeq) return { ok: false, reason: 'gap', nextSeq, prev: expected } as const;
    if (prev === expected) return undefined;
    return { ok: false, reason: 'broken-chain', prev: expected } as const;
  }

  async #chainEnd(chain: string): Promise<{ seq: number; payloadHash: Hex } | undefined> {
    const own = this.#drafted.filter((row) => row.chain === chain).sort((a, b) => b.seq - a.seq)[0];
    return own ?? (await chainEnd(this.#collections, chain));
  }

  async #idTaken({ type, sender, id }: NewStatement): Promise<StatementOutcome | undefined> {
    const name = nameOf(type, sender, id);
    const row = this.#drafted.find((drafted) => drafted.name === name) ?? (await this.#stored({ name }));
    return row && { ok: false, reason: 'id-taken', messageHash: row._id };
  }

  async #stored(filter: Filter<StatementRow>): Promise<Row | undefined> {
    return (await this.#collections.statements.findOne(filter)) ?? undefined;
  }
}

/** A refused statement with its number and its id free for another. */
export function refusedRow(row: StatementRow, refused: string): Row {
  const { commit: _commit, ...rest } = row;
  return { ...rest, stands: false, place: row._id, name: row._id, refused };
}

export async function chainEnd({ statements }: Collections, chain: string) {
  const [end] = await statements.find({ chain, stands: true }).sort({ seq: -1 }).limit(1).toArray();
  return end && { seq: end.seq, payloadHash: end.payloadHash };
}

/** Of those up to the position `last`: what is behind it may still have holes. */
export async function listStatements(
  { statements }: Collections,
  { after = 0, limit = 100, type, sender, id, recipient, pod }: StatementQuery,
  last: number,
): Promise<StoredStatement[]> {
  const asked = { type, sender, id, recipients: recipient, pods: pod };
  const filter = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  const found = statements.find({ ...filter, position: { $gt: after, $lte: last } });
  return (await found.sort({ position: 1 }).limit(limit).toArray()).map(readStatement);
}

export function readStatement({ position, body, refused }: StatementRow): StoredStatement {
  return { position, ...JSON.parse(body), ...(refused ? { refused: JSON.parse(refused) } : {}) };
}

function placeOf(chain: string, seq: number): string {
  return JSON.stringify([chain, seq]);
}

function nameOf(type: string, sender: string, id: string): string {
  return JSON.stringify([type, sender, id]);
}
