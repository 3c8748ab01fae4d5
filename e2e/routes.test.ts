import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import diagnostics from 'node:diagnostics_channel';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createRestGuard } from '@access-layer/blockchain-access-layer/rest/guard';
import { type RestOptions, startRest } from '@access-layer/blockchain-access-layer/rest/server';
import { provisionClient } from '@access-layer/gateway/accounts';
import { accountsFile, openAccounts } from '@access-layer/gateway/database';
import { startGateway } from '@access-layer/gateway/gateway';
import { readKeys } from '@access-layer/gateway/oauth/signing-keys';
import { type Route, readRouteTable, scopeFor, upstreamPath } from '@access-layer/gateway/route-table';
import { createLog } from '@access-layer/kit/log';
import { startService } from '@access-layer/shared-customer-database/start-service';
import type { FastifyInstance } from 'fastify';
import { importJWK, SignJWT } from 'jose';
import { startAlarmsAlone } from './alarms-alone.ts';
import { startOnboardingAlone } from './onboarding-alone.ts';

/** Every route of every service, as the service itself registers it, is asked for at the service and at the front door. */
interface Registered {
  method: string;
  /** Pattern as registered. */
  url: string;
}

const root = join(import.meta.dirname, '..');
const table = readRouteTable(join(root, 'gateway/routes.yaml'));
const dir = mkdtempSync(join(tmpdir(), 'routes-'));
const log = createLog({ name: 'test', level: 'silent' });
const AUDIENCE = 'access-layer';
const ZERO = `0x${'0'.repeat(40)}`;
const closing: (() => Promise<unknown>)[] = [];
const services: Record<string, { url: string; routes: Registered[] }> = {};
let gateway: { url: string; routes: Registered[] };
let token: (...scopes: string[]) => Promise<{ authorization: string }>;

/** Routes that stand for themselves: what the machine asks, and pages of a service without a front door. */
const LOCAL = /^\/(health|metrics|docs|openapi\.json)(\/|$)/;
const PUBLIC = /^\/(asyncapi\.json|openapi|docs|$)/;

/** The routes that are registered while something starts. */
async function collect<T>(start: () => Promise<T>): Promise<{ started: T; routes: Registered[] }> {
  const routes: Registered[] = [];
  const onInstance = (message: unknown) => {
    (message as { fastify: FastifyInstance }).fastify.addHook('onRoute', ({ method, url }) => {
      for (const one of [method].flat()) routes.push({ method: one, url });
    });
  };
  diagnostics.subscribe('fastify.initialization', onInstance);
  const started = await start();
  diagnostics.unsubscribe('fastify.initialization', onInstance);
  return { started, routes: routes.filter(({ method }) => method !== 'HEAD' && method !== 'OPTIONS') };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

before(async () => {
  const url = `http://127.0.0.1:${await freePort()}`;
  const auth = { issuer: url, audience: AUDIENCE, jwksUri: `${url}/oauth/jwks` };
  await startDatabase(auth);
  await startAccessLayer(auth);
  await startOnboarding(auth);
  const alarms = await collect(() => startAlarmsAlone(dir, auth, log));
  closing.push(() => alarms.started.stop());
  services.alarms = { url: alarms.started.url, routes: alarms.routes };
  const classes = { public: { perS: 1e4, burst: 1e4 } };
  const many = Object.fromEntries(
    ['oauth', 'login', 'admin', 'data', 'events', 'refused'].map((name) => [name, classes.public]),
  );
  const upstreams = Object.fromEntries(Object.entries(services).map(([name, of]) => [name, { url: of.url }]));
  const { started, routes } = await collect(() =>
    startGateway(
      {
        ...{ dataDir: join(dir, 'gateway'), upstreams, overload: { maxEventLoopDelayMs: 60_000 } },
        http: { host: '127.0.0.1', port: Number(new URL(url).port) },
        limits: { classes: { ...classes, ...many } },
      },
      log,
    ),
  );
  closing.push(() => started.stop());
  gateway = { url: started.url, routes };
  token = await signer(url);
});
after(async () => {
  for (const close of closing.reverse()) await close();
  rmSync(dir, { recursive: true });
});

type Auth = { issuer: string; audience: string; jwksUri: string };

async function startDatabase(auth: Auth): Promise<void> {
  const { started, routes } = await collect(() =>
    startService(
      {
        ...{ network: 'test-1', dataDir: join(dir, 'scd'), http: { port: 0 }, auth },
        chain: { rpcUrl: 'http://127.0.0.1:1', chainId: 1, registry: ZERO, anchorContract: ZERO },
        stream: { name: 'embedded', dir: join(dir, 'stream') },
        ...{ podPattern: '^IT\\d{3}E\\d{8}$', policiesDir: join(root, 'policies'), roles: ['api'] },
      },
      log,
    ),
  );
  closing.push(() => started.stop());
  services['shared-customer-database'] = { url: started.url, routes };
}

/** The REST API alone: behind its guard there is nothing, which a request that comes through meets as a 500. */
async function startAccessLayer(auth: Auth): Promise<void> {
  const guard = createRestGuard({ auth, accessUrl: 'http://127.0.0.1:1' } as never);
  const options = { host: '127.0.0.1', port: 0, log, health: () => ({ status: 'ok' }), metrics: [], guard };
  const { started, routes } = await collect(() => startRest(options as unknown as RestOptions));
  closing.push(() => started.close());
  const { port } = started.server.address() as { port: number };
  services['blockchain-access-layer'] = { url: `http://127.0.0.1:${port}`, routes };
}

async function startOnboarding(auth: Auth): Promise<void> {
  const { started, routes } = await collect(() => startOnboardingAlone(join(dir, 'devices'), auth, log));
  closing.push(() => started.stop());
  // What devices ask for needs no token: they have a code, or sign with their key. It is not behind the front door.
  const forDevices = ['/enrolment', '/renewal', '/bindings'];
  const behindDoor = routes.filter(({ url }) => !forDevices.includes(url));
  assert.equal(routes.length - behindDoor.length, forDevices.length);
  services.onboarding = { url: started.url, routes: behindDoor };
}

/** Tokens of one client, signed with the gateway's key. */
async function signer(issuer: string): Promise<typeof token> {
  const file = accountsFile(join(dir, 'gateway'));
  const identity = { role: 'dso-administrator', party: 'dso', scopes: [] } as const;
  provisionClient(file, { clientId: 'a', name: 'A', auth: 'client_secret', ...identity, scopes: [] });
  const database = openAccounts(file);
  const { jwk } = readKeys(database)[0]!;
  database.close();
  const key = await importJWK(jwk, 'ES256');
  return async (...scopes) => {
    const claims = { sub: 'a', client_id: 'a', role: 'dso-administrator', party: 'dso', jti: randomUUID() };
    const jwt = await new SignJWT({ ...claims, scope: scopes.join(' ') })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: jwk.kid! })
      .setIssuer(issuer)
      .setAudience(AUDIENCE)
      .setIssuedAt()
      .setExpirationTime('10m')
      .sign(key);
    return { authorization: `Bearer ${jwt}` };
  };
}

