import type { PersonalData } from '../registry/documents.ts';
import type { Author, IfRevision, WriteOutcome } from '../registry.ts';
import { type Collections, keyOf, type PersonalRow } from './mongodb-collections.ts';
import { isDuplicate } from './mongodb-connection.ts';
import { DocumentPlan } from './mongodb-documents.ts';
import type { Draft } from './mongodb-draft.ts';

export interface PersonalWrite {
  customer: string;
  /** Undefined erases. */
  data: PersonalData | undefined;
  by: Author;
  ifRevision: IfRevision | undefined;
}

export interface PersonalPlan {
  outcome: WriteOutcome;
  /** What was looked at; undefined where there was none. */
  before?: PersonalRow;
  revision?: number;
}

/**
 * Drafts the entry in the history, without a value. It is committed before the data: the history may name a change too
 * many, never one too few. A document of no content refers to the customer, who so cannot be removed meanwhile.
 */
export async function planPersonal(
  collections: Collections,
  draft: Draft,
  { customer, data, by, ifRevision }: PersonalWrite,
): Promise<PersonalPlan> {
  const plan = new DocumentPlan(collections, draft);
  if (!(await plan.isThere('customer', customer))) {
    const named = { field: 'customer', target: 'customer', value: customer } as const;
    return { outcome: { ok: false, reason: 'unknown-reference', ...named } };
  }
  const before = (await collections.personal.findOne({ _id: customer })) ?? undefined;
  const marker = await plan.row('personal-data', customer);
  const present = before?.data ? before.revision : undefined;
  // A crash between history and data has left the marker alone; an erasure takes it away.
  const isGone = present === undefined && !(marker?.present && !data);
  const refusal = personalRefusal(present, isGone, data, ifRevision);
  if (refusal) return { outcome: refusal };
  const revision = (before?.revision ?? 0) + 1;
  const effect = data ? (present === undefined ? 'created' : 'changed') : 'erased';
  draft.putDocument({
    ...{ _id: keyOf('personal-data', customer), kind: 'personal-data', id: customer, revision },
    ...{ present: Boolean(data), links: [], targets: data ? [keyOf('customer', customer)] : [] },
  });
  draft.addHistory({ at: Date.now(), by, kind: 'personal-data', id: customer, effect, revision });
  return {
    outcome: { ok: true, effect: effect === 'erased' ? 'removed' : effect, revision },
    ...{ before, revision },
  };
}

function personalRefusal(
  present: number | undefined,
  isGone: boolean,
  data: PersonalData | undefined,
  ifRevision: IfRevision | undefined,
): WriteOutcome | undefined {
  if (isGone && (!data || typeof ifRevision === 'number')) return { ok: false, reason: 'missing' };
  if (present === undefined || ifRevision === 'any' || ifRevision === present) return undefined;
  const reason = typeof ifRevision === 'number' ? 'revision' : 'exists';
  return { ok: false, reason, revision: present };
}

/** False where someone else has written since the plan looked. */
export async function putPersonal(
  { personal }: Collections,
  { customer, data }: PersonalWrite,
  { before, revision }: PersonalPlan,
): Promise<boolean> {
  const row = { revision: revision!, data: data ? JSON.stringify(data) : null };
  if (before) {
    const filter = { _id: customer, revision: before.revision };
    return (await personal.replaceOne(filter, row)).matchedCount > 0;
  }
  try {
    await personal.insertOne({ _id: customer, ...row });
    return true;
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return false;
  }
}
