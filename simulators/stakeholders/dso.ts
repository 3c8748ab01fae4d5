import { dataOf } from '@access-layer/client/errors';
import type { components } from '@access-layer/client/generated/data';
import { items } from '@access-layer/client/pages';
import { resultId } from './product.ts';
import { at, type Desk, partiesOf, type Stakeholder, statementsOf } from './stakeholder.ts';

type Pod = components['schemas']['Pod'];
const HOUR_MS = 3_600_000;
const PERIOD_S = 900;

/**
 * The distribution system operator: knows the PoDs, registers a flexible resource for one that has none, says once an
 * hour what load it expects at the first one, and sees what the market has decided.
 */
export const dso: Stakeholder = async (desk, product) => {
  const pods: Pod[] = [];
  for await (const pod of items('items', (cursor) => desk.client.data.GET('/v1/pods', at(cursor))))
    pods.push(pod);
  const resource = await registerResource(desk, pods);
  const forecast = await expectLoad(desk, pods);
  let results = 0;
  for (const aggregator of await partiesOf(desk, 'aggregator')) {
    results += (await statementsOf(desk, 'result', resultId(product, aggregator))).length;
  }
  return {
    read: { pods: pods.length, results },
    wrote: [resource, forecast].filter((what) => what !== undefined),
  };
};

async function registerResource({ client }: Desk, pods: Pod[]): Promise<string | undefined> {
  const known = new Set<string>();
  for await (const { pod } of items('items', (cursor) =>
    client.data.GET('/v1/flexible-resources', at(cursor)),
  )) {
    known.add(pod);
  }
  const pod = pods.find(({ id }) => !known.has(id))?.id;
  if (!pod) return undefined;
  const body = { id: `storage-${pod}`, pod, type: 'storage', powerW: 3000, services: ['balancing' as const] };
  await dataOf(client.data.POST('/v1/flexible-resources', { body }));
  return `flexible resource of ${pod}`;
}

/** One document an hour: the id names it, and what is there stays. */
async function expectLoad({ client, party }: Desk, [first]: Pod[]): Promise<string | undefined> {
  if (!first) return undefined;
  const pod = first.id;
  const fromMs = (Math.floor(Date.now() / HOUR_MS) + 1) * HOUR_MS;
  const [from, until] = [new Date(fromMs).toISOString(), new Date(fromMs + HOUR_MS).toISOString()];
  const id = `load-${pod}-${from.slice(0, 13)}`;
  const found = await client.data.GET('/v1/forecasts/{id}', { params: { path: { id } } });
  if (found.response.status !== 404) {
    await dataOf(found);
    return undefined;
  }
  const issuedAt = new Date().toISOString();
  const averagePowersW = [0.9, 1, 1.1, 1].map((share) => Math.round(first.contractedPowerW * 0.1 * share));
  const body = { id, pod, party, issuedAt, from, until, periodS: PERIOD_S, averagePowersW };
  await dataOf(client.data.POST('/v1/forecasts', { body }));
  return `forecast of ${pod}`;
}
