import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { AccessLayerError } from '@access-layer/core/errors';
import { createHttp } from '@access-layer/kit/http';
import { createLog } from '@access-layer/kit/log';
import { createMetrics } from '@access-layer/kit/metrics';
import { type Role, requireToken, type TokenCheck } from '@access-layer/kit/token';
import { statusOf } from '../errors.ts';
import { addRules, enterAnomalies, readableEvents, scopeOf } from './guard.ts';

const HASH = `0x${'5c'.repeat(32)}`;
const AT = '2026-02-01T10:15:00.000Z';
const AT_MS = Date.parse(AT);
const PERIOD_MS = 900_000;
const POD = 'IT001E00000001';
const payload = {
  ...{ type: 'measurement', pod: POD },
  readings: [
    { at: '2026-02-01T10:00:00.000Z', periodS: 900 },
    { at: AT, periodS: 900 },
  ],
};
const [from, until] = [AT_MS - PERIOD_MS - 1, AT_MS].map((ms) => new Date(ms).toISOString());
/** First and last occurrence of anomalies. */
const TIMES: [number, number][] = [
  [AT_MS - 5, AT_MS - 1],
  [AT_MS - 1, AT_MS],
  [AT_MS, AT_MS + 5],
];
const whole = { ranges: [{ from, until }] };

interface Rules {
  url: string;
  /** What was asked, in order. */
  asked: { path: string; authorization: string | undefined }[];
  answer: RequestListener;
}

