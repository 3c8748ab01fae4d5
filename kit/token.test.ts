import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { before, test } from 'node:test';
import Fastify from 'fastify';
import {
  type CryptoKey,
  exportJWK,
  exportSPKI,
  generateKeyPair,
  type JSONWebKeySet,
  type JWTPayload,
  SignJWT,
} from 'jose';
import { type Caller, callerOf, createTokenCheck, requireToken, type TokenVerdict } from './token.ts';

const ISSUER = 'https://issuer.example';
const AUDIENCE = 'access-layer';

interface SigningKey {
  kid: string;
  alg: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
}

let key: SigningKey;
let stranger: SigningKey;
let keySet: JSONWebKeySet;

before(async () => {
  key = await makeKey('k1', 'ES256');
  stranger = await makeKey('k1', 'ES256');
  keySet = { keys: [await publicJwk(key)] };
});

async function makeKey(kid: string, alg: string): Promise<SigningKey> {
  return { kid, alg, ...(await generateKeyPair(alg, { extractable: true })) };
}

async function publicJwk({ publicKey, kid, alg }: SigningKey) {
  return { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' };
}

const CLAIMS = {
  iss: ISSUER,
  aud: AUDIENCE,
  sub: 'client-1',
  client_id: 'client-1',
  scope: 'data:read events:read',
  role: 'aggregator',
  party: 'agg-1',
  jti: 't1',
};

async function token(
  claims: JWTPayload = {},
  { signer = key, typ = 'at+jwt', lifetimeS = 600 } = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ ...CLAIMS, iat: now - 1000, exp: now + lifetimeS, ...claims })
    .setProtectedHeader({ alg: signer.alg, kid: signer.kid, typ })
    .sign(signer.privateKey);
}

const bearer = (text: string) => `Bearer ${text}`;

function refusal(verdict: TokenVerdict): string {
  assert.equal(verdict.ok, false, 'a token was accepted that must be refused');
  return verdict.ok ? '' : verdict.code;
}

test('a good token names its caller', async () => {
  const check = createTokenCheck({ issuer: ISSUER, audience: AUDIENCE, jwks: keySet });
  const verdict = await check(bearer(await token()));
  assert.equal(verdict.ok, true);
  const { caller } = verdict as { caller: Caller };
  assert.deepEqual(
    { ...caller, scopes: [...caller.scopes], expiresAtMs: 0 },
    {
      subject: 'client-1',
      clientId: 'client-1',
      role: 'aggregator',
      party: 'agg-1',
      tokenId: 't1',
      scopes: ['data:read', 'events:read'],
      expiresAtMs: 0,
    },
  );
  assert.ok(caller.expiresAtMs > Date.now());
});

