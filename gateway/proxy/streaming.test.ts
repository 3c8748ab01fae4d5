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

test('a long body passes line by line both ways, in constant memory', async (t) => {
  const LINES = 1_200_000;
  const line = `${'x'.repeat(99)}\n`;
  const up = await startUpstream(t, async (incoming, response) => {
    let bytes = 0;
    for await (const chunk of incoming) bytes += (chunk as Buffer).length;
    response.writeHead(200, { 'content-type': 'application/x-ndjson', 'x-bytes': String(bytes) });
    for (let count = 0; count < LINES; count += 1000) {
      if (!response.write(line.repeat(1000))) await once(response, 'drain');
    }
    response.end();
  });
  const door = await openDoor(t, { routes: OPEN, upstreams: { up: { url: up } } });
  const before = process.memoryUsage().arrayBuffers;
  let highest = 0;
  const sampler = setInterval(() => {
    highest = Math.max(highest, process.memoryUsage().arrayBuffers);
  }, 20);
  t.after(() => clearInterval(sampler));
  const upload = await uploadOf(`${door.url}/s/bulk`, line, LINES);
  assert.equal(upload.sentBytes, LINES * line.length);
  assert.equal(upload.receivedBytes, LINES * line.length);
  assert.equal(upload.countedByService, String(LINES * line.length));
  assert.ok(highest - before < 100_000_000, `${highest - before} bytes more`);
});

async function uploadOf(url: string, line: string, lines: number) {
  const sent = http.request(url, { method: 'POST', agent: false });
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
  for (let count = 0; count < lines; count += 1000) {
    if (!sent.write(line.repeat(1000))) await once(sent, 'drain');
  }
  sent.end();
  const [got] = await answered;
  let receivedBytes = 0;
  for await (const chunk of got) receivedBytes += (chunk as Buffer).length;
  return { sentBytes: lines * line.length, receivedBytes, countedByService: got.headers['x-bytes'] };
}

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
