import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Route } from '../route-table.ts';
import type { AccessRow } from '../statistics.ts';
import { type Door, makeCaller, openDoor, requestToken, type Scope, startUpstream } from '../test-door.ts';

const ROUTES: Route[] = [
  { prefix: '/d', upstream: 'up', scopes: { read: ['data:read'] }, limit: 'data' },
  { prefix: '/p', upstream: 'up', public: true, limit: 'public' },
];

async function openWithAdmin(t: Scope, config: Parameters<typeof openDoor>[1] = {}) {
  const url = await startUpstream(t, (_request, response) => response.end('0123456789'));
  const door = await openDoor(t, { routes: ROUTES, upstreams: { up: { url } }, ...config });
  const admin = await makeCaller(door, 'admin', {
    role: 'dso-administrator',
    scopes: ['admin', 'data:read'],
  });
  const call = async (method: string, path: string, body?: unknown, authorization = admin.authorization) => {
    const response = await fetch(door.url + path, {
      method,
      headers: { authorization, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : undefined, headers: response.headers };
  };
  return { door, call, admin };
}

const status = async (door: Door, id: string, secret: string) =>
  (await requestToken(door.url, id, secret)).status;

test('clients: create, list, rotate the secret with a grace, disable at once, enable', async (t) => {
  const { door, call } = await openWithAdmin(t);
  const input = {
    clientId: 'agg',
    name: 'Aggregator',
    auth: 'client_secret',
    role: 'aggregator',
    party: 'p1',
  };
  const made = await call('POST', '/clients', { ...input, scopes: ['data:read'] });
  assert.equal(made.status, 201);
  assert.equal(made.headers.get('cache-control'), 'no-store');
  const first = made.body.clientSecret;
  assert.equal((await call('POST', '/clients', { ...input, scopes: [] })).body.code, 'GW_CLIENT_EXISTS');
  const list = (await call('GET', '/clients')).body.clients as { clientId: string }[];
  assert.deepEqual(
    list.map(({ clientId }) => clientId),
    ['admin', 'agg'],
  );
  assert.ok(!JSON.stringify(list).includes(first) && !JSON.stringify(list).includes('hash'));

  const second = (await call('POST', '/clients/agg/secret', { graceS: 60 })).body.clientSecret;
  assert.deepEqual([await status(door, 'agg', first), await status(door, 'agg', second)], [200, 200]);
  const third = (await call('POST', '/clients/agg/secret')).body.clientSecret;
  assert.deepEqual([await status(door, 'agg', second), await status(door, 'agg', third)], [401, 200]);

  const authorization = `Bearer ${await door.token('agg', third)}`;
  assert.equal((await door.get('/d', { authorization })).status, 200);
  assert.ok((await call('POST', '/clients/agg/disable')).body.disabledAt);
  assert.equal((await door.get('/d', { authorization })).status, 401);
  assert.equal(await status(door, 'agg', third), 401);
  await call('POST', '/clients/agg/enable');
  assert.equal((await door.get('/d', { authorization })).status, 200);
});

test('clients: what contradicts itself is told, and nobody without the scope gets in', async (t) => {
  const { door, call } = await openWithAdmin(t);
  const base = { clientId: 'x', name: 'X', auth: 'client_secret', role: 'tso', scopes: [] };
  const code = async (more: object) => (await call('POST', '/clients', { ...base, ...more })).body.code;
  assert.equal(await code({ auth: 'private_key_jwt' }), 'GW_CLIENT_INVALID');
  assert.equal(
    await code({ auth: 'private_key_jwt', jwks: { keys: [{ kty: 'EC', d: 'x' }] } }),
    'GW_CLIENT_INVALID',
  );
  assert.equal(await code({ auth: 'none' }), 'GW_CLIENT_INVALID');
  assert.equal(await code({ role: undefined }), 'GW_CLIENT_INVALID');
  const unsafe = [
    'javascript:alert(1)',
    'http://app.example/cb',
    'data:text/html,x',
    '/cb',
    'https://a.example/#x',
  ];
  for (const uri of unsafe) assert.equal(await code({ redirectUris: [uri] }), 'GW_CLIENT_INVALID', uri);
  const safe = ['https://app.example/cb', 'http://127.0.0.1:8080/cb', 'org.example.app:/cb'];
  const app = { clientId: 'an-app', redirectUris: safe };
  assert.equal((await call('POST', '/clients', { ...base, ...app })).status, 201);
  assert.equal(await code({ role: 'root' }), 'GW_BAD_REQUEST');
  assert.equal(await code({ scopes: ['everything'] }), 'GW_BAD_REQUEST');
  assert.equal(await code({ clientId: 'a b' }), 'GW_BAD_REQUEST');
  const { code: unknown, message } = (await call('POST', '/clients', { ...base, secret: 'mine' })).body;
  assert.deepEqual(
    [unknown, message],
    ['GW_BAD_REQUEST', 'body must NOT have additional properties: secret'],
  );
  assert.equal((await call('GET', '/clients/nobody')).body.code, 'GW_CLIENT_UNKNOWN');
  const { authorization } = await makeCaller(door, 'reader');
  for (const path of ['/clients', '/users', '/keys']) {
    assert.equal((await call('GET', path, undefined, authorization)).status, 403, path);
    assert.equal((await door.get(path)).status, 401, path);
  }
});

test('a scope is not enough: the role decides over clients, people, keys and limits; operators see statistics', async (t) => {
  const { door, call } = await openWithAdmin(t);
  const scopes = ['admin', 'data:read'];
  const market = await makeCaller(door, 'market', { role: 'market', party: 'market', scopes });
  const operator = await makeCaller(door, 'operator', { role: 'dso-operator', party: 'dso', scopes });
  const client = { clientId: 'x', name: 'X', auth: 'client_secret', role: 'tso', scopes: [] };
  const user = { username: 'x', name: 'X', role: 'tso', scopes: [] };
  const forAdministrators: [string, string, unknown?][] = [
    ['GET', '/clients'],
    ['GET', '/clients/admin'],
    ['POST', '/clients', client],
    ['POST', '/clients', { not: 'a client' }],
    ['POST', '/clients/admin/secret', {}],
    ['POST', '/clients/admin/disable'],
    ['POST', '/clients/admin/enable'],
    ['GET', '/users'],
    ['POST', '/users', user],
    ['POST', '/users/x/password'],
    ['POST', '/users/x/disable'],
    ['POST', '/users/x/enable'],
    ['GET', '/keys'],
    ['POST', '/keys/rotate'],
    ['PUT', '/limits/market/data', { perS: 9, burst: 9 }],
    ['DELETE', '/limits/market/data'],
  ];
  for (const { authorization } of [market, operator]) {
    for (const [method, path, body] of forAdministrators) {
      const { status, body: told } = await call(method, path, body, authorization);
      assert.deepEqual([status, told?.code], [403, 'GW_FORBIDDEN'], `${method} ${path}`);
    }
  }
  assert.equal((await call('GET', '/clients')).status, 200, 'the administrator');

  await call('GET', '/limits');
  const clientsSeen = async ({ authorization }: { authorization: string }) => {
    const { rows } = (await call('GET', '/stats', undefined, authorization)).body as { rows: AccessRow[] };
    return [...new Set(rows.map((row) => row.client))].sort();
  };
  assert.deepEqual(await clientsSeen(market), ['market']);
  assert.ok((await clientsSeen(operator)).includes('admin'));
  const limits = async ({ authorization }: { authorization: string }) =>
    (await call('GET', '/limits', undefined, authorization)).body;
  assert.equal((await limits(market)).classes, undefined);
  assert.ok((await limits(operator)).classes);
});

test('people: create, new password, disable', async (t) => {
  const { call } = await openWithAdmin(t);
  const input = { username: 'Mario', name: 'Mario Bianchi', role: 'dso-operator', scopes: ['data:read'] };
  const made = await call('POST', '/users', input);
  assert.equal(made.status, 201);
  assert.match(made.body.password, /^[a-z0-9-]{23}$/);
  const shown = (await call('GET', '/users')).body.users;
  assert.deepEqual(
    [shown[0].username, shown[0].passwordHash, shown[0].password],
    ['mario', undefined, undefined],
  );
  const changed = await call('POST', '/users/mario/password');
  assert.notEqual(changed.body.password, made.body.password);
  const disabled = await call('POST', '/users/mario/disable');
  assert.ok(disabled.body.disabledAt);
  assert.ok(!JSON.stringify(disabled.body).includes('scrypt'));
});

test('statistics: per client, route and day; a client sees its own; they survive a restart', async (t) => {
  const { door, call, admin } = await openWithAdmin(t);
  const a = (await makeCaller(door, 'a')).authorization;
  for (let count = 0; count < 3; count++) await (await door.get('/d/x', { authorization: a })).text();
  await door.get('/d/x', { authorization: admin.authorization });
  await door.get('/d/x');
  await door.get('/p/x');
  const rowsOf = (rows: AccessRow[], client: string, route: string) =>
    rows.filter((row) => row.client === client && row.route === route);
  const all = (await call('GET', '/stats')).body.rows as AccessRow[];
  const [own] = rowsOf(all, 'a', '/d');
  assert.deepEqual([own?.requests, own?.bytesOut, own?.refused], [3, 30, 0]);
  const [nobody] = rowsOf(all, '-', '/d');
  assert.deepEqual([nobody?.requests, nobody?.refused], [1, 1]);
  assert.equal(rowsOf(all, '-', '/p')[0]?.requests, 1);
  const filtered = (await call('GET', '/stats?client=a&route=/d')).body.rows;
  assert.equal(filtered.length, 1);

  const seen = (await call('GET', '/stats?client=admin', undefined, a)).body.rows as AccessRow[];
  assert.ok(seen.length > 0 && seen.every(({ client }) => client === 'a'), 'a client asked for another one');
  assert.equal((await call('GET', '/stats?from=yesterday')).status, 400);
  assert.deepEqual((await call('GET', '/stats?from=2001-01-01&to=2001-01-02')).body.rows, []);

  await (await door.get('/d/x', { authorization: a })).text();
  await door.stop();
  const again = await openDoor(t, { dataDir: door.dataDir });
  const token = await again.token('admin', admin.secret);
  const response = await again.get('/stats?client=a&route=/d', { authorization: `Bearer ${token}` });
  assert.equal(((await response.json()) as { rows: AccessRow[] }).rows[0]?.requests, 4);
});

test('limits: 429 with Retry-After and RateLimit headers, per client; other numbers for one client', async (t) => {
  const classes = { data: { perS: 0.01, burst: 2 }, public: { perS: 0.01, burst: 1000 } };
  const { door, call } = await openWithAdmin(t, { config: { limits: { classes } } });
  const a = (await makeCaller(door, 'a')).authorization;
  const b = (await makeCaller(door, 'b')).authorization;
  const get = (authorization: string) => door.get('/d', { authorization });
  const first = await get(a);
  const header = (name: string) => first.headers.get(name);
  assert.deepEqual(
    [header('ratelimit-limit'), header('ratelimit-remaining'), header('ratelimit-reset')],
    ['2', '1', '100'],
  );
  assert.equal((await get(a)).status, 200);
  const refused = await get(a);
  assert.deepEqual([refused.status, ((await refused.json()) as { code: string }).code], [429, 'GW_LIMIT']);
  assert.ok(Number(refused.headers.get('retry-after')) > 90);
  assert.equal((await get(b)).status, 200, 'another client');

  const raised = await call('PUT', '/limits/a/data', { perS: 100, burst: 500 });
  assert.equal(raised.status, 200);
  const own = await call('GET', '/limits', undefined, a);
  assert.deepEqual([own.body.own.data, own.body.classes], [{ perS: 100, burst: 500 }, undefined]);
  assert.deepEqual((await call('GET', '/limits')).body.clients, [
    { clientId: 'a', class: 'data', perS: 100, burst: 500 },
  ]);
  assert.equal((await call('PUT', '/limits/a/data', { perS: 1, burst: 2 ** 70 })).status, 400);
  assert.equal((await call('PUT', '/limits/a/nothing', { perS: 1, burst: 1 })).status, 422);
  assert.equal((await call('PUT', '/limits/a/data', { perS: 1, burst: 1 }, a)).status, 403);
  assert.equal((await call('DELETE', '/limits/a/data')).status, 204);
});

test('who tries tokens is slowed down by address, and who has a good one is not', async (t) => {
  const classes = { refused: { perS: 0.01, burst: 3 } };
  const { door } = await openWithAdmin(t, { config: { limits: { classes } } });
  const { authorization } = await makeCaller(door, 'a');
  const statuses: number[] = [];
  for (let count = 0; count < 5; count++) {
    statuses.push((await door.get('/d', { authorization: 'Bearer a.b.c' })).status);
  }
  assert.deepEqual(statuses, [401, 401, 401, 429, 429]);
  assert.equal((await door.get('/d', { authorization })).status, 200);
});
