import { items } from '@access-layer/client/pages';
import type { Parts } from '../parts.ts';
import { type Condition, type Rule, SEVERITIES, type Severity } from '../rule.ts';
import { anomaly as anomalySaid } from '../said.ts';
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
  /** Rises with each event: a list that was asked for before one came is old. */
  let heard = 0;

  async function tell(rule: Rule, anomaly: SeenAnomaly): Promise<void> {
    const { type, node, subject: what } = anomaly;
    const subject = [type, node, what].filter(Boolean).join(' ');
    const verdict = anomaly.state === 'closed' ? 'out' : 'in';
    await watches.take(rule, { subject, verdict, atMs: now(), said: anomalySaid(anomaly) });
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
    const before = heard;
    const open = await readOpen();
    if (heard !== before) return;
    for (const { rule, condition } of of) {
      const fitting = open.filter((anomaly) => fits(condition, anomaly));
      const subjects = new Set(
        fitting.map(({ type, node, subject }) => [type, node, subject].filter(Boolean).join(' ')),
      );
      for (const anomaly of fitting) await tell(rule, anomaly);
      for (const subject of watches.subjectsOf(rule.id)) {
        if (!subjects.has(subject))
          await watches.take(rule, {
            ...{ subject, verdict: 'out', atMs: now(), said: { en: subject, it: subject } },
          });
      }
    }
  }

  return {
    topic: 'anomalies',
    isWanted: () => asking().length > 0,
    /** What was open before a rule was made, what `forS` waits for, and what came while nobody listened. */
    again: () => compare(asking()),
    async take(value) {
      heard++;
      const anomaly = value as SeenAnomaly;
      for (const { rule, condition } of asking()) if (fits(condition, anomaly)) await tell(rule, anomaly);
    },
  };
}
