import { join } from 'node:path';
import { createHttp } from '@access-layer/kit/http';
import { createLog } from '@access-layer/kit/log';
import { createMetrics } from '@access-layer/kit/metrics';
import { openStore } from '@access-layer/shared-customer-database/adapter';
import { BatchReader } from '@access-layer/shared-customer-database/batches/batch-reader';
import { DAY_MS, FIRST_DAY_MS, type Filled } from './fill-store.ts';

export interface Latency {
  readings: number;
  p50Ms: number;
  p99Ms: number;
}

const QUERIES = { quarters: 300, minutes: 40 };

/** How long a PoD's day takes, with all that proves it, of PoDs and days by chance: readings, packets, proofs and anchors, to the text of the answer. */
export async function podDay(dir: string, { pods, days, minutePod }: Filled, queries = QUERIES) {
  const store = await openStore({ name: 'sqlite-days', dir: join(dir, 'measurements'), readOnly: true });
  const batches = new BatchReader(join(dir, 'batches.db'));
  const day = async (pod: string, number: number) => {
    const fromMs = FIRST_DAY_MS + number * DAY_MS;
    const { items } = await store.readings({ pod, fromMs, untilMs: fromMs + DAY_MS, limit: 2000 });
    const packets = [...new Set(items.map(({ packet }) => packet))].map(
      ({ payload, signature, receivedAtMs, batch }) => {
        return { payload, signature, receivedAtMs, ...batch, proof: batches.proofOf(batch) };
      },
    );
    const byBatch = new Map(items.map(({ packet: { batch } }) => [batch.index, batch]));
    const anchors = [...byBatch.values()].map((batch) => batches.anchorOf(batch));
    if (anchors.includes(undefined) || packets.some(({ proof }) => !proof)) {
      throw new Error(`day ${number} of ${pod} lacks proofs`);
    }
    return `{"readings":[${items.map(({ text }) => text)}],${JSON.stringify({ packets, anchors }).slice(1)}`;
  };
  const any = (count: number) => Math.floor(Math.random() * count);
  const http = createHttp({
    log: createLog({ name: 'bench', level: 'warn' }),
    metrics: createMetrics(),
    health: () => ({ status: 'ok' }),
  });
  http.get('/day', async (request, reply) => {
    const { pod, number } = request.query as { pod: string; number: string };
    return reply.type('application/json').send(await day(pod, Number(number)));
  });
  const url = await http.listen({ host: '127.0.0.1', port: 0 });
  const overHttp = async (pod: string, number: number) => {
    return (await fetch(`${url}/day?pod=${pod}&number=${number}`)).text();
  };
  try {
    return {
      quartersInProcess: await latency(queries.quarters, 96, () => day(pods[any(pods.length)]!, any(days))),
      quartersOverHttp: await latency(queries.quarters, 96, () =>
        overHttp(pods[any(pods.length)]!, any(days)),
      ),
      minutesInProcess: await latency(queries.minutes, 1440, () => day(minutePod, 0)),
      minutesOverHttp: await latency(queries.minutes, 1440, () => overHttp(minutePod, 0)),
    };
  } finally {
    await http.close();
    batches.close();
    await store.close();
  }
}

async function latency(times: number, readings: number, ask: () => Promise<string>): Promise<Latency> {
  const tookMs: number[] = [];
  for (let i = 0; i < times; i++) {
    const start = performance.now();
    const text = await ask();
    tookMs.push(performance.now() - start);
    const got = (JSON.parse(text) as { readings: unknown[] }).readings.length;
    if (got !== readings) throw new Error(`${got} readings; expected ${readings}`);
  }
  tookMs.sort((a, b) => a - b);
  const at = (share: number) => tookMs[Math.min(times - 1, Math.floor(times * share))]!;
  return { readings, p50Ms: at(0.5), p99Ms: at(0.99) };
}
