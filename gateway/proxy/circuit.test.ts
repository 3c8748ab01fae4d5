import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';
import type { Route } from '../route-table.ts';
import { openDoor, startUpstream, until } from '../test-door.ts';

const ROUTES: Route[] = [{ prefix: '/s', upstream: 'up', public: true, limit: 'public' }];
/** More than sockets hold on the way. */
const BODY_BYTES = 30_000_000;
const codeOf = async (response: Response) => [
  response.status,
  ((await response.json()) as { code: string }).code,
];

test('a service that is down is 502 at once, then 503 without asking; a probe finds it again', async (t) => {
  const url = await startUpstream(t, (_request, response) => response.end('ok'));
  const { port } = new URL(url);
  const dead = 'http://127.0.0.1:1';
  const routes: Route[] = [...ROUTES, { prefix: '/dead', upstream: 'dead', public: true, limit: 'public' }];
  const door = await openDoor(t, {
    routes,
    upstreams: { up: { url: `http://127.0.0.1:${port}` }, dead: { url: dead } },
    config: { overload: { failuresToOpen: 3, openMs: 60_000 } },
  });
  const started = performance.now();
  for (let count = 0; count < 3; count++) {
    assert.deepEqual(await codeOf(await door.get('/dead')), [502, 'GW_UPSTREAM_DOWN']);
  }
  const open = await door.get('/dead');
  assert.equal(open.headers.get('retry-after'), '60');
  assert.deepEqual(await codeOf(open), [503, 'GW_CIRCUIT_OPEN']);
  assert.ok(performance.now() - started < 2000, 'fast');
  assert.equal((await door.get('/s')).status, 200, 'other services go on');
  const health = (await (await door.get('/health')).json()) as { upstreams: object };
  assert.deepEqual(health.upstreams, { up: 'closed', dead: 'open' });

  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 61_000 });
  assert.deepEqual(await codeOf(await door.get('/dead')), [502, 'GW_UPSTREAM_DOWN'], 'the probe');
  assert.deepEqual(await codeOf(await door.get('/dead')), [503, 'GW_CIRCUIT_OPEN']);
});

test('who is refused in the middle of a large body can send the rest, and reads why', async (t) => {
  const url = await startUpstream(t, (request, response) => {
    request.once('data', () => {
      request.pause();
      response.writeHead(413).end('enough');
    });
  });
  const config = { limits: { maxBodyBytes: BODY_BYTES } };
  const door = await openDoor(t, { routes: ROUTES, upstreams: { up: { url } }, config });
  // A caller that reads only when it has sent everything, as simple clients do.
  const signal = AbortSignal.timeout(30_000);
  const socket = connect(Number(new URL(door.url).port), '127.0.0.1');
  t.after(() => socket.destroy());
  socket.pause();
  socket.write(`POST /s HTTP/1.1\r\nHost: x\r\nContent-Length: ${BODY_BYTES}\r\n\r\n`);
  if (!socket.write(Buffer.alloc(BODY_BYTES))) await once(socket, 'drain', { signal });
  const [first] = await once(socket.setEncoding('utf8').resume(), 'data', { signal });
  assert.match(first, /^HTTP\/1.1 413 /);
});

test('a service that hangs up on the bodies of one caller stays open to the others', async (t) => {
  const url = await startUpstream(t, (request, response) => {
    if (request.method === 'GET') return void response.end('ok');
    request.once('data', () => request.socket.resetAndDestroy());
  });
  const config = { overload: { failuresToOpen: 1, openMs: 60_000 }, limits: { maxBodyBytes: 16_000_000 } };
  const door = await openDoor(t, { routes: ROUTES, upstreams: { up: { url } }, config });
  const body = Buffer.alloc(8_000_000);
  for (let count = 0; count < 3; count++) {
    const answer = await fetch(`${door.url}/s`, { method: 'POST', body });
    assert.deepEqual(await codeOf(answer), [502, 'GW_UPSTREAM_DOWN']);
  }
  assert.equal((await door.get('/s')).status, 200);
});

test('more requests at once than a service takes are 503 with Retry-After, and the rest are answered', async (t) => {
  const held: ServerResponse[] = [];
  const url = await startUpstream(t, (_request, response) => held.push(response));
  const door = await openDoor(t, { routes: ROUTES, upstreams: { up: { url, maxConcurrent: 2 } } });
  const waiting = [door.get('/s/1'), door.get('/s/2')];
  await until(() => held.length === 2);
  const refused = await door.get('/s/3');
  assert.equal(refused.headers.get('retry-after'), '1');
  assert.deepEqual(await codeOf(refused), [503, 'GW_OVERLOADED']);
  for (const response of held) response.end('ok');
  for (const response of waiting) assert.equal(await (await response).text(), 'ok');
  const again = door.get('/s/4');
  await until(() => held.length === 3);
  held[2]!.end('ok');
  assert.equal((await again).status, 200);
});

test('a gateway whose event loop is late refuses early, but still says how it is', async (t) => {
  const url = await startUpstream(t, (_request, response) => response.end('ok'));
  const door = await openDoor(t, {
    routes: ROUTES,
    upstreams: { up: { url } },
    config: { overload: { maxEventLoopDelayMs: 20 } },
  });
  const refused = async () => {
    const end = performance.now() + 200;
    while (performance.now() < end); // the work of others in this process
    const response = await door.get('/s');
    await response.text();
    return response.status === 503;
  };
  await until(refused);
  assert.equal((await door.get('/health')).status, 200);
  await until(async () => (await door.get('/s')).status === 200);
});
