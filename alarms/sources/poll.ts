import { dataOf } from '@access-layer/client/errors';
import { messageOf } from '@access-layer/core/errors';
import type { Parts } from '../parts.ts';
import type { Condition, Rule } from '../rule.ts';
import { anchorAge, beyond } from '../said.ts';
import { judge } from '../step.ts';
import { type MetricSample, parseMetrics } from './metric-text.ts';

type MetricCondition = Extract<Condition, { kind: 'metric' }>;
export const ANCHOR_AGE = 'anchor-age';
const TIMEOUT_MS = 5000;

/** The series that a rule on a metric of a service has in what is kept for previews. */
export function metricSeries({ metric, labels = [] }: MetricCondition, service: string): string {
  return JSON.stringify([metric, service, ...labels.map(({ name, value }) => [name, value])]);
}

/** How old the oldest reading is that is not anchored. */
export async function pollAnchoring(parts: Parts): Promise<void> {
  const { client, rules, samples, watches, sources, now } = parts;
  try {
    const { atMs, oldestUnanchoredMs } = await dataOf(client.bal.GET('/flow'));
    const ageS = oldestUnanchoredMs === undefined ? 0 : (atMs - oldestUnanchoredMs) / 1000;
    samples.add(ANCHOR_AGE, ageS);
    for (const rule of rules.enabled()) {
      if (rule.condition.kind !== ANCHOR_AGE) continue;
      const { aboveS } = rule.condition;
      const said = anchorAge(ageS, aboveS);
      const verdict = judge(ageS, { side: 'above', limit: aboveS });
      await watches.take(rule, { subject: 'anchoring', verdict, atMs: now(), value: ageS, said });
    }
    sources.ok(ANCHOR_AGE);
  } catch (error) {
    sources.failed(ANCHOR_AGE, messageOf(error));
  }
}

/** The metrics of every service that some rule asks for. */
export async function pollMetrics(parts: Parts): Promise<void> {
  const { rules, settings, sources } = parts;
  const asking = rules
    .enabled()
    .flatMap((rule) => (rule.condition.kind === 'metric' ? [{ rule, condition: rule.condition }] : []));
  await Promise.all(
    settings.metrics.map(async ({ service, url }) => {
      const of = asking.filter(({ condition }) => (condition.service ?? service) === service);
      const source = `metrics of ${service}`;
      if (of.length === 0) return sources.rests(source);
      const { found, reason } = await readMetrics(url);
      if (reason === undefined) sources.ok(source);
      else sources.failed(source, reason);
      for (const { rule, condition } of of) await takeMetric(parts, rule, condition, { service, found });
    }),
  );
}

/** `up` tells whether the service has answered, as Prometheus has it. */
async function readMetrics(url: string): Promise<{ found: MetricSample[]; reason?: string }> {
  const up = (value: number) => ({ name: 'up', labels: {}, value });
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
    return { found: [...parseMetrics(await answer.text()), up(1)] };
  } catch (error) {
    return { found: [up(0)], reason: messageOf(error) };
  }
}

/** A metric that a service does not tell now says nothing: `up` is what tells of that. */
async function takeMetric(
  { samples, watches, now }: Parts,
  rule: Rule,
  condition: MetricCondition,
  { service, found }: { service: string; found: MetricSample[] },
): Promise<void> {
  const { metric, labels = [] } = condition;
  const fitting = found.filter(
    (sample) => sample.name === metric && labels.every(({ name, value }) => sample.labels[name] === value),
  );
  if (fitting.length === 0) return;
  const value = fitting.reduce((sum, sample) => sum + sample.value, 0);
  samples.add(metricSeries(condition, service), value);
  const said = beyond(metric, service, { ...condition, value });
  await watches.take(rule, { subject: service, verdict: judge(value, condition), atMs: now(), value, said });
}
