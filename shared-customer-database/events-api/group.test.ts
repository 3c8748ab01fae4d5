import assert from 'node:assert/strict';
import { request as httpRequest } from 'node:http';
import { after, before, describe, test } from 'node:test';
import fc from 'fast-check';
import { assignPartitions } from './assign-partitions.ts';
import {
  certified,
  createTopic,
  openEvents,
  PODS,
  type RunningEvents,
  tokenOf,
  until,
} from './events.test-input.ts';

let events: RunningEvents;
before(async () => {
  events = await openEvents({ limits: { requestTimeoutMs: 1000 } });
});
after(() => events.close());

interface Seen {
  topic: string;
  partition: number;
  offset: number;
  key: unknown;
}
const idOf = ({ topic, partition, offset }: Seen) => `${topic}-${partition}-${offset}`;

let names = 0;
class Client {
  readonly seen: Seen[] = [];
  readonly base: string;
  constructor(base: string) {
    this.base = base;
  }
  static async join(group: string, name: string, topics: string[], settings: object = {}): Promise<Client> {
    const body = JSON.stringify({ name, format: 'json', 'auto.offset.reset': 'earliest', ...settings });
    await events.send('POST', `/consumers/${group}`, { body });
    const client = new Client(`/consumers/${group}/instances/${name}`);
    const subscribed = await events.send('POST', `${client.base}/subscription`, {
      body: JSON.stringify({ topics }),
    });
    assert.equal(subscribed.status, 204, subscribed.text);
    return client;
  }
  async fetch(query = 'timeout=50'): Promise<Seen[]> {
    const { status, body, text } = await events.send('GET', `${this.base}/records?${query}`);
    assert.equal(status, 200, text);
    this.seen.push(...body);
    return body;
  }
  async partitions(): Promise<string[]> {
    const { body } = await events.send('GET', `${this.base}/assignments`);
    return body.partitions.map(({ topic, partition }: Seen) => `${topic}-${partition}`);
  }
  commit() {
    return events.send('POST', `${this.base}/offsets`);
  }
  leave() {
    return events.send('DELETE', this.base);
  }
}

async function produce(topic: string, from: number, to: number): Promise<void> {
  const records = Array.from({ length: to - from }, (_, i) => ({ key: `k${from + i}`, value: from + i }));
  const headers = { 'content-type': 'application/vnd.kafka.json.v2+json' };
  const { status } = await events.send('POST', `/topics/${topic}`, {
    headers,
    body: JSON.stringify({ records }),
  });
  assert.equal(status, 200);
}

async function newTopic(partitions: number): Promise<string> {
  const name = `topic-${names++}`;
  await createTopic(events, name, partitions);
  return name;
}

async function drain(clients: Client[], count: () => number, wanted: number): Promise<void> {
  await until(async () => {
    for (const client of clients) await client.fetch();
    return count() >= wanted;
  }, `${wanted} records`);
}

test('partitions are shared as Kafka shares them: all of them, evenly, among subscribers only', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 0, max: 20 }), (members, partitions) => {
      const subscribers = Array.from({ length: members }, (_, i) => ({
        id: `m${i}`,
        topics: new Set(['t']),
      }));
      const stranger = { id: 'a', topics: new Set(['other']) };
      const assigned = assignPartitions([...subscribers, stranger], [{ name: 't', partitions }]);
      assert.equal(assigned.size, partitions);
      const counts = subscribers.map(
        ({ id }) => [...assigned.values()].filter((a) => a.subscriber === id).length,
      );
      assert.ok(Math.max(...counts) - Math.min(...counts) <= 1);
      assert.deepEqual(
        counts,
        [...counts].sort((a, b) => b - a),
        'the first ones have one more',
      );
    }),
  );
});