/** A path of the pattern; a colon itself stands there twice. */
const pathOf = (url: string) =>
  url
    .replace(/(?<!:):[A-Za-z]+(\([^)]*\))?/g, 'x')
    .replace('::', ':')
    .replace('*', 'x');

async function ask(address: string, method: string, headers: Record<string, string> = {}) {
  const response = await fetch(address, { method, headers, redirect: 'manual' });
  return { status: response.status, text: (await response.text()).slice(0, 300) };
}

/** Where the front door has a route of a service; undefined where no prefix of the table leads to it. */
function atTheDoor(service: string, path: string): { route: Route; path: string } | undefined {
  for (const route of table.routes) {
    if (route.upstream !== service) continue;
    const base = (route.rewrite ?? route.prefix).replace(/\/$/, '');
    if (!path.startsWith(base)) continue;
    const front = route.prefix + path.slice(base.length);
    if (table.match(front) === route && upstreamPath(route, front) === path) return { route, path: front };
  }
  return undefined;
}

test('every route of a service asks for a token and a scope itself', async () => {
  const none = await token('openid');
  let count = 0;
  for (const { url, routes } of Object.values(services)) {
    for (const route of routes) {
      if (LOCAL.test(route.url) || PUBLIC.test(route.url)) continue;
      count += 1;
      const address = url + pathOf(route.url);
      const [without, wrong] = [
        await ask(address, route.method),
        await ask(address, route.method, none),
      ] as const;
      assert.equal(without.status, 401, `${route.method} ${route.url} without a token: ${without.text}`);
      assert.equal(wrong.status, 403, `${route.method} ${route.url} without a scope: ${wrong.text}`);
    }
  }
  assert.ok(count > 80, `${count} routes`);
});

test('every route of a service is reached through the front door, by a token of a scope that the table names', async (t) => {
  const used = new Set<Route>();
  let count = 0;
  for (const [service, { routes }] of Object.entries(services)) {
    for (const { method, url } of routes) {
      if (LOCAL.test(url)) continue;
      const found = atTheDoor(service, pathOf(url));
      assert.ok(found, `no prefix of the table leads to ${method} ${url} of the ${service}`);
      used.add(found.route);
      const scopes = scopeFor(found.route, method);
      assert.ok(scopes, `the table closes ${method} ${found.path}`);
      count += 1;
      const tried: string[] = [];
      for (const scope of [scopes].flat()) {
        const { status, text } = await ask(gateway.url + found.path, method, await token(scope));
        const isRefused = [401, 403, 405].includes(status) || /"code":"(GW_NO_ROUTE|NOT_FOUND)"/.test(text);
        if (!isRefused) tried.length = 0;
        if (!isRefused) break;
        tried.push(`${scope}: ${status} ${text}`);
      }
      assert.deepEqual(tried, [], `${method} ${found.path}`);
    }
  }
  for (const route of table.routes) {
    if (route.upstream === 'self') continue;
    assert.ok(used.has(route), `the prefix ${route.prefix} leads to nothing: it is dead`);
  }
  t.diagnostic(`${count} routes of services reached`);
});

test('every route of the gateway itself is in the table, and closed unless it is public', async () => {
  const none = await token('openid');
  const passing = /^\/(\*|oauth\/\*|\.well-known\/\*|health|metrics|)$/;
  for (const { method, url } of gateway.routes) {
    if (passing.test(url)) continue;
    const route = table.match(pathOf(url));
    assert.equal(route?.upstream, 'self', `${method} ${url}`);
    if (route!.public) continue;
    const address = gateway.url + pathOf(url);
    assert.equal((await ask(address, method)).status, 401, `${method} ${url}`);
    if (scopeFor(route!, method)?.includes('any')) continue;
    assert.equal((await ask(address, method, none)).status, 403, `${method} ${url}`);
    const reached = await ask(address, method, await token('admin'));
    assert.ok(![401, 403, 405].includes(reached.status), `${method} ${url}: ${reached.text}`);
  }
});
