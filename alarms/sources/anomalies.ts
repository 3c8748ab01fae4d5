import { items } from '@access-layer/client/pages';
import type { Parts } from '../parts.ts';
import { type Condition, type Rule, SEVERITIES, type Severity } from '../rule.ts';
import type { TopicFollower } from './follow-topic.ts';

type AnomalyCondition = Extract<Condition, { kind: 'anomaly' }>;

/** An anomaly, as far as rules speak of it. */
export interface SeenAnomaly {
  id?: number;
  type: string;
  severity?: Severity;
  state?: 'open' | 'closed';
  node: string;
  pod?: string;
  subject?: string;
}

export function fits(
  { types, leastSeverity = 'info', pod, node }: AnomalyCondition,
  anomaly: SeenAnomaly,
): boolean {
  const rank = (severity: Severity) => SEVERITIES.indexOf(severity);
  return (
    (!types || types.includes(anomaly.type)) &&
    rank(anomaly.severity ?? 'info') >= rank(leastSeverity) &&
    (pod === undefined || pod === anomaly.pod) &&
    (node === undefined || node === anomaly.node)
  );
}

/** Follows anomalies from their beginning to their end. */
export function anomalies(parts: Parts): TopicFollower {
  const { rules, watches, client, now } = parts;
  const asking = () =>
    rules
      .enabled()
      .flatMap((rule) => (rule.condition.kind === 'anomaly' ? [{ rule, condition: rule.condition }] : []));
  /** Rules that know what was open when they were made. */
  let begun = new WeakSet<Rule>();

  async function tell(rule: Rule, anomaly: SeenAnomaly): Promise<void> {
    const { type, node, pod, subject: what, severity } = anomaly;
    const subject = [type, node, what].filter(Boolean).join(' ');
    const text = `${type} (${severity ?? 'info'}) at ${node}${pod ? `, PoD ${pod}` : ''}${what ? `: ${what}` : ''}`;
    const verdict = anomaly.state === 'closed' ? 'out' : 'in';
    await watches.take(rule, { subject, verdict, atMs: now(), text });
  }

  async function readOpen(): Promise<SeenAnomaly[]> {
    const found: SeenAnomaly[] = [];
    const open = (after: string | undefined) =>
      client.bal.GET('/anomalies', {
        params: { query: { open: 'true', limit: '1000', ...(after ? { after } : {}) } },
      });
    for await (const anomaly of items('items', open)) found.push(anomaly);
    return found;
  }

  /** What is open rings, and what rings and is not open any more is over. */
  async function compare(of: { rule: Rule; condition: AnomalyCondition }[]): Promise<void> {
    if (of.length === 0) return;
    const open = await readOpen();
    for (const { rule, condition } of of) {
      const fitting = open.filter((anomaly) => fits(condition, anomaly));
      const subjects = new Set(
        fitting.map(({ type, node, subject }) => [type, node, subject].filter(Boolean).join(' ')),
      );
      for (const anomaly of fitting) await tell(rule, anomaly);
      for (const subject of watches.subjectsOf(rule.id)) {
        if (!subjects.has(subject))
          await watches.take(rule, { subject, verdict: 'out', atMs: now(), text: subject });
      }
      begun.add(rule);
    }
  }

  return {
    topic: 'anomalies',
    isWanted: () => asking().length > 0,
    async begin() {
      begun = new WeakSet();
      await compare(asking());
    },
    /** Also for `forS`: an anomaly tells no more than its beginning and its end. */
    again: () => compare(asking().filter(({ rule }) => rule.forS > 0 || !begun.has(rule))),
    async take(value) {
      const anomaly = value as SeenAnomaly;
      for (const { rule, condition } of asking()) if (fits(condition, anomaly)) await tell(rule, anomaly);
    },
  };
}