describe('two consumers of one group', () => {
  test('share a topic of parties: each record goes to one of them', async () => {
    const topic = await newTopic(4);
    const [a, b] = [await Client.join('share', 'a', [topic]), await Client.join('share', 'b', [topic])];
    assert.deepEqual(await a.partitions(), [`${topic}-0`, `${topic}-1`]);
    assert.deepEqual(await b.partitions(), [`${topic}-2`, `${topic}-3`]);
    await produce(topic, 0, 100);
    await drain([a, b], () => a.seen.length + b.seen.length, 100);
    assert.ok(a.seen.length > 10 && b.seen.length > 10, `${a.seen.length} and ${b.seen.length}`);
    assert.equal(new Set([...a.seen, ...b.seen].map(idOf)).size, 100);
    assert.equal(a.seen.length + b.seen.length, 100, 'none twice');
    await Promise.all([a.leave(), b.leave()]);
  });

  test('share a certified topic, by PoD, with the offsets of the stream', async () => {
    const { next } = (await events.stream.offsets('packets'))[0]!;
    await events.stream.append(
      'packets',
      PODS.flatMap((pod) => [certified(pod, 0), certified(pod, 1)]),
    );
    const [a, b] = [
      await Client.join('share-certified', 'a', ['measurements']),
      await Client.join('share-certified', 'b', ['measurements']),
    ];
    await drain([a, b], () => a.seen.length + b.seen.length, 24);
    const podsOf = (client: Client) => new Set(client.seen.map(({ key }) => key));
    assert.ok(podsOf(a).size > 0 && podsOf(b).size > 0);
    assert.equal(podsOf(a).intersection(podsOf(b)).size, 0, 'a PoD stays with one');
    const offsets = [...a.seen, ...b.seen].map(({ offset }) => offset).sort((x, y) => x - y);
    assert.deepEqual(
      offsets,
      Array.from({ length: 24 }, (_, i) => next + i),
    );
    await Promise.all([a.leave(), b.leave()]);
  });

  test('one that is deleted leaves its partitions to the other, nothing is lost and nothing comes twice', async () => {
    const topic = await newTopic(4);
    const [a, b] = [await Client.join('leave', 'a', [topic]), await Client.join('leave', 'b', [topic])];
    await produce(topic, 0, 50);
    await drain([a], () => a.seen.length, 1);
    await a.leave();
    await produce(topic, 50, 100);
    await drain([b], () => a.seen.length + b.seen.length, 100);
    assert.equal(new Set([...a.seen, ...b.seen].map(idOf)).size, 100);
    assert.equal(a.seen.length + b.seen.length, 100);
    assert.equal((await b.partitions()).length, 4);
    await b.leave();
  });

  test('one that vanishes is replaced after the instance timeout; what it had just been given comes again', async () => {
    const patient = events;
    events = await openEvents({ limits: { instanceTimeoutMs: 1500, requestTimeoutMs: 1000 } });
    const topic = await newTopic(2);
    const [a, b] = [await Client.join('vanish', 'a', [topic]), await Client.join('vanish', 'b', [topic])];
    await produce(topic, 0, 40);
    await until(async () => (await a.fetch()).length > 0, 'records for a');
    const given = a.seen.map(idOf);
    await drain([b], () => new Set([...a.seen, ...b.seen].map(idOf)).size, 40);
    await until(async () => {
      await b.fetch();
      return given.every((id) => b.seen.some((seen) => idOf(seen) === id));
    }, 'the records of a again');
    const gone = await events.send('GET', `${a.base}/records`);
    assert.deepEqual([gone.status, gone.body.error_code], [404, 40403]);
    assert.equal(new Set([...a.seen, ...b.seen].map(idOf)).size, 40);
    await events.close();
    events = patient;
  });

  test('one that joins later takes over without doubles, when the first one asks again', async () => {
    const topic = await newTopic(2);
    const a = await Client.join('later', 'a', [topic]);
    await produce(topic, 0, 40);
    await drain([a], () => a.seen.length, 40);
    const b = await Client.join('later', 'b', [topic]);
    assert.deepEqual(await b.partitions(), [], 'a may still be at work on both');
    await a.fetch();
    assert.deepEqual(await b.partitions(), [`${topic}-1`]);
    await produce(topic, 40, 80);
    await drain([a, b], () => a.seen.length + b.seen.length, 80);
    assert.equal(new Set([...a.seen, ...b.seen].map(idOf)).size, 80);
    assert.equal(a.seen.length + b.seen.length, 80);
    await Promise.all([a.leave(), b.leave()]);
  });

  test('one that waits in a long request gives up its partitions at once', async () => {
    const topic = await newTopic(2);
    const settings = { 'consumer.request.timeout.ms': 5000 };
    const a = await Client.join('waiting', 'a', [topic], settings);
    const waiting = a.fetch('timeout=5000');
    const b = await Client.join('waiting', 'b', [topic], settings);
    assert.deepEqual(await b.partitions(), [`${topic}-1`]);
    await produce(topic, 0, 20);
    await waiting;
    await drain([a, b], () => a.seen.length + b.seen.length, 20);
    assert.equal(new Set([...a.seen, ...b.seen].map(idOf)).size, 20);
    await Promise.all([a.leave(), b.leave()]);
  });
});

test('without auto.commit.enable only commits count', async () => {
  const topic = await newTopic(1);
  await produce(topic, 0, 10);
  const settings = { 'auto.commit.enable': 'false' };
  const first = await Client.join('manual', 'a', [topic], settings);
  await drain([first], () => first.seen.length, 10);
  await first.leave();
  const second = await Client.join('manual', 'b', [topic], settings);
  await drain([second], () => second.seen.length, 10);
  await second.commit();
  await second.leave();
  const third = await Client.join('manual', 'c', [topic], settings);
  assert.deepEqual(await third.fetch(), []);
  await third.leave();
});

