import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { after, before, test } from 'node:test';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { baseUri } from './base-uri.ts';
import { certified, openEvents, PODS, type RunningEvents } from './events.test-input.ts';
import { isEventsRoute } from './events-routes.ts';

const schema = createRequire(import.meta.url)('@asyncapi/specs/schemas/3.0.0-without-$id.json');
let events: RunningEvents;
before(async () => {
  events = await openEvents({ tokenUrl: 'https://issuer.example/token' });
});
after(() => events.close());

function validator() {
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return ajv;
}

test('the AsyncAPI document fits the schema of AsyncAPI 3, is open to read, and names every topic', async () => {
  const { status, body } = await events.send('GET', '/asyncapi.json', { token: null });
  assert.equal(status, 200);
  const check = validator().compile(schema) as ((value: unknown) => boolean) & { errors?: object[] | null };
  assert.ok(check(body), JSON.stringify(check.errors?.slice(0, 5), undefined, 1));
  const topics = (await events.send('GET', '/topics')).body;
  assert.deepEqual(Object.keys(body.channels).sort(), [...topics, 'outside'].sort());
  assert.equal(body.servers.gateway.host, events.url.replace('http://', ''));
  assert.equal(
    body.components.securitySchemes.token.flows.clientCredentials.tokenUrl,
    'https://issuer.example/token',
  );
  const wrong = structuredClone(body);
  wrong.channels.measurements.messages.record.payload = 5;
  wrong.operations['follow-measurements'].action = 'shout';
  assert.ok(!check(wrong), 'the schema would notice');
});

test('what is served fits what the document says of it', async () => {
  const { body } = await events.send('GET', '/asyncapi.json');
  await events.stream.append('packets', [certified(PODS[0]!, 0)]);
  const opening = {
    kind: 1,
    key: `0x${'aa'.repeat(20)}`,
    node: 'n1',
    podCode: PODS[4],
    meterId: 'm',
    role: 'exchange',
  };
  const binding = { ...opening, salt: `0x${'5a'.repeat(32)}`, from: 1, until: 0 };
  await events.stream.append('registry', [{ key: 'n1', value: JSON.stringify(binding) }]);
  const anomaly = { type: 'gap', node: 'n1', pod: PODS[3], seq: 4, at: 1000, details: { missing: 2 } };
  await events.stream.append('anomalies', [{ key: 'n1', value: JSON.stringify(anomaly) }]);
  const create = JSON.stringify({ name: 'c', format: 'json', 'auto.offset.reset': 'earliest' });
  await events.send('POST', '/consumers/g', { body: create });
  const base = '/consumers/g/instances/c';
  const topics = ['measurements', 'anomalies', 'registry-changes'];
  await events.send('POST', `${base}/subscription`, { body: JSON.stringify({ topics }) });
  const records = (await events.send('GET', `${base}/records?timeout=1000`)).body;
  assert.equal(records.length, 3);
  for (const record of records) {
    const check = validator().compile(body.channels[record.topic].messages.record.payload);
    assert.ok(check({ ...record, format: 'json' }), `${record.topic}: ${JSON.stringify(check.errors)}`);
    assert.ok(
      !check({ ...record, format: 'json', value: {} }),
      `${record.topic}: an empty value does not fit`,
    );
  }
});

test('every route is in the OpenAPI document, once, with tag, summary and answers', async () => {
  await events.http.ready();
  const document = events.http.swagger() as unknown as {
    openapi: string;
    paths: Record<string, Record<string, object>>;
  };
  assert.equal(document.openapi, '3.0.3');
  const listed = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  assert.ok(listed.length >= 34, `${listed.length} operations`);
  for (const { path, method, operation } of listed) {
    const { tags, summary, responses } = operation as {
      tags?: string[];
      summary?: string;
      responses?: object;
    };
    assert.ok(tags?.length && summary && responses, `${method} ${path}`);
    assert.ok(!path.endsWith('/'), path);
    const pattern = path.replaceAll(/\{(\w+)\}/g, ':$1');
    assert.ok(isEventsRoute(pattern), `${path} is one of ours`);
  }
  for (const path of [
    '/topics/{topic}/partitions/{partition}/offsets',
    '/consumers/{group}/instances/{instance}/records',
    '/v3/clusters/{cluster}/topics/{topic}/configs:alter',
    '/v3/clusters/{cluster}/topics/{topic}/records',
    '/events/stream',
    '/asyncapi.json',
  ]) {
    assert.ok(document.paths[path], path);
  }
  assert.ok(!isEventsRoute('/v1/pods') && !isEventsRoute('/health'));
});

