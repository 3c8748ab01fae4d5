import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { accountsFile, openAccounts } from '@access-layer/gateway/database';
import { readKeys } from '@access-layer/gateway/oauth/signing-keys';
import { DEMO_ACCOUNTS, type DemoAccount } from 'access-layer/demo-parties';
import { importJWK, SignJWT } from 'jose';
import { type AllInOne, startAllInOne, until } from './all-in-one.ts';
import { ABOUT_PODS, type Outcome, SERVICE_ROUTES, WRITES } from './denial-table.ts';

/** PoD 1 is consented, of 2 the consent is revoked, of 3 it has expired, 4 is in another aggregator's portfolio. */
const PODS = [1, 2, 3, 4] as const;
const podCode = (n: number) => `IT999E0000000${n}`;

let system: AllInOne;
let sign: (claims: object, change?: Change) => Promise<string>;
const hashes = new Map<number, string>();
let from = '';

interface Change {
  issuer?: string;
  audience?: string;
  expired?: true;
}

before(async () => {
  system = await startAllInOne(['--nodes', '4']);
  sign = await signerOf(system);
  from = system.run().startedAt;
  const operator = { authorization: `Bearer ${await sign(claimsOf(account('operator')))}` };
  for (const pod of PODS) {
    await until(`an anchored packet of PoD ${pod}`, async () => {
      const hash = await anchoredHash(pod, operator);
      if (hash) hashes.set(pod, hash);
      return hash !== undefined;
    });
  }
  await grantAndRevoke();
});
after(() => system[Symbol.asyncDispose]());

const account = (id: string) => DEMO_ACCOUNTS.find((entry) => entry.id === id)!;

function claimsOf({ id, role, party, customer, scopes }: DemoAccount, scope = scopes.join(' ')) {
  return {
    sub: id,
    client_id: id,
    role,
    scope,
    ...(party ? { party } : {}),
    ...(customer ? { customer } : {}),
  };
}

/** Tokens signed with the key of the system's own issuer: what is wrong with one is only what a test makes wrong. */
async function signerOf({ dir, run }: AllInOne): Promise<typeof sign> {
  const database = openAccounts(accountsFile(join(dir, 'gateway')));
  const { jwk } = readKeys(database)[0]!;
  database.close();
  const key = await importJWK(jwk, 'ES256');
  return (claims, { issuer = run().url, audience = 'access-layer', expired } = {}) =>
    new SignJWT({ ...claims, jti: randomUUID() })
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: jwk.kid! })
      .setIssuer(issuer)
      .setAudience(audience)
      .setIssuedAt(expired ? Math.floor(Date.now() / 1000) - 1200 : undefined)
      .setExpirationTime(expired ? Math.floor(Date.now() / 1000) - 600 : '10m')
      .sign(key);
}

async function anchoredHash(pod: number, headers: Record<string, string>): Promise<string | undefined> {
  const answer = await fetch(`${system.run().scdUrl}/v1/pods/${podCode(pod)}/readings?from=${from}`, {
    headers,
  });
  if (!answer.ok) return undefined;
  const { readings } = (await answer.json()) as {
    readings: { stage: string; certificate: { payloadHash: string } }[];
  };
  return readings.find(({ stage }) => stage === 'anchored')?.certificate.payloadHash;
}

/** The customer of PoD 2 lets the first aggregator read, sees that it can, and takes it back. */
async function grantAndRevoke(): Promise<void> {
  const { url } = system.run();
  const customer = { authorization: `Bearer ${await sign(claimsOf(account('customer-2')))}` };
  const aggregator = { authorization: `Bearer ${await sign(claimsOf(account('aggregator-1')))}` };
  const readings = `${url}/v1/pods/${podCode(2)}/readings?from=${from}`;
  const granted = await fetch(`${url}/v1/consents`, {
    method: 'POST',
    headers: { ...customer, 'content-type': 'application/json' },
    body: JSON.stringify({
      ...{ customer: 'customer-2', party: 'aggregator-1', purpose: 'flexibility', pods: 'all' },
      ...{ dataSets: ['measurements'], from: '2026-01-01T00:00:00.000Z' },
    }),
  });
  const text = await granted.text();
  assert.equal(granted.status, 201, text);
  assert.equal((await fetch(readings, { headers: aggregator })).status, 200, 'while the consent stands');
  const { id } = JSON.parse(text) as { id: string };
  const revoked = await fetch(`${url}/v1/consents/${id}/revocation`, { method: 'POST', headers: customer });
  assert.equal(revoked.status, 200, await revoked.text());
}

interface Place {
  name: string;
  /** Address of a path as the front door names it; undefined where this service does not have it. */
  at(path: string): string | undefined;
}

