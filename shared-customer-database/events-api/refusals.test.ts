import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { after, before, test } from 'node:test';
import {
  createTopic,
  openEvents,
  type RunningEvents,
  type SendOptions,
  tokenOf,
} from './events.test-input.ts';

let events: RunningEvents;
before(async () => {
  events = await openEvents({ limits: { consumersPerClient: 3, consumers: 5 } });
  await createTopic(events, 'mine');
  await createTopic(events, 'theirs', 1, [
    { name: 'access.readers', value: 'tso' },
    { name: 'access.writers', value: 'tso,agg-9' },
  ]);
});
after(() => events.close());

async function codeOf(method: string, path: string, options: SendOptions = {}): Promise<string> {
  const { status, body, text } = await events.send(method, path, options);
  assert.ok(body && typeof body.message === 'string' && body.message !== '', `${method} ${path}: ${text}`);
  return `${status} ${body.error_code}`;
}
const json = (body: unknown, token?: string): SendOptions => ({
  headers: { 'content-type': 'application/vnd.kafka.json.v2+json' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
  ...(token ? { token } : {}),
});
const ROUTES: [string, string, string][] = [
  ['GET', '/topics', 'read'],
  ['GET', '/topics/mine', 'read'],
  ['GET', '/topics/mine/partitions', 'read'],
  ['GET', '/topics/mine/partitions/0', 'read'],
  ['GET', '/topics/mine/partitions/0/offsets', 'read'],
  ['GET', '/brokers', 'read'],
  ['POST', '/topics/mine', 'write'],
  ['POST', '/topics/mine/partitions/0', 'write'],
  ['POST', '/consumers/g', 'consume'],
  ['DELETE', '/consumers/g/instances/i', 'consume'],
  ['POST', '/consumers/g/instances/i/subscription', 'consume'],
  ['GET', '/consumers/g/instances/i/subscription', 'consume'],
  ['DELETE', '/consumers/g/instances/i/subscription', 'consume'],
  ['POST', '/consumers/g/instances/i/assignments', 'consume'],
  ['GET', '/consumers/g/instances/i/assignments', 'consume'],
  ['POST', '/consumers/g/instances/i/offsets', 'consume'],
  ['GET', '/consumers/g/instances/i/offsets', 'consume'],
  ['POST', '/consumers/g/instances/i/positions', 'consume'],
  ['POST', '/consumers/g/instances/i/positions/beginning', 'consume'],
  ['POST', '/consumers/g/instances/i/positions/end', 'consume'],
  ['GET', '/consumers/g/instances/i/records', 'consume'],
  ['GET', '/v3/clusters', 'read'],
  ['GET', '/v3/clusters/access-layer', 'read'],
  ['GET', '/v3/clusters/access-layer/topics', 'read'],
  ['GET', '/v3/clusters/access-layer/topics/mine', 'read'],
  ['GET', '/v3/clusters/access-layer/topics/mine/configs', 'read'],
  ['GET', '/v3/clusters/access-layer/topics/mine/configs/retention.ms', 'read'],
  ['POST', '/v3/clusters/access-layer/topics', 'admin'],
  ['DELETE', '/v3/clusters/access-layer/topics/mine', 'admin'],
  ['PUT', '/v3/clusters/access-layer/topics/mine/configs/retention.ms', 'admin'],
  ['DELETE', '/v3/clusters/access-layer/topics/mine/configs/retention.ms', 'admin'],
  ['POST', '/v3/clusters/access-layer/topics/mine/configs:alter', 'admin'],
  ['POST', '/v3/clusters/access-layer/topics/mine/records', 'write'],
];
/** Which scopes must not open which kind of route. */
const TOO_LITTLE: Record<string, string[]> = {
  read: ['', 'data:read', 'ingest:write'],
  consume: ['', 'data:read', 'events:write', 'events:admin'],
  write: ['', 'data:read', 'events:read', 'events:admin'],
  admin: ['', 'data:read', 'events:read', 'events:write'],
};

test('every route asks for a token and its scope, with and without a slash at the end', async () => {
  let cells = 0;
  for (const [method, path, kind] of ROUTES) {
    for (const url of [path, `${path}/`]) {
      for (const token of [null, 'abc', tokenOf({}, -10), tokenOf({ aud: 'x' }), tokenOf({ iss: 'x' })]) {
        assert.equal(await codeOf(method, url, { token }), '401 40101', `${method} ${url}`);
        cells++;
      }
      for (const scope of TOO_LITTLE[kind]!) {
        assert.equal(
          await codeOf(method, url, { token: tokenOf({ scope }) }),
          '403 40301',
          `${method} ${url} ${scope}`,
        );
        cells++;
      }
    }
  }
  const challenged = await events.send('GET', '/topics', { token: null });
  assert.match(challenged.headers['www-authenticate']!, /^Bearer/);
  assert.ok(cells > 500, `${cells} cells`);
});

test('nobody produces to certified topics, changes or removes them, whatever the scopes', async () => {
  for (const topic of [
    'measurements',
    'activations',
    'set-points',
    'anomalies',
    'registry-changes',
    'market-messages',
    'unusual-reads',
  ]) {
    const records = json({ records: [{ value: 1 }] });
    const v3 = `/v3/clusters/access-layer/topics/${topic}`;
    assert.equal(await codeOf('POST', `/topics/${topic}`, records), '403 40301');
    assert.equal(await codeOf('POST', `/topics/${topic}/partitions/0`, records), '403 40301');
    assert.equal(
      await codeOf('POST', `${v3}/records`, json({ value: { type: 'JSON', data: 1 } })),
      '403 40301',
    );
    assert.equal(await codeOf('DELETE', v3), '403 40301');
    assert.equal(await codeOf('PUT', `${v3}/configs/retention.ms`, json({ value: '1' })), '403 40301');
    assert.equal(await codeOf('POST', `${v3}/configs:alter`, json({ data: [] })), '403 40301');
    const create = json({ topic_name: topic });
    assert.equal(await codeOf('POST', '/v3/clusters/access-layer/topics', create), '400 40002');
  }
  assert.equal((await events.stream.offsets('packets'))[0]!.next, 1, 'the stream has nothing');
});

test('topics that are open to others are hidden and closed', async () => {
  const token = tokenOf({ scope: 'events:read events:write' });
  assert.ok(!(await events.send('GET', '/topics', { token })).body.includes('theirs'));
  assert.equal(await codeOf('GET', '/topics/theirs', { token }), '403 40301');
  assert.equal(await codeOf('POST', '/topics/theirs', json({ records: [{ value: 1 }] }, token)), '403 40301');
  const tso = tokenOf({ role: 'tso', party: 'tso', client_id: 'tso', sub: 'tso' });
  assert.equal(
    (await events.send('POST', '/topics/theirs', json({ records: [{ value: 1 }] }, tso))).status,
    200,
  );
  await events.send('POST', '/consumers/closed', { body: '{"name":"c"}' });
  const base = '/consumers/closed/instances/c';
  assert.equal(await codeOf('POST', `${base}/subscription`, json({ topics: ['theirs'] })), '403 40301');
  const partitions = [{ topic: 'theirs', partition: 0 }];
  assert.equal(await codeOf('POST', `${base}/assignments`, json({ partitions })), '403 40301');
  await events.send('POST', `${base}/subscription`, json({ topic_pattern: 'thei.*' }));
  assert.deepEqual((await events.send('GET', `${base}/assignments`)).body, { partitions: [] });
  assert.equal((await events.send('DELETE', base)).status, 204);
});

test('consumers: each wrong setting, body and order of calls has its code', async () => {
  const create = (body: object) => codeOf('POST', '/consumers/g', json(body));
  assert.equal(await create({ format: 'avro' }), '422 42204');
  assert.equal(await create({ format: 'xml' }), '422 42204');
  assert.equal(await create({ 'auto.offset.reset': 'bar' }), '422 42204');
  assert.equal(await create({ 'auto.commit.enable': 'perhaps' }), '422 42204');
  assert.equal(await create({ 'fetch.min.bytes': '1e3' }), '422 42204');
  assert.equal(await create({ 'fetch.min.bytes': 10_000_001 }), '422 42204');
  assert.equal(await create({ 'consumer.request.timeout.ms': 0 }), '422 42204');
  assert.equal(await create({ name: '\ud800' }), '422 42204');
  assert.equal(await create({ unknown: 1 }), '422 422');
  const body = await events.send('POST', '/consumers/g', json({ unknown: 1 }));
  assert.equal(body.body.message, 'Unrecognized field: unknown');
  assert.equal((await events.send('POST', '/consumers/g', json({ name: 'i', format: 'json' }))).status, 200);
  assert.equal(await create({ name: 'i' }), '409 40902');
  const base = '/consumers/g/instances/i';
  assert.equal(await codeOf('GET', '/consumers/g/instances/x/records'), '404 40403');
  const accept = (type: string) => ({ headers: { accept: type } });
  assert.equal(
    await codeOf('GET', `${base}/records`, accept('application/vnd.kafka.binary.v2+json')),
    '406 40601',
  );
  assert.equal(
    await codeOf('GET', `${base}/records`, accept('application/vnd.kafka.avro.v2+json')),
    '406 40601',
  );
  assert.equal(await codeOf('GET', `${base}/records`, accept('text/html')), '406 406');
  assert.equal(await codeOf('GET', `${base}/records?timeout=soon`), '400 400');
  assert.equal(await codeOf('GET', `${base}/records?max_bytes=1.5`), '400 400');
  assert.equal(await codeOf('POST', `${base}/subscription`, json({})), '409 40903');
  assert.equal(
    await codeOf('POST', `${base}/subscription`, json({ topics: ['a'], topic_pattern: 'b' })),
    '409 40903',
  );
  assert.equal(await codeOf('POST', `${base}/subscription`, json({ topic_pattern: '(' })), '422 42204');
  assert.equal(await codeOf('POST', `${base}/positions`, json({})), '422 422');
  assert.equal(await codeOf('POST', `${base}/positions`), '422 422');
  assert.equal(await codeOf('GET', `${base}/offsets`), '404 40402');
  const at = (topic: string, partition: number) => json({ partitions: [{ topic, partition }] });
  assert.equal(await codeOf('GET', `${base}/offsets`, at('none', 0)), '404 40401');
  assert.equal(await codeOf('GET', `${base}/offsets`, at('mine', 7)), '404 40402');
  assert.equal(await codeOf('POST', `${base}/assignments`, at('none', 0)), '404 40401');
  assert.equal(await codeOf('POST', `${base}/positions/end`, at('mine', 0)), '409 40903');
  const offset = (value: unknown) => json({ offsets: [{ topic: 'mine', partition: 0, offset: value }] });
  assert.equal(await codeOf('POST', `${base}/positions`, offset(-1)), '422 422');
  assert.equal(await codeOf('POST', `${base}/offsets`, offset('5')), '422 422');
  assert.equal((await events.send('POST', `${base}/assignments`, at('mine', 0))).status, 204);
  assert.equal(await codeOf('POST', `${base}/subscription`, json({ topics: ['mine'] })), '409 40903');
  assert.equal((await events.send('DELETE', base)).status, 204);
});

test('a record that is no JSON stops a JSON consumer with the place, and it can step over it', async () => {
  const binary = { headers: { 'content-type': 'application/vnd.kafka.binary.v2+json' } };
  const values = ['MQ==', '/w==', 'Mg=='];
  const body = JSON.stringify({ records: values.map((value) => ({ value })) });
  const { offsets } = (await events.send('POST', '/topics/mine', { ...binary, body })).body;
  await events.send(
    'POST',
    '/consumers/step',
    json({ name: 'c', format: 'json', 'auto.offset.reset': 'earliest' }),
  );
  const base = '/consumers/step/instances/c';
  await events.send('POST', `${base}/subscription`, json({ topics: ['mine'] }));
  const first = await events.send('GET', `${base}/records?timeout=1000`);
  assert.deepEqual(
    first.body.map(({ value }: { value: number }) => value),
    [1],
  );
  const stuck = await events.send('GET', `${base}/records?timeout=1000`);
  assert.deepEqual([stuck.status, stuck.body.error_code], [422, 42207]);
  assert.match(stuck.body.message, /mine-0 at offset 1/);
  assert.equal(await codeOf('GET', `${base}/records?timeout=1000`), '422 42207', 'again and again');
  const next = [{ topic: 'mine', partition: 0, offset: offsets[1].offset + 1 }];
  await events.send('POST', `${base}/positions`, json({ offsets: next }));
  const last = await events.send('GET', `${base}/records?timeout=1000`);
  assert.deepEqual(
    last.body.map(({ value }: { value: number }) => value),
    [2],
  );
  await events.send('DELETE', base);
});

test('per-record errors stand inside a 200; the other records are kept', async () => {
  const big = 'x'.repeat(1_048_600);
  const records = [{ value: 'a' }, { value: 'b', partition: 9 }, { value: big }, { value: 'c' }];
  const { status, body } = await events.send('POST', '/topics/mine', json({ records }));
  assert.equal(status, 200);
  const kept = body.offsets.map(({ error_code: code }: { error_code: number | null }) => code);
  assert.deepEqual(kept, [null, 1, 1, null]);
  assert.deepEqual([body.offsets[1].partition, body.offsets[1].offset], [null, null]);
  assert.match(body.offsets[1].error, /9 is not in the range \[0\.\.\.1\)/);
  assert.match(body.offsets[2].error, /max\.message\.bytes/);
  assert.equal(body.offsets[3].offset, body.offsets[0].offset + 1);
});

/** A body of which only the beginning is ever sent. */
function announce(method: string, path: string, bytes: number): Promise<string> {
  const headers = {
    authorization: `Bearer ${tokenOf()}`,
    'content-type': 'application/vnd.kafka.json.v2+json',
    'content-length': String(bytes),
  };
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      `${events.url}${path}`,
      { method, headers, agent: false },
      async (response) => {
        let text = '';
        for await (const chunk of response) text += chunk;
        request.destroy();
        resolve(`${response.statusCode} ${JSON.parse(text).error_code}`);
      },
    );
    request.on('error', reject);
    request.write('{"records":');
  });
}

