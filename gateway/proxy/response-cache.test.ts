import assert from 'node:assert/strict';
import type { IncomingMessage, RequestListener } from 'node:http';
import { test } from 'node:test';
import type { Route } from '../route-table.ts';
import { makeCaller, openDoor, type Scope, startUpstream } from '../test-door.ts';
import { ResponseCache } from './response-cache.ts';

const ROUTES: Route[] = [
  {
    prefix: '/c',
    upstream: 'up',
    scopes: { read: ['data:read', 'events:read'] },
    limit: 'data',
    cacheable: true,
  },
  { prefix: '/e', upstream: 'up', scopes: { write: ['data:read'] }, limit: 'data', emptiesCache: true },
  { prefix: '/n', upstream: 'up', scopes: { read: ['data:read'] }, limit: 'data' },
];

async function doorWith(t: Scope, listener: RequestListener) {
  const asked: IncomingMessage[] = [];
  const url = await startUpstream(t, (request, response) => {
    asked.push(request);
    listener(request, response);
  });
  const door = await openDoor(t, { routes: ROUTES, upstreams: { up: { url } } });
  const a = (await makeCaller(door, 'a')).authorization;
  const b = (await makeCaller(door, 'b', { scopes: ['events:read'] })).authorization;
  const get = async (path: string, authorization: string, headers = {}) => {
    const response = await door.get(path, { authorization, ...headers });
    return { status: response.status, text: await response.text(), headers: response.headers };
  };
  return { door, asked, a, b, get };
}

test('public and immutable: asked once, given to everyone who may use the route, and to nobody else', async (t) => {
  const { door, asked, a, b, get } = await doorWith(t, (_request, response) => {
    response.writeHead(200, { 'cache-control': 'public, max-age=86400, immutable', etag: '"1"' });
    response.end('sealed');
  });
  assert.equal((await get('/c/batch/1', a)).text, 'sealed');
  const second = await get('/c/batch/1', b);
  assert.deepEqual(
    [second.text, second.headers.get('age'), second.headers.get('etag')],
    ['sealed', '0', '"1"'],
  );
  assert.equal(asked.length, 1);
  assert.equal((await door.get('/c/batch/1')).status, 401);
  await get('/c/batch/1', a, { accept: 'text/csv' });
  await get('/c/batch/1?x=1', a);
  assert.equal(asked.length, 3, 'another representation, another query');
  await get('/n/batch/1', a);
  await get('/n/batch/1', a);
  assert.equal(asked.length, 5, 'a route that is not cacheable');
});

test('anything else is kept for one caller, and the service is asked each time whether it may still be given', async (t) => {
  let consented = true;
  const { asked, a, b, get } = await doorWith(t, (request, response) => {
    if (!consented) return void response.writeHead(403).end('revoked');
    const who = request.headers.authorization === undefined ? 'nobody' : request.headers.authorization.length;
    if (request.headers['if-none-match'] === '"day-1"') return void response.writeHead(304).end();
    response.writeHead(200, { 'cache-control': 'private, immutable, max-age=86400', etag: '"day-1"' });
    response.end(`readings for ${who}`);
  });
  const first = await get('/c/day', a);
  assert.equal(first.status, 200);
  const again = await get('/c/day', a);
  assert.deepEqual([again.status, again.text], [200, first.text]);
  assert.equal(asked.length, 2);
  assert.equal(asked[1]!.headers['if-none-match'], '"day-1"');
  await get('/c/day', b);
  assert.equal(
    asked[2]!.headers['if-none-match'],
    undefined,
    "another caller's answer is not even mentioned",
  );

  consented = false;
  assert.equal((await get('/c/day', a)).status, 403, 'a consent that was revoked is noticed at once');
  consented = true;
  await get('/c/day', a);
  assert.equal(asked.at(-1)!.headers['if-none-match'], undefined, 'and what was kept is gone');
});

