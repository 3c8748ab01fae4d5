import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:net';
import { after, before, test } from 'node:test';
import { exportSPKI, generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import type { Route } from './route-table.ts';
import {
  type Door,
  makeCaller,
  openDoor,
  readBody,
  type Scope,
  sendRaw,
  startUpstream,
  until,
} from './test-door.ts';

const ROUTES: Route[] = [
  {
    prefix: '/v1',
    upstream: 'data',
    scopes: { read: ['data:read'], write: ['ingest:write'] },
    limit: 'data',
  },
  { prefix: '/bal', upstream: 'data', rewrite: '/', scopes: { read: ['data:read'] }, limit: 'data' },
  { prefix: '/open', upstream: 'data', public: true, limit: 'public', maxBodyBytes: 1000 },
];

const cleanups: (() => unknown)[] = [];
const scope: Scope = { after: (clean) => cleanups.unshift(clean) };
let door: Door;
let reader: string;
let writer: string;
let asked = 0;

before(async () => {
  const url = await startUpstream(scope, async (request, response) => {
    asked++;
    const body = await readBody(request).catch(() => undefined);
    if (!body) return;
    response.writeHead(request.url === '/v1/missing' ? 404 : 200, {
      'content-type': 'application/json',
      'x-powered-by': 'secret-1.0',
      'set-cookie': 'a=b',
      'x-kept': ['1', '2'],
      'x-gone': 'x',
      connection: 'keep-alive, x-gone',
    });
    response.end(
      JSON.stringify({
        method: request.method,
        url: request.url,
        headers: request.headers,
        body: body.toString(),
      }),
    );
  });
  const config = { limits: { classes: { refused: { perS: 1000, burst: 1000 } } } };
  door = await openDoor(scope, { routes: ROUTES, upstreams: { data: { url } }, config });
  reader = (await makeCaller(door, 'reader')).authorization;
  writer = (await makeCaller(door, 'writer', { scopes: ['ingest:write'] })).authorization;
});
after(async () => {
  for (const clean of cleanups) await clean();
});

interface Seen {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
}

async function seen(response: Response): Promise<Seen> {
  assert.equal(response.status, 200);
  return (await response.json()) as Seen;
}

const codeOf = async (response: Response) => [
  response.status,
  ((await response.json()) as { code: string }).code,
];

test('a request reaches the service with path, query, body and token, and the answer comes back', async () => {
  const got = await seen(await door.get('/v1/pods?from=1&x=%20', { authorization: reader }));
  assert.deepEqual([got.method, got.url], ['GET', '/v1/pods?from=1&x=%20']);
  assert.equal(got.headers.authorization, reader);
  for (const path of ['/bal/metrics', '/bal/health', '/bal/%6detrics']) {
    assert.equal((await door.get(path, { authorization: reader })).status, 404, path);
  }
  const stripped = await seen(await door.get('/bal/packets/0x1', { authorization: reader }));
  assert.deepEqual([stripped.url, stripped.headers['x-forwarded-prefix']], ['/packets/0x1', '/bal']);
  const put = await fetch(`${door.url}/v1/pods/1`, {
    method: 'PUT',
    body: '{"a":1}',
    headers: { authorization: writer, 'content-type': 'application/json', 'if-match': '"3"' },
  });
  const wrote = await seen(put);
  assert.deepEqual([wrote.method, wrote.body, wrote.headers['if-match']], ['PUT', '{"a":1}', '"3"']);
  const missing = await door.get('/v1/missing', { authorization: reader });
  assert.equal(missing.status, 404);
  assert.equal(missing.headers.get('x-kept'), '1, 2');
});

test('what a known caller may not do counts as his, and against his limit', async () => {
  const { authorization } = await makeCaller(door, 'prober', { scopes: ['events:read'] });
  const { authorization: admin } = await makeCaller(door, 'counter', {
    role: 'dso-administrator',
    scopes: ['admin'],
  });
  const put = await fetch(`${door.url}/limits/prober/data`, {
    method: 'PUT',
    body: '{"perS":0.001,"burst":2}',
    headers: { authorization: admin, 'content-type': 'application/json' },
  });
  assert.equal(put.status, 200);
  const probe = () => door.get('/v1/pods', { authorization });
  assert.deepEqual(await codeOf(await probe()), [403, 'SCOPE_MISSING']);
  assert.deepEqual(await codeOf(await probe()), [403, 'SCOPE_MISSING']);
  assert.deepEqual(await codeOf(await probe()), [429, 'GW_LIMIT']);
  const { rows } = (await (await door.get('/stats?client=prober', { authorization: admin })).json()) as {
    rows: { requests: number; refused: number; limited: number }[];
  };
  assert.deepEqual(
    rows.map(({ requests, refused, limited }) => ({ requests, refused, limited })),
    [{ requests: 3, refused: 2, limited: 1 }],
  );
});

test('who calls is what the gateway says: identity headers, cookies and hop-by-hop headers end at it', async () => {
  const { headers } = await seen(
    await door.get('/v1/pods', {
      authorization: reader,
      cookie: '_session=stolen',
      forwarded: 'for=1.2.3.4',
      'x-forwarded-for': '1.2.3.4',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      'x-real-ip': '1.2.3.4',
      'x-user-id': 'admin',
      'x-consumer-username': 'admin',
      'x-authenticated-userid': 'admin',
      'x-client-cert': 'x',
      'x-original-url': '/admin',
      'x-http-method-override': 'DELETE',
      'x-access-layer-role': 'dso-administrator',
      'accept-language': 'it',
    }),
  );
  assert.equal(headers['x-forwarded-for'], '127.0.0.1');
  assert.equal(headers['x-forwarded-host'], new URL(door.url).host);
  assert.equal(headers['x-forwarded-proto'], 'http');
  assert.equal(headers['accept-language'], 'it');
  const gone = /cookie|real-ip|user(?!-agent)|consumer|cert|original|override|access-layer|^forwarded/;
  assert.deepEqual(
    Object.keys(headers).filter((name) => gone.test(name)),
    [],
  );
});

test('what the service says about itself or the connection does not reach the caller; security headers do', async () => {
  const { headers } = await door.get('/v1/pods', { authorization: reader });
  for (const name of ['set-cookie', 'x-powered-by', 'x-gone', 'server'])
    assert.equal(headers.get(name), null, name);
  assert.equal(headers.get('x-content-type-options'), 'nosniff');
  assert.equal(headers.get('content-security-policy'), "default-src 'none'; frame-ancestors 'none'");
  assert.equal(headers.get('x-frame-options'), 'SAMEORIGIN');
  assert.equal(headers.get('referrer-policy'), 'no-referrer');
});

test('a well-formed correlation id is kept and passed on; any other is replaced', async () => {
  const ask = async (id: string) => {
    const response = await door.get('/v1/pods', { authorization: reader, 'x-correlation-id': id });
    const answered = response.headers.get('x-correlation-id')!;
    assert.equal((await seen(response)).headers['x-correlation-id'], answered);
    return answered;
  };
  assert.equal(await ask('order-2026.01_7'), 'order-2026.01_7');
  for (const id of ['short', 'a b c d e f g h', 'x'.repeat(65), '<script>alert(1)']) {
    assert.match(await ask(id), /^[0-9a-f-]{36}$/);
  }
});

test('one line a request: who, where, how long; no token and no value of the query', async () => {
  const id = 'log-line-test-1';
  await door.get('/v1/pods?access_token=SECRET&from=1', { authorization: reader, 'x-correlation-id': id });
  await until(() => door.log.some(({ correlationId }) => correlationId === id));
  const lines = door.log.filter(({ correlationId }) => correlationId === id);
  assert.equal(lines.length, 1);
  const { method, path, query, route, status, client, role, bytesOut } = lines[0]!;
  assert.deepEqual(
    { method, path, query, route, status, client, role },
    {
      method: 'GET',
      path: '/v1/pods',
      query: ['access_token', 'from'],
      route: '/v1',
      status: 200,
      client: 'reader',
      role: 'aggregator',
    },
  );
  assert.ok(Number(bytesOut) > 100);
  const text = JSON.stringify(door.log);
  assert.ok(!text.includes('SECRET') && !text.includes(reader.slice(7)));
});

test('every kind of wrong token is refused before the service is asked', async () => {
  const [header, payload, signature] = reader.slice(7).split('.') as [string, string, string];
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const { keys } = (await (await door.get('/oauth/jwks')).json()) as { keys: JWK[] };
  const hmacHeader = part({ ...JSON.parse(Buffer.from(header, 'base64url').toString()), alg: 'HS256' });
  const spki = await exportSPKI((await importJWK(keys[0]!, 'ES256', { extractable: true })) as CryptoKey);
  const hmac = createHmac('sha256', spki).update(`${hmacHeader}.${payload}`).digest('base64url');
  const stranger = await generateKeyPair('ES256');
  const sign = (more: object, kid = keys[0]!.kid) =>
    new SignJWT({ ...claims, ...more })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid })
      .sign(stranger.privateKey);
  const cases: [string, string | undefined, string][] = [
    ['none', undefined, 'TOKEN_MISSING'],
    ['malformed', 'Bearer x', 'TOKEN_MALFORMED'],
    ['basic', 'Basic YTpi', 'TOKEN_MALFORMED'],
    ['alg none', `Bearer ${part({ alg: 'none', typ: 'at+jwt' })}.${payload}.`, 'TOKEN_MALFORMED'],
    ['HS256 with the public key', `Bearer ${hmacHeader}.${payload}.${hmac}`, 'TOKEN_REFUSED'],
    ['changed role', `Bearer ${header}.${part({ ...claims, role: 'tso' })}.${signature}`, 'TOKEN_REFUSED'],
    ["a stranger's key", `Bearer ${await sign({})}`, 'TOKEN_REFUSED'],
    ['unknown kid', `Bearer ${await sign({}, 'unknown')}`, 'TOKEN_REFUSED'],
    ['other issuer', `Bearer ${await sign({ iss: 'https://evil.example' })}`, 'TOKEN_REFUSED'],
    ['expired', `Bearer ${await sign({ exp: 1 })}`, 'TOKEN_REFUSED'],
  ];
  const before = asked;
  for (const [name, authorization, code] of cases) {
    const response = await door.get('/v1/pods', authorization ? { authorization } : {});
    assert.match(response.headers.get('www-authenticate') ?? '', /^Bearer realm="access-layer"/, name);
    assert.deepEqual(await codeOf(response), [401, code], name);
  }
  const inQuery = await door.get(`/v1/pods?access_token=${reader.slice(7)}`);
  assert.deepEqual(await codeOf(inQuery), [401, 'TOKEN_MISSING']);
  assert.equal(asked, before);
});

