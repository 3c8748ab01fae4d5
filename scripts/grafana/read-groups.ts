import { createClient } from '@access-layer/client/create-client';
import { items } from '@access-layer/client/pages';
import { type Groups, groupsOf, type RegistryFacts } from './groups.ts';

const PAGE = 500;

/** Asks the Data API which PoD is where, in whose portfolio, and which were commanded. */
export async function readGroups(url: string, token: string): Promise<Groups> {
  const client = createClient({ url, clientId: 'grafana', token: async () => token });
  const pods: RegistryFacts['pods'] = [];
  for await (const pod of items('items', (cursor) =>
    client.data.GET('/v1/pods', { params: { query: { cursor, limit: PAGE } } }),
  ))
    pods.push(pod);
  const portfolios: RegistryFacts['portfolios'] = [];
  for await (const portfolio of items('items', (cursor) =>
    client.data.GET('/v1/portfolios', { params: { query: { cursor, limit: PAGE } } }),
  ))
    portfolios.push(portfolio);
  const commanded = new Set<string>();
  for await (const { payload } of items('items', (cursor) =>
    client.data.GET('/v1/set-points', { params: { query: { cursor, limit: PAGE } } }),
  ))
    commanded.add((JSON.parse(payload) as { pod: string }).pod);
  return groupsOf({ pods, portfolios, commanded }, Date.now());
}