test('every wrong token is refused, with the code of what is wrong', async () => {
  const check = createTokenCheck({ issuer: ISSUER, audience: AUDIENCE, jwks: keySet });
  const good = await token();
  const [header, payload, signature] = good.split('.') as [string, string, string];
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = part({ alg: 'none', typ: 'at+jwt' });
  const hmacHeader = part({ alg: 'HS256', typ: 'at+jwt', kid: 'k1' });
  const hmac = createHmac('sha256', await exportSPKI(key.publicKey))
    .update(`${hmacHeader}.${payload}`)
    .digest('base64url');
  const forged = part({ ...CLAIMS, role: 'dso-administrator', exp: 9e9, iat: 1 });
  const cases: [string, string | undefined, string][] = [
    ['no header', undefined, 'TOKEN_MISSING'],
    ['empty header', '', 'TOKEN_MISSING'],
    ['another scheme', 'Basic Zm9vOmJhcg==', 'TOKEN_MALFORMED'],
    ['not a JWT', 'Bearer abc', 'TOKEN_MALFORMED'],
    ['two tokens', `Bearer ${good}, Bearer ${good}`, 'TOKEN_MALFORMED'],
    ['parts that are not JSON', 'Bearer a.b.c', 'TOKEN_MALFORMED'],
    ['too long', `Bearer ${'a'.repeat(9000)}.b.c`, 'TOKEN_MALFORMED'],
    ['alg none', `Bearer ${unsigned}.${payload}.`, 'TOKEN_MALFORMED'],
    ['alg none with a signature', `Bearer ${unsigned}.${payload}.${signature}`, 'TOKEN_REFUSED'],
    ['HS256 with the public key as the secret', `Bearer ${hmacHeader}.${payload}.${hmac}`, 'TOKEN_REFUSED'],
    ['a changed payload', `Bearer ${header}.${forged}.${signature}`, 'TOKEN_REFUSED'],
    ["a stranger's key under a known kid", bearer(await token({}, { signer: stranger })), 'TOKEN_REFUSED'],
    ['an unknown kid', bearer(await token({}, { signer: { ...key, kid: 'k9' } })), 'TOKEN_REFUSED'],
    ['another issuer', bearer(await token({ iss: 'https://evil.example' })), 'TOKEN_REFUSED'],
    ['another audience', bearer(await token({ aud: 'another-api' })), 'TOKEN_REFUSED'],
    ['no audience', bearer(await token({ aud: undefined })), 'TOKEN_REFUSED'],
    ['an ID token', bearer(await token({}, { typ: 'JWT' })), 'TOKEN_REFUSED'],
    ['expired', bearer(await token({}, { lifetimeS: -10 })), 'TOKEN_EXPIRED'],
    ['without an end', bearer(await token({ exp: undefined })), 'TOKEN_REFUSED'],
    ['not valid yet', bearer(await token({ nbf: Math.floor(Date.now() / 1000) + 60 })), 'TOKEN_REFUSED'],
    ['no role', bearer(await token({ role: undefined })), 'TOKEN_REFUSED'],
    ['a role nobody knows', bearer(await token({ role: 'root' })), 'TOKEN_REFUSED'],
    ['no client', bearer(await token({ client_id: undefined })), 'TOKEN_REFUSED'],
  ];
  for (const [name, header, code] of cases) assert.equal(refusal(await check(header)), code, name);
});

test('a token within the clock tolerance is accepted', async () => {
  const check = createTokenCheck({ issuer: ISSUER, audience: AUDIENCE, jwks: keySet, clockToleranceS: 30 });
  assert.equal((await check(bearer(await token({}, { lifetimeS: -10 })))).ok, true);
});

test("another issuer's claims: a path to the role, several roles, scp, azp, its own type", async () => {
  const check = createTokenCheck({
    issuer: ISSUER,
    audience: AUDIENCE,
    jwks: keySet,
    roleClaim: 'realm_access.roles',
    partyClaim: 'https://example.org/party',
    customerClaim: 'energy.customer',
    tokenType: 'JWT',
  });
  const claims = {
    role: undefined,
    client_id: undefined,
    scope: undefined,
    azp: 'dashboard',
    scp: ['data:read', 7],
    realm_access: { roles: ['offline_access', 'customer'] },
    'https://example.org/party': 'p1',
    energy: { customer: 'c1' },
  };
  const verdict = await check(bearer(await token(claims, { typ: 'JWT' })));
  assert.equal(verdict.ok, true);
  const { caller } = verdict as { caller: Caller };
  assert.deepEqual(
    [caller.role, caller.party, caller.customer, caller.clientId, [...caller.scopes]],
    ['customer', 'p1', 'c1', 'dashboard', ['data:read']],
  );
});