test('too little scope is 403 with the scope that is missing; a closed method is 405', async () => {
  const little = await fetch(`${door.url}/v1/pods`, { method: 'POST', headers: { authorization: reader } });
  assert.match(little.headers.get('www-authenticate')!, /insufficient_scope", scope="ingest:write"/);
  assert.deepEqual(await codeOf(little), [403, 'SCOPE_MISSING']);
  const other = await door.get('/v1/pods', { authorization: writer });
  assert.deepEqual(await codeOf(other), [403, 'SCOPE_MISSING']);
  const closed = await fetch(`${door.url}/bal/x`, { method: 'POST', headers: { authorization: writer } });
  assert.deepEqual(await codeOf(closed), [405, 'GW_METHOD']);
  assert.deepEqual(await codeOf(await door.get('/clients', { authorization: reader })), [
    403,
    'SCOPE_MISSING',
  ]);
});

test('what is not in the table is not there, whoever asks', async () => {
  for (const path of ['/x', '/v2/pods', '/admin', '/v10', '/V1/pods']) {
    assert.deepEqual(
      await codeOf(await door.get(path, { authorization: reader })),
      [404, 'GW_NO_ROUTE'],
      path,
    );
  }
});

const raw = (lines: string[], body = '') => `${lines.join('\r\n')}\r\n\r\n${body}`;
const statusOf = (answer: string) => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]);

