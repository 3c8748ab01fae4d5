import { type AnyBulkWriteOperation, type Collection, MongoBulkWriteError } from 'mongodb';
import type { Collections } from './mongodb-collections.ts';
import { isDuplicate } from './mongodb-connection.ts';
import type { Changes, ErasedRows } from './mongodb-draft.ts';

/** 32 zero bytes: a salt that was destroyed. */
export const NO_SALT = `0x${'00'.repeat(32)}`;
const MOST_TRIES = 10;

interface Row {
  _id: string | number;
  commit: number;
}

/**
 * Brings the changes of a commit into the collections. Doing it again, or late, or beside another who does it, changes
 * nothing more: rows say which commit wrote them, and what was removed stays as a row without content.
 */
export async function applyChanges(
  collections: Collections,
  commit: number,
  changes: Changes,
): Promise<void> {
  const { documents, history, statements, forks, kept, outbox, erased } = changes;
  // Rows that nobody changes but an erasure: the first to come is the one.
  for (const [name, rows] of Object.entries({ history, forks, kept, outbox })) {
    const collection = collections[name as 'outbox'] as unknown as Collection<Row>;
    await addRows(collection, rows as { _id: string | number }[], commit);
  }
  await putRows(collections.statements as unknown as Collection<Row>, statements, commit);
  await putRows(collections.documents as unknown as Collection<Row>, documents, commit);
  if (erased) await applyErasure(collections, commit, erased);
}

async function addRows(collection: Collection<Row>, rows: { _id: string | number }[], commit: number) {
  if (rows.length === 0) return;
  try {
    const added = rows.map((row) => ({ ...row, commit }));
    await collection.insertMany(added, { ordered: false });
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    onlyDuplicates(error);
  }
}

async function putRows(collection: Collection<Row>, rows: { _id: string | number }[], commit: number) {
  if (rows.length === 0) return;
  const put = rows.map(
    (row): AnyBulkWriteOperation<Row> => ({
      replaceOne: {
        filter: { _id: row._id, commit: { $lt: commit } },
        replacement: { ...row, commit },
        upsert: true,
      },
    }),
  );
  let waiting = put;
  for (let tries = 0; waiting.length > 0; tries++) {
    const refused = await bulk(collection, waiting);
    if (refused.length === 0) return;
    // A row that is there and not earlier was put by someone else. One that is earlier came in between: again.
    const ids = refused.map((index) => rows[put.indexOf(waiting[index]!)]!._id);
    const later = await collection.find({ _id: { $in: ids }, commit: { $gte: commit } }).toArray();
    const done = new Set(later.map(({ _id }) => _id));
    waiting = refused.filter((_, i) => !done.has(ids[i]!)).map((index) => waiting[index]!);
    if (tries === MOST_TRIES)
      throw new Error(`commit ${commit} does not go into ${collection.collectionName}`);
  }
}

/** Answers which of them met a row that is there. */
async function bulk(collection: Collection<Row>, operations: AnyBulkWriteOperation<Row>[]) {
  try {
    await collection.bulkWrite(operations, { ordered: false });
    return [];
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return onlyDuplicates(error);
  }
}

function onlyDuplicates(error: unknown): number[] {
  if (!(error instanceof MongoBulkWriteError)) throw error;
  const errors = [error.writeErrors].flat();
  if (errors.some(({ code }) => code !== 11_000)) throw error;
  return errors.map(({ index }) => index);
}

async function applyErasure(
  { statements, forks, documents, history, kept }: Collections,
  commit: number,
  erased: ErasedRows,
): Promise<void> {
  for (const collection of [statements, forks] as unknown as Collection<Row & { body: string }>[]) {
    const ids = collection.collectionName === 'forks' ? erased.forks : erased.statements;
    await rewrite(collection, { _id: { $in: ids } }, commit, (body) => ({
      ...body,
      ...{ payload: '', signature: '0x' },
    }));
  }
  const bindings = { kind: 'binding', id: { $in: erased.bindings }, body: { $exists: true } };
  for (const collection of [documents, history] as unknown as Collection<Row & { body: string }>[]) {
    await rewrite(collection, bindings, commit, (body) => ({ ...body, salt: NO_SALT }));
  }
  await kept.updateMany({ _id: { $in: erased.keptAnswers } }, { $set: { body: '', commit } });
}

async function rewrite(
  collection: Collection<Row & { body: string }>,
  filter: object,
  commit: number,
  change: (body: Record<string, unknown>) => Record<string, unknown>,
): Promise<void> {
  const rows = await collection.find({ ...filter, commit: { $lte: commit } }).toArray();
  for (const { _id, body } of rows) {
    const text = JSON.stringify(change(JSON.parse(body)));
    await collection.updateOne({ _id, commit: { $lte: commit } }, { $set: { body: text, commit } });
  }
}