test('hostile bodies: too large, no JSON, no UTF-8, too deep, polluted; the service stays up', async () => {
  await events.send('POST', '/consumers/h', json({ name: 'i' }));
  for (const [method, path, bytes] of [
    ['POST', '/topics/mine', 10 * 1024 * 1024],
    ['POST', '/consumers/g', 2 * 1024 * 1024],
    ['GET', '/consumers/h/instances/i/offsets', 2 * 1024 * 1024],
  ] as const) {
    assert.equal(await announce(method, path, bytes), '413 413', `${method} ${path}`);
  }
  await events.send('DELETE', '/consumers/h/instances/i');
  assert.equal(await codeOf('POST', '/topics/mine', json('{"records":[')), '400 400');
  const noUtf8 = { headers: json('').headers!, body: new Uint8Array([0x7b, 0xff, 0x7d]) };
  assert.equal(await codeOf('POST', '/topics/mine', noUtf8), '400 400');
  const deep = `{"records":[{"value":${'['.repeat(500_000)}${']'.repeat(500_000)}}]}`;
  const nested = await events.send('POST', '/topics/mine', json(deep));
  assert.ok([200, 400, 422].includes(nested.status), nested.text.slice(0, 200));
  const polluted = '{"records":[{"value":{"__proto__":{"admin":true}}}],"__proto__":{"x":1}}';
  assert.equal(await codeOf('POST', '/topics/mine', json(polluted)), '422 422');
  assert.equal(({} as Record<string, unknown>).admin, undefined);
  for (const value of ['YQ', 'YQ==']) {
    const binary = {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ records: [{ value }] }),
    };
    assert.equal((await events.send('POST', '/topics/mine', binary)).status, 200, `base64 ${value}`);
  }
  for (const value of ['Y', 'YQ=', 'Y Q==', 'YQ==\n', 'a-_b', '====']) {
    const binary = {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ records: [{ value }] }),
    };
    if (value === 'YQ=') continue; // a lacking second = is taken, as without any
    assert.equal(await codeOf('POST', '/topics/mine', binary), '400 400', `base64 ${value}`);
  }
  assert.equal(
    await codeOf('POST', '/topics/mine', { headers: { 'content-type': 'text/xml' }, body: '<a/>' }),
    '415 415',
  );
  assert.equal((await events.send('GET', '/brokers')).status, 200);
});

