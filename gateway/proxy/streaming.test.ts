import assert from 'node:assert/strict';
import { once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { test } from 'node:test';
import type { Route } from '../route-table.ts';
import { makeCaller, openDoor, sendRaw, startUpstream, until } from '../test-door.ts';

const OPEN: Route[] = [
  { prefix: '/s', upstream: 'up', public: true, limit: 'public', maxBodyBytes: 1_000_000_000 },
  { prefix: '/events', upstream: 'up', public: true, limit: 'public', stream: true },
];

function request(
  url: string,
  headers: Record<string, string> = {},
): Promise<{ sent: http.ClientRequest; got: IncomingMessage }> {
  return new Promise((resolve, reject) => {
    const sent = http.request(url, { agent: false, headers }, (got) => resolve({ sent, got }));
    sent.on('error', reject);
    sent.end();
  });
}

test('server-sent events pass one by one, headers first, and the service learns when the subscriber leaves', async (t) => {
  let live: ServerResponse | undefined;
  let closed = false;
  const up = await startUpstream(t, (incoming, response) => {
    assert.equal(incoming.headers['last-event-id'], '41');
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    response.on('close', () => {
      closed = true;
    });
    live = response;
  });
  const door = await openDoor(t, { routes: OPEN, upstreams: { up: { url: up } } });
  const { got, sent } = await request(`${door.url}/events/stream`, { 'last-event-id': '41' });
  assert.equal(got.headers['content-type'], 'text/event-stream', 'before anything happened');
  for (const id of [42, 43]) {
    live!.write(`id: ${id}\ndata: x\n\n`);
    const [chunk] = await once(got, 'data'); // the next is written only after this one has arrived
    assert.equal(String(chunk), `id: ${id}\ndata: x\n\n`);
  }
  got.on('error', () => undefined);
  sent.destroy();
  await until(() => closed);
  await until(async () =>
    (await (await door.get('/metrics')).text()).includes('upstream_streams{upstream="up"} 0'),
  );
});

const CHUNK = Buffer.alloc(256 * 1024, 'x');
const CHUNKS = 144;
/** What sockets and streams on the way may hold; a gateway that collects bodies would hold all of it. */
const MOST_UNDER_WAY = 24 * 1024 * 1024;

/** Writes faster than the other side reads, and answers how much was under way at most. */
async function pourInto(
  target: http.ClientRequest | ServerResponse,
  received: () => number,
): Promise<number> {
  let most = 0;
  for (let count = 1; count <= CHUNKS; count++) {
    if (!target.write(CHUNK)) await once(target, 'drain');
    most = Math.max(most, count * CHUNK.length - received());
  }
  target.end();
  return most;
}

async function readSlowly(source: IncomingMessage, onBytes: (count: number) => void): Promise<void> {
  let pause = false;
  for await (const chunk of source) {
    onBytes((chunk as Buffer).length);
    pause = !pause;
    if (pause) await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

test('long bodies pass as they come, both ways: who reads slowly slows down who writes', async (t) => {
  let uploaded = 0;
  let downloaded = 0;
  let mostDown = 0;
  const up = await startUpstream(t, async (incoming, response) => {
    await readSlowly(incoming, (count) => {
      uploaded += count;
    });
    response.writeHead(200, { 'content-type': 'application/x-ndjson' });
    mostDown = await pourInto(response, () => downloaded);
  });
  const door = await openDoor(t, { routes: OPEN, upstreams: { up: { url: up } } });
  const sent = http.request(`${door.url}/s/bulk`, { method: 'POST', agent: false });
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
  const mostUp = await pourInto(sent, () => uploaded);
  const [got] = await answered;
  assert.equal(uploaded, CHUNKS * CHUNK.length);
  await readSlowly(got, (count) => {
    downloaded += count;
  });
  assert.equal(downloaded, CHUNKS * CHUNK.length);
  assert.ok(mostUp < MOST_UNDER_WAY && mostDown < MOST_UNDER_WAY, `${mostUp} up, ${mostDown} down`);
});

test('a service that breaks off in the middle: the caller sees that the answer is not whole', async (t) => {
  const up = await startUpstream(t, (_incoming, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('x'.repeat(10), () => response.destroy());
  });
  const door = await openDoor(t, { routes: OPEN, upstreams: { up: { url: up } } });
  const response = await door.get('/s/part');
  assert.equal(response.status, 200);
  await assert.rejects(response.text());
});

test('a stream ends with the token that opened it', async (t) => {
  const up = await startUpstream(t, (_incoming, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: first\n\n');
  });
  const routes: Route[] = [
    { prefix: '/events', upstream: 'up', scopes: { read: ['data:read'] }, limit: 'public', stream: true },
  ];
  const door = await openDoor(t, {
    routes,
    upstreams: { up: { url: up } },
    config: { issuer: { name: 'embedded', accessTokenS: 30 } },
  });
  const { authorization } = await makeCaller(door, 'a');
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { got } = await request(`${door.url}/events`, { authorization });
  let text = '';
  got.on('data', (chunk) => {
    text += String(chunk);
  });
  await once(got, 'data');
  t.mock.timers.tick(31_000);
  await once(got, 'end');
  assert.equal(text, 'data: first\n\n');
});

const QUICK = { timeouts: { connectMs: 500, responseMs: 300, idleMs: 300 } };

test('a service that does not answer is 504, one that stops in the middle is cut off; a slow caller is 408', async (t) => {
  const up = await startUpstream(t, (incoming, response) => {
    if (incoming.url === '/s/silent') return;
    if (incoming.url === '/s/slow-caller') return;
    response.writeHead(200);
    response.write('x');
  });
  const door = await openDoor(t, { routes: OPEN, upstreams: { up: { url: up } }, config: QUICK });
  const silent = await door.get('/s/silent');
  assert.deepEqual(
    [silent.status, ((await silent.json()) as { code: string }).code],
    [504, 'GW_UPSTREAM_TIMEOUT'],
  );
  await assert.rejects((await door.get('/s/stops')).text());
  const head =
    'POST /s/slow-caller HTTP/1.1\r\nHost: x\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nabc';
  const slow = await sendRaw(door.url, head);
  assert.match(slow, /^HTTP\/1\.1 408 .*GW_CALLER_TIMEOUT/s);
  for (let count = 0; count < 6; count++) await sendRaw(door.url, head);
  const health = (await (await door.get('/health')).json()) as { upstreams: object };
  assert.deepEqual(health.upstreams, { up: 'closed' }, 'slow callers must not close a service to others');
});

test('a kept connection that the service closed in the meantime is not the caller’s problem', async (t) => {
  let answers = 0;
  const service = createServer((socket) => {
    let served = 0;
    socket.on('error', () => undefined);
    socket.on('data', () => {
      // The second request on a connection finds it closed, as after a keep-alive timeout.
      if (served++ > 0) return socket.resetAndDestroy();
      answers++;
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    });
  }).listen(0, '127.0.0.1');
  t.after(() => service.close());
  await once(service, 'listening');
  const { port } = service.address() as { port: number };
  const door = await openDoor(t, { routes: OPEN, upstreams: { up: { url: `http://127.0.0.1:${port}` } } });
  for (let count = 0; count < 4; count++) assert.equal((await door.get('/s')).status, 200);
  assert.equal(answers, 4);
});
