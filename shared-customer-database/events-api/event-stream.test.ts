import assert from 'node:assert/strict';
import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { after, before, test } from 'node:test';
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
/** What the rules of this test give; replaced by tests about it. */
let mayHave: (pod: string | undefined) => boolean = () => true;
before(async () => {
  events = await openEvents({
    release: async (_caller, _topic, { pods }) => mayHave(pods[0]),
    limits: { heartbeatMs: 100, slowReaderMs: 500, streamsPerClient: 3 },
  });
  await createTopic(events, 'notes', 2);
});
after(() => events.close());

interface Event {
  id: string;
  event: string;
  data: string;
}

/** A reader of server-sent events as WHATWG has it, over a plain HTTP connection. */
class Reader {
  readonly events: Event[] = [];
  comments = 0;
  lastId = '';
  ended = false;
  status = 0;
  readonly request: ClientRequest;
  response: IncomingMessage | undefined;
  #held = '';

  constructor(path: string, { lastId, token = tokenOf() }: { lastId?: string; token?: string } = {}) {
    const headers = { authorization: `Bearer ${token}`, ...(lastId ? { 'last-event-id': lastId } : {}) };
    this.request = httpRequest(`${events.url}${path}`, { headers, agent: false });
    this.request.on('error', () => undefined);
    this.request.on('response', (response) => {
      this.response = response;
      this.status = response.statusCode!;
      response.setEncoding('utf8');
      response.on('data', (text: string) => this.#take(text));
      response.on('error', () => undefined);
      response.on('close', () => {
        this.ended = true;
      });
    });
    this.request.end();
  }

  #take(text: string): void {
    const blocks = (this.#held + text).split('\n\n');
    this.#held = blocks.pop()!;
    for (const block of blocks) this.#dispatch(block.split('\n'));
  }

  #dispatch(lines: string[]): void {
    const event: Event = { id: '', event: 'message', data: '' };
    const data: string[] = [];
    for (const line of lines) {
      const [, field, value] = /^(\w*): ?(.*)$/.exec(line)!;
      if (field === '') this.comments++;
      if (field === 'id') this.lastId = value!;
      if (field === 'event') event.event = value!;
      if (field === 'data') data.push(value!);
    }
    if (data.length > 0) this.events.push({ ...event, id: this.lastId, data: data.join('\n') });
  }

  get records(): { topic: string; partition: number; offset: number; key: string; value: unknown }[] {
    return this.events
      .filter(({ event }) => event !== 'gap' && event !== 'end')
      .map(({ data }) => JSON.parse(data));
  }

  async opened(): Promise<this> {
    await until(() => this.status > 0 && (this.status !== 200 || this.lastId !== ''), 'the stream');
    return this;
  }

  kill(): void {
    this.request.destroy();
  }
}

const place = ({ topic, partition, offset }: { topic: string; partition: number; offset: number }) =>
  `${topic}-${partition}-${offset}`;

async function note(from: number, to: number): Promise<void> {
  const records = Array.from({ length: to - from }, (_, i) => ({
    key: `k${from + i}`,
    value: { note: from + i },
  }));
  const headers = { 'content-type': 'application/vnd.kafka.json.v2+json' };
  await events.send('POST', '/topics/notes', { headers, body: JSON.stringify({ records }) });
}

test('events of several topics arrive as they are published, with key, value and a cursor', async () => {
  const reader = await new Reader('/events/stream?topics=measurements,activations,notes').opened();
  const activation = { type: 'activation', at: '2026-03-01T00:00:00.000Z', readings: undefined };
  await events.stream.append('packets', [certified(PODS[0]!, 1), certified(PODS[1]!, 2, activation)]);
  await note(0, 1);
  await until(() => reader.records.length === 3, 'three events');
  const [measurement, active, own] = ['measurements', 'activations', 'notes'].map(
    (topic) => reader.records.find((record) => record.topic === topic)!,
  );
  assert.equal(measurement!.key, PODS[0]);
  const { payload, signature, receivedAt, certificate } = measurement!.value as Record<string, unknown>;
  assert.equal(payload, JSON.parse(certified(PODS[0]!, 1).value).payload, 'the exact text that was signed');
  assert.ok(signature && receivedAt && certificate);
  assert.equal(active!.key, PODS[1]);
  assert.deepEqual(own!.value, { note: 0 });
  for (const { id } of reader.events)
    assert.match(id, /^measurements:\d+:\d+,activations:\d+:\d+,notes:0:-?\d+,notes:1:-?\d+$/);
  reader.kill();
});

