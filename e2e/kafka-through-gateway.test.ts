import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { provisionClient } from '@access-layer/gateway/accounts';
import { accountsFile } from '@access-layer/gateway/database';
import { startGateway } from '@access-layer/gateway/gateway';
import { createLog } from '@access-layer/kit/log';
import { createTokenCheck, type TokenCheck } from '@access-layer/kit/token';
import { confluentExamples } from '@access-layer/shared-customer-database/events-api/confluent-examples.conformance';
import {
  createTopic,
  openEvents,
  type RunningEvents,
  send,
  V2,
} from '@access-layer/shared-customer-database/events-api/events.test-input';
import { karapaceExamples } from '@access-layer/shared-customer-database/events-api/karapace-examples.conformance';

const ROUTES = join(import.meta.dirname, '../gateway/routes.yaml');
const JSON_V2 = 'application/vnd.kafka.json.v2+json';

/** The Events API behind the front door with its own route table, as a client with a token of the door's issuer sees it. */
async function openBehindGateway(): Promise<RunningEvents> {
  let check: TokenCheck = () => Promise.reject(new Error('not yet'));
  const events = await openEvents({ check: (authorization) => check(authorization) });
  const dataDir = mkdtempSync(join(tmpdir(), 'kafka-gateway-'));
  const plenty = { perS: 10_000, burst: 10_000 };
  const gateway = await startGateway(
    {
      ...{ dataDir, routesFile: ROUTES, http: { host: '127.0.0.1', port: 0 } },
      overload: { maxEventLoopDelayMs: 60_000 },
      upstreams: {
        'shared-customer-database': { url: events.url },
        'blockchain-access-layer': { url: events.url },
        onboarding: { url: events.url },
        alarms: { url: events.url },
      },
      limits: { classes: { events: plenty } },
    },
    createLog({ name: 'test', level: 'silent' }),
  ).catch(async (error) => {
    await events.close();
    throw error;
  });
  const jwksUri = `${gateway.url}/oauth/jwks`;
  check = createTokenCheck({ issuer: gateway.url, audience: 'access-layer', jwksUri });
  const scopes = ['events:read', 'events:write', 'events:admin'];
  const client = { clientId: 'agg', name: 'Aggregator', auth: 'client_secret', role: 'aggregator' } as const;
  const { clientSecret } = provisionClient(accountsFile(dataDir), { ...client, party: 'agg-1', scopes });
  const answer = await fetch(`${gateway.url}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`agg:${clientSecret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
  });
  const { access_token: token } = (await answer.json()) as { access_token: string };
  const url = `${gateway.url}/kafka`;
  return {
    ...{ ...events, url },
    send: (method, path, sent = {}) => send(url + path, method, { token, ...sent }),
    async close() {
      await gateway.stop();
      await events.close();
      rmSync(dataDir, { recursive: true });
    },
  };
}

confluentExamples(openBehindGateway);
karapaceExamples(openBehindGateway);

test('two consumers of one group share the load, and one takes over from the other', async (t) => {
  const events = await openBehindGateway();
  t.after(events.close);
  await createTopic(events, 'shared', 4);
  const group = '/consumers/sharing';
  const v2 = { 'Content-Type': V2 };
  const open = async (name: string) => {
    const settings = { name, format: 'json', 'auto.offset.reset': 'earliest' };
    const { body } = await events.send('POST', group, { headers: v2, body: JSON.stringify(settings) });
    assert.equal(body.base_uri, `${events.url}${group}/instances/${name}`);
    const subscription = { headers: v2, body: '{"topics":["shared"]}' };
    await events.send('POST', `${group}/instances/${name}/subscription`, subscription);
  };
  const produce = async (round: number) => {
    const records = Array.from({ length: 40 }, (_, i) => ({ partition: i % 4, value: round * 40 + i }));
    const sent = { headers: { 'Content-Type': JSON_V2 }, body: JSON.stringify({ records }) };
    assert.equal((await events.send('POST', '/topics/shared', sent)).status, 200);
  };
  const read = async (name: string): Promise<{ partition: number; value: number }[]> => {
    const path = `${group}/instances/${name}/records?timeout=200`;
    return (await events.send('GET', path, { headers: { Accept: JSON_V2 } })).body;
  };
  await open('a');
  await open('b');
  await produce(0);
  const seen = { a: new Set<number>(), b: new Set<number>() };
  const values = new Set<number>();
  while (values.size < 40) {
    for (const name of ['a', 'b'] as const) {
      for (const { partition, value } of await read(name)) {
        seen[name].add(partition);
        assert.ok(!values.has(value), `${value} came twice`);
        values.add(value);
      }
    }
  }
  assert.deepEqual([seen.a.size, seen.b.size, new Set([...seen.a, ...seen.b]).size], [2, 2, 4]);
  for (const name of ['a', 'b'])
    await events.send('POST', `${group}/instances/${name}/offsets`, { headers: v2, body: '{}' });
  assert.equal((await events.send('DELETE', `${group}/instances/a`, { headers: v2 })).status, 204);
  await produce(1);
  const taken = new Set<number>();
  const left = new Set<number>();
  while (left.size < 40) {
    for (const { partition, value } of await read('b')) {
      assert.ok(value >= 40, `${value} came again`);
      taken.add(partition);
      left.add(value);
    }
  }
  assert.equal(taken.size, 4);
});
