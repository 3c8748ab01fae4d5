import type { Write, WriteOutcome } from '../registry.ts';
import { stableJson } from './documents.ts';

/** Why a write does not fit what is there; undefined where it does, or where it changes nothing. */
export function revisionRefusal(
  { document, ifRevision }: Write,
  existing: { revision: number; body: string } | undefined,
): WriteOutcome | undefined {
  if (!existing) {
    const wanted = document === undefined || typeof ifRevision === 'number';
    return wanted ? { ok: false, reason: 'missing' } : undefined;
  }
  if (ifRevision === 'any') return undefined;
  if (typeof ifRevision === 'number') {
    if (ifRevision === existing.revision) return undefined;
    return { ok: false, reason: 'revision', revision: existing.revision };
  }
  const same = ifRevision === undefined && document && stableJson(document) === existing.body;
  return same ? undefined : { ok: false, reason: 'exists', revision: existing.revision };
}
