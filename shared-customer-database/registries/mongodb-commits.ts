import { randomUUID } from 'node:crypto';
import { AccessLayerError } from '@access-layer/core/errors';
import { applyChanges } from './mongodb-apply.ts';
import { type Collections, type CommitRow, type HeadRow, NO_COUNTERS } from './mongodb-collections.ts';
import { isDuplicate, twice } from './mongodb-connection.ts';
import { type Changes, Draft } from './mongodb-draft.ts';

/** Each means that another writer got through meanwhile. */
const MOST_TRIES = 100;

/**
 * Transactions without the server's: everything that one call changes is one document, and its number is the next. So it
 * is there as a whole or not at all, and who has looked at an older state gets a duplicate key and looks again. Only then
 * do the changes go into the other collections; whoever comes next finishes what a crash has left undone.
 */
export class Commits {
  readonly #collections: Collections;
  #last: Promise<unknown> = Promise.resolve();

  constructor(collections: Collections) {
    this.#collections = collections;
  }

  /** Runs `plan` on the newest state until what it drafts is committed; answers what it answered. Reads only through it. */
  run<T>(plan: (draft: Draft) => Promise<T>): Promise<T> {
    const work = this.#last.then(() => this.#commit(plan));
    this.#last = work.catch(() => undefined);
    return work;
  }

  async #commit<T>(plan: (draft: Draft) => Promise<T>): Promise<T> {
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const head = await this.head();
      const draft = new Draft(head.counters);
      const answer = await plan(draft);
      if (draft.isEmpty()) return answer;
      const { counters, changes } = draft;
      const commit = { _id: head.commit + 1, token: randomUUID(), counters };
      if (!(await this.#insert({ ...commit, changes: JSON.stringify(changes) }))) continue;
      await twice(() => this.#finish(commit, changes));
      return answer;
    }
    throw new AccessLayerError({
      code: 'SCD_REGISTRY_UNAVAILABLE',
      message: `the registry was changed by others ${MOST_TRIES} times in a row before this change; ask again`,
      retryable: true,
    });
  }

  /** The newest state, with every commit in its place. */
  async head(): Promise<HeadRow> {
    const { commits } = this.#collections;
    for (;;) {
      const head = await this.finished();
      const next = await commits.findOne({ _id: head.commit + 1 });
      if (!next) return head;
      const { changes, ...commit } = next;
      await twice(() => this.#finish(commit, changes ? (JSON.parse(changes) as Changes) : undefined));
    }
  }

  /** The state of which all is in its place. */
  async finished(): Promise<HeadRow> {
    const head = await this.#collections.head.findOne({ _id: 'head' });
    return head ?? { _id: 'head', commit: 0, counters: NO_COUNTERS };
  }

  /** False where the number is taken by another. One whose answer was lost finds its own token there. */
  async #insert(commit: CommitRow): Promise<boolean> {
    const { commits } = this.#collections;
    try {
      await twice(() => commits.insertOne(commit));
      return true;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      return (await commits.findOne({ _id: commit._id }))?.token === commit.token;
    }
  }

  /** The content of a commit goes when it is in its place: nothing that is erased later stays behind here. */
  async #finish(commit: Omit<CommitRow, 'changes'>, changes: Changes | undefined): Promise<void> {
    const { _id, counters } = commit;
    if (changes) await applyChanges(this.#collections, _id, changes);
    await this.#collections.commits.replaceOne({ _id }, commit);
    await this.#advance({ _id: 'head', commit: _id, counters });
  }

  async #advance(head: HeadRow): Promise<void> {
    try {
      await this.#collections.head.replaceOne({ _id: 'head', commit: { $lt: head.commit } }, head, {
        upsert: true,
      });
    } catch (error) {
      // It is there and not behind.
      if (!isDuplicate(error)) throw error;
    }
  }
}