test('killed at any point and resumed by Last-Event-ID: every record once, none lost', async () => {
  const count = 300;
  const begin = await new Reader('/events/stream?topics=measurements,notes').opened();
  const from = begin.lastId;
  begin.kill();
  await note(0, count);
  await events.stream.append(
    'packets',
    Array.from({ length: count }, (_, i) => certified(PODS[i % PODS.length]!, 1000 + i)),
  );
  const seen: string[] = [];
  let lastId = from;
  for (let turn = 0; seen.length < 2 * count && turn < 50; turn++) {
    const reader = new Reader('/events/stream?topics=measurements,notes', { lastId });
    const wanted = Math.min(60, 2 * count - seen.length);
    await until(() => reader.events.length >= wanted, `${wanted} more events`);
    reader.kill();
    // The connection dies between two events; what the client has not taken in counts as not received.
    const taken = reader.events.slice(0, wanted);
    seen.push(...taken.map(({ data }) => place(JSON.parse(data))));
    lastId = taken.at(-1)!.id;
  }
  assert.equal(seen.length, 2 * count);
  assert.equal(new Set(seen).size, 2 * count);
});

test('the rules are asked for every record; a right that is taken away counts at once', async (t) => {
  t.after(() => {
    mayHave = () => true;
  });
  mayHave = (pod) => pod === PODS[0];
  const reader = await new Reader('/events/stream?topics=measurements').opened();
  const append = (...pods: string[]) =>
    events.stream.append(
      'packets',
      pods.map((pod, i) => certified(pod, i)),
    );
  await append(PODS[0]!, PODS[1]!, PODS[2]!, PODS[0]!);
  await until(() => reader.records.length === 2, 'the two of its PoD');
  assert.deepEqual(
    reader.records.map(({ key }) => key),
    [PODS[0], PODS[0]],
  );
  mayHave = (pod) => pod === PODS[1];
  await append(PODS[0]!, PODS[1]!);
  await until(() => reader.records.length === 3, 'the one of the other PoD');
  assert.equal(reader.records[2]!.key, PODS[1]);
  reader.kill();
});

test('a quiet stream sends heartbeats, which carry the cursor over records that are not for the client', async () => {
  const reader = await new Reader('/events/stream?topics=activations').opened();
  const before = reader.lastId;
  await events.stream.append('packets', [certified(PODS[0]!, 5000)]);
  await until(() => reader.lastId !== before && reader.comments >= 2, 'a heartbeat with another id');
  assert.deepEqual(reader.events, []);
  reader.kill();
});

test('from=earliest gives what is kept; an offset that is no longer kept is told as a gap', async () => {
  await events.stream.append('anomalies', [
    { key: 'n', value: JSON.stringify({ type: 'gap', node: 'n', seq: 1, at: 1 }) },
    { key: 'n', value: JSON.stringify({ type: 'gap', node: 'n', seq: 2, at: 2 }) },
  ]);
  const all = new Reader('/events/stream?topics=anomalies&from=earliest');
  await until(() => all.records.length === 2, 'both anomalies');
  all.kill();
  await events.stream.trim('anomalies', Date.now() + 1);
  const { next } = (await events.stream.offsets('anomalies'))[0]!;
  const late = await new Reader('/events/stream?topics=anomalies', { lastId: 'anomalies:0:0' }).opened();
  await until(() => late.events.length === 1, 'the gap');
  assert.equal(late.events[0]!.event, 'gap');
  assert.deepEqual(JSON.parse(late.events[0]!.data), {
    topic: 'anomalies',
    partition: 0,
    asked: 1,
    first: next,
  });
  late.kill();
});

test('bytes that are no JSON come as base64; text over several lines stays one event', async () => {
  const reader = await new Reader('/events/stream?topics=notes').opened();
  const records = [
    { value: Buffer.from([0xff, 0x00, 0x0a]).toString('base64') },
    { value: Buffer.from('{"a":\n[1,\r\n2]}').toString('base64') },
  ];
  await events.send('POST', '/topics/notes/partitions/0', { body: JSON.stringify({ records }) });
  await until(() => reader.events.length === 2, 'both');
  const [binary, json] = reader.events.map(({ data }) => JSON.parse(data));
  assert.deepEqual([binary.format, binary.value], ['binary', '/wAK']);
  assert.deepEqual([json.format, json.value], ['json', { a: [1, 2] }]);
  reader.kill();
});

