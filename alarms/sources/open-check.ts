import { mayRead } from '../access.ts';
import { DSO } from '../owner.ts';
import type { Parts } from '../parts.ts';
import type { Rule } from '../rule.ts';

const ASKED_FOR_MS = 30_000;

/**
 * Whether the owner of a rule may read a PoD now, as it was at most half a minute ago: that a value is on one side of a
 * limit is knowledge too. What rings for somebody who may not any more is over.
 */
export function createOpenCheck(parts: Parts) {
  const asked = new WeakMap<Rule, { may: boolean; untilMs: number }>();
  return async (rule: Rule, pod: string): Promise<boolean> => {
    if (rule.owner === DSO) return true;
    const known = asked.get(rule);
    if (known && known.untilMs > parts.now()) return known.may;
    const answer = await mayRead(parts, rule, { pod, atMs: parts.now(), isTold: false });
    asked.set(rule, { may: answer === 'yes', untilMs: parts.now() + ASKED_FOR_MS });
    if (answer === 'no' && parts.watches.subjectsOf(rule.id).length > 0) {
      parts.book.atomically(() => parts.watches.forget(rule, 'not-readable'));
      parts.live.changed(rule.owner);
    }
    return answer === 'yes';
  };
}

export type OpenCheck = ReturnType<typeof createOpenCheck>;
