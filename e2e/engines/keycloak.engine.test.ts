import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import keycloak from '@access-layer/engines/keycloak';
import { openDoor } from '@access-layer/gateway/test-door';
import { createTokenCheck, requireToken } from '@access-layer/kit/token';
import Fastify from 'fastify';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { until } from '../all-in-one.ts';
import { ROOT } from '../source-files.ts';
import { openKeycloak } from './keycloak-admin.ts';
import { needEngine } from './need-engine.ts';

const realm = readFileSync(join(ROOT, 'deploy/keycloak/realm.json'), 'utf8');
const engine = await needEngine((options) => keycloak.start({ ...options, realm }));

if (engine) {
  const issuer = await openKeycloak(engine);
  const scope = { after: (clean: () => void | Promise<void>) => after(clean) };
  const options = { issuer: issuer.issuer, audience: 'access-layer', jwksUri: issuer.jwksUri };

  // A service that checks every token itself, as all do, behind the gateway with the same issuer.
  const service = Fastify();
  requireToken(service, {
    check: createTokenCheck(options),
    scopeOf: ({ method }) => (method === 'GET' ? 'data:read' : 'ingest:write'),
  });
  service.all('/v1/me', async ({ caller }) => ({ ...caller, scopes: [...caller!.scopes] }));
  const serviceUrl = await service.listen({ host: '127.0.0.1', port: 0 });
  after(() => service.close());
  const route = { prefix: '/v1', upstream: 'service', limit: 'data' };
  const door = await openDoor(scope, {
    routes: [{ ...route, scopes: { read: ['data:read'], write: ['ingest:write'] } }],
    upstreams: { service: { url: serviceUrl } },
    config: { issuer: { name: 'outside', issuer: issuer.issuer, audience: 'access-layer' } },
  });

  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  /** Statuses of the gateway and of the service itself: neither trusts the other. */
  const ask = async (headers: Record<string, string>, method = 'GET') =>
    Promise.all(
      [door.url, serviceUrl].map(async (url) => {
        const answer = await fetch(`${url}/v1/me`, { method, headers });
        return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
      }),
    );
  const statuses = async (headers: Record<string, string>, method?: string) =>
    (await ask(headers, method)).map(({ status }) => status);

  test('a client of the realm is who the realm says, and may do what its scopes say', async () => {
    const token = await issuer.token('aggregator-1', 'data:read');
    for (const { status, body } of await ask(bearer(token))) {
      assert.equal(status, 200, JSON.stringify(body));
      assert.deepEqual([body.clientId, body.role, body.party], ['aggregator-1', 'aggregator', 'agg-1']);
      assert.deepEqual(body.scopes, ['data:read']);
    }
    assert.deepEqual(await statuses(bearer(token), 'POST'), [403, 403], 'a scope that was not asked for');
    const writer = await issuer.token('aggregator-1', 'data:read ingest:write');
    assert.deepEqual(await statuses(bearer(writer), 'POST'), [200, 200]);
    await assert.rejects(issuer.token('tso-1', 'admin'), /invalid_scope/, 'a scope that it may not have');
  });

  test('every other token is refused at the gateway and at the service', async () => {
    const good = await issuer.token('dso-console', 'data:read');
    const [head, payload, signature] = good.split('.') as [string, string, string];
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const claims = decodeJwt(good);
    const header = decodeProtectedHeader(good);
    assert.equal(header.typ, 'at+jwt');
    const other = `${signature[0] === 'A' ? 'B' : 'A'}${signature.slice(1)}`;
    const cases: [string, Record<string, string>][] = [
      ['none', {}],
      ['no JWT', bearer('abc')],
      ['another way to sign in', { authorization: `Basic ${Buffer.from('a:b').toString('base64')}` }],
      ['a changed signature', bearer(`${head}.${payload}.${other}`)],
      [
        'a changed role',
        bearer(`${head}.${part({ ...claims, role: 'dso-administrator', party: 'tso-1' })}.${signature}`),
      ],
      ['signed by nobody', bearer(`${part({ alg: 'none', typ: 'at+jwt' })}.${payload}.`)],
      ['signed by nobody, with a signature', bearer(`${part({ alg: 'none', typ: 'at+jwt' })}.${payload}.AA`)],
      ['of another realm', bearer(await issuer.adminToken())],
      ['for another audience', bearer(await withoutScope())],
      [
        'of a kind that is no access token',
        bearer(await withAttribute('access.token.header.type.rfc9068', 'false')),
      ],
      ['of one who has no role', bearer(await withoutRole())],
    ];
    for (const [name, headers] of cases) assert.deepEqual(await statuses(headers), [401, 401], name);
    assert.deepEqual(await statuses(bearer(good)), [200, 200]);
  });

  test('a token ends when it says', async () => {
    const short = await withAttribute('access.token.lifespan', '1');
    const check = createTokenCheck({ ...options, clockToleranceS: 0, cacheMs: 60_000 });
    const code = async () => {
      const verdict = await check(`Bearer ${short}`);
      return verdict.ok ? 'ok' : verdict.code;
    };
    await until('the end of a token', async () => (await code()) === 'TOKEN_EXPIRED', 20_000);
  });

  test('keys rotate: the new one counts at once, the former until it is taken away', async () => {
    const former = await issuer.token('market-1', 'data:read');
    assert.deepEqual(await statuses(bearer(former)), [200, 200]);
    const takeAway = await issuer.rotate();
    const next = await issuer.token('market-1', 'data:read');
    assert.notEqual(decodeProtectedHeader(next).kid, decodeProtectedHeader(former).kid);
    // Keys are fetched again for one that is unknown, at most every five seconds.
    await until('the new key', async () => String(await statuses(bearer(next))) === '200,200', 30_000);
    assert.deepEqual(await statuses(bearer(former)), [200, 200]);
    await takeAway();
    const fresh = createTokenCheck(options);
    const verdict = await fresh(`Bearer ${former}`);
    assert.equal(verdict.ok ? 'ok' : verdict.code, 'TOKEN_REFUSED');
    assert.ok((await fresh(`Bearer ${next}`)).ok);
  });

  /** A token of a client that was changed for it, and is changed back. */
  async function withAttribute(name: string, value: string): Promise<string> {
    const path = `/clients/${await issuer.idOf('tso-1')}`;
    const client = (await (await issuer.call('GET', path)).json()) as { attributes: Record<string, string> };
    const attributes = { ...client.attributes, [name]: value };
    await issuer.call('PUT', path, { ...client, attributes });
    try {
      return await issuer.token('tso-1', 'data:read');
    } finally {
      await issuer.call('PUT', path, {
        ...client,
        attributes: { ...attributes, [name]: client.attributes[name] ?? '' },
      });
    }
  }

  /** Without the scope that every client has, a token is for nobody. */
  async function withoutScope(): Promise<string> {
    const scopes = (await (await issuer.call('GET', '/client-scopes')).json()) as {
      id: string;
      name: string;
    }[];
    const { id } = scopes.find(({ name }) => name === 'access-layer')!;
    const path = `/clients/${await issuer.idOf('tso-1')}/default-client-scopes/${id}`;
    await issuer.call('DELETE', path);
    try {
      return await issuer.token('tso-1', 'data:read');
    } finally {
      await issuer.call('PUT', path);
    }
  }

  async function withoutRole(): Promise<string> {
    const client = `/clients/${await issuer.idOf('tso-1')}`;
    const user = (await (await issuer.call('GET', `${client}/service-account-user`)).json()) as {
      id: string;
      attributes: Record<string, string[]>;
    };
    const { role: _role, ...attributes } = user.attributes;
    await issuer.call('PUT', `/users/${user.id}`, { ...user, attributes });
    try {
      return await issuer.token('tso-1', 'data:read');
    } finally {
      await issuer.call('PUT', `/users/${user.id}`, user);
    }
  }
}
