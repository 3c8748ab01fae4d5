import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createTopic, type RunningEvents, V2 } from './events.test-input.ts';

/**
 * The examples of Confluent's documentation of REST Proxy v2 (kafka-rest: docs/api.rst and docs/quickstart.rst), with
 * their bodies and headers to the letter, against this API. Topics exist beforehand, as there; Avro needs a schema
 * registry and stands in another test, with the codes that it is refused with.
 */
export function confluentExamples(open: () => Promise<RunningEvents>): void {
  let events: RunningEvents;
  before(async () => {
    events = await open();
    for (const name of ['jsontest', 'binarytest', 'test1', 'test2']) await createTopic(events, name);
    await createTopic(events, 'test', 3);
  });
  after(() => events.close());

  const ANY_KAFKA = 'application/vnd.kafka.v2+json, application/vnd.kafka+json, application/json';
  const base = '/consumers/testgroup/instances/my_consumer';

  test('quickstart: produce and consume JSON messages', async () => {
    const produced = await events.send('POST', '/topics/jsontest', {
      headers: { 'Content-Type': 'application/vnd.kafka.json.v2+json', Accept: V2 },
      body: '{"records":[{"value":{"foo":"bar"}}]}',
    });
    assert.equal(
      produced.text,
      '{"offsets":[{"partition":0,"offset":0,"error_code":null,"error":null}],"key_schema_id":null,"value_schema_id":null}',
    );
    assert.equal(produced.type, V2);
    const created = await events.send('POST', '/consumers/my_json_consumer', {
      headers: { 'Content-Type': V2 },
      body: '{"name": "my_consumer_instance", "format": "json", "auto.offset.reset": "earliest"}',
    });
    assert.deepEqual(created.body, {
      instance_id: 'my_consumer_instance',
      base_uri: `${events.url}/consumers/my_json_consumer/instances/my_consumer_instance`,
    });
    const uri = created.body.base_uri.slice(events.url.length);
    const subscribed = await events.send('POST', `${uri}/subscription`, {
      headers: { 'Content-Type': V2 },
      body: '{"topics":["jsontest"]}',
    });
    assert.deepEqual([subscribed.status, subscribed.text], [204, '']);
    const read = await events.send('GET', `${uri}/records`, {
      headers: { Accept: 'application/vnd.kafka.json.v2+json' },
    });
    const [{ timestamp, ...record }, ...more] = read.body;
    assert.deepEqual(record, {
      key: null,
      value: { foo: 'bar' },
      partition: 0,
      offset: 0,
      topic: 'jsontest',
    });
    assert.ok(timestamp > 0 && more.length === 0);
    assert.equal(read.type, 'application/vnd.kafka.json.v2+json');
    const deleted = await events.send('DELETE', uri, { headers: { 'Content-Type': V2 } });
    assert.deepEqual([deleted.status, deleted.text], [204, '']);
  });

  test('quickstart: produce and consume binary messages', async () => {
    const produced = await events.send('POST', '/topics/binarytest', {
      headers: { 'Content-Type': 'application/vnd.kafka.binary.v2+json', Accept: V2 },
      body: '{"records":[{"value":"S2Fma2E="}]}',
    });
    assert.deepEqual(produced.body.offsets, [{ partition: 0, offset: 0, error_code: null, error: null }]);
    const created = await events.send('POST', '/consumers/my_binary_consumer', {
      headers: { 'Content-Type': V2 },
      body: '{"name": "my_consumer_instance", "format": "binary", "auto.offset.reset": "earliest"}',
    });
    const uri = created.body.base_uri.slice(events.url.length);
    await events.send('POST', `${uri}/subscription`, {
      headers: { 'Content-Type': V2 },
      body: '{"topics":["binarytest"]}',
    });
    const read = await events.send('GET', `${uri}/records`, {
      headers: { Accept: 'application/vnd.kafka.binary.v2+json' },
    });
    const [{ timestamp: _time, ...record }] = read.body;
    assert.deepEqual(record, { key: null, value: 'S2Fma2E=', partition: 0, offset: 0, topic: 'binarytest' });
    assert.equal((await events.send('DELETE', uri, { headers: { 'Content-Type': V2 } })).status, 204);
  });

  test('quickstart: inspect topic metadata', async () => {
    const topics = await events.send('GET', '/topics');
    for (const name of ['binarytest', 'jsontest', 'measurements'])
      assert.ok(topics.body.includes(name), name);
    const partitions = [{ partition: 0, leader: 0, replicas: [{ broker: 0, leader: true, in_sync: true }] }];
    assert.deepEqual((await events.send('GET', '/topics/jsontest')).body, {
      name: 'jsontest',
      configs: {},
      partitions,
    });
    assert.deepEqual((await events.send('GET', '/topics/jsontest/partitions')).body, partitions);
  });

  test('api: metadata with the documented Accept headers', async () => {
    for (const path of [
      '/topics',
      '/topics/test',
      '/topics/test/partitions',
      '/topics/test/partitions/1',
      '/brokers',
    ]) {
      for (const accept of [V2, ANY_KAFKA, `${V2}; q=0.9, application/json; q=0.5`]) {
        const answer = await events.send('GET', path, { headers: { Accept: accept } });
        assert.deepEqual([answer.status, answer.type], [200, V2], `${path} ${accept}`);
      }
    }
    assert.deepEqual((await events.send('GET', '/brokers')).body, { brokers: [0] });
    assert.equal((await events.send('GET', '/topics/test/partitions/1')).body.partition, 1);
  });

  const BINARY = {
    headers: { 'Content-Type': 'application/vnd.kafka.binary.v2+json', Accept: ANY_KAFKA },
    body: `{
        "records": [
          {
            "key": "a2V5",
            "value": "Y29uZmx1ZW50"
          },
          {
            "value": "a2Fma2E=",
            "partition": 1
          },
          {
            "value": "bG9ncw=="
          }
        ]
      }`,
  };
  const JSON_RECORDS = {
    headers: { 'Content-Type': 'application/vnd.kafka.json.v2+json', Accept: ANY_KAFKA },
    body: `{
        "records": [
          {
            "key": "somekey",
            "value": {"foo": "bar"}
          },
          {
            "value": [ "foo", "bar" ],
            "partition": 1
          },
          {
            "value": 53.5
          }
        ]
      }`,
  };

  test('api: produce to a topic, binary and JSON', async () => {
    for (const example of [BINARY, JSON_RECORDS]) {
      const { status, type, body } = await events.send('POST', '/topics/test', example);
      assert.deepEqual([status, type], [200, V2]);
      assert.deepEqual([body.key_schema_id, body.value_schema_id], [null, null]);
      assert.equal(body.offsets.length, 3);
      assert.equal(body.offsets[1].partition, 1);
      for (const { partition, offset, error_code: code, error } of body.offsets) {
        assert.ok(partition >= 0 && partition < 3 && offset >= 0 && code === null && error === null);
      }
    }
  });

  test('api: produce to a partition, binary and JSON', async () => {
    const bodies = [
      ['binary', '{"records": [{"key": "a2V5", "value": "Y29uZmx1ZW50"}, {"value": "a2Fma2E="}]}'],
      ['json', '{"records": [{"key": "somekey", "value": {"foo": "bar"}}, {"value": 53.5}]}'],
    ];
    for (const [format, body] of bodies) {
      const headers = { 'Content-Type': `application/vnd.kafka.${format}.v2+json`, Accept: ANY_KAFKA };
      const answer = await events.send('POST', '/topics/test/partitions/1', { headers, body: body! });
      const [first, second] = answer.body.offsets;
      assert.deepEqual([first.partition, second.partition], [1, 1]);
      assert.equal(second.offset, first.offset + 1);
    }
  });

  test('api: life of a consumer', async () => {
    const created = await events.send('POST', '/consumers/testgroup/', {
      headers: { 'Content-Type': V2 },
      body: `{
        "name": "my_consumer",
        "format": "binary",
        "auto.offset.reset": "earliest",
        "auto.commit.enable": "false"
      }`,
    });
    assert.deepEqual([created.status, created.type], [200, V2]);
    assert.equal(created.body.base_uri, `${events.url}${base}`);
    const sent = (method: string, path: string, body?: string) =>
      events.send(method, `${base}${path}`, { headers: { 'Content-Type': V2 }, ...(body ? { body } : {}) });
    const asked = (path: string) => events.send('GET', `${base}${path}`, { headers: { Accept: V2 } });

    const subscribed = await sent('POST', '/subscription', '{"topics": ["test1", "test2"]}');
    assert.equal(subscribed.status, 204);
    assert.deepEqual((await asked('/subscription')).body, { topics: ['test1', 'test2'] });
    assert.equal((await sent('POST', '/subscription', '{"topic_pattern": "test.*"}')).status, 204);
    assert.deepEqual((await asked('/subscription')).body, { topics: ['test', 'test1', 'test2'] });
    const unsubscribed = await events.send('DELETE', `${base}/subscription`, {
      headers: { Accept: ANY_KAFKA },
    });
    assert.equal(unsubscribed.status, 204);

    const partitions =
      '{"partitions": [{"topic": "test", "partition": 0}, {"topic": "test", "partition": 1}]}';
    assert.equal((await sent('POST', '/assignments', partitions)).status, 204);
    assert.deepEqual((await asked('/assignments')).body, JSON.parse(partitions));
    const offsets = (a: number, b: number) =>
      `{"offsets": [{"topic": "test", "partition": 0, "offset": ${a}}, {"topic": "test", "partition": 1, "offset": ${b}}]}`;
    assert.equal((await sent('POST', '/positions', offsets(20, 30))).status, 204);
    assert.equal((await sent('POST', '/positions/end', partitions)).status, 204);
    assert.equal((await sent('POST', '/positions/beginning', partitions)).status, 204);

    const committed = await sent('POST', '/offsets', offsets(20, 30));
    assert.deepEqual([committed.status, committed.body], [200, []]);
    const known = await events.send('GET', `${base}/offsets`, {
      headers: { Accept: ANY_KAFKA, 'Content-Type': V2 },
      body: partitions,
    });
    assert.deepEqual(known.body, {
      offsets: [
        { topic: 'test', partition: 0, offset: 21, metadata: '' },
        { topic: 'test', partition: 1, offset: 31, metadata: '' },
      ],
    });
    const read = await events.send('GET', `${base}/records?timeout=3000&max_bytes=300000`, {
      headers: { Accept: 'application/vnd.kafka.binary.v2+json' },
    });
    assert.deepEqual([read.status, read.type], [200, 'application/vnd.kafka.binary.v2+json']);
    assert.ok(read.body.some(({ value }: { value: string }) => value === 'a2Fma2E='));
    assert.equal((await sent('DELETE', '')).status, 204);
    assert.equal((await asked('/assignments')).body.error_code, 40403);
  });

  test('api: the error format', async () => {
    const empty = await events.send('POST', '/topics/test', { ...JSON_RECORDS, body: '{"records": []}' });
    assert.equal(empty.status, 422);
    assert.deepEqual(empty.body, { error_code: 422, message: 'records may not be empty' });
  });
}
