import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import type http from 'node:http';
import https from 'node:https';
import { join } from 'node:path';
import { test } from 'node:test';
import { connect, type TLSSocket } from 'node:tls';
import { createCa, issueIdentity, readCa, writeIdentity } from '@access-layer/kit/pki';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { stringify } from 'yaml';
import { provisionClient, provisionUser } from './accounts.ts';
import type { DashboardDocument } from './dashboard-files.ts';
import { accountsFile } from './database.ts';
import type { Route } from './route-table.ts';
import { openDoor, requestToken, type Scope, startUpstream, until } from './test-door.ts';

const ROUTES: Route[] = [
  { prefix: '/d', upstream: 'up', scopes: { read: ['data:read'] }, limit: 'data' },
  { prefix: '/oauth/jwks', upstream: 'self', public: true, limit: 'public' },
];

test('HTTPS with a management port: strict transport, secure cookies, no metrics at the front', async (t) => {
  const dir = temporaryFolder('gateway-');
  const authority = await createCa('Test');
  const identity = await issueIdentity(await readCa(authority), {
    commonName: 'gateway',
    serverNames: ['127.0.0.1', 'localhost'],
  });
  const tls = writeIdentity(dir, 'gateway', identity);
  const url = await startUpstream(t, (_request, response) => response.end('ok'));
  // fetch knows the public authorities only: the door is tried through node:https here.
  const { startGateway } = await import('./gateway.ts');
  const { pino } = await import('pino');
  const routesFile = join(dir, 'routes.yaml');
  const own = { upstream: 'self', public: true, limit: 'public' };
  writeFileSync(
    routesFile,
    stringify({ routes: [...ROUTES, { ...own, prefix: '/oauth' }, { ...own, prefix: '/.well-known' }] }),
  );
  const gateway = await startGateway(
    {
      dataDir: dir,
      routesFile,
      http: { host: '127.0.0.1', port: 0, tls },
      management: { host: '127.0.0.1', port: 0 },
      upstreams: { up: { url } },
    },
    pino({ level: 'silent' }),
  );
  t.after(() => gateway.stop());
  const get = (path: string) =>
    new Promise<{ status: number; headers: http.IncomingHttpHeaders; body: string }>((resolve, reject) => {
      const options = { ca: authority.certificate, agent: false as const };
      https
        .get(gateway.url + path, options, async (response) => {
          let body = '';
          for await (const chunk of response) body += String(chunk);
          resolve({ status: response.statusCode!, headers: response.headers, body });
        })
        .on('error', reject);
    });
  const discovery = await get('/.well-known/openid-configuration');
  assert.equal(JSON.parse(discovery.body).issuer, gateway.url);
  assert.match(discovery.headers['strict-transport-security']!, /max-age=\d{7,}/);
  for (const path of ['/metrics', '/health', '/jwks']) assert.equal((await get(path)).status, 404, path);
  const { managementUrl } = gateway;
  assert.equal((await fetch(`${managementUrl}/health`)).status, 200);
  assert.match(await (await fetch(`${managementUrl}/metrics`)).text(), /access_layer_gateway_requests_total/);
  const jwks = (await (await fetch(`${managementUrl}/jwks`)).json()) as { keys: object[] };
  assert.equal(jwks.keys.length, 2);

  provisionClient(accountsFile(dir), {
    clientId: 'web',
    name: 'Web',
    auth: 'none',
    redirectUris: ['https://app.example/cb'],
    scopes: ['data:read'],
  });
  const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
  const query = `client_id=web&response_type=code&redirect_uri=https://app.example/cb&scope=openid&code_challenge=${challenge}&code_challenge_method=S256`;
  const begin = await get(`/oauth/auth?${query}`);
  assert.equal(begin.status, 303);
  for (const cookie of begin.headers['set-cookie']!) assert.match(cookie, /; secure/i);
  const old = connect({
    port: Number(new URL(gateway.url).port),
    host: '127.0.0.1',
    maxVersion: 'TLSv1.1',
    minVersion: 'TLSv1',
  });
  await assert.rejects(once(old as TLSSocket, 'secureConnect'));
});

