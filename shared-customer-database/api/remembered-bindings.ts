import type { BindingAnswer } from '@access-layer/core/binding';
import type { ApiSources } from './api.ts';

type BindingAt = ApiSources['bindingAt'];

/** A binding that ends shows its end in proofs after this time at the latest. */
const KEPT_MS = 30_000;
const MOST = 50_000;

/**
 * As `bindingAt`, for proofs of the same bindings over and over: an open period that the chain has told is remembered for
 * half a minute. A proof that says `until` 0 stays true when the binding ends later, so none fails for what was remembered;
 * everything else is asked for each time.
 */
export function rememberBindings(
  bindingAt: BindingAt,
  {
    keptMs = KEPT_MS,
    most = MOST,
    now = Date.now,
  }: { keptMs?: number; most?: number; now?: () => number } = {},
): BindingAt {
  const known = new Map<string, { answer: BindingAnswer; untilMs: number }>();
  return async (key, commitment, timeMs) => {
    const place = `${key} ${commitment}`;
    const remembered = known.get(place);
    if (remembered && remembered.untilMs > now() && isOpen(remembered.answer, timeMs))
      return remembered.answer;
    const answer = await bindingAt(key, commitment, timeMs);
    if (!isOpen(answer, timeMs)) return answer;
    known.delete(place);
    known.set(place, { answer, untilMs: now() + keptMs });
    if (known.size > most) known.delete(known.keys().next().value!);
    return answer;
  };
}

function isOpen({ kind, from, until }: BindingAnswer, timeMs: number): boolean {
  return kind === 'light-node' && from > 0 && from <= timeMs && until === 0;
}