test('paths that climb out of a prefix are refused, encoded or not', async () => {
  for (const path of [
    '/bal/../v1/pods',
    '/bal/%2e%2e/v1/pods',
    '/bal/..%2fv1',
    '/bal//evil.example/',
    '/bal/%5c..%5cx',
    '/bal/%252e%252e/x',
    'http://evil.example/v1/pods',
    '/v1/%0d%0aX-Injected:%201',
  ]) {
    const request = raw([`GET ${path} HTTP/1.1`, 'Host: x', `Authorization: ${reader}`, 'Connection: close']);
    const answer = await sendRaw(door.url, request);
    assert.equal(statusOf(answer), 400, path);
    assert.match(answer, /GW_BAD_PATH/, path);
    assert.match(answer, /x-correlation-id: /i);
  }
  const encoded = await seen(await door.get('/b%61l/x', { authorization: reader }));
  assert.equal(encoded.url, '/x', 'the other spelling of a prefix is the same prefix');
});

test('request smuggling and header tricks: refused, and never more than one request to the service', async () => {
  const auth = `Authorization: ${reader}`;
  const post = (headers: string[], body: string) =>
    raw(
      ['POST /open/x HTTP/1.1', 'Host: x', 'Content-Type: text/plain', ...headers, 'Connection: close'],
      body,
    );
  const smuggled = '0\r\n\r\nGET /v1/smuggled HTTP/1.1\r\nHost: x\r\n\r\n';
  const cases: [string, string][] = [
    ['length and chunked', post(['Content-Length: 6', 'Transfer-Encoding: chunked'], smuggled)],
    ['two lengths', post(['Content-Length: 3', 'Content-Length: 5'], 'abcde')],
    ['a length that is no number', post(['Content-Length: +3'], 'abc')],
    ['an unknown coding', post(['Transfer-Encoding: xchunked'], smuggled)],
    ['a folded header', post(['X-A: 1', ' continued', 'Content-Length: 0'], '')],
    ['a space before the colon', post(['Content-Length : 3'], 'abc')],
    ['a bare line feed', 'GET /v1/pods HTTP/1.1\nHost: x\n\n'],
    [
      'two tokens',
      raw(['GET /v1/pods HTTP/1.1', 'Host: x', auth, 'Authorization: Bearer other', 'Connection: close']),
    ],
    ['two hosts', raw(['GET /v1/pods HTTP/1.1', 'Host: x', 'Host: y', auth, 'Connection: close'])],
    ['no host', raw(['GET /v1/pods HTTP/1.1', auth, 'Connection: close'])],
    [
      'a GET with a body',
      raw(['GET /v1/pods HTTP/1.1', 'Host: x', auth, 'Content-Length: 3', 'Connection: close'], 'abc'),
    ],
    ['TRACE', raw(['TRACE /v1/pods HTTP/1.1', 'Host: x', auth, 'Connection: close'])],
  ];
  for (const [name, text] of cases) {
    const answer = await sendRaw(door.url, text);
    assert.ok([400, 404, 405].includes(statusOf(answer)), `${name}: ${answer.slice(0, 80)}`);
    assert.ok(!answer.includes('smuggled'), name);
  }
});

