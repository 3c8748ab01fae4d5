import { dataOf } from '@access-layer/client/errors';
import type { components } from '@access-layer/client/generated/data';
import { items } from '@access-layer/client/pages';
import type { Result } from '@access-layer/core/payloads/statement';
import { resultId } from './product.ts';
import { settleDispatched } from './settle-dispatched.ts';
import { at, type Desk, partiesOf, type Stakeholder, statementsOf } from './stakeholder.ts';

type Pod = components['schemas']['Pod'];
const HOUR_MS = 3_600_000;
const PERIOD_S = 900;
const QUARTER_MS = 900_000;
/** What the PoD may draw meanwhile. */
const LIMIT_W = 300;

/**
 * The distribution system operator: knows the PoDs, registers a flexible resource for one that has none, says once an
 * hour what load it expects at the first one, sees what the market has decided, has it carried out, and settles it.
 */
export const dso: Stakeholder = async (desk, product) => {
  const pods: Pod[] = [];
  for await (const pod of items('items', (cursor) => desk.client.data.GET('/v1/pods', at(cursor))))
    pods.push(pod);
  const resource = await registerResource(desk, pods);
  const forecast = await expectLoad(desk, pods);
  let results = 0;
  const sent: string[] = [];
  for (const aggregator of await partiesOf(desk, 'aggregator')) {
    const found = await statementsOf(desk, 'result', resultId(product, aggregator));
    results += found.length;
    for (const { payload } of found) sent.push(...(await dispatch(desk, JSON.parse(payload) as Result)));
  }
  const wrote = [resource, forecast].filter((what) => what !== undefined);
  return {
    read: { pods: pods.length, results },
    wrote: [...wrote, ...sent, ...(await settleDispatched(desk))],
  };
};

/** Every other quarter-hour of what the market has accepted; the quarters between belong to the schedule of the platform. */
async function dispatch(
  desk: Desk,
  { status, order, pods = [], powerW, from, until }: Result,
): Promise<string[]> {
  const fromMs = Date.parse(from);
  if (!desk.dispatch || status === 'rejected' || (fromMs / QUARTER_MS) % 2 !== 0) return [];
  const sent: string[] = [];
  for (const pod of pods) {
    const request = {
      ...{
        pod,
        mode: 'limit-import' as const,
        valueW: LIMIT_W,
        service: 'balancing' as const,
        order: order.id,
      },
      ...{ startsInS: Math.max(0, Math.ceil((fromMs - Date.now()) / 1000)), expiresInS: PERIOD_S },
      lastsS: (Date.parse(until) - fromMs) / 1000,
    };
    if (await desk.dispatch.send(request, fromMs))
      sent.push(`set-point for ${pod}, ${powerW} W of ${order.id}`);
  }
  return sent;
}

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