async function startOutsideIssuer(t: Scope) {
  const keys = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(keys.publicKey)), kid: 'o1', alg: 'RS256', use: 'sig' };
  const state = { up: true };
  const issuer = await startUpstream(t, (request, response) => {
    if (!state.up) return void response.writeHead(500).end();
    response.setHeader('content-type', 'application/json');
    const found = request.url?.endsWith('/.well-known/openid-configuration');
    response.end(
      JSON.stringify(found ? { issuer: `${issuer}/realm`, jwks_uri: `${issuer}/certs` } : { keys: [jwk] }),
    );
  });
  const token = (claims = {}) =>
    new SignJWT({ azp: 'portal', scope: 'data:read', realm_access: { roles: ['user', 'tso'] }, ...claims })
      .setProtectedHeader({ alg: 'RS256', kid: 'o1', typ: 'JWT' })
      .setIssuer(`${issuer}/realm`)
      .setAudience('grid')
      .setSubject('u1')
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(keys.privateKey);
  return { issuer: `${issuer}/realm`, token, state };
}

test('an outside issuer by configuration: its tokens count, ours do not exist, discovery leads to it', async (t) => {
  const outside = await startOutsideIssuer(t);
  outside.state.up = false;
  const url = await startUpstream(t, (_request, response) => response.end('ok'));
  const issuer = {
    name: 'outside' as const,
    issuer: outside.issuer,
    audience: 'grid',
    roleClaim: 'realm_access.roles',
    tokenType: 'JWT',
  };
  const door = await openDoor(t, { routes: ROUTES, upstreams: { up: { url } }, config: { issuer } });
  const bearer = { authorization: `Bearer ${await outside.token()}` };
  assert.equal((await door.get('/d', bearer)).status, 503, 'never open while its keys cannot be read');
  outside.state.up = true;
  assert.equal((await door.get('/d', bearer)).status, 200);
  const other = await outside.token({ realm_access: { roles: ['user'] } });
  assert.equal((await door.get('/d', { authorization: `Bearer ${other}` })).status, 401);

  const discovery = await door.get('/.well-known/openid-configuration');
  assert.equal(discovery.status, 307);
  assert.equal(discovery.headers.get('location'), `${outside.issuer}/.well-known/openid-configuration`);
  const token = await requestToken(door.url, 'a', 'b');
  assert.deepEqual(
    [token.status, ((await token.json()) as { code: string }).code],
    [404, 'GW_ISSUER_ELSEWHERE'],
  );
  const admin = {
    authorization: `Bearer ${await outside.token({ scope: 'admin', realm_access: { roles: ['dso-administrator'] } })}`,
  };
  assert.equal((await door.get('/clients', admin)).status, 404);
  assert.equal((await door.get('/stats', admin)).status, 200);
});

test('the dashboard: files under /, its pages for every other path, nothing outside its folder', async (t) => {
  const staticDir = temporaryFolder('gateway-');
  writeFileSync(join(staticDir, 'index.html'), '<!doctype html><title>Dashboard</title>');
  writeFileSync(join(staticDir, 'app.js'), 'export {}');
  writeFileSync(join(staticDir, '.env'), 'SECRET');
  mkdirSync(join(staticDir, 'assets'));
  writeFileSync(join(staticDir, 'assets', 'chart-1a2b3c.js'), 'export {}');
  const door = await openDoor(t, { config: { staticDir } });
  const home = await door.get('/');
  assert.match(await home.text(), /Dashboard/);
  const policy = home.headers.get('content-security-policy')!;
  assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self'/);
  assert.doesNotMatch(policy, /unsafe/);
  assert.equal(home.headers.get('cache-control'), 'no-cache');
  const hashed = await door.get('/assets/chart-1a2b3c.js');
  assert.equal(hashed.headers.get('cache-control'), 'public, max-age=31536000, immutable');
  assert.match((await door.get('/app.js')).headers.get('content-type')!, /javascript/);
  const { claims, scope, ...rest } = (await (await door.get('/dashboard.json')).json()) as DashboardDocument;
  assert.deepEqual(rest, { url: door.url, issuer: door.url, clientId: 'dashboard' });
  assert.deepEqual(claims, { role: 'role', party: 'party', customer: 'customer' });
  assert.match(scope, /^openid data:read /);
  assert.match(await (await door.get('/pods/IT002E00000001')).text(), /Dashboard/);
  for (const path of ['/missing.js', '/.env'])
    assert.ok([403, 404].includes((await door.get(path)).status), path);
  assert.equal((await door.get('/clients')).status, 401);
  assert.equal((await fetch(`${door.url}/`, { method: 'POST' })).status, 404);
});