test('a chunked body stays chunked on the way to the service, so that it cannot be read as a second request', async (t) => {
  const received: string[] = [];
  const service = createServer((socket) => {
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      if (!text.endsWith('0\r\n\r\n')) return;
      received.push(text);
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok');
    });
  }).listen(0, '127.0.0.1');
  t.after(() => service.close());
  await until(() => service.listening);
  const { port } = service.address() as { port: number };
  const routes: Route[] = [{ prefix: '/x', upstream: 'raw', public: true, limit: 'public' }];
  const own = await openDoor(t, { routes, upstreams: { raw: { url: `http://127.0.0.1:${port}` } } });
  const inner = 'GET /admin HTTP/1.1\r\nHost: x\r\n\r\n';
  const chunk = `${inner.length.toString(16)}\r\n${inner}\r\n0\r\n\r\n`;
  const head = ['DELETE /x/1 HTTP/1.1', 'Host: x', 'Content-Type: text/plain', 'Transfer-Encoding: chunked'];
  const answer = await sendRaw(own.url, raw([...head, 'Connection: close'], chunk));
  assert.equal(statusOf(answer), 200);
  assert.match(received[0]!, /transfer-encoding: chunked/i);
  assert.ok(received[0]!.includes(`\r\n\r\n${inner.length.toString(16)}\r\n${inner}`));
});