test('an erasure empties it: also of what was asked for before, and comes afterwards', async (t) => {
  const slow = Promise.withResolvers<void>();
  const { door, asked, a, get } = await doorWith(t, (request, response) => {
    if (request.method === 'POST')
      return void response.writeHead(request.url === '/e/refused' ? 403 : 201).end();
    response.writeHead(200, { etag: '"1"' });
    response.write('a payload');
    if (request.url === '/c/slow') slow.promise.then(() => response.end());
    else response.end();
  });
  const again = async (path: string) => {
    await get(path, a);
    return asked.at(-1)!.headers['if-none-match'];
  };
  const erase = (path: string) =>
    fetch(`${door.url}${path}`, { method: 'POST', headers: { authorization: a } }).then(
      ({ status }) => status,
    );
  await get('/c/day', a);
  const under = get('/c/slow', a);
  while (!asked.some(({ url }) => url === '/c/slow')) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(await erase('/e/refused'), 403);
  assert.equal(await again('/c/day'), '"1"', 'nothing was erased');
  assert.equal(await erase('/e/1'), 201);
  slow.resolve();
  await under;
  assert.deepEqual([await again('/c/day'), await again('/c/slow')], [undefined, undefined]);
});

test('the same client with other scopes is another caller', async (t) => {
  const { door, asked, get } = await doorWith(t, (_request, response) => {
    response.writeHead(200, { etag: '"1"' });
    response.end('x');
  });
  const { secret } = await makeCaller(door, 'c', { scopes: ['data:read', 'events:read'] });
  for (const scope of ['data:read', 'events:read', 'data:read events:read']) {
    await get('/c/x', `Bearer ${await door.token('c', secret, scope)}`);
  }
  assert.ok(asked.every(({ headers }) => headers['if-none-match'] === undefined));
});

test('never kept: no-store, cookies, unknown variants, errors, ranges, conditions, other methods', async (t) => {
  const answers: Record<string, Record<string, string>> = {
    'no-store': { 'cache-control': 'public, immutable, max-age=9, no-store', etag: '"1"' },
    cookie: { 'cache-control': 'public, immutable, max-age=9', 'set-cookie': 'a=b' },
    vary: { 'cache-control': 'public, immutable, max-age=9', vary: 'x-tenant' },
    private: { 'cache-control': 'private, public, immutable, max-age=9' },
    plain: { 'cache-control': 'max-age=9' },
    broken: { 'cache-control': 'public, immutable, max-age=9' },
  };
  const { asked, a, get } = await doorWith(t, (request, response) => {
    const name = request.url!.slice(3);
    response.writeHead(
      name === 'broken' ? 500 : 200,
      answers[name] ?? { 'cache-control': 'public, immutable, max-age=9' },
    );
    response.end('x');
  });
  for (const name of Object.keys(answers)) {
    const count = asked.length;
    for (let round = 0; round < 2; round++) await get(`/c/${name}`, a);
    assert.equal(asked.length, count + 2, name);
  }
  const headers = [{ range: 'bytes=0-1' }, { 'if-none-match': '"x"' }, { 'cache-control': 'no-cache' }];
  for (const header of headers) {
    const count = asked.length;
    for (let round = 0; round < 2; round++) await get('/c/other', a, header);
    assert.equal(asked.length, count + 2, JSON.stringify(header));
  }
});

test('the least recently used goes first, and large answers are not kept', () => {
  const cache = new ResponseCache({ maxBytes: 10_000, maxEntryBytes: 4000 });
  const entry = (bytes: number) => ({
    status: 200,
    headers: {},
    body: Buffer.alloc(bytes),
    storedAtMs: 0,
    freshUntilMs: 0,
  });
  for (const key of ['a', 'b', 'c']) cache.set(key, entry(2000));
  cache.get('a');
  cache.set('d', entry(2000));
  assert.deepEqual(
    ['a', 'b', 'c', 'd'].map((key) => cache.get(key) !== undefined),
    [true, false, true, true],
  );
  cache.set('big', entry(4001));
  assert.equal(cache.get('big'), undefined);
  for (const key of ['a', 'c', 'd']) cache.delete(key);
  assert.equal(cache.bytes, 0);
});
