import type { Measurement } from '@access-layer/core/payloads/measurement';
import type { CertifiedRecord } from '@access-layer/core/record';
import type { Parts } from '../parts.ts';
import type { Condition, Rule } from '../rule.ts';
import { beyond } from '../said.ts';
import { judge } from '../step.ts';
import type { TopicFollower } from './follow-topic.ts';
import type { OpenCheck } from './open-check.ts';

export type Threshold = Extract<Condition, { kind: 'threshold' }>;
const KINDS: Condition['kind'][] = ['threshold', 'missing'];

/** Readings that say nothing of now: they keep the time of an older one, or are none. */
const UNFIT = new Set(['stale', 'meter-error']);

/** Compares each reading with the thresholds on its PoD as soon as it is sealed. */
export function measurements(parts: Parts, isOpen: OpenCheck): TopicFollower {
  const { rules, watches } = parts;
  /** Time of the latest reading of each subject: what comes late says nothing of now. */
  const latest = new Map<string, number>();

  async function compare(rule: Rule, condition: Threshold, payload: Measurement): Promise<void> {
    const { value: name, role = 'exchange' } = condition;
    if (payload.role !== role) return;
    const subject = `${payload.pod} ${payload.meter}`;
    for (const { at, quality, values } of payload.readings) {
      const [value, atMs] = [values[name], Date.parse(at)];
      const isFit = typeof value === 'number' && !quality.some((word) => UNFIT.has(word));
      if (!isFit || atMs <= (latest.get(`${rule.id} ${subject}`) ?? 0)) continue;
      latest.set(`${rule.id} ${subject}`, atMs);
      const said = beyond(name, subject, { ...condition, value });
      await watches.take(rule, { subject, verdict: judge(value, condition), atMs, value, said });
    }
  }

  return {
    topic: 'measurements',
    isWanted: () => rules.enabled().some(({ condition }) => KINDS.includes(condition.kind)),
    async take(value) {
      const { payload: text, receivedAt } = value as CertifiedRecord;
      const payload = JSON.parse(text) as Measurement;
      watches.saw(payload.pod, receivedAt);
      for (const rule of rules.enabled()) {
        const { condition } = rule;
        if (condition.kind !== 'threshold' || (condition.pod ?? payload.pod) !== payload.pod) continue;
        if (await isOpen(rule, payload.pod)) await compare(rule, condition, payload);
      }
    },
  };
}
