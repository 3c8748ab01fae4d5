import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { test } from 'node:test';
import type { Route } from '../route-table.ts';
import { makeCaller, openDoor, startUpstream, until } from '../test-door.ts';

const ROUTES: Route[] = [
  { prefix: '/s', upstream: 'up', public: true, limit: 'public', maxBodyBytes: 50_000 },
  { prefix: '/events', upstream: 'up', public: true, limit: 'public', stream: true },
];
const UNLIMITED = { public: { perS: 1e6, burst: 1e6 }, oauth: { perS: 1e6, burst: 1e6 } };

test('callers that go away at any moment: nothing is left open, nothing counts against the service, nothing breaks', async (t) => {
  const up = await startUpstream(t, (request, response) => {
    request.on('error', () => undefined);
    if (request.url === '/s/never') return void request.resume();
    if (request.method === 'POST') return void request.resume().on('end', () => response.end('ok'));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write('data: x\n\n');
    if (request.url === '/s/long')
      for (let count = 0; count < 50; count++) response.write('y'.repeat(50_000));
  });
  const config = {
    limits: { classes: UNLIMITED },
    overload: { failuresToOpen: 1, maxEventLoopDelayMs: 60_000 },
  };
  const door = await openDoor(t, { routes: ROUTES, upstreams: { up: { url: up } }, config });
  const { authorization } = await makeCaller(door, 'admin', { role: 'dso-administrator', scopes: ['admin'] });
  const { hostname, port } = new URL(door.url);
  const requests = [
    ['POST /s/x', 'Content-Type: text/plain\r\nContent-Length: 40000', 'x'.repeat(20_000)],
    [
      'POST /s/x',
      'Content-Type: text/plain\r\nTransfer-Encoding: chunked',
      `4e20\r\n${'x'.repeat(20_000)}\r\n`,
    ],
    [
      'POST /s/x',
      'Content-Type: text/plain\r\nTransfer-Encoding: chunked',
      `ea60\r\n${'x'.repeat(60_000)}\r\n5\r\nab`,
    ],
    ['POST /s/x', 'Content-Type: text/plain\r\nContent-Length: 90000', 'x'.repeat(20_000)],
    ['GET /s/never', '', ''],
    ['GET /s/long', '', ''],
    ['GET /events', '', ''],
    [
      'POST /oauth/token',
      'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 500',
      'grant_type=cl',
    ],
    ['POST /oauth/interaction/abc/login', 'Content-Type: text/plain\r\nContent-Length: 500', 'username=a'],
    [
      'POST /clients',
      `Authorization: ${authorization}\r\nContent-Type: application/json\r\nContent-Length: 500`,
      '{"a":',
    ],
    ['GET /s/half', 'X-Head: is not', ''],
  ];
  // Before the request has been read, while it is being answered, and after the first bytes came back.
  const moments = ['at once', 'after a turn', 'after an answer'] as const;
  for (const moment of moments) {
    await Promise.all(
      requests.map(async ([line, headers, body], index) => {
        const socket = connect(Number(port), hostname);
        socket.on('error', () => undefined);
        await once(socket, 'connect');
        const end = index === requests.length - 1 ? '' : '\r\n';
        socket.write(`${line} HTTP/1.1\r\nHost: x\r\n${headers ? `${headers}\r\n` : ''}${end}${body}`);
        if (moment === 'after a turn') await new Promise((resolve) => setImmediate(resolve));
        if (moment === 'after an answer' && (line === 'GET /s/long' || line === 'GET /events'))
          await once(socket, 'data');
        socket.resetAndDestroy();
      }),
    );
  }
  await until(async () => {
    const metrics = await (await door.get('/metrics')).text();
    return (
      metrics.includes('upstream_requests{upstream="up"} 0') &&
      metrics.includes('upstream_streams{upstream="up"} 0')
    );
  });
  const health = (await (await door.get('/health')).json()) as { upstreams: object };
  assert.deepEqual(health.upstreams, { up: 'closed' });
  const errors = door.log.filter(({ level }) => Number(level) >= 50);
  assert.deepEqual(errors, []);
});