test('committed offsets outlive a restart of the service', async (t) => {
  const running = await openEvents();
  t.after(() => running.close());
  const { dir } = running;
  const body = JSON.stringify({ name: 'a', format: 'json', 'auto.offset.reset': 'earliest' });
  const read = async (from: RunningEvents) => {
    await from.send('POST', '/consumers/g', { body });
    await from.send('POST', '/consumers/g/instances/a/subscription', { body: '{"topics":["anomalies"]}' });
    const answer = await from.send('GET', '/consumers/g/instances/a/records?timeout=1000');
    await from.send('DELETE', '/consumers/g/instances/a');
    return answer.body.length;
  };
  const anomaly = (seq: number) => ({
    key: 'n1',
    value: JSON.stringify({ type: 'gap', node: 'n1', seq, at: 1 }),
  });
  await running.stream.append('anomalies', [anomaly(1), anomaly(2)]);
  assert.equal(await read(running), 2);
  await running.http.close();
  const again = await openEvents({ dir });
  await again.stream.append('anomalies', [anomaly(3)]);
  assert.equal(await read(again), 1);
  await again.close();
});

test('an answer that broke off on its way is given again', async () => {
  const topic = await newTopic(1);
  const headers = { 'content-type': 'application/vnd.kafka.json.v2+json' };
  const records = Array.from({ length: 8 }, () => ({ value: 'x'.repeat(100_000) }));
  for (let i = 0; i < 8; i++) {
    await events.send('POST', `/topics/${topic}`, { headers, body: JSON.stringify({ records }) });
  }
  const a = await Client.join('broken', 'a', [topic]);
  const authorization = { authorization: `Bearer ${tokenOf()}` };
  await new Promise<void>((resolve) => {
    const cut = httpRequest(`${events.url}${a.base}/records?timeout=1000`, {
      headers: authorization,
      agent: false,
    });
    cut.on('error', () => undefined);
    cut.on('response', () => cut.destroy());
    cut.on('close', resolve);
    cut.end();
  });
  await drain([a], () => a.seen.length, 64);
  assert.deepEqual(
    a.seen.map(({ offset }) => offset),
    Array.from({ length: 64 }, (_, i) => i),
  );
  await a.leave();
});

test('the same group name of another client is another group', async () => {
  const topic = await newTopic(1);
  await produce(topic, 0, 3);
  const mine = await Client.join('same', 'a', [topic]);
  const token = tokenOf({ client_id: 'other', sub: 'other', party: 'agg-2' });
  const stolen = await events.send('GET', `${mine.base}/records`, { token });
  assert.deepEqual([stolen.status, stolen.body.error_code], [404, 40403]);
  await drain([mine], () => mine.seen.length, 3);
  const body = JSON.stringify({ name: 'a', format: 'json', 'auto.offset.reset': 'earliest' });
  assert.equal((await events.send('POST', '/consumers/same', { body, token })).status, 200);
  await events.send('POST', `${mine.base}/subscription`, {
    body: JSON.stringify({ topics: [topic] }),
    token,
  });
  assert.equal((await events.send('GET', `${mine.base}/records`, { token })).body.length, 3);
  await mine.leave();
});

test('fetching: max_bytes, fetch.min.bytes, latest, none, and reading on after a seek', async () => {
  const topic = await newTopic(1);
  await produce(topic, 0, 10);
  const a = await Client.join('limits', 'a', [topic]);
  assert.equal((await a.fetch('timeout=1000&max_bytes=1')).length, 1, 'one record is always given');
  const some = await a.fetch('timeout=1000&max_bytes=25');
  assert.ok(some.length > 1 && some.length < 9);
  const offsets = [{ topic, partition: 0, offset: 8 }];
  await events.send('POST', `${a.base}/positions`, { body: JSON.stringify({ offsets }) });
  assert.deepEqual(
    (await a.fetch('timeout=1000')).map(({ offset }) => offset),
    [8, 9],
  );
  await a.leave();
  const latest = await Client.join('limits-latest', 'a', [topic], { 'auto.offset.reset': 'latest' });
  assert.deepEqual(await latest.fetch(), []);
  await produce(topic, 10, 11);
  assert.equal((await latest.fetch('timeout=1000')).length, 1);
  await latest.leave();
  const none = await Client.join('limits-none', 'a', [topic], { 'auto.offset.reset': 'none' });
  const refused = await events.send('GET', `${none.base}/records?timeout=1000`);
  assert.deepEqual([refused.status, refused.body.error_code], [500, 50002]);
  await none.leave();
});

test('a pattern takes in topics that are made later; a removed topic is let go', async () => {
  const body = JSON.stringify({ name: 'p', format: 'json', 'auto.offset.reset': 'earliest' });
  await events.send('POST', '/consumers/pattern', { body });
  const base = '/consumers/pattern/instances/p';
  await events.send('POST', `${base}/subscription`, { body: '{"topic_pattern":"grow-.*"}' });
  const client = new Client(base);
  assert.deepEqual(await client.partitions(), []);
  await createTopic(events, 'grow-1', 2);
  assert.deepEqual(await client.partitions(), ['grow-1-0', 'grow-1-1']);
  await produce('grow-1', 0, 5);
  await drain([client], () => client.seen.length, 5);
  assert.equal((await events.send('DELETE', '/v3/clusters/access-layer/topics/grow-1')).status, 204);
  assert.deepEqual(await client.partitions(), []);
  assert.deepEqual(await client.fetch(), []);
  await client.leave();
});