/** Stands for the Shared Customer Database: real HTTP, with answers that the test gives. */
async function startRules(t: TestContext): Promise<Rules> {
  const rules: Rules = { url: '', asked: [], answer: json(whole) };
  const server = createServer((request, response) => {
    rules.asked.push({ path: request.url!, authorization: request.headers.authorization });
    rules.answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  rules.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return rules;
}

const json =
  (body: unknown, status = 200): RequestListener =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

/** The guard before routes that answer what they have; the bearer token is the role. */
async function startGuarded(t: TestContext, accessUrl: string, sent: object = payload) {
  const log = createLog({ name: 'test', level: 'silent' });
  const metrics = createMetrics();
  const http = createHttp({ log, metrics, statusOf, health: () => ({ status: 'ok' }) });
  const check: TokenCheck = async (header) => {
    const role = header!.slice('Bearer '.length) as Role;
    const scopes = new Set(['data:read', 'admin']);
    return { ok: true, caller: { subject: role, clientId: role, role, scopes, expiresAtMs: Infinity } };
  };
  requireToken(http, { check, scopeOf });
  const packets = {
    packet(hash: string) {
      if (hash === HASH) return { payload: JSON.stringify(sent) };
      const message = `no accepted packet has the payloadHash or messageHash ${hash}`;
      throw new AccessLayerError({ code: 'BAL_PACKET_UNKNOWN', message });
    },
  };
  await http.register(async (scope) => {
    addRules(scope, { accessUrl, check }, packets as never);
    for (const url of ['/packets/:hash', '/packets/:hash/proof', '/nodes', '/batches', '/new-route'])
      scope.get(url, async () => ({ is: 'open' }));
    scope.get('/anomalies', async (request) => {
      const { pod } = request.query as { pod?: string };
      const mayRead = await readableEvents({ accessUrl, check }, request, pod);
      const shown = TIMES.filter(([first, last]) => mayRead(first, last));
      const { enter } = request.query as { enter?: string };
      if (pod && enter) {
        const anomalies = shown.map(([firstAt, lastAt]) => ({ firstAt, lastAt }));
        await enterAnomalies({ accessUrl, check }, request, pod, anomalies);
      }
      return { readable: TIMES.filter(([first, last]) => mayRead(first, last)) };
    });
    scope.post('/clock/clear', async () => ({ is: 'open' }));
  });
  t.after(() => http.close());
  return async (url: string, role = 'aggregator', method: 'GET' | 'POST' = 'GET') => {
    const answer = await http.inject({ url, method, headers: { authorization: `Bearer ${role}` } });
    type Answer = { code?: string; message?: string; readable?: unknown };
    return { status: answer.statusCode, ...(answer.json() as Answer) };
  };
}

test('a packet is given when the rules allow all of its time, and they are asked as the caller', async (t) => {
  const rules = await startRules(t);
  const get = await startGuarded(t, rules.url);
  assert.equal((await get(`/packets/${HASH}`)).status, 200);
  assert.equal((await get(`/packets/${HASH}/proof`)).status, 200);
  const [{ path, authorization }] = rules.asked as [Rules['asked'][number]];
  assert.equal(authorization, 'Bearer aggregator');
  const query = new URL(path, rules.url).searchParams;
  const asked = { pod: POD, dataSet: 'measurements', from, until };
  assert.deepEqual(Object.fromEntries(query), { ...asked, given: '1' }, 'and it is entered that it is read');
});

test('a part of its time, or none, is answered like a packet that there is not', async (t) => {
  const rules = await startRules(t);
  const get = await startGuarded(t, rules.url);
  const unknown = await get(`/packets/0x${'00'.repeat(32)}`);
  assert.deepEqual([unknown.status, unknown.code], [404, 'BAL_PACKET_UNKNOWN']);
  const later = new Date(AT_MS - 1).toISOString();
  for (const ranges of [
    [],
    [{ from, until: later }],
    [{ from: later, until }],
    [
      { from, until: later },
      { from: later, until },
    ],
  ]) {
    rules.answer = json({ ranges });
    const refused = await get(`/packets/${HASH}`);
    assert.deepEqual([refused.status, refused.code], [404, 'BAL_PACKET_UNKNOWN']);
    assert.equal(refused.message!.replace(HASH, ''), unknown.message!.replace(/0x0+/, ''));
  }
});

test('nothing is remembered: what is revoked is refused at the next request', async (t) => {
  const rules = await startRules(t);
  const get = await startGuarded(t, rules.url);
  assert.equal((await get(`/packets/${HASH}`)).status, 200);
  rules.answer = json({ ranges: [] });
  assert.equal((await get(`/packets/${HASH}`)).status, 404);
  rules.answer = json(whole);
  assert.equal((await get(`/packets/${HASH}`)).status, 200);
  assert.equal(rules.asked.length, 3);
});

test('while the rules cannot be asked it is 503, never open', async (t) => {
  const rules = await startRules(t);
  const answers: [string, RequestListener][] = [
    ['an error', json(whole, 500)],
    ['a refusal', json({ code: 'TOKEN_EXPIRED' }, 401)],
    ['no JSON', (_request, response) => response.end('<html>')],
    ['JSON of another kind', json({})],
    ['a connection that breaks', (request) => request.socket.destroy()],
  ];
  const get = await startGuarded(t, rules.url);
  for (const [what, answer] of answers) {
    rules.answer = answer;
    const { status, code } = await get(`/packets/${HASH}`);
    assert.deepEqual([status, code], [503, 'BAL_ACCESS_UNKNOWN'], what);
  }
  // Port 9 on loopback: nobody listens.
  const down = await (await startGuarded(t, 'http://127.0.0.1:9'))(`/packets/${HASH}`);
  assert.deepEqual([down.status, down.code], [503, 'BAL_ACCESS_UNKNOWN']);
});

test('a packet of no PoD is for nobody', async (t) => {
  const rules = await startRules(t);
  const get = await startGuarded(t, rules.url, { type: 'read-ledger' });
  assert.equal((await get(`/packets/${HASH}`)).status, 404);
  assert.equal(rules.asked.length, 0);
});

test('roles of routes; a route that the table does not name is closed to all', async (t) => {
  const get = await startGuarded(t, 'http://127.0.0.1:9');
  const roles = ['dso-operator', 'dso-administrator', 'auditor', 'tso', 'market', 'aggregator', 'customer'];
  const statuses = async (url: string, method: 'GET' | 'POST' = 'GET') =>
    Promise.all(roles.map(async (role) => (await get(url, role, method)).status));
  assert.deepEqual(await statuses('/batches'), [200, 200, 200, 200, 200, 200, 200]);
  assert.deepEqual(await statuses('/nodes'), [200, 200, 200, 403, 403, 403, 403]);
  assert.deepEqual(await statuses('/clock/clear', 'POST'), [403, 200, 403, 403, 403, 403, 403]);
  assert.deepEqual(await statuses('/new-route'), [403, 403, 403, 403, 403, 403, 403]);
});

test('anomalies: operation sees all, others those of a PoD whose events they may read, whole or not at all', async (t) => {
  const rules = await startRules(t);
  const get = await startGuarded(t, rules.url);
  for (const role of ['dso-operator', 'auditor']) {
    assert.deepEqual((await get('/anomalies', role)).readable, TIMES, role);
  }
  assert.equal(rules.asked.length, 0);
  const all = await get('/anomalies', 'customer');
  assert.deepEqual([all.status, all.code], [403, 'BAL_FORBIDDEN']);
  rules.answer = json({ ranges: [{ from: AT }] });
  assert.deepEqual((await get(`/anomalies?pod=${POD}`, 'customer')).readable, [TIMES[2]]);
  assert.deepEqual(rules.asked.at(-1)!.path, `/v1/access/ranges?pod=${POD}&dataSet=events`);
  rules.answer = json({ ranges: [{ from: new Date(0).toISOString(), until: AT }] });
  assert.deepEqual((await get(`/anomalies?pod=${POD}`, 'customer')).readable, [TIMES[0]]);
  rules.answer = json({ ranges: [] });
  assert.deepEqual((await get(`/anomalies?pod=${POD}`, 'aggregator')).readable, []);
  rules.answer = json({}, 500);
  assert.equal((await get(`/anomalies?pod=${POD}`, 'customer')).status, 503);
});

test('anomalies of a PoD are entered in the read ledger before they are given; where that fails they are not', async (t) => {
  const rules = await startRules(t);
  const get = await startGuarded(t, rules.url);
  rules.answer = json({ ranges: [] });
  await get(`/anomalies?pod=${POD}&enter=1`, 'auditor');
  const asked = new URL(rules.asked.at(-1)!.path, rules.url).searchParams;
  assert.deepEqual(Object.fromEntries(asked), {
    ...{ pod: POD, dataSet: 'events', given: String(TIMES.length), partly: 'true' },
    from: new Date(Math.min(...TIMES.map(([at]) => at))).toISOString(),
    until: new Date(Math.max(...TIMES.map(([, at]) => at)) + 1).toISOString(),
  });
  const count = rules.asked.length;
  await get(`/anomalies?pod=${POD}&enter=1`, 'customer');
  assert.equal(rules.asked.length, count + 1, 'nothing was given, so nothing is entered');
  rules.answer = json({}, 500);
  assert.equal((await get(`/anomalies?pod=${POD}&enter=1`, 'auditor')).status, 503);
});
