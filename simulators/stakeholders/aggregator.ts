import { dataOf } from '@access-layer/client/errors';
import { items } from '@access-layer/client/pages';
import type { Product } from './product.ts';
import {
  announced,
  at,
  type Desk,
  partiesOf,
  referenceTo,
  type Stakeholder,
  stateOnce,
} from './stakeholder.ts';

const PRICE_EUR_PER_MWH = 142.5;
const MEMORY_MS = 900_000;
const PERIOD_S = 900;

/**
 * The aggregator: reads what the customers of its portfolio let it read, says what their PoDs would do without it (the
 * baseline), and offers them where the TSO asks.
 */
export const aggregator: Stakeholder = async (desk, product) => {
  const portfolio = await portfolioOf(desk);
  const released = await releasedOf(desk, portfolio);
  const wrote: string[] = [];
  let readings = 0;
  for (const pod of released) {
    const powersW = await latestPowersW(desk, pod);
    readings += powersW.length;
    if (powersW.length > 0 && (await stateBaseline(desk, product, pod, powersW)))
      wrote.push(`baseline ${pod}`);
  }
  const { statements: requests, heard } = await announced(desk, 'request', product.id);
  const [request] = requests;
  if (request && released.length > 0) {
    const order = await stateOnce(desk, 'order', {
      ...{ id: product.id, recipients: await partiesOf(desk, 'market'), request: referenceTo(request) },
      ...{ service: 'balancing', side: 'offer', direction: 'decrease', powerW: 1500 * released.length },
      ...{ from: product.from, until: product.until, priceEurPerMwh: PRICE_EUR_PER_MWH, pods: released },
    });
    if (order) wrote.push('order');
  }
  const read = {
    portfolio: portfolio.length,
    released: released.length,
    readings,
    requests: requests.length,
    heard,
    events: desk.inbox?.count() ?? 0,
  };
  return { read, wrote };
};

async function portfolioOf({ client, party }: Desk): Promise<string[]> {
  const pods: string[] = [];
  for await (const entry of items('items', (cursor) => client.data.GET('/v1/portfolios', at(cursor)))) {
    if (entry.aggregator === party) pods.push(entry.pod);
  }
  return pods;
}

/** Those of which the customers let it read measurements now. */
async function releasedOf({ client }: Desk, pods: string[]): Promise<string[]> {
  const now = Date.now();
  const [from, until] = [new Date(now).toISOString(), new Date(now + 1).toISOString()];
  const released: string[] = [];
  for (const pod of pods) {
    const query = { pod, dataSet: 'measurements', from, until } as const;
    const { ranges } = await dataOf(client.data.GET('/v1/access/ranges', { params: { query } }));
    if (ranges.length > 0) released.push(pod);
  }
  return released;
}

/** W at the exchange meter, over the last quarter of an hour of which there is something. */
async function latestPowersW({ client }: Desk, pod: string): Promise<number[]> {
  const lastMs = await latestMs(client, pod);
  if (lastMs === undefined) return [];
  const from = new Date(lastMs - MEMORY_MS).toISOString();
  const powersW: number[] = [];
  const ask = (cursor: string | undefined) =>
    client.data.GET('/v1/pods/{pod}/readings', {
      params: { path: { pod }, query: { from, ...(cursor === undefined ? {} : { cursor }) } },
    });
  for await (const { role, values } of items('readings', ask)) {
    if (role === 'exchange' && values.activePowerW !== undefined) powersW.push(values.activePowerW);
  }
  return powersW;
}

async function latestMs(client: Desk['client'], pod: string): Promise<number | undefined> {
  for await (const { pod: found, series } of items('pods', (cursor) =>
    client.data.GET('/v1/series', at(cursor)),
  )) {
    if (found === pod && series.length > 0) return Math.max(...series.map(({ last }) => Date.parse(last)));
  }
  return undefined;
}

async function stateBaseline(desk: Desk, { id, from, until }: Product, pod: string, powersW: number[]) {
  const averageW = Math.round(powersW.reduce((sum, powerW) => sum + powerW, 0) / powersW.length);
  const periods = (Date.parse(until) - Date.parse(from)) / (PERIOD_S * 1000);
  return stateOnce(desk, 'baseline', {
    ...{ id: `${id}-${pod}`, pod, from, until, periodS: PERIOD_S, method: 'last-quarter-hour' },
    recipients: [...(await partiesOf(desk, 'market')), ...(await partiesOf(desk, 'dso'))],
    averagePowersW: Array.from({ length: periods }, () => averageW),
  });
}
