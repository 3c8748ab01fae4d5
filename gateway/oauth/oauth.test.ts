import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { provisionClient, rotateSigningKeys } from '../accounts.ts';
import { makeCaller, openDoor, postForm, requestToken, startService, until } from '../test-door.ts';

test('client credentials: an RFC 9068 token that says who calls, and a service that accepts it', async (t) => {
  const door = await openDoor(t);
  const caller = await makeCaller(door, 'aggregator-1', { scopes: ['data:read', 'events:read'] });
  const token = caller.authorization.slice(7);
  assert.equal(decodeProtectedHeader(token).typ, 'at+jwt');
  const { iss, aud, sub, client_id, scope, role, party, jti, exp, iat } = decodeJwt(token);
  assert.deepEqual(
    { iss, aud, sub, client_id, scope, role, party, lifetimeS: exp! - iat! },
    {
      iss: door.url,
      aud: 'access-layer',
      sub: 'aggregator-1',
      client_id: 'aggregator-1',
      scope: 'data:read events:read',
      role: 'aggregator',
      party: 'agg-1',
      lifetimeS: 600,
    },
  );
  assert.ok(jti);
  const service = await startService(t, door, (http) => {
    http.get('/whoami', async (request) => request.caller?.party);
  });
  const { authorization } = caller;
  assert.equal(await (await fetch(`${service}/whoami`, { headers: { authorization } })).text(), 'agg-1');
});

test('discovery: both documents, every address under the issuer, whatever Host says', async (t) => {
  const door = await openDoor(t);
  for (const path of ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server']) {
    const response = await door.get(path, {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
    });
    const found = (await response.json()) as Record<string, unknown>;
    assert.equal(found.issuer, door.url);
    assert.equal(found.jwks_uri, `${door.url}/oauth/jwks`);
    assert.equal(found.token_endpoint, `${door.url}/oauth/token`);
    assert.deepEqual(found.code_challenge_methods_supported, ['S256']);
    assert.deepEqual(found.response_types_supported, ['code']);
    for (const [name, value] of Object.entries(found)) {
      if (/_endpoint$|_uri$/.test(name)) assert.ok(String(value).startsWith(door.url), name);
    }
  }
});

test('a wrong secret, an unknown client, a scope that it does not have: refused', async (t) => {
  const door = await openDoor(t);
  const { clientId, secret } = await makeCaller(door, 'a');
  const errorOf = async (response: Response) => [
    response.status,
    ((await response.json()) as { error: string }).error,
  ];
  assert.deepEqual(await errorOf(await requestToken(door.url, clientId, 'wrong')), [401, 'invalid_client']);
  assert.deepEqual(await errorOf(await requestToken(door.url, 'nobody', secret)), [401, 'invalid_client']);
  assert.deepEqual(await errorOf(await requestToken(door.url, clientId, secret, 'admin')), [
    400,
    'invalid_scope',
  ]);
  assert.deepEqual(await errorOf(await requestToken(door.url, clientId, 'kept as a hash')), [
    401,
    'invalid_client',
  ]);
});

async function signingClient(t: TestContext) {
  const door = await openDoor(t);
  const keys = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'c1', alg: 'ES256', use: 'sig' };
  provisionClient(door.accounts, {
    clientId: 'tso',
    name: 'TSO',
    auth: 'private_key_jwt',
    jwks: { keys: [jwk] },
    role: 'tso',
    scopes: ['data:read'],
  });
  const assertion = (claims = {}, key = keys.privateKey) =>
    new SignJWT({ iss: 'tso', sub: 'tso', aud: door.url, jti: crypto.randomUUID(), ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'c1' })
      .setIssuedAt()
      .setExpirationTime('60s')
      .sign(key);
  const send = (signed: string) =>
    postForm(`${door.url}/oauth/token`, {
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: signed,
    });
  return { door, assertion, send };
}

test('private_key_jwt: a signed assertion works once, for this server, with the registered key', async (t) => {
  const { assertion, send } = await signingClient(t);
  const once = await assertion();
  assert.equal((await send(once)).status, 200);
  assert.equal((await send(once)).status, 401, 'replayed');
  assert.equal((await send(await assertion({ aud: 'https://other.example' }))).status, 401);
  assert.equal((await send(await assertion({ jti: undefined }))).status, 401);
  const stranger = await generateKeyPair('ES256');
  assert.equal((await send(await assertion({}, stranger.privateKey))).status, 401);
});

test('private_key_jwt: of the same assertion sent many times at once, one gets a token', async (t) => {
  const { assertion, send } = await signingClient(t);
  const once = await assertion();
  const statuses = await Promise.all(Array.from({ length: 8 }, async () => (await send(once)).status));
  assert.equal(statuses.filter((status) => status === 200).length, 1);
});