test('keys are fetched, kept, and fetched again for a key not yet seen; unreachable keys are 503', async (t) => {
  const served: JSONWebKeySet = { keys: [...keySet.keys] };
  let fetches = 0;
  let broken = false;
  const server = createServer((_request, response) => {
    fetches++;
    response.writeHead(broken ? 500 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(served));
  }).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const jwksUri = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
  const check = createTokenCheck({ issuer: ISSUER, audience: AUDIENCE, jwksUri });

  assert.equal((await check(bearer(await token({ jti: 'a' })))).ok, true);
  assert.equal((await check(bearer(await token({ jti: 'b' })))).ok, true);
  assert.equal(fetches, 1);

  const next = await makeKey('k2', 'RS256');
  served.keys.push(await publicJwk(next));
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() + 6000 });
  assert.equal((await check(bearer(await token({}, { signer: next })))).ok, true);
  assert.equal(fetches, 2);

  broken = true;
  t.mock.timers.tick(6000);
  const unknown = await makeKey('k3', 'ES256');
  const verdict = await check(bearer(await token({}, { signer: unknown })));
  assert.deepEqual([verdict.ok, !verdict.ok && verdict.status], [false, 503]);
  const stopped = createTokenCheck({
    issuer: ISSUER,
    audience: AUDIENCE,
    jwksUri: 'http://127.0.0.1:1/jwks',
  });
  assert.equal(refusal(await stopped(bearer(await token()))), 'ISSUER_UNREACHABLE');
});

test('an accepted token is remembered, but never past its end, and a key that was withdrawn ends it soon', async (t) => {
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  let current = keySet;
  const check = createTokenCheck({
    issuer: ISSUER,
    audience: AUDIENCE,
    jwks: () => current,
    cacheMs: 30_000,
  });
  const short = bearer(await token({}, { lifetimeS: 10 }));
  const long = bearer(await token({ jti: 'long' }));
  assert.equal((await check(short)).ok, true);
  assert.equal((await check(long)).ok, true);
  current = { keys: [] };
  assert.equal((await check(long)).ok, true);
  t.mock.timers.tick(11_000);
  assert.notEqual(refusal(await check(short)), '');
  t.mock.timers.tick(20_000);
  assert.equal(refusal(await check(long)), 'TOKEN_REFUSED');
});

test('routes ask for their scope; what has none declared is closed', async (t) => {
  const http = Fastify();
  t.after(() => http.close());
  const check = createTokenCheck({ issuer: ISSUER, audience: AUDIENCE, jwks: keySet });
  const scopes: Record<string, 'public' | string | string[]> = {
    '/open': 'public',
    '/data': 'data:read',
    '/either': ['admin', 'events:read'],
    '/admin': 'admin',
  };
  requireToken(http, { check, scopeOf: ({ url }) => scopes[url] });
  http.get('/health', async () => 'fine');
  for (const url of [...Object.keys(scopes), '/forgotten']) {
    http.get(url, async (request) => request.caller?.subject ?? 'nobody');
  }
  http.get('/data/mine', async (request) => callerOf(request).subject);
  scopes['/data/mine'] = 'public';

  const authorization = bearer(await token());
  const get = (url: string, headers = {}) => http.inject({ url, headers });
  assert.equal((await get('/health')).statusCode, 200);
  assert.equal((await get('/open')).body, 'nobody');
  assert.equal((await get('/data', { authorization })).body, 'client-1');
  assert.equal((await get('/either', { authorization })).body, 'client-1');
  assert.equal((await get('/forgotten', { authorization })).statusCode, 403);
  assert.equal((await get('/data/mine')).statusCode, 500);
  assert.equal((await get('/nowhere')).statusCode, 404);

  const none = await get('/data');
  assert.deepEqual([none.statusCode, none.json().code], [401, 'TOKEN_MISSING']);
  assert.equal(none.headers['www-authenticate'], 'Bearer realm="access-layer"');
  const wrong = await get('/data', { authorization: bearer(await token({ aud: 'other' })) });
  assert.match(String(wrong.headers['www-authenticate']), /error="invalid_token"/);
  const little = await get('/admin', { authorization });
  assert.deepEqual([little.statusCode, little.json().code], [403, 'SCOPE_MISSING']);
  assert.match(String(little.headers['www-authenticate']), /insufficient_scope", scope="admin"/);
});
