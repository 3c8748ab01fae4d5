import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  certified,
  createTopic,
  openEvents,
  PODS,
  tokenOf,
} from '@access-layer/shared-customer-database/events-api/events.test-input';
import { createClient } from './create-client.ts';
import { type EventStreamState, readEvents, type ServerSentEvent } from './server-sent-events.ts';
import { startServer } from './test/service.ts';

const streamOf = (chunks: Uint8Array[]) =>
  new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
const bytes = (text: string) => new TextEncoder().encode(text);

test('events are read as the standard says, however the bytes are cut', async () => {
  const text =
    ': comment\nretry: 250\nid: 1\n\nevent: a\ndata: {"è":1}\ndata\ndata:  x\r\nid: 2\r\n\r\ndata: y\r\revent: cut off\ndata: z\n';
  const whole = bytes(text);
  const expected = [
    { type: 'a', data: '{"è":1}\n\n x', lastEventId: '2' },
    { type: 'message', data: 'y', lastEventId: '2' },
  ];
  for (const size of [1, 2, 3, 7, whole.length]) {
    const chunks = Array.from({ length: Math.ceil(whole.length / size) }, (_, i) =>
      whole.subarray(i * size, (i + 1) * size),
    );
    const state: EventStreamState = { lastEventId: '' };
    const events: ServerSentEvent[] = [];
    for await (const event of readEvents(streamOf(chunks), state)) events.push(event);
    assert.deepEqual(events, expected, `in pieces of ${size}`);
    assert.deepEqual(state, { lastEventId: '2', retryMs: 250 });
  }
});

test('it goes on from the last event when the line breaks, at the real Events API', async (t) => {
  const events = await openEvents({ eventsPrefix: '/v1' });
  t.after(() => events.close());
  // A line that breaks after some bytes; what is behind it stays.
  const broken: (() => void)[] = [];
  const asked: (string | null)[] = [];
  const cutting: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    asked.push(request.headers.get('last-event-id'));
    const cut = new AbortController();
    broken.push(() => cut.abort());
    return fetch(request, { signal: AbortSignal.any([request.signal, cut.signal]) });
  };
  const token = async () => tokenOf();
  const client = createClient({ url: events.url, clientId: 'agg-client', token, fetch: cutting });
  const stop = new AbortController();
  const following = client.follow({ topics: ['measurements'], from: 'earliest', signal: stop.signal });
  const next = async () => (await following.next()).value!;
  const measured = (seq: number) => events.stream.append('packets', [certified(PODS[0]!, seq)]);

  await measured(0);
  const first = await next();
  assert.equal(first.type, 'measurements');
  assert.equal(JSON.parse(first.data.value.payload).seq, 0);
  broken.at(-1)!();
  await measured(1);
  assert.equal(JSON.parse((await next()).data.value.payload).seq, 1);
  assert.deepEqual(asked, [null, first.id]);
  stop.abort();
  assert.equal((await following.next()).done, true);

  const later = client.follow({
    topics: ['measurements'],
    lastEventId: first.id,
    signal: AbortSignal.timeout(5000),
  });
  assert.equal(JSON.parse((await later.next()).value!.data.value.payload).seq, 1);
  await later.return();
});

test('a topic that is not there, or is removed, ends it with an error', async (t) => {
  const events = await openEvents({ eventsPrefix: '/v1' });
  t.after(() => events.close());
  const client = createClient({ url: events.url, clientId: 'agg-client', token: async () => tokenOf() });
  await assert.rejects(client.follow({ topics: ['nothing'] }).next(), { code: 'EVENTS_TOPIC_UNKNOWN' });

  await createTopic(events, 'invoices');
  const following = client.follow({ topics: ['invoices'], from: 'earliest' });
  await client.fetch(
    new Request(`${events.url}/topics/invoices`, {
      method: 'POST',
      headers: { 'content-type': 'application/vnd.kafka.json.v2+json' },
      body: JSON.stringify({ records: [{ value: 1 }] }),
    }),
  );
  assert.equal((await following.next()).value!.data.value, 1);
  const ended = following.next();
  await events.send('DELETE', '/v3/clusters/access-layer/topics/invoices');
  await assert.rejects(ended, { code: 'CLIENT_TOPIC_CLOSED' });
});

test('the server says when its token has run out: it comes again with a new one', async (t) => {
  const { url, seen } = await startServer(t, ({ path }, response, count) => {
    if (path === '/oauth/token') {
      response.setHeader('content-type', 'application/json');
      return response.end(JSON.stringify({ access_token: `t${count}`, expires_in: 0 }));
    }
    response.setHeader('content-type', 'text/event-stream');
    const end = 'id: 8\nevent: end\ndata: {"reason":"token-expired"}\n\n';
    response.end(`retry: 0\nid: 7\n\n${count > 2 ? 'id: 9\nevent: orders\ndata: {"n":1}\n\n' : end}`);
  });
  const client = createClient({ url, clientId: 'a', secret: 's' });
  const following = client.follow({ topics: ['orders'] });
  assert.deepEqual((await following.next()).value, { type: 'orders', id: '9', data: { n: 1 } });
  await following.return();
  const streams = seen.filter(({ path }) => path.startsWith('/v1/events'));
  assert.deepEqual(
    streams.map(({ headers }) => headers['last-event-id']),
    [undefined, '8'],
  );
  assert.equal(new Set(streams.map(({ headers }) => headers.authorization)).size, 2);
});