test('sizes: head 431, URL 414, body 413 whether its length is told or not', async () => {
  const big = raw(['GET /open HTTP/1.1', 'Host: x', `X-Big: ${'a'.repeat(20_000)}`, 'Connection: close']);
  assert.equal(statusOf(await sendRaw(door.url, big)), 431);
  assert.deepEqual(await codeOf(await door.get(`/open?${'a'.repeat(9000)}`)), [414, 'GW_URL_TOO_LONG']);
  const post = (body: BodyInit, more = {}) => fetch(`${door.url}/open`, { method: 'POST', body, ...more });
  assert.equal((await post('x'.repeat(1000))).status, 200);
  assert.deepEqual(await codeOf(await post('x'.repeat(1001))), [413, 'GW_TOO_LARGE']);
  const stream = new ReadableStream({
    start(controller) {
      for (let count = 0; count < 20; count++) controller.enqueue(new TextEncoder().encode('x'.repeat(100)));
      controller.close();
    },
  });
  assert.deepEqual(await codeOf(await post(stream, { duplex: 'half' })), [413, 'GW_TOO_LARGE']);
});

test('documents: an index of all, and the description of the own API', async () => {
  const index = await (await door.get('/docs')).text();
  assert.match(
    index,
    /Read &amp; write<br><a href="\/docs\/data">Browse<\/a> · <a href="\/openapi\/data\.json">/,
  );
  const page = await door.get('/docs/data');
  assert.match(page.headers.get('content-security-policy')!, /script-src 'self';/);
  assert.match(await page.text(), /<script id="api-reference" data-url="\/openapi\/data\.json"/);
  assert.equal((await door.get('/docs/nothing')).status, 404);
  const script = await door.get('/docs/scalar.js');
  assert.match(script.headers.get('content-type')!, /javascript/);
  assert.ok((await script.text()).length > 100_000);
  const document = (await (await door.get('/openapi/gateway.json')).json()) as {
    openapi: string;
    paths: Record<string, object>;
  };
  assert.equal(document.openapi, '3.0.3');
  for (const path of [
    '/clients',
    '/clients/{clientId}/secret',
    '/users',
    '/keys/rotate',
    '/limits',
    '/stats',
  ]) {
    assert.ok(document.paths[path], path);
  }
  assert.equal(document.paths['/v1'], undefined);
});

test('a person with a browser gets pages, a program JSON', async () => {
  const browser = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
  const page = await door.get('/nothing/<b>', browser);
  assert.deepEqual([page.status, page.headers.get('content-type')], [404, 'text/html; charset=utf-8']);
  const text = await page.text();
  assert.match(text, /GW_NO_ROUTE/);
  assert.match(text, /href="\/docs"/);
  assert.ok(text.includes(page.headers.get('x-correlation-id')!) && !text.includes('<b>'));
  assert.match(page.headers.get('content-security-policy')!, /default-src 'none'; style-src 'sha256-/);
  assert.equal(((await (await door.get('/nothing')).json()) as { code: string }).code, 'GW_NO_ROUTE');
  const home = await door.get('/', browser);
  assert.deepEqual([home.status, home.headers.get('location')], [302, '/docs']);
});

test('the pages to browse documents load from here only, and offer nothing of their maker', async () => {
  const page = await door.get('/docs/data');
  const policy = page.headers.get('content-security-policy')!;
  assert.doesNotMatch(policy, /http|\*|'unsafe-eval'/);
  assert.match(policy, /default-src 'none'; script-src 'self';/);
  const text = await page.text();
  const addresses = [...text.matchAll(/(?:src|href|data-url)="([^"]*)"/g)].map(([, address]) => address);
  assert.deepEqual(addresses, ['data:,', '/openapi/data.json', '/docs/scalar.js']);
  assert.match(text, /showDeveloperTools&quot;:&quot;never/);
  assert.match(text, /agent&quot;:{&quot;disabled&quot;:true/);
  const index = await (await door.get('/docs')).text();
  assert.ok(index.includes(`${door.url}/oauth/token`));
});

test('health and metrics', async () => {
  const health = (await (await door.get('/health')).json()) as Record<string, unknown>;
  assert.deepEqual([health.status, health.upstreams], ['ok', { data: 'closed' }]);
  const metrics = await (await door.get('/metrics')).text();
  assert.match(metrics, /access_layer_gateway_requests_total\{route="\/v1",method="GET",status="200"\} \d+/);
  assert.match(metrics, /access_layer_gateway_request_duration_seconds_bucket\{le="0.01",route="\/v1"\}/);
  assert.match(metrics, /access_layer_gateway_upstream_up\{upstream="data"\} 1/);
});
