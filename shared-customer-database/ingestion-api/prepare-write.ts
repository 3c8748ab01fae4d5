import type { Caller } from '@access-layer/kit/token';
import type { Party, Pod, RegistryDocument, View } from '../registry/documents.ts';
import type { IfRevision, NewOutboxRecord, Write } from '../registry.ts';
import { ingestionError } from './errors.ts';
import { checkDocument, documentCheckers, maySee, notAllowed, requireRule, resourceOf } from './kinds.ts';
import { podRecord } from './pod-record.ts';
import { REGISTRY_REQUESTS } from './registry-topics.ts';
import type { DocumentKind } from './schemas.ts';
import type { IngestionSources } from './sources.ts';
import { timesInside } from './times.ts';
import { completeView } from './view-rights.ts';

/**
 * Checks a document that a caller sent, and that he may write it: a new one by `create`, an existing one by `change` of
 * both what is there and what shall be.
 * @throws AccessLayerError that says why not
 */
export async function prepareWrite(
  { registry, access, podPattern }: IngestionSources,
  caller: Caller,
  kind: DocumentKind,
  sent: unknown,
  ifRevision: IfRevision | undefined,
): Promise<Write> {
  const checked = documentCheckers[kind](sent);
  if (!checked.ok) throw checked.error;
  const { revision, ...fields } = sent as { id: string; revision?: number };
  const given = timesInside(fields) as unknown as RegistryDocument;
  checkDocument(kind, given, podPattern);
  const existing = await registry.get(kind, given.id);
  if (existing) {
    const resource = await resourceOf(kind, existing.document, registry, caller);
    if (!(await access.may(caller, 'change', resource)).allowed) {
      // Who does not see that it is there is not told so.
      const isSeen = await maySee({ access, registry }, caller, kind, existing.document);
      throw notAllowed(caller, isSeen ? 'change' : 'create', resource);
    }
  }
  const before = existing?.document as View | undefined;
  const document =
    kind === 'view' ? await completeView({ registry, access }, caller, given as View, before) : given;
  const resource = await resourceOf(kind, document, registry, caller);
  await requireRule(access, caller, existing ? 'change' : 'create', resource);
  const expected = ifRevision ?? revision;
  // What was checked is what is changed: `*` is the revision that the rules were asked about.
  const pinned = expected === 'any' ? existing?.revision : expected;
  return {
    kind,
    id: document.id,
    document,
    ...(pinned === undefined ? {} : { ifRevision: pinned }),
    ...(kind === 'pod' ? { outbox: [podRecord(document as Pod)] } : {}),
    ...(kind === 'party' ? { outbox: listingOf(document as Party, existing?.document as Party) } : {}),
  } as Write;
}

/** A party's new key is to be listed in the contract, or nothing that it signs counts. */
function listingOf({ id, key }: Party, before: Party | undefined): NewOutboxRecord[] {
  if (!key || key === before?.key) return [];
  const asked = { request: `${id} ${key}`, action: 'list', kind: 'party', key, node: id, from: Date.now() };
  return [{ topic: REGISTRY_REQUESTS, key: id, value: JSON.stringify(asked) }];
}

/** Checks that a caller may remove what is there. @throws AccessLayerError that says why not */
export async function prepareRemoval(
  { registry, access }: IngestionSources,
  caller: Caller,
  kind: DocumentKind,
  id: string,
  ifRevision: IfRevision | undefined,
): Promise<Write> {
  const existing = await registry.get(kind, id);
  const absent = () => ingestionError('SCD_NOT_FOUND', `there is no ${kind} ${id}`);
  if (!existing) throw absent();
  const resource = await resourceOf(kind, existing.document, registry, caller);
  if (!(await access.may(caller, 'remove', resource)).allowed) {
    const isSeen = await maySee({ access, registry }, caller, kind, existing.document);
    throw isSeen ? notAllowed(caller, 'remove', resource) : absent();
  }
  if (ifRevision === undefined) {
    throw ingestionError(
      'SCD_REVISION_NEEDED',
      `${kind} ${id} exists at revision ${existing.revision}: say which one`,
    );
  }
  return { kind, id, ifRevision: ifRevision === 'any' ? existing.revision : ifRevision };
}