function places(): Place[] {
  const { url, scdUrl, balUrl } = system.run();
  const isBal = (path: string) => path.startsWith('/bal/');
  const isGateway = (path: string) => /^\/(clients|users|keys|limits|stats)/.test(path);
  return [
    { name: 'front door', at: (path) => url + path },
    {
      name: 'Shared Customer Database',
      at: (path) => (isBal(path) || isGateway(path) ? undefined : scdUrl + path.replace(/^\/kafka/, '')),
    },
    { name: 'Blockchain Access Layer', at: (path) => (isBal(path) ? balUrl + path.slice(4) : undefined) },
  ];
}

async function outcomeOf(url: string, headers: Record<string, string>): Promise<Outcome | string> {
  const response = await fetch(url, { headers });
  const text = await response.text();
  if (response.status === 404 || response.status === 403) return 'no';
  if (response.status !== 200) return `${response.status} ${text.slice(0, 200)}`;
  const body = JSON.parse(text) as Record<string, unknown> | unknown[];
  const lists = Array.isArray(body)
    ? [body]
    : [body.readings, body.packets, body.items, body.nodes].filter((list) => Array.isArray(list));
  return lists.some((list) => list.length === 0) ? 'empty' : 'yes';
}

test('every role gets of every PoD and service what the table says, and nothing else', async (t) => {
  const wrong: string[] = [];
  let cells = 0;
  for (const who of DEMO_ACCOUNTS) {
    const headers = { authorization: `Bearer ${await sign(claimsOf(who))}` };
    const check = async (path: string, expected: Outcome | readonly Outcome[]) => {
      for (const { name, at } of places()) {
        const url = at(path);
        if (!url) continue;
        cells += 1;
        const got = await outcomeOf(url, headers);
        if (![expected].flat().includes(got as Outcome))
          wrong.push(`${who.id} ${path} at the ${name}: ${got}, expected ${expected}`);
      }
    };
    for (const { path, expected } of ABOUT_PODS) {
      for (const pod of PODS) {
        const real = path
          .replace('POD', podCode(pod))
          .replace('HASH', hashes.get(pod)!)
          .replace('FROM', from);
        await check(real, expected(who.id, pod));
      }
    }
    for (const { path, expected } of SERVICE_ROUTES) await check(path, expected(who.id));
  }
  t.diagnostic(`${cells} cells of role, route and PoD; wrong answers: ${wrong.length}`);
  assert.deepEqual(wrong, []);
});

/** What can be wrong with a token; each is refused with its status. */
async function faults(): Promise<[string, Record<string, string>, number][]> {
  const claims = claimsOf(account('administrator'));
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const { url: iss } = system.run();
  const now = Math.floor(Date.now() / 1000);
  const none = `${part({ alg: 'none', typ: 'at+jwt' })}.${part({ ...claims, iss, aud: 'access-layer', iat: now, exp: now + 600 })}`;
  const good = await sign(claims);
  return [
    ['missing', {}, 401],
    ['expired', bearer(await sign(claims, { expired: true })), 401],
    ['other audience', bearer(await sign(claims, { audience: 'another-service' })), 401],
    ['other issuer', bearer(await sign(claims, { issuer: 'https://issuer.example' })), 401],
    ['alg none', bearer(`${none}.`), 401],
    ['alg none with a signature', bearer(`${none}.${good.split('.')[2]}`), 401],
    ['altered', bearer(`${good.slice(0, -6)}AAAAAA`), 401],
    ['too little scope', bearer(await sign(claimsOf(account('administrator'), 'openid'))), 403],
  ];
}

test('a token with any fault opens nothing, at the front door and at the services behind it', async (t) => {
  const wrong: string[] = [];
  let cells = 0;
  const routes = [
    ...ABOUT_PODS.map(({ path }) => ['GET', path] as const),
    ...SERVICE_ROUTES.map(({ path }) => ['GET', path] as const),
    ...WRITES.map((path) => ['POST', path] as const),
  ];
  const atTheDoor = new Set<string>();
  for (const [fault, headers, status] of await faults()) {
    for (const [method, path] of routes) {
      const real = path.replace('POD', podCode(1)).replace('HASH', hashes.get(1)!).replace('FROM', from);
      for (const { name, at } of places()) {
        const url = at(real);
        if (!url) continue;
        if (name === 'front door') {
          // It takes only so many refused tokens from one address: one path below each kind of prefix.
          const kind = `${fault} ${path.split('/')[1]}`;
          if (atTheDoor.has(kind)) continue;
          atTheDoor.add(kind);
        }
        cells += 1;
        const response = await fetch(url, { method, headers });
        await response.arrayBuffer();
        if (response.status !== status)
          wrong.push(`${fault}: ${method} ${path} at the ${name}: ${response.status}, expected ${status}`);
      }
    }
  }
  t.diagnostic(`${cells} cells of fault and route; wrong answers: ${wrong.length}`);
  assert.deepEqual(wrong, []);
});