test('provisioning: made once, described anew each time, passwords and secrets kept; only the owner reads the file', async () => {
  const file = accountsFile(temporaryFolder('gateway-'));
  const client = {
    clientId: 'c',
    name: 'C',
    auth: 'client_secret',
    role: 'tso',
    scopes: ['data:read'],
  } as const;
  const first = provisionClient(file, { ...client, scopes: [...client.scopes] });
  const second = provisionClient(file, { ...client, name: 'New', scopes: [] });
  assert.ok(first.created && first.clientSecret);
  assert.deepEqual(second, { clientId: 'c', created: false });
  const user = { username: 'Anna', name: 'Anna', role: 'auditor', scopes: [] } as const;
  const made = await provisionUser(file, { ...user, scopes: [] });
  assert.match(made.password!, /^[a-z0-9-]{23}$/);
  const again = await provisionUser(file, { ...user, scopes: [] });
  assert.deepEqual(again, { subject: made.subject, username: 'anna', created: false });
  await assert.rejects(provisionUser(file, { ...user, username: 'b', scopes: [] }, 'short'), {
    code: 'GW_CLIENT_INVALID',
  });
  assert.throws(() => provisionClient(file, { ...client, clientId: 'a b', scopes: [] }), {
    code: 'GW_CLIENT_INVALID',
  });
  assert.equal(statSync(file).mode & 0o077, 0);
});

function run(t: Scope, args: string[]): { child: ChildProcess; out: () => string } {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args]);
  let text = '';
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.on('data', (chunk) => {
      text += String(chunk);
    });
  }
  t.after(() => void child.kill('SIGKILL'));
  return { child, out: () => text };
}

test('the process: --check-config tells all errors; it starts, answers, survives kill -9 and stops on SIGTERM', async (t) => {
  const dir = temporaryFolder('gateway-');
  const file = join(dir, 'gateway.yaml');
  const upstream = { url: 'http://127.0.0.1:1' };
  const config = {
    dataDir: 'data',
    http: { host: '127.0.0.1', port: 0 },
    upstreams: {
      'shared-customer-database': upstream,
      'blockchain-access-layer': upstream,
      onboarding: upstream,
      alarms: upstream,
    },
  };
  writeFileSync(file, stringify({ ...config, http: { host: '0.0.0.0', port: 0 }, upstreams: {} }));
  const bad = run(t, ['--config', file, '--check-config']);
  assert.deepEqual(await once(bad.child, 'close'), [1, null]);
  assert.match(bad.out(), /plain HTTP would show tokens/);
  writeFileSync(file, stringify(config));
  const good = run(t, ['--config', file, '--check-config']);
  assert.deepEqual(await once(good.child, 'close'), [0, null]);
  const start = async () => {
    const process = run(t, ['--config', file]);
    await until(() => /"msg":"listening"/.test(process.out()), 60_000);
    return { ...process, url: /"url":"([^"]+)"/.exec(process.out())![1]! };
  };
  const first = await start();
  assert.equal((await fetch(`${first.url}/health`)).status, 200);
  const { clientSecret } = provisionClient(accountsFile(join(dir, 'data')), {
    clientId: 'c',
    name: 'C',
    auth: 'client_secret',
    role: 'tso',
    scopes: ['data:read'],
  });
  assert.equal((await requestToken(first.url, 'c', clientSecret!)).status, 200);
  first.child.kill('SIGKILL');
  await once(first.child, 'close');
  const second = await start();
  assert.equal((await requestToken(second.url, 'c', clientSecret!)).status, 200);
  second.child.kill('SIGTERM');
  assert.deepEqual(await once(second.child, 'close'), [0, null]);
});
