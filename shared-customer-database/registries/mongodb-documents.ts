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
import type { Author, Write, WriteOutcome } from '../registry.ts';
import { type Collections, type DocumentRow, keyOf, linkKey, linkKeys } from './mongodb-collections.ts';
import type { Draft } from './mongodb-draft.ts';

type Row = Omit<DocumentRow, 'commit'>;

/** What a call would do to documents: it sees those of the last commit, and over them what it has drafted itself. */
export class DocumentPlan {
  readonly #collections: Collections;
  readonly #draft: Draft;
  /** Undefined: looked for, and not there. */
  readonly #seen = new Map<string, Row | undefined>();
  readonly #changed = new Map<string, Row>();

  constructor(collections: Collections, draft: Draft) {
    this.#collections = collections;
    this.#draft = draft;
  }

  /** Reads all that these writes may need at once. */
  async look(writes: readonly Write[]): Promise<void> {
    const needed = writes.flatMap(({ kind, id, document }) => [
      keyOf(kind, id),
      ...(document ? linkKeys(kind, document).targets : []),
    ]);
    const keys = [...new Set(needed)];
    for (const key of keys) this.#seen.set(key, undefined);
    for await (const row of this.#collections.documents.find({ _id: { $in: keys } }))
      this.#seen.set(row._id, row);
  }

  /** The row of a document, also of one that was removed. */
  async row(kind: Kind | 'personal-data', id: string): Promise<Row | undefined> {
    const key = keyOf(kind, id);
    const changed = this.#changed.get(key);
    if (changed) return changed;
    if (!this.#seen.has(key)) {
      this.#seen.set(key, (await this.#collections.documents.findOne({ _id: key })) ?? undefined);
    }
    return this.#seen.get(key);
  }

  async isThere(kind: Kind, id: string): Promise<boolean> {
    return Boolean((await this.row(kind, id))?.present);
  }

  /** Drafts one write if everything it needs holds; else drafts nothing and says why. */
  async write(write: Write, by: Author, at: number): Promise<WriteOutcome> {
    const row = await this.row(write.kind, write.id);
    const existing = row?.present ? { revision: row.revision, body: row.body! } : undefined;
    const stale = revisionRefusal(write, existing);
    if (stale) return stale;
    if (!write.document) return this.#remove(write, existing!.revision, by, at);
    const body = stableJson(write.document);
    if (existing?.body === body) return { ok: true, effect: 'unchanged', revision: existing.revision };
    return this.#store(write, body, row, by, at);
  }

  async #store(write: Write, body: string, row: Row | undefined, by: Author, at: number) {
    const { kind, id } = write;
    const document = write.document!;
    const refusal =
      (await this.#referenceRefusal(kind, document)) ?? (await this.#overlapRefusal(kind, document));
    if (refusal) return refusal;
    const revision = (row?.revision ?? 0) + 1;
    const effect = row?.present ? 'changed' : 'created';
    this.#put({
      ...{ _id: keyOf(kind, id), kind, id, revision, body },
      present: true,
      ...linkKeys(kind, document),
    });
    this.#note(write, { at, by, effect, revision }, body);
    return { ok: true, effect, revision } as const;
  }

  async #remove(write: Write, current: number, by: Author, at: number): Promise<WriteOutcome> {
    const { kind, id } = write;
    const user = await this.#userOf(keyOf(kind, id));
    if (user) return { ok: false, reason: 'referenced', by: { kind: user.kind, id: user.id } };
    const revision = current + 1;
    const gone = { present: false, links: [], targets: [] };
    this.#put({ _id: keyOf(kind, id), kind, id, revision, ...gone });
    this.#note(write, { at, by, effect: 'removed', revision });
    return { ok: true, effect: 'removed', revision };
  }

  #put(row: Row): void {
    this.#changed.set(row._id, row);
    this.#draft.putDocument(row);
  }

  #note(
    { kind, id, outbox }: Write,
    change: { at: number; by: Author; effect: 'created' | 'changed' | 'removed'; revision: number },
    body?: string,
  ): void {
    this.#draft.addHistory({ kind, id, ...change }, body);
    this.#draft.send(outbox);
    if (KIND_RULES[kind].decisive) this.#draft.counters.version += 1;
  }

  async #referenceRefusal(kind: Kind, document: RegistryDocument): Promise<WriteOutcome | undefined> {
    for (const { field, value, target } of linksOf(kind, document)) {
      if (target && !(await this.isThere(target, value))) {
        return { ok: false, reason: 'unknown-reference', field, target, value };
      }
    }
    return undefined;
  }

  async #overlapRefusal(kind: Kind, document: RegistryDocument): Promise<WriteOutcome | undefined> {
    const field = KIND_RULES[kind].exclusive;
    if (!field) return undefined;
    const link = linkKey(kind, field, (document as unknown as Record<string, string>)[field]!);
    const others = await this.#rowsWith('links', link);
    const other = others.find(
      ({ id, body }) => id !== document.id && overlaps(JSON.parse(body!), document as unknown as Interval),
    );
    return other && { ok: false, reason: 'overlap', with: other.id };
  }

  async #userOf(key: string): Promise<Row | undefined> {
    return (await this.#rowsWith('targets', key))[0];
  }

  /** By id; those that were drafted as they are drafted. */
  async #rowsWith(field: 'links' | 'targets', value: string): Promise<Row[]> {
    const stored: Row[] = await this.#collections.documents.find({ [field]: value }).toArray();
    const rows = stored.filter(({ _id }) => !this.#changed.has(_id));
    rows.push(...[...this.#changed.values()].filter((row) => row[field].includes(value)));
    return rows.sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}
