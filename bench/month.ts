import { formatTime } from '@access-layer/core/time';
import type { BenchChain } from './bench-chain.ts';
import { DAY_MS, type Filled } from './fill-store.ts';
import { AGGREGATOR, type BenchService } from './service.ts';

export interface MonthFigures {
  tookMs: number;
  megabytes: number;
  /** Delay of the service's event loop while this was made: it is taken every 10 ms, which are in the figure. */
  loopP99Ms: number;
  loopMaxMs: number;
  /** Resident memory of the service behind it; undefined where the system does not tell. */
  memoryMb: number | undefined;
}

const FORMS = ['application/x-ndjson', 'text/csv', 'application/vnd.apache.parquet'];
/** At once, so that there is something to wait for. */
const EXPORTS_AT_ONCE = 4;

/**
 * All days of some PoDs in each form of an export, and sums over all PoDs, each with the delay of the event loop. The sums
 * are asked for by callers of whom the service has decided nothing before, and again.
 */
export async function monthFigures(
  service: BenchService,
  { firstDayMs, days }: Filled,
  { nodes }: BenchChain,
): Promise<Record<string, MonthFigures>> {
  const token = service.issuer.tokenFor({ role: 'dso-operator', party: 'dso' });
  const range = `from=${formatTime(firstDayMs)}&until=${formatTime(firstDayMs + days * DAY_MS)}`;
  const figures: Record<string, MonthFigures> = {};
  const some = nodes.slice(0, EXPORTS_AT_ONCE);
  for (const form of FORMS) {
    const paths = some.map(({ pod }) => `/v1/pods/${pod}/readings?${range}`);
    figures[`${days} days of ${some.length} PoDs, ${form}`] = await measured(service, paths, token, form);
  }
  const aggregator = service.issuer.tokenFor({ role: 'aggregator', party: AGGREGATOR });
  for (const zone of ['UTC', 'Europe/Rome']) {
    const groups = [`/v1/aggregates?${range}&step=month&groupBy=municipality&zone=${zone}`];
    for (const [who, by] of [
      ['the operator', token],
      ['an aggregator with consents', aggregator],
    ] as const) {
      for (const time of ['first', 'second']) {
        const name = `month of ${service.pods.length} PoDs, ${zone}, ${who}, asked for the ${time} time`;
        figures[name] = await measured(service, groups, by);
      }
    }
  }
  return figures;
}

async function measured(
  service: BenchService,
  paths: string[],
  token: string,
  form?: string,
): Promise<MonthFigures> {
  await service.metrics();
  const start = performance.now();
  const answers = await Promise.all(paths.map((path) => service.get(path, token, form)));
  const tookMs = performance.now() - start;
  const metrics = await service.metrics();
  const wrong = answers.find(({ status }) => status !== 200);
  if (wrong) throw new Error(`answer ${wrong.status}: ${wrong.text.slice(0, 300)}`);
  const loop = (name: string) => metrics.get(`access_layer_nodejs_eventloop_lag_${name}_seconds`)! * 1000;
  return {
    tookMs,
    megabytes: answers.reduce((sum, { text }) => sum + text.length, 0) / 1e6,
    loopP99Ms: loop('p99'),
    loopMaxMs: loop('max'),
    memoryMb: service.memoryMb()?.now,
  };
}