test('a pattern that would run for ever is cut off', async () => {
  await createTopic(events, 'a'.repeat(60));
  await events.send('POST', '/consumers/slow', json({ name: 'i' }));
  const base = '/consumers/slow/instances/i';
  const beginMs = performance.now();
  const refused = await events.send('POST', `${base}/subscription`, json({ topic_pattern: '(a+)+b' }));
  assert.ok(performance.now() - beginMs < 5000);
  assert.deepEqual([refused.status, refused.body.error_code], [422, 42204]);
  await events.send('POST', `${base}/subscription`, json({ topic_pattern: '(b+)+c' }));
  await createTopic(events, 'b'.repeat(60)); // what others do goes on
  assert.deepEqual((await events.send('GET', `${base}/subscription`)).body, { topics: [] });
  await events.send('DELETE', base);
});

test('the number of consumers is limited, of a client and in all', async () => {
  for (const name of ['1', '2', '3']) {
    assert.equal((await events.send('POST', `/consumers/g${name}`, json({ name }))).status, 200);
  }
  assert.equal(await codeOf('POST', '/consumers/g', json({ name: '4' })), '429 42901');
  const token = tokenOf({ client_id: 'b', sub: 'b' });
  for (const name of ['1', '2']) {
    assert.equal((await events.send('POST', '/consumers/g', json({ name }, token))).status, 200);
  }
  assert.equal(await codeOf('POST', '/consumers/g', json({ name: '3' }, token)), '429 42901');
  await events.send('DELETE', '/consumers/g1/instances/1');
  assert.equal((await events.send('POST', '/consumers/g', json({ name: '4' }))).status, 200);
});
