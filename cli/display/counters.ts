import { STAGES, type Stage, stageMetric } from '@access-layer/core/stage';
import type { RunFile } from '../data-folder.ts';

/** What the services counted, from their durable state. */
export interface Counters {
  stages: Record<Stage, number>;
  batches: number;
  /** Age of the oldest packet that is accepted and not yet anchored, seconds; 0 where there is none. */
  oldestUnanchoredS: number;
  /** Packets that nodes hold and the broker has not acknowledged. */
  queued: number;
  /** What is wrong now, in words. */
  warnings: string[];
}

const SCRAPE_TIMEOUT_MS = 1500;

/** Asks every service. One that does not answer is a warning, and its numbers stay what they were. */
export async function readCounters(
  run: RunFile,
  before: Counters | undefined,
  headers: Record<string, string> = {},
): Promise<Counters> {
  const nodeUrls = [...new Set(run.nodes.map(({ url }) => url))];
  const [bal, scd, ...nodes] = await Promise.all([run.balUrl, run.scdUrl, ...nodeUrls].map(scrape));
  const warnings: string[] = [];
  if (!bal) warnings.push('the Blockchain Access Layer does not answer');
  if (!scd) warnings.push('the Shared Customer Database does not answer');
  if (nodes.includes(undefined)) warnings.push('some Light Nodes do not answer');
  const allNodes = nodes.includes(undefined) ? undefined : nodes.join('\n');
  const sources = {
    measured: allNodes,
    signed: allNodes,
    accepted: bal,
    sealed: bal,
    anchored: bal,
    stored: scd,
    served: scd,
  };
  const stages = Object.fromEntries(
    STAGES.map((stage) => {
      const text = sources[stage];
      if (text === undefined) return [stage, before?.stages[stage] ?? 0];
      const resting = stage === 'measured' || stage === 'signed' ? run.resting[stage] : 0;
      return [stage, sumOf(text, stageMetric(stage)) + resting];
    }),
  ) as Record<Stage, number>;
  const refused = sumOf(allNodes ?? '', 'access_layer_node_refused_total');
  if (refused > 0) warnings.push(`${refused} packets were finally refused; the nodes keep them as evidence`);
  const setAside = sumOf(scd ?? '', 'access_layer_scd_quarantined_total');
  if (setAside > 0) warnings.push(`${setAside} records were set aside: ${run.url}/v1/quarantine`);
  return {
    stages,
    batches: (await countBatches(run.balUrl, headers)) ?? before?.batches ?? 0,
    oldestUnanchoredS: sumOf(bal ?? '', 'access_layer_oldest_unanchored_age_seconds'),
    queued: sumOf(allNodes ?? '', 'access_layer_node_queued_packets'),
    warnings,
  };
}

/** Batches are numbered without gaps: the newest one's index says how many there are. */
async function countBatches(balUrl: string, headers: Record<string, string>): Promise<number | undefined> {
  try {
    const response = await fetch(`${balUrl}/batches?limit=1`, {
      headers,
      signal: AbortSignal.timeout(SCRAPE_TIMEOUT_MS),
    });
    const { items } = (await response.json()) as { items: { index: number }[] };
    return items[0] ? items[0].index + 1 : 0;
  } catch {
    return undefined;
  }
}

async function scrape(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(`${url}/metrics`, { signal: AbortSignal.timeout(SCRAPE_TIMEOUT_MS) });
    return response.ok ? await response.text() : undefined;
  } catch {
    return undefined;
  }
}

/** Sum of a metric over all its labels in the Prometheus text format; 0 where it is not there. */
export function sumOf(text: string, name: string): number {
  return text
    .split('\n')
    .filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
}