test('base_uri is what the client came by, and forwarded headers count from trusted neighbours only', async (t) => {
  const running = await openEvents({ kafkaPrefix: '/kafka' });
  t.after(() => running.close());
  let names = 0;
  const uriOf = async (headers: Record<string, string>, own = running, prefix = '/kafka') => {
    const name = `c ${names++}/ä`;
    const answer = await own.send('POST', `${prefix}/consumers/g`, {
      body: JSON.stringify({ name }),
      headers,
    });
    const tail = `/consumers/g/instances/${encodeURIComponent(name)}`;
    const uri: string = answer.body.base_uri;
    assert.ok(uri.endsWith(tail), uri);
    const found = await own.send('GET', `${prefix}${tail}/subscription`);
    assert.equal(found.status, 200, 'the name works in a path');
    return uri.slice(0, -tail.length);
  };
  assert.equal(await uriOf({}), `${running.url}/kafka`);
  const forwarded = {
    'x-forwarded-proto': 'https',
    'x-forwarded-host': 'api.example.com:8443',
    'x-forwarded-prefix': '/energy/v1/',
  };
  assert.equal(await uriOf(forwarded), 'https://api.example.com:8443/energy/v1/kafka');
  const odd = {
    'x-forwarded-proto': 'javascript',
    'x-forwarded-host': 'a b/"',
    'x-forwarded-prefix': '//evil/../x',
  };
  assert.equal(await uriOf(odd), `${running.url}/kafka`);
  const fixed = await openEvents({ publicUrl: 'https://public.example/' });
  t.after(() => fixed.close());
  assert.equal(await uriOf(forwarded, fixed, ''), 'https://public.example');

  const from = (remoteAddress: string) =>
    ({ protocol: 'http', socket: { remoteAddress }, headers: { host: 'asked:1', ...forwarded } }) as never;
  const trustedProxies = ['10.0.0.7'];
  assert.equal(baseUri(from('10.0.0.8'), '/kafka', { trustedProxies }), 'http://asked:1/kafka', 'a stranger');
  const behind = 'https://api.example.com:8443/energy/v1/kafka';
  for (const peer of ['10.0.0.7', '::1', '::ffff:127.0.0.1']) {
    assert.equal(baseUri(from(peer), '/kafka', { trustedProxies }), behind, peer);
  }
});

test('it can be mounted beside routes that check tokens by a hook of their own', async () => {
  const { requireToken } = await import('@access-layer/kit/token');
  const { default: Fastify } = await import('fastify');
  const { eventsRoutes } = await import('./events-routes.ts');
  const { default: embeddedStore } = await import('./topic-stores/embedded.ts');
  const http = Fastify();
  const check = async () => ({
    ok: false as const,
    status: 401 as const,
    code: 'TOKEN_MISSING' as const,
    message: 'no',
  });
  requireToken(http, {
    check,
    scopeOf: ({ url }) => (isEventsRoute(url.replace(/\/$/, '')) ? 'public' : 'data:read'),
  });
  const store = await embeddedStore.create({ dir: `${events.dir}/mounted` });
  const log = { info() {}, warn() {}, error() {} } as never;
  await http.register(eventsRoutes, { stream: events.stream, store, check, release: () => true, log });
  const refused = await http.inject({ method: 'GET', url: '/topics' });
  assert.deepEqual(
    [refused.statusCode, refused.json().error_code],
    [401, 40101],
    'in the form of Kafka REST',
  );
  await http.close();
  await store.close();
});