test('introspection and revocation of access tokens; the front door refuses a revoked one at once', async (t) => {
  const door = await openDoor(t);
  const { clientId, secret, authorization } = await makeCaller(door, 'a', {
    role: 'dso-administrator',
    scopes: ['admin'],
  });
  const other = await makeCaller(door, 'b');
  const token = authorization.slice(7);
  const basic = (id: string, password: string) => ({
    authorization: `Basic ${Buffer.from(`${id}:${password}`).toString('base64')}`,
  });
  const introspect = async (value: string) => {
    const response = await postForm(
      `${door.url}/oauth/introspect`,
      { token: value },
      basic(clientId, secret),
    );
    return (await response.json()) as { active: boolean; client_id?: string; role?: string };
  };
  const before = await introspect(token);
  assert.deepEqual([before.active, before.client_id, before.role], [true, 'a', 'dso-administrator']);
  assert.deepEqual(await introspect(`${token.slice(0, -8)}AAAAAAAA`), { active: false });
  const unauthenticated = await postForm(`${door.url}/oauth/introspect`, { token });
  assert.equal(unauthenticated.status, 400);

  const revoke = (id: string, password: string) =>
    postForm(`${door.url}/oauth/revoke`, { token }, basic(id, password));
  assert.equal((await revoke('b', other.secret)).status, 400, "another client's token");
  assert.equal((await door.get('/clients', { authorization })).status, 200);
  assert.equal((await revoke(clientId, secret)).status, 200);
  assert.deepEqual(await introspect(token), { active: false });
  const refused = await door.get('/clients', { authorization });
  assert.deepEqual(
    [refused.status, ((await refused.json()) as { code: string }).code],
    [401, 'GW_TOKEN_REVOKED'],
  );
});

test('signing keys rotate while tokens are in use: none is refused, and services follow by themselves', async (t) => {
  const door = await openDoor(t);
  const admin = await makeCaller(door, 'admin', {
    role: 'dso-administrator',
    scopes: ['admin', 'data:read'],
  });
  const service = await startService(t, door, (http) => {
    http.get('/data', async () => 'ok');
  });
  const use = async (authorization: string) =>
    (await fetch(`${service}/data`, { headers: { authorization } })).status;
  const kidOf = (authorization: string) => decodeProtectedHeader(authorization.slice(7)).kid;
  assert.equal(await use(admin.authorization), 200);
  const kids = [kidOf(admin.authorization)];
  const tokens = [admin.authorization];
  for (let round = 0; round < 2; round++) {
    const rotated = await fetch(`${door.url}/keys/rotate`, {
      method: 'POST',
      headers: { authorization: admin.authorization },
    });
    assert.equal(rotated.status, 200);
    const next = `Bearer ${await door.token('admin', admin.secret)}`;
    kids.push(kidOf(next));
    tokens.push(next);
    if (round === 0) for (const token of tokens) assert.equal(await use(token), 200);
    for (const token of tokens)
      assert.equal((await door.get('/clients', { authorization: token })).status, 200);
  }
  assert.equal(new Set(kids).size, 3, 'each rotation signs with another key');
  const { keys } = (await (await door.get('/oauth/jwks')).json()) as { keys: Record<string, string>[] };
  assert.equal(keys.length, 4);
  for (const key of keys) assert.equal(key.d, undefined, 'a private key is published');
});

test('keys that the command line tool rotated are used by the running gateway', async (t) => {
  const door = await openDoor(t);
  const { secret } = await makeCaller(door, 'a');
  const [current] = await rotateSigningKeys(door.accounts);
  await until(() => door.log.some(({ msg }) => msg === 'signing keys in use'));
  assert.equal(decodeProtectedHeader(await door.token('a', secret)).kid, current!.kid);
});

test('a restart keeps clients and keys: tokens from before are still good', async (t) => {
  const first = await openDoor(t);
  const { authorization } = await makeCaller(first, 'a', { role: 'dso-administrator', scopes: ['admin'] });
  const { port } = new URL(first.url);
  await first.stop();
  const second = await openDoor(t, {
    dataDir: first.dataDir,
    config: { http: { host: '127.0.0.1', port: Number(port) } },
  });
  assert.equal((await second.get('/clients', { authorization })).status, 200);
});

test('RS256 where it is asked for, also after a change of the algorithm', async (t) => {
  const first = await openDoor(t);
  const { secret } = await makeCaller(first, 'a');
  await first.stop();
  const second = await openDoor(t, {
    dataDir: first.dataDir,
    config: { issuer: { name: 'embedded', algorithm: 'RS256' } },
  });
  const token = await second.token('a', secret);
  assert.equal(decodeProtectedHeader(token).alg, 'RS256');
  assert.equal((await second.get('/stats', { authorization: `Bearer ${token}` })).status, 200);
});
