import assert from 'node:assert/strict';
import { test } from 'node:test';
import { provisionClient } from '@access-layer/gateway/accounts';
import { openDoor, startService } from '@access-layer/gateway/test-door';
import { exportJWK, generateKeyPair } from 'jose';
import { createAccessTokens } from './access-tokens.ts';
import { createClient } from './create-client.ts';
import { dataOf } from './errors.ts';
import { startServer } from './test/service.ts';

const scopes = ['data:read'];
const ADMIN = { name: 'A', role: 'dso-administrator', scopes: ['admin'] } as const;

test('a secret with every sign in it, at the real front door', async (t) => {
  const door = await openDoor(t);
  const { clientSecret: secret } = provisionClient(door.accounts, {
    ...{ clientId: 'a.b_c-1', auth: 'client_secret', ...ADMIN, scopes: ['admin'] },
  });
  const client = createClient({ url: `${door.url}/`, clientId: 'a.b_c-1', secret: secret! });
  const { clients } = await dataOf(client.gateway.GET('/clients'));
  assert.deepEqual(
    clients.map(({ clientId, role }) => [clientId, role]),
    [['a.b_c-1', 'dso-administrator']],
  );
  const wrong = createClient({ url: door.url, clientId: 'a.b_c-1', secret: 'wrong: + /%' });
  await assert.rejects(dataOf(wrong.gateway.GET('/clients')), { code: 'invalid_client' });
});

for (const [alg, options] of [
  ['ES256', {}],
  ['RS256', { modulusLength: 2048 }],
] as const) {
  test(`a private key (${alg}) at the real front door, for several tokens`, async (t) => {
    const door = await openDoor(t);
    const pair = await generateKeyPair(alg, { extractable: true, ...options });
    const jwk = { ...(await exportJWK(pair.publicKey)), kid: 'k1', alg };
    provisionClient(door.accounts, {
      ...{
        clientId: 'platform',
        auth: 'private_key_jwt',
        jwks: { keys: [jwk] },
        ...ADMIN,
        scopes: ['admin'],
      },
    });
    const privateKey = { ...(await exportJWK(pair.privateKey)), kid: 'k1' };
    const tokens = createAccessTokens({ url: door.url, clientId: 'platform', privateKey, fetch });
    const first = await tokens.get();
    assert.equal(await tokens.get(), first, 'kept while it is valid');
    tokens.drop(first);
    assert.notEqual(await tokens.get(), first, 'every assertion is new');
    const client = createClient({ url: door.url, clientId: 'platform', privateKey });
    assert.equal((await client.gateway.GET('/limits')).response.status, 200);
  });
}

test('a key of another kind is refused before anything is sent', async () => {
  const { privateKey } = await generateKeyPair('ES384', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const tokens = createAccessTokens({ url: 'http://127.0.0.1:9', clientId: 'a', privateKey: jwk, fetch });
  await assert.rejects(tokens.get(), { code: 'CLIENT_KEY' });
});

test('many requests at once get one token; it is renewed before it ends, and when it is refused', async (t) => {
  let lifetimeS = 600;
  let refuseOnce = false;
  const { url, seen } = await startServer(t, ({ path }, response, count) => {
    response.setHeader('content-type', 'application/json');
    if (path === '/oauth/token') {
      response.end(JSON.stringify({ access_token: `t${count}`, expires_in: lifetimeS }));
    } else if (refuseOnce) {
      refuseOnce = false;
      response.writeHead(401).end(JSON.stringify({ code: 'TOKEN_REFUSED', message: '' }));
    } else response.end('{"readings":1}');
  });
  const asked = () => seen.filter(({ path }) => path === '/oauth/token').length;
  const client = createClient({ url, clientId: 'a', secret: 's', scope: 'data:read' });
  await Promise.all(Array.from({ length: 5 }, () => client.data.GET('/v1/stages')));
  assert.equal(asked(), 1);
  assert.equal(seen[0]!.body, 'grant_type=client_credentials&scope=data%3Aread');

  refuseOnce = true;
  assert.equal(
    (await client.data.POST('/v1/orders', { body: { payload: 'p', signature: 's' } })).response.status,
    200,
  );
  assert.equal(asked(), 2, 'a token that was refused is replaced');
  const [refused, again] = seen.filter(({ path }) => path === '/v1/orders');
  assert.equal(again!.body, refused!.body);
  assert.notEqual(again!.headers.authorization, refused!.headers.authorization);

  lifetimeS = 0;
  const short = createClient({ url, clientId: 'b', secret: 's' });
  await short.data.GET('/v1/stages');
  await short.data.GET('/v1/stages');
  assert.equal(asked(), 4, 'one that is about to end is not used again');
});

test('a service behind a real front door sees who calls', async (t) => {
  const door = await openDoor(t, { upstreams: {} });
  const callers: unknown[] = [];
  const url = await startService(t, door, (http) => {
    http.get('/v1/stages', async (request) => {
      callers.push([request.caller!.clientId, request.caller!.party]);
      return {};
    });
  });
  const { clientSecret: secret } = provisionClient(door.accounts, {
    ...{ clientId: 'agg', name: 'A', auth: 'client_secret', role: 'aggregator', party: 'agg-1', scopes },
  });
  const client = createClient({ url, issuer: door.url, clientId: 'agg', secret: secret! });
  await dataOf(client.data.GET('/v1/stages'));
  assert.deepEqual(callers, [['agg', 'agg-1']]);
});
