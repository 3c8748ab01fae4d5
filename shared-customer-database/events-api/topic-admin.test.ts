import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { after, before, test } from 'node:test';
import { createTopic, JSON_BODY, openEvents, type RunningEvents, tokenOf } from './events.test-input.ts';
import { trimTopics } from './retention.ts';
import { TopicCatalogue } from './topic-catalogue.ts';
import embeddedStore from './topic-stores/embedded.ts';

let events: RunningEvents;
before(async () => {
  events = await openEvents();
});
after(() => events.close());

const topics = '/v3/clusters/access-layer/topics';
const json = (body: unknown) => ({
  ...JSON_BODY,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

test("v3: Confluent's example of creating a topic, and reading it back", async () => {
  const body = {
    topic_name: 'topic-X',
    partitions_count: 64,
    replication_factor: 3,
    configs: [
      { name: 'cleanup.policy', value: 'delete' },
      { name: 'compression.type', value: 'gzip' },
    ],
  };
  const created = await events.send('POST', topics, json(body));
  assert.equal(created.status, 201);
  const self = `${events.url}${topics}/topic-X`;
  const resource = {
    kind: 'KafkaTopic',
    metadata: { self, resource_name: 'crn:///kafka=access-layer/topic=topic-X' },
    cluster_id: 'access-layer',
    topic_name: 'topic-X',
    is_internal: false,
    replication_factor: 1,
    partitions_count: 64,
    partitions: { related: `${self}/partitions` },
    configs: { related: `${self}/configs` },
    partition_reassignments: { related: `${self}/partitions/-/reassignments` },
  };
  assert.deepEqual(created.body, resource);
  assert.deepEqual((await events.send('GET', `${topics}/topic-X`)).body, resource);
  const list = (await events.send('GET', topics)).body;
  assert.equal(list.kind, 'KafkaTopicList');
  assert.ok(list.data.some(({ topic_name: name }: { topic_name: string }) => name === 'topic-X'));
  const clusters = (await events.send('GET', '/v3/clusters')).body;
  assert.equal(clusters.data[0].cluster_id, 'access-layer');
  const details = (await events.send('GET', '/topics/topic-X')).body;
  assert.deepEqual(details.configs, { 'cleanup.policy': 'delete', 'compression.type': 'gzip' });
  assert.equal((await events.send('DELETE', `${topics}/topic-X`)).status, 204);
  assert.equal((await events.send('GET', `${topics}/topic-X`)).body.error_code, 40401);
});

test('v3: settings are listed, changed one by one or together, and set back', async () => {
  await createTopic(events, 'set');
  const path = `${topics}/set/configs`;
  const settingOf = async (name: string) => {
    const { body } = await events.send('GET', `${path}/${name}`);
    return [body.value, body.is_default, body.source];
  };
  const list = (await events.send('GET', path)).body;
  assert.equal(list.kind, 'KafkaTopicConfigList');
  assert.ok(list.data.length >= 6);
  assert.deepEqual(await settingOf('retention.ms'), ['604800000', true, 'DEFAULT_CONFIG']);
  assert.equal((await events.send('PUT', `${path}/retention.ms`, json({ value: '1000' }))).status, 204);
  assert.deepEqual(await settingOf('retention.ms'), ['1000', false, 'DYNAMIC_TOPIC_CONFIG']);
  const alter = {
    data: [
      { name: 'retention.ms', operation: 'DELETE' },
      { name: 'compression.type', value: 'gzip' },
    ],
  };
  const dry = await events.send('POST', `${path}:alter`, json({ ...alter, validate_only: true }));
  assert.equal(dry.status, 204);
  assert.deepEqual(await settingOf('compression.type'), ['producer', true, 'DEFAULT_CONFIG']);
  assert.equal((await events.send('POST', `${path}:alter`, json(alter))).status, 204);
  assert.deepEqual(await settingOf('retention.ms'), ['604800000', true, 'DEFAULT_CONFIG']);
  assert.deepEqual(await settingOf('compression.type'), ['gzip', false, 'DYNAMIC_TOPIC_CONFIG']);
  assert.equal((await events.send('DELETE', `${path}/compression.type`)).status, 204);
  assert.deepEqual(await settingOf('compression.type'), ['producer', true, 'DEFAULT_CONFIG']);
});

test('v3: what cannot be created or set is refused with 40002; a dry run creates nothing', async () => {
  await createTopic(events, 'taken');
  const refused = async (body: object) => {
    const answer = await events.send('POST', topics, json(body));
    return `${answer.status} ${answer.body.error_code}`;
  };
  for (const name of [
    'taken',
    'packets',
    'statements',
    '__consumer_offsets',
    '.',
    '..',
    '',
    'a b',
    'ä',
    'x'.repeat(250),
  ]) {
    assert.equal(await refused({ topic_name: name }), '400 40002', name);
  }
  const config = (name: string, value: unknown) => refused({ topic_name: 'new', configs: [{ name, value }] });
  assert.equal(await config('no.such', '1'), '400 40002');
  assert.equal(await config('__proto__', '1'), '400 40002');
  assert.equal(await config('retention.ms', 'soon'), '400 40002');
  assert.equal(await config('retention.ms', 5), '400 40002');
  assert.equal(await config('cleanup.policy', 'compact'), '400 40002');
  assert.equal(await config('max.message.bytes', '99999999'), '400 40002');
  assert.equal(await config('access.readers', 'a, b'), '400 40002');
  assert.equal(await refused({ topic_name: 'new', partitions_count: 0 }), '400 400');
  assert.equal(await refused({ topic_name: 'new', partitions_count: 101 }), '400 400');
  assert.equal(await refused({ name: 'new' }), '422 422');
  const dry = await events.send('POST', topics, json({ topic_name: 'new', validate_only: true }));
  assert.deepEqual([dry.status, dry.body.topic_name], [200, 'new']);
  assert.equal((await events.send('GET', '/topics/new')).status, 404);
  const cluster = await events.send('GET', '/v3/clusters/other/topics');
  assert.deepEqual([cluster.status, cluster.body.message], [404, 'Cluster other cannot be found.']);
});

test('v3: records as concatenated JSON are answered one by one, good and bad', async () => {
  await createTopic(events, 'v3', 2);
  const body = `
    {"partition_id": 1, "key": {"type": "BINARY", "data": "Zm9vYmFy"}, "value": {"type": "JSON", "data": {"foo": "bar"}}}
    {"value": {"type": "STRING", "data": "text"}, "headers": [{"name": "h", "value": "YWJj"}], "timestamp": "2021-02-05T19:14:42Z"}
    {"value": {"type": "AVRO", "data": 1}}{"partition_id": 7, "value": {"type": "JSON", "data": 0}}
    {"value": {"type": "BINARY", "data": "no base64"}}{"timestamp": "soon"}{"value": null}`;
  const { status, type, text } = await events.send('POST', `${topics}/v3/records`, json(body));
  assert.deepEqual([status, type], [200, 'application/json']);
  const answers = text
    .trim()
    .split('\r\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    answers.map(({ error_code: code }) => code),
    [200, 200, 400, 40002, 400, 400, 200],
  );
  const { timestamp, ...first } = answers[0];
  assert.deepEqual(first, {
    error_code: 200,
    cluster_id: 'access-layer',
    topic_name: 'v3',
    partition_id: 1,
    offset: 0,
    key: { type: 'BINARY', size: 6 },
    value: { type: 'JSON', size: 13 },
  });
  assert.ok(Date.parse(timestamp) > 0);
  assert.equal(answers[1].timestamp, '2021-02-05T19:14:42.000Z');
});

test('v3: a client that keeps its request open gets each answer before it sends the next record', async () => {
  await createTopic(events, 'live');
  const offsets: number[] = [];
  await new Promise<void>((resolve, reject) => {
    const headers = { authorization: `Bearer ${tokenOf()}`, 'content-type': 'application/json' };
    const request = httpRequest(`${events.url}${topics}/live/records`, {
      method: 'POST',
      headers,
      agent: false,
    });
    const record = '{"value": {"type": "JSON", "data": {"n": 1}}}';
    request.on('error', reject);
    request.on('response', (response) => {
      response.on('data', (chunk) => {
        offsets.push(JSON.parse(String(chunk)).offset);
        if (offsets.length < 3) request.write(record);
        else request.end();
      });
      response.on('end', resolve);
    });
    request.write(record);
  });
  assert.deepEqual(offsets, [0, 1, 2]);
});

test('v3: records that cannot be told apart end the request after those before them', async () => {
  await createTopic(events, 'broken');
  const good = '{"value": {"type": "JSON", "data": 1}}';
  const { text } = await events.send('POST', `${topics}/broken/records`, json(`${good}nonsense${good}`));
  const answers = text
    .trim()
    .split('\r\n')
    .map((line) => JSON.parse(line));
  assert.deepEqual(
    answers.map(({ error_code: code }) => code),
    [200, 400],
  );
  const huge = await events.send(
    'POST',
    `${topics}/broken/records`,
    json(`{"value":"${'x'.repeat(2_000_000)}"}`),
  );
  assert.match(huge.text, /"error_code":400/);
});

test('old records go when retention.ms says so, those of other topics stay', async (t) => {
  const own = await openEvents();
  t.after(() => own.close());
  await createTopic(own, 'short', 1, [{ name: 'retention.ms', value: '1000' }]);
  await createTopic(own, 'ever', 1, [{ name: 'retention.ms', value: '-1' }]);
  const old = '{"timestamp": "2020-01-01T00:00:00Z", "value": {"type": "JSON", "data": 1}}';
  for (const name of ['short', 'ever']) await own.send('POST', `${topics}/${name}/records`, json(old));
  await own.http.close();
  const store = await embeddedStore.create({ dir: `${own.dir}/topics` });
  const catalogue = await new TopicCatalogue(store, []).open();
  assert.equal(await trimTopics(catalogue, store, Date.now()), 1);
  assert.deepEqual(await store.bounds('short'), [{ first: 1, next: 1 }]);
  assert.deepEqual(await store.bounds('ever'), [{ first: 0, next: 1 }]);
  await store.close();
});