test('the end of the token ends the stream cleanly, with the reason and the last cursor', async () => {
  const reader = await new Reader('/events/stream?topics=notes', { token: tokenOf({}, 4) }).opened();
  await note(0, 2);
  await until(() => reader.ended, 'the end', 10_000);
  const last = reader.events.at(-1)!;
  assert.deepEqual([last.event, last.data], ['end', '{"reason":"token-expired"}']);
  assert.equal(reader.records.length, 2);
  assert.equal(reader.response!.complete, true, 'not cut off');
});

test('a reader that takes nothing is disconnected, and resumes where it stood', async () => {
  const connections = () =>
    new Promise<number>((resolve) => events.http.server.getConnections((_e, n) => resolve(n)));
  const before = Math.max(1, await connections());
  const big = await new Reader('/events/stream?topics=notes').opened();
  const from = big.lastId;
  big.response!.pause();
  const value = 'x'.repeat(200_000);
  const records = Array.from({ length: 5 }, () => ({ value }));
  const headers = { 'content-type': 'application/vnd.kafka.json.v2+json' };
  for (let i = 0; i < 16; i++) {
    await events.send('POST', '/topics/notes', { headers, body: JSON.stringify({ records }) });
  }
  await until(async () => (await connections()) <= before, 'the disconnection', 10_000);
  big.kill();
  const offsets: string[] = [];
  for (let lastId = from, turn = 0; offsets.length < 80 && turn < 20; turn++) {
    const again = new Reader('/events/stream?topics=notes', { lastId });
    await until(() => offsets.length + again.records.length === 80 || again.ended, 'the rest', 10_000);
    again.kill();
    offsets.push(...again.records.map(place));
    lastId = again.lastId || lastId;
  }
  assert.equal(new Set(offsets).size, 80);
  assert.equal(offsets.length, 80);
});

test('a topic that is removed, or closed to the client, ends its streams', async () => {
  await createTopic(events, 'short');
  const reader = await new Reader('/events/stream?topics=short').opened();
  await events.send('PUT', '/v3/clusters/access-layer/topics/short/configs/access.readers', {
    body: '{"value":"tso"}',
  });
  await until(() => reader.ended, 'the end');
  assert.equal(reader.events.at(-1)!.data, '{"reason":"topic-closed"}');
  assert.equal((await new Reader('/events/stream?topics=short').opened()).status, 404);
});

test('what is refused: no token, no scope, unknown topics, wrong cursors, too many streams', async () => {
  const codeOf = async (path: string, options: Parameters<RunningEvents['send']>[2] = {}) => {
    const { status, body } = await events.send('GET', path, options);
    return `${status} ${body.code}`;
  };
  const path = '/events/stream?topics=notes';
  assert.equal(await codeOf(path, { token: null }), '401 TOKEN_MISSING');
  assert.equal(await codeOf(path, { token: tokenOf({}, -10) }), '401 TOKEN_EXPIRED');
  assert.equal(await codeOf(path, { token: tokenOf({ scope: 'data:read' }) }), '403 SCOPE_MISSING');
  assert.equal(await codeOf('/events/stream'), '400 EVENTS_BAD_REQUEST');
  assert.equal(await codeOf(`${path}&from=middle`), '400 EVENTS_BAD_REQUEST');
  assert.equal(await codeOf('/events/stream?topics=packets'), '404 EVENTS_TOPIC_UNKNOWN');
  const headers = (id: string) => ({ headers: { 'last-event-id': id } });
  for (const id of ['garbage', 'notes:9:1', 'notes:0:1e9', 'notes:0:99999999999999999999']) {
    assert.equal(await codeOf(path, headers(id)), '400 EVENTS_CURSOR', id);
  }
  const open = await Promise.all([0, 1, 2].map(() => new Reader(path).opened()));
  assert.equal(await codeOf(path), '429 EVENTS_STREAMS_LIMIT');
  for (const reader of open) reader.kill();
  await until(async () => {
    const reader = await new Reader(path).opened();
    reader.kill();
    return reader.status === 200;
  }, 'a free place');
});

test('closing the server ends streams with a reason', async () => {
  const own = await openEvents();
  const old = events;
  events = own;
  const reader = await new Reader('/events/stream?topics=measurements').opened();
  events = old;
  await own.close();
  await until(() => reader.ended, 'the end');
  assert.equal(reader.events.at(-1)!.data, '{"reason":"server-stopping"}');
});
