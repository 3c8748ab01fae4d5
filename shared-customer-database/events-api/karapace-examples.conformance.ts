import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Answer, createTopic, type RunningEvents } from './events.test-input.ts';

/**
 * Karapace's examples (README.rst, REST proxy), and the requests of its integration tests (tests/integration: test_rest
 * and test_rest_consumer), with their bodies and headers. What they do in Avro is done in JSON here, as there is no
 * schema registry; both with and without the slash at the end, as there.
 */
export function karapaceExamples(open: () => Promise<RunningEvents>): void {
  let events: RunningEvents;
  before(async () => {
    events = await open();
    await createTopic(events, 'my_topic');
  });
  after(() => events.close());

  /** REST_HEADERS of Karapace's tests. */
  const HEADERS = {
    json: { 'Content-Type': 'application/vnd.kafka.json.v2+json', Accept: '*/*' },
    binary: { 'Content-Type': 'application/vnd.kafka.binary.v2+json', Accept: '*/*' },
    avro: { 'Content-Type': 'application/vnd.kafka.avro.v2+json', Accept: '*/*' },
  };
  const V2 = 'application/vnd.kafka.v2+json';
  const VALID_CONSUMER = {
    format: 'json',
    'auto.offset.reset': 'earliest',
    'consumer.request.timeout.ms': 11000,
    'fetch.min.bytes': 100000,
    'auto.commit.enable': 'true',
    'topic.metadata.refresh.interval.ms': 100,
  };
  let names = 0;
  const newName = (what: string) => `${what}-${names++}`;

  function post(
    path: string,
    body: unknown,
    headers: Record<string, string> = HEADERS.json,
  ): Promise<Answer> {
    return events.send('POST', path, { headers, body: JSON.stringify(body) });
  }
  function get(
    path: string,
    headers: Record<string, string> = HEADERS.json,
    body?: unknown,
  ): Promise<Answer> {
    return events.send('GET', path, { headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  }

  async function newConsumer(group: string, settings: object, trail = ''): Promise<string> {
    const { 'fetch.min.bytes': _min, ...common } = VALID_CONSUMER;
    const { body } = await post(`/consumers/${group}${trail}`, { ...common, ...settings });
    return `/consumers/${group}/instances/${body.instance_id}`;
  }

  test('README: produce, subscribe, consume, commit, delete', async () => {
    const headers = { 'Content-Type': V2, Accept: V2 };
    const produced = await post('/topics/my_topic', { records: [{ value: { name: 'name0' } }] });
    assert.equal(produced.status, 200);
    const consumer = { name: 'my_consumer', format: 'json', 'auto.offset.reset': 'earliest' };
    assert.equal(
      (await post('/consumers/avro_consumers', consumer, headers)).body.instance_id,
      'my_consumer',
    );
    const base = '/consumers/avro_consumers/instances/my_consumer';
    const subscribed = await post(`${base}/subscription`, { topics: ['my_topic'] }, { 'Content-Type': V2 });
    assert.ok(subscribed.status < 300);
    const read = await get(`${base}/records?timeout=1000`, { Accept: 'application/vnd.kafka.json.v2+json' });
    assert.deepEqual(read.body[0].value, { name: 'name0' });
    assert.ok((await post(`${base}/offsets`, {}, { 'Content-Type': V2 })).status < 300);
    assert.equal((await events.send('DELETE', base, { headers: { Accept: V2 } })).status, 204);
  });

  for (const trail of ['', '/']) {
    test(`test_create_and_delete "${trail}"`, async () => {
      const created = await post(`/consumers/test_group${trail}`, VALID_CONSUMER);
      assert.equal(created.status, 200);
      assert.ok('base_uri' in created.body);
      const named = { ...VALID_CONSUMER, name: created.body.instance_id };
      assert.equal((await post(`/consumers/test_group${trail}`, named)).status, 409);
      const wrong = await post(`/consumers/test_group${trail}`, {
        ...VALID_CONSUMER,
        'fetch.min.bytes': -10,
      });
      assert.equal(wrong.status, 422);
      const path = `/consumers/test_group/instances/${created.body.instance_id}${trail}`;
      assert.ok((await events.send('DELETE', path, { headers: HEADERS.json })).status < 300);
      assert.equal((await post(`/consumers/test_group${trail}`, named)).status, 200);
      assert.equal(
        (await events.send('DELETE', `/consumers/test_group/instances/random_name${trail}`)).status,
        404,
      );
      await events.send('DELETE', path, { headers: HEADERS.json });
    });

    test(`test_assignment "${trail}"`, async () => {
      const path = `${await newConsumer('assignment_group', {}, trail)}/assignments${trail}`;
      assert.deepEqual((await get(path)).body.partitions, []);
      const partitions = [{ topic: 'my_topic', partition: 0 }];
      assert.ok((await post(path, { partitions })).status < 300);
      assert.deepEqual((await get(path)).body.partitions, partitions);
    });

    test(`test_subscription "${trail}"`, async () => {
      const topic = newName('topic');
      await createTopic(events, topic);
      const base = await newConsumer(newName('group'), { format: 'binary' }, trail);
      const subscription = `${base}/subscription${trail}`;
      const records = `${base}/records${trail}?timeout=1000`;
      const produce = async (to: string, text: string) => {
        const value = Buffer.from(text).toString('base64');
        await post(`/topics/${to}`, { records: [{ value }, { value }, { value }] }, HEADERS.binary);
      };
      assert.deepEqual((await get(subscription, HEADERS.binary)).body, { topics: [] });
      assert.ok((await post(subscription, { topics: [topic] }, HEADERS.binary)).status < 300);
      assert.deepEqual((await get(subscription, HEADERS.binary)).body, { topics: [topic] });
      await produce(topic, 'foo');
      assert.equal((await get(records, HEADERS.binary)).body.length, 3);
      assert.ok((await events.send('DELETE', subscription, { headers: HEADERS.binary })).status < 300);
      assert.deepEqual((await get(subscription, HEADERS.binary)).body, { topics: [] });

      const prefix = newName('pattern');
      const matching = [0, 1, 2].map((i) => `${prefix}${i}`);
      for (const name of matching) await createTopic(events, name);
      assert.ok((await post(subscription, { topic_pattern: `${prefix}.*` })).status < 300);
      assert.deepEqual((await get(subscription, HEADERS.binary)).body.topics, matching);
      for (const name of matching) await produce(name, 'bar');
      assert.equal((await get(records, HEADERS.binary)).body.length, 9);

      const both = await post(subscription, { topics: [topic], topic_pattern: 'baz' });
      assert.deepEqual([both.status, both.body.error_code], [409, 40903]);
      const assigned = await post(`${base}/assignments${trail}`, { partitions: [{ topic, partition: 0 }] });
      assert.deepEqual([assigned.status, assigned.body.error_code], [409, 40903]);
      assert.equal((await post(subscription, { topics: topic })).status, 422);
      assert.equal((await post(subscription, { topic_pattern: ['not', 'a', 'string'] })).status, 422);
    });

    test(`test_seek "${trail}"`, async () => {
      const base = await newConsumer('seek_group', {}, trail);
      const partitions = [{ topic: 'my_topic', partition: 0 }];
      assert.ok((await post(`${base}/assignments${trail}`, { partitions })).status < 300);
      const offsets = [{ topic: 'my_topic', partition: 0, offset: 10 }];
      assert.ok((await post(`${base}/positions${trail}`, { offsets })).status < 300);
      for (const place of ['beginning', 'end']) {
        assert.ok(
          (await post(`${base}/positions${trail}/${place}`.replace('//', '/'), { partitions })).status < 300,
        );
      }
      const faulty = { offsets: [{ topic: 'faulty', partition: 0, offset: 10 }] };
      assert.equal((await post(`${base}/positions${trail}`, faulty)).status, 409);
    });

    test(`test_offsets "${trail}"`, async () => {
      const base = await newConsumer(newName('offset_group'), { format: 'binary' }, trail);
      const partitions = [{ topic: 'my_topic', partition: 0 }];
      await post(`${base}/assignments${trail}`, { partitions }, HEADERS.binary);
      for (const offset of [0, 1]) {
        const offsets = [{ topic: 'my_topic', partition: 0, offset }];
        assert.ok((await post(`${base}/offsets${trail}`, { offsets }, HEADERS.binary)).status < 300);
        const { body } = await get(`${base}/offsets${trail}`, HEADERS.binary, { partitions });
        assert.equal(body.offsets.length, 1);
        const { topic, partition, offset: committed } = body.offsets[0];
        assert.deepEqual([topic, partition, committed], ['my_topic', 0, offset + 1]);
      }
    });

    test(`test_offsets_no_payload "${trail}"`, async () => {
      const topic = newName('topic');
      await createTopic(events, topic);
      const base = await newConsumer(
        newName('group'),
        { format: 'binary', 'auto.commit.enable': 'false' },
        trail,
      );
      const partitions = [{ topic, partition: 0 }];
      await post(`${base}/assignments${trail}`, { partitions }, HEADERS.binary);
      await post(`/topics/${topic}`, { records: [{ value: 'bWVzc2FnZS12YWx1ZQ==' }] }, HEADERS.binary);
      assert.ok(
        (await post(`${base}/offsets${trail}`, {}, HEADERS.binary)).status < 300,
        'before anything is consumed',
      );
      assert.equal((await get(`${base}/records${trail}?timeout=5000`, HEADERS.binary)).body.length, 1);
      assert.ok((await post(`${base}/offsets${trail}`, {}, HEADERS.binary)).status < 300);
      const { body } = await get(`${base}/offsets${trail}`, HEADERS.binary, { partitions });
      assert.deepEqual(body.offsets, [{ topic, partition: 0, offset: 1, metadata: '' }]);
    });

    test(`test_consume "${trail}"`, async () => {
      for (const format of ['binary', 'json'] as const) {
        const topic = newName('topic');
        await createTopic(events, topic);
        const base = await newConsumer('consume_group', { format }, trail);
        const values = [0, 1, 2].map((i) =>
          format === 'json' ? { foo: `bar${i}` } : Buffer.from(`val${i}`).toString('base64'),
        );
        await post(`/topics/${topic}`, { records: values.map((value) => ({ value })) }, HEADERS[format]);
        const partitions = [{ topic, partition: 0 }];
        await post(`${base}/assignments${trail}`, { partitions });
        await post(`${base}/positions/beginning${trail}`, { partitions });
        const accept = { ...HEADERS[format], Accept: `application/vnd.kafka.${format}.v2+json` };
        const { body } = await get(`${base}/records${trail}?timeout=5000`, accept);
        assert.equal(body.length, 3);
        for (const [i, record] of body.entries()) {
          assert.deepEqual([record.topic, record.partition, record.offset], [topic, 0, i]);
          assert.ok(record.timestamp > 0);
          assert.deepEqual(record.value, values[i]);
        }
      }
    });
  }

  test('test_publish_and_consume_headers', async () => {
    const topic = newName('topic');
    await createTopic(events, topic);
    const headers = [
      { name: 'traceId', value: 'YWJjMTIz' },
      { name: 'tombstone', value: null },
    ];
    const records = [
      { value: { foo: 'bar' }, partition: 0, headers },
      { value: { foo: 'baz' }, partition: 0 },
    ];
    assert.equal((await post(`/topics/${topic}`, { records })).status, 200);
    const base = await newConsumer(newName('group'), {});
    await post(`${base}/subscription`, { topics: [topic] });
    const { body } = await get(`${base}/records?timeout=5000`);
    assert.deepEqual(body[0].headers, headers);
    assert.ok(!('headers' in body[1]));
  });

  test('test_content_types', async () => {
    const json = { records: [{ value: { foo: 'bar' } }] };
    const binary = { records: [{ value: 'Zm9v' }] };
    const valid: [string, object][] = [
      ['application/vnd.kafka.v1+json', binary],
      ['application/vnd.kafka.binary.v1+json', binary],
      ['application/vnd.kafka.json+json', json],
      ['application/vnd.kafka+json', binary],
      ['application/json', binary],
      ['application/octet-stream', binary],
    ];
    for (const [type, body] of valid) {
      assert.equal((await post('/topics/my_topic', body, { 'Content-Type': type })).status, 200, type);
    }
    const invalid = [
      'application/vnd.kafka.v3+json',
      'application/vnd.kafka.binary.v1+foo',
      'application/vnd.kafka.avro.v0+json',
      'application/vnd.kafka.json+avro',
      'application/vnd.kafka',
      'application/vnd.kafka+binary',
      'application/text',
      'bar/baz',
    ];
    for (const type of invalid) {
      const { status, body } = await post('/topics/my_topic', binary, { 'Content-Type': type });
      assert.deepEqual([status, body.error_code], [415, 415], type);
    }
    const accepted = [
      'application/vnd.kafka.v1+json',
      'application/vnd.kafka+json',
      'application/json',
      'application/*',
    ];
    for (const type of [...accepted, '*/json', '*/*']) {
      assert.equal((await get('/brokers', { Accept: type })).status, 200, type);
    }
    for (const type of [
      'application/octet-stream',
      'application/vnd.kafka+foo',
      'application/text',
      'foo/*',
      'bar/json',
      '*/baz',
    ]) {
      const { status, body } = await get('/brokers', { Accept: type });
      assert.deepEqual([status, body.error_code], [406, 406], type);
    }
  });

  test('test_publish_malformed_requests', async () => {
    for (const url of ['/topics/my_topic', '/topics/my_topic/partitions/0']) {
      for (const body of [{ records: [] }, { foo: 'bar' }, { records: [{ valur: { foo: 'bar' } }] }]) {
        assert.equal((await post(url, body)).status, 422, JSON.stringify(body));
      }
      const code = async (body: object, headers: Record<string, string>) => {
        const answer = await post(url, body, headers);
        return [answer.status, answer.body.error_code];
      };
      assert.deepEqual(await code({ records: [{ value: { foo: 'bar' } }] }, HEADERS.avro), [422, 42202]);
      assert.deepEqual(await code({ records: [{ key: { foo: 'bar' } }] }, HEADERS.avro), [422, 42201]);
      assert.deepEqual(await code({ records: [{ value: 'not base64' }] }, HEADERS.binary), [400, 400]);
      assert.deepEqual(await code({ records: 'should be an array' }, HEADERS.binary), [400, 400]);
      assert.deepEqual(await code({ records: ['object with value'] }, HEADERS.binary), [400, 400]);
      assert.deepEqual(await code({ records: [{ value: { a: 1 } }] }, HEADERS.binary), [400, 400]);
      assert.deepEqual(
        await code({ value_schema: '"int"', records: [{ value: 1 }] }, HEADERS.avro),
        [422, 42205],
      );
    }
  });

  test('test_publish_to_nonexisting_topic, test_topics, test_partitions', async () => {
    for (const url of ['/topics/none', '/topics/none/partitions/0']) {
      const { status, body } = await post(url, { records: [{ value: 1 }] });
      assert.deepEqual([status, body.error_code], [404, 40401]);
    }
    const topic = newName('topic');
    await createTopic(events, topic);
    const codeOf = async (path: string) => {
      const { status, body } = await get(path);
      return [status, body.error_code];
    };
    assert.deepEqual(await codeOf('/topics/fooo/partitions'), [404, 40401]);
    assert.deepEqual(await codeOf('/topics/fooo/partitions/0'), [404, 40401]);
    assert.deepEqual(await codeOf(`/topics/${topic}/partitions/10`), [404, 40402]);
    assert.deepEqual(await codeOf('/topics/fooo/partitions/0/offsets'), [404, 40401]);
    assert.deepEqual(await codeOf(`/topics/${topic}/partitions/foo/offsets`), [404, 404]);
    await post(`/topics/${topic}`, { records: Array.from({ length: 5 }, () => ({ value: 'foo_val' })) });
    const offsets = await get(`/topics/${topic}/partitions/0/offsets`, { Accept: '*/*', 'Content-Type': V2 });
    assert.deepEqual(offsets.body, { beginning_offset: 0, end_offset: 5 });
  });

  test('test_publish_random_partitioning: without a key several partitions are used', async () => {
    const topic = newName('topic');
    await createTopic(events, topic, 100);
    const seen = new Set<number>();
    for (let i = 0; i < 3; i++) {
      const { body } = await post(`/topics/${topic}`, { records: [{ value: `data${i}` }] });
      seen.add(body.offsets[0].partition);
    }
    assert.equal(seen.size, 3, 'in turn');
  });

  test('what Karapace loses: bare 0, false and "" come back as they were; null is a tombstone', async () => {
    const topic = newName('topic');
    await createTopic(events, topic);
    const values = [0, false, '', null, 9007199254740991, [], {}];
    await post(`/topics/${topic}`, { records: values.map((value) => ({ key: value, value })) });
    await events.send('POST', `/topics/${topic}`, {
      headers: HEADERS.json,
      body: '{"records":[{"value":{"registerWh":9007199254740993}}]}',
    });
    const base = await newConsumer(newName('group'), {});
    await post(`${base}/subscription`, { topics: [topic] });
    const { body, text } = await get(`${base}/records?timeout=5000`);
    assert.deepEqual(
      body.slice(0, values.length).map(({ key, value }: { key: unknown; value: unknown }) => [key, value]),
      values.map((value) => [value, value]),
    );
    assert.ok(text.includes('{"registerWh":9007199254740993}'), 'digits beyond 2^53 are kept');
  });
}
