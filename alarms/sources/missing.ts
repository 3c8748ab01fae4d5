import type { Parts } from '../parts.ts';
import { missing } from '../said.ts';
import type { OpenCheck } from './open-check.ts';

/**
 * PoDs of which nothing has come for too long. Counted from the last reading, from when the rule was made, or from when this
 * service began to listen, whichever is latest: what came while it was away it still has to read.
 */
export async function lookForMissing(
  { rules, watches, now }: Parts,
  { isOpen, listeningSinceMs }: { isOpen: OpenCheck; listeningSinceMs: number },
): Promise<void> {
  for (const rule of rules.enabled()) {
    const { condition } = rule;
    if (condition.kind !== 'missing') continue;
    const pods = condition.pod === undefined ? [...watches.seen.keys()] : [condition.pod];
    for (const pod of pods) {
      if (!(await isOpen(rule, pod))) continue;
      const lastMs = watches.seen.get(pod) ?? 0;
      const sinceMs = Math.max(lastMs, rule.changedAtMs, listeningSinceMs);
      const isOver = lastMs > now() - condition.noneForS * 1000;
      const isDue = now() - sinceMs >= condition.noneForS * 1000;
      const verdict = isOver ? 'out' : isDue ? 'in' : 'between';
      const said = missing(pod, condition.noneForS, lastMs);
      await watches.take(rule, { subject: pod, verdict, atMs: now(), said });
    }
  }
}
