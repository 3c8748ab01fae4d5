import type { ErasedPeriod } from '@access-layer/core/erasure';
import type { Binding } from '../registry/documents.ts';
import { NO_SALT } from './mongodb-apply.ts';
import { type Collections, linkKey } from './mongodb-collections.ts';
import type { Draft } from './mongodb-draft.ts';

/** Drafts the erasure of a PoD's set-points, and of salts of its bindings that are over; answers how many of both. */
export async function planErasure(
  collections: Collections,
  draft: Draft,
  period: ErasedPeriod,
): Promise<number> {
  const [statements, forks, bindings, keptAnswers] = await Promise.all([
    setPoints(collections, period),
    forkedSetPoints(collections, period),
    endedBindings(collections, period),
    answersAbout(collections, period),
  ]);
  const erased = statements.length + forks.length + bindings.length;
  if (erased + keptAnswers.length > 0) draft.erase({ statements, forks, bindings, keptAnswers });
  return erased;
}

async function setPoints({ statements }: Collections, { pod, fromMs, untilMs }: ErasedPeriod) {
  const found = statements.find({ type: 'set-point', pods: pod, from: { $gte: fromMs, $lt: untilMs } });
  return (await found.toArray()).filter(hasPayload).map(({ _id }) => _id);
}

async function forkedSetPoints({ forks }: Collections, { pod }: ErasedPeriod) {
  const found = await forks.find({ chain: `set-points ${pod}` }).toArray();
  return found
    .filter(hasPayload)
    .filter(({ body }) => body.includes(pod))
    .map(({ _id }) => _id);
}

function hasPayload({ body }: { body: string }): boolean {
  return (JSON.parse(body) as { payload: string }).payload !== '';
}

async function endedBindings({ documents }: Collections, { pod, fromMs, untilMs }: ErasedPeriod) {
  const rows = await documents.find({ links: linkKey('binding', 'pod', pod) }).toArray();
  const bindings = rows.map(({ body }) => JSON.parse(body!) as Binding);
  const ended = bindings.filter(({ from, until, revokedAt = 0, salt }) => {
    const isOver = (until > 0 && until <= untilMs) || (revokedAt > 0 && revokedAt <= untilMs);
    return from >= fromMs && isOver && salt !== NO_SALT;
  });
  return ended.map(({ id }) => id);
}

/** Kept for a day, so they are few. */
async function answersAbout({ kept }: Collections, { pod }: ErasedPeriod) {
  const ids: string[] = [];
  for await (const { _id, body } of kept.find()) if (body.includes(pod)) ids.push(_id);
  return ids;
}
