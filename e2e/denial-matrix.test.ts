import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { readRouteTable, upstreamPath } from '@access-layer/gateway/route-table';
import { createLog } from '@access-layer/kit/log';
import { startService } from '@access-layer/shared-customer-database/start-service';
import { dataFolder } from 'access-layer/data-folder';
import { DEMO_ACCOUNTS } from 'access-layer/demo-parties';
import { operatorTokenFileIn } from 'access-layer/system/dso-platform';
import { parse, stringify } from 'yaml';
import { type AllInOne, startAllInOne, until } from './all-in-one.ts';
import { makeMark, podsOfConsumer, podsOfStream } from './denial-events.ts';
import {
  expectedOf,
  outcomeOfStatement,
  SENDERS,
  STATEMENT_TYPES,
  strangersStatement,
} from './denial-statements.ts';
import { ABOUT_PODS, FAULTY, FOR_EVERY_TOKEN, type Outcome, SERVICE_ROUTES, values } from './denial-table.ts';
import { account, claimsOf, faults, type Sign, signerOf } from './denial-tokens.ts';
import { WRITES_BY_ROLE } from './denial-writes.ts';
import { ROOT } from './source-files.ts';

/** PoD 1 is consented, of 2 the consent is revoked, of 3 it has expired, 4 is in another aggregator's portfolio. */
const PODS = [1, 2, 3, 4] as const;
const podCode = (n: number) => `IT999E0000000${n}`;

let system: AllInOne;
let sign: Sign;
const hashes = new Map<number, string>();
let from = '';
/** Local month and number of an activation of PoD 1. */
let activation: { month: string; seq: number };

before(async () => {
  system = await startAllInOne(['--nodes', '4']);
  sign = await signerOf(system);
  from = system.run().startedAt;
  const operator = await as('operator');
  for (const pod of PODS) {
    await until(`an anchored packet of PoD ${pod}`, async () => {
      const hash = await anchoredHash(pod, operator);
      if (hash) hashes.set(pod, hash);
      return hash !== undefined;
    });
  }
  activation = await activated(1, operator);
  await composeViews(await as('administrator'));
  await grantAndRevoke(async (headers) => {
    const readings = `${system.run().url}/v1/pods/${podCode(2)}/readings?from=${from}`;
    assert.equal((await fetch(readings, { headers })).status, 200, 'while the consent stands');
  });
});
after(() => system[Symbol.asyncDispose]());

const as = async (id: string) => ({ authorization: `Bearer ${await sign(claimsOf(account(id)))}` });

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

/** Lets the DSO command the device at a PoD, and waits until the settlement knows of it. */
async function activated(pod: number, headers: Record<string, string>): Promise<typeof activation> {
  const { dsoPlatformUrl, scdUrl } = system.run();
  const token = readFileSync(
    operatorTokenFileIn(dataFolder(system.dir, { env: {}, cwd: system.dir })),
    'utf8',
  ).trim();
  const sent = await fetch(`${dsoPlatformUrl}/set-points`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ pod: podCode(pod), mode: 'limit-import', valueW: 500, lastsS: 60 }),
  });
  const text = await sent.text();
  assert.ok(sent.ok, text);
  const { seq } = JSON.parse(text) as { seq: number };
  const about = `${scdUrl}/v1/pods/${podCode(pod)}`;
  await until(`the set-point of PoD ${pod}, and what its device says, in the database`, async () => {
    const settlement = await fetch(`${about}/set-points/${seq}/settlement`, { headers });
    await settlement.body?.cancel();
    const heard = await fetch(`${about}/activations?from=${from}`, { headers });
    const { activations } = (await heard.json()) as { activations: unknown[] };
    return settlement.status === 200 && activations.length > 0;
  });
  const [year, month] = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Rome' }).format().split('-');
  return { month: `${year}-${month}`, seq };
}

/** An admin of views, an editor and a reader, and a view that these two are enabled for. */
async function composeViews(headers: Record<string, string>): Promise<void> {
  const group = { id: 'traders', name: 'Traders' };
  const view = { id: 'view-1', title: 'One', panels: [], people: ['tso'], groups: [group.id] };
  const people = [
    ['market', 'admin', []],
    ['tso', 'editor', []],
    ['aggregator-1', 'reader', [group.id]],
  ].map(([id, role, groups]) => ['people', { id, role, isEnabled: true, groups }] as const);
  for (const [path, body] of [['groups', group], ...people, ['views', view]] as const) {
    const made = await fetch(`${system.run().url}/v1/${path}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    assert.equal(made.status, 201, await made.text());
  }
}

/** The customer of PoD 2 lets the first aggregator read; it does, and he takes it back. */
async function grantAndRevoke(read: (headers: Record<string, string>) => Promise<void>): Promise<void> {
  const { url } = system.run();
  const [customer, aggregator] = [await as('customer-2'), await as('aggregator-1')];
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
  await read(aggregator);
  const { id } = JSON.parse(text) as { id: string };
  const revoked = await fetch(`${url}/v1/consents/${id}/revocation`, { method: 'POST', headers: customer });
  assert.equal(revoked.status, 200, await revoked.text());
}

interface Place {
  name: string;
  /** Address of a path as the front door names it; undefined where this service does not have it. */
  at(path: string): string | undefined;
}

const table = readRouteTable(join(ROOT, 'gateway/routes.yaml'));
const DATABASE = 'shared-customer-database';
const SERVICES = [DATABASE, 'blockchain-access-layer', 'onboarding', 'alarms'];

/** The front door, and the services as it asks them. */
function places(): Place[] {
  const { url } = system.run();
  const { upstreams } = parse(readFileSync(join(system.dir, 'gateway/config.yaml'), 'utf8')) as {
    upstreams: Record<string, { url: string }>;
  };
  const services = SERVICES.map((name) => ({
    name,
    at(path: string) {
      const route = table.match(path.split('?')[0]!);
      return route?.upstream === name ? upstreams[name]!.url + upstreamPath(route, path) : undefined;
    },
  }));
  return [{ name: 'front door', at: (path: string) => url + path }, ...services];
}

async function outcomeOf(url: string, headers: Record<string, string>): Promise<Outcome | string> {
  const response = await fetch(url, { headers });
  const text = await response.text();
  if (response.status === 404 || response.status === 403) return 'no';
  if (response.status !== 200) return `${response.status} ${text.slice(0, 200)}`;
  const body = JSON.parse(text) as Record<string, unknown> | unknown[];
  const lists = Array.isArray(body)
    ? [body]
    : [body.readings, body.packets, body.items, body.nodes, body.activations].filter((list) =>
        Array.isArray(list),
      );
  return lists.some((list) => list.length === 0) ? 'empty' : 'yes';
}

test('a revoked consent closes the very next read, whatever was read and kept before', async () => {
  const urls = ABOUT_PODS.filter(({ expected }) => expected === values).flatMap(({ path }) =>
    places().flatMap(({ at }) => at(filled(path, 2)) ?? []),
  );
  assert.ok(urls.length > 10, `${urls.length} addresses`);
  let reader = {};
  await grantAndRevoke(async (headers) => {
    reader = headers;
    // Twice: what is kept anywhere is kept then.
    for (const url of [...urls, ...urls]) {
      const answer = await fetch(url, { headers });
      assert.equal(answer.status, 200, `${url}: ${await answer.text()}`);
      assert.doesNotMatch(answer.headers.get('cache-control') ?? '', /public/, url);
    }
  });
  for (const url of urls)
    assert.match(String((await fetch(url, { headers: reader })).status), /403|404/, url);
});

interface Found {
  cells: number;
  wrong: string[];
}

/** Asks all routes about PoDs and services at these places, as these people. */
async function readMatrix(at: Place[], people = DEMO_ACCOUNTS.map(({ id }) => id)): Promise<Found> {
  const found: Found = { cells: 0, wrong: [] };
  const askAs = async (who: string) => {
    const headers = await as(who);
    const check = async (path: string, expected: Outcome | readonly Outcome[]) => {
      for (const place of at) {
        const url = place.at(path);
        if (!url) continue;
        found.cells += 1;
        const got = await outcomeOf(url, headers);
        if (![expected].flat().includes(got as Outcome))
          found.wrong.push(`${who} ${path} at the ${place.name}: ${got}, expected ${expected}`);
      }
    };
    for (const { path, expected } of ABOUT_PODS) {
      for (const pod of PODS) await check(filled(path, pod), expected(who, pod));
    }
    for (const { path, expected } of [...SERVICE_ROUTES, ...FOR_EVERY_TOKEN])
      await check(path, expected(who));
  };
  await Promise.all(people.map(askAs));
  return found;
}

const filled = (path: string, pod: number) =>
  path
    .replace('POD', podCode(pod))
    .replace('HASH', hashes.get(pod)!)
    .replace('FROM', from)
    .replace('MONTH', activation.month)
    .replace('NUMBER', String(activation.seq));

test('every role gets of every PoD and service what the table says, and nothing else', async (t) => {
  const { cells, wrong } = await readMatrix(places());
  t.diagnostic(`${cells} cells of role, route and PoD; wrong answers: ${wrong.length}`);
  assert.deepEqual(wrong, []);
});

test('events are given out record by record to whom the table says, as server-sent events and by Kafka REST', async (t) => {
  const { url, scdUrl } = system.run();
  const at = [
    { name: 'front door', url, kafkaUrl: `${url}/kafka` },
    { name: 'Shared Customer Database', url: scdUrl, kafkaUrl: scdUrl },
  ];
  await makeMark(at[0]!, await as('administrator'));
  const found: Found = { cells: 0, wrong: [] };
  const check = async (who: string, place: (typeof at)[number], read: typeof podsOfStream) => {
    const pods = await read(place, await as(who));
    for (const pod of PODS) {
      found.cells += 1;
      const [got, expected] = [pods.has(podCode(pod)) ? 'yes' : 'no', values(who, pod)];
      if (got !== expected)
        found.wrong.push(`${who} PoD ${pod} ${read.name} at the ${place.name}: ${got}, expected ${expected}`);
    }
  };
  for (const { id } of DEMO_ACCOUNTS) {
    const checks = at.flatMap((place) => [check(id, place, podsOfStream), check(id, place, podsOfConsumer)]);
    await Promise.all(checks);
  }
  t.diagnostic(`${found.cells} cells of role, way of events and PoD; wrong answers: ${found.wrong.length}`);
  assert.deepEqual(found.wrong, []);
});

/** Answers that come after who calls was found to be allowed: about what was sent. */
const LET_IN = [200, 201, 202, 204, 409, 412, 422, 428];

test('every role writes what the table says, and nothing else', async (t) => {
  const found: Found = { cells: 0, wrong: [] };
  for (const { id } of DEMO_ACCOUNTS) {
    const headers = await as(id);
    for (const { method, path, body, contentType, allowed, onlyRefused, refusedBy } of WRITES_BY_ROLE) {
      const expected = allowed(id);
      if (expected && onlyRefused) continue;
      for (const { name, at } of places()) {
        const url = at(path);
        if (!url) continue;
        found.cells += 1;
        const text = body ? JSON.stringify(body(found.cells)) : undefined;
        const type = { 'content-type': contentType ?? 'application/json' };
        const response = await fetch(url, {
          method,
          headers: { ...headers, ...(text ? type : {}) },
          ...(text ? { body: text } : {}),
        });
        const got = await response.text();
        const isAsExpected = (expected ? LET_IN : (refusedBy ?? [403, 404])).includes(response.status);
        if (!isAsExpected)
          found.wrong.push(
            `${id} ${method} ${path} at the ${name}: ${response.status} ${got.slice(0, 200)}, expected ${expected}`,
          );
      }
    }
  }
  t.diagnostic(`${found.cells} cells of role and write; wrong answers: ${found.wrong.length}`);
  assert.deepEqual(found.wrong, []);
});

/** Hands in a statement of every type and sender as these people; a stranger's key has signed each. */
async function statementMatrix(at: Place[], people = DEMO_ACCOUNTS.map(({ id }) => id)): Promise<Found> {
  const found: Found = { cells: 0, wrong: [] };
  const { network } = parse(readFileSync(join(system.dir, 'scd/config.yaml'), 'utf8')) as { network: string };
  for (const who of people) {
    const headers = { ...(await as(who)), 'content-type': 'application/json' };
    for (const type of STATEMENT_TYPES) {
      for (const sender of type === 'set-point' ? ['dso'] : SENDERS) {
        const { path, body } = strangersStatement(network, type, sender);
        const expected = expectedOf(account(who).party, type, sender);
        for (const place of at) {
          const url = place.at(path);
          if (!url) continue;
          found.cells += 1;
          const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
          const got = await outcomeOfStatement(response);
          if (got === expected) continue;
          found.wrong.push(`${who} ${type} of ${sender} at the ${place.name}: ${got}, expected ${expected}`);
        }
      }
    }
  }
  return found;
}

test('every role states in its own name what the table says, and nobody with a key of somebody else', async (t) => {
  const { cells, wrong } = await statementMatrix(places());
  t.diagnostic(`${cells} cells of role, statement and sender; wrong answers: ${wrong.length}`);
  assert.deepEqual(wrong, []);
});

/** Asks every route with every faulty token at these places. */
async function faultMatrix(at: Place[]): Promise<Found> {
  const found: Found = { cells: 0, wrong: [] };
  const atTheDoor = new Set<string>();
  for (const [fault, headers, status] of await faults(sign, system.run().url)) {
    for (const [method, path] of FAULTY) {
      for (const place of at) {
        const url = place.at(filled(path, 1));
        if (!url) continue;
        if (place.name === 'front door') {
          // It takes only so many refused tokens from one address: one path below each kind of prefix.
          const kind = `${fault} ${path.split('/')[1]}`;
          if (atTheDoor.has(kind)) continue;
          atTheDoor.add(kind);
        }
        found.cells += 1;
        const response = await fetch(url, { method, headers });
        await response.body?.cancel();
        if (response.status !== status)
          found.wrong.push(
            `${fault}: ${method} ${path} at the ${place.name}: ${response.status}, expected ${status}`,
          );
      }
    }
  }
  return found;
}

test('a token with any fault opens nothing, at the front door and at the services behind it', async (t) => {
  const { cells, wrong } = await faultMatrix(places());
  t.diagnostic(`${cells} cells of fault and route; wrong answers: ${wrong.length}`);
  assert.deepEqual(wrong, []);
});

/** The same database once more, over the same data, with one check less. */
async function withoutCheck(change: {
  policies?: (dir: string) => void;
  audience?: string;
}): Promise<{ place: Place; url: string } & AsyncDisposable> {
  const dir = mkdtempSync(join(tmpdir(), 'denial-'));
  const file = join(system.dir, 'scd/config.yaml');
  const config = parse(readFileSync(file, 'utf8'));
  const policiesDir = join(dir, 'policies');
  cpSync(config.policiesDir, policiesDir, { recursive: true });
  change.policies?.(policiesDir);
  const service = await startService(
    {
      ...config,
      ...{ policiesDir, roles: ['api'], http: { port: 0 } },
      auth: { ...config.auth, ...(change.audience ? { audience: change.audience } : {}) },
    },
    createLog({ name: 'test', level: 'silent' }),
  );
  const { at: atDatabase } = places().find(({ name }) => name === DATABASE)!;
  const at = (path: string) => atDatabase(path)?.replace(system.run().scdUrl, service.url);
  return {
    place: { name: 'copy with one check less', at },
    url: service.url,
    async [Symbol.asyncDispose]() {
      await service.stop();
      rmSync(dir, { recursive: true });
    },
  };
}

/** Takes a condition out of a rule, and with it the rows of the table that would notice. */
function loosen(file: string, condition: string): (dir: string) => void {
  return (dir) => {
    const policy = readFileSync(join(dir, file), 'utf8');
    assert.ok(policy.includes(condition), `${file} has no ${condition}`);
    writeFileSync(join(dir, file), policy.replace(condition, ''));
    const rows = parse(readFileSync(join(dir, 'table.yaml'), 'utf8')) as { expect: string }[];
    writeFileSync(join(dir, 'table.yaml'), stringify(rows.filter(({ expect }) => expect === 'allow')));
  };
}

test('it is red when one check is removed', async (t) => {
  const rules: [file: string, condition: string, who: string, wrong: RegExp][] = [
    ['aggregator.cedar', ' && !context.consentedPurposes.isEmpty()', 'aggregator-1', /0000[23]/],
    ['customer.cedar', 'when { resource.holders.contains(principal) }', 'customer-1', /00002/],
  ];
  for (const [file, condition, who, expected] of rules) {
    await using copy = await withoutCheck({ policies: loosen(file, condition) });
    const { wrong } = await readMatrix([copy.place], [who]);
    assert.ok(
      wrong.some((cell) => expected.test(cell)),
      `without "${condition}": ${wrong.length} wrong answers`,
    );
    const { url } = copy;
    for (const read of [podsOfStream, podsOfConsumer]) {
      const pods = await read({ url, kafkaUrl: url }, await as(who));
      assert.ok(pods.has(podCode(2)), `without "${condition}" ${read.name} gives out PoD 2`);
    }
    t.diagnostic(`without "${condition.trim()}" of ${file}: ${wrong.length} wrong answers`);
  }
  const anyType = ' && ["order", "baseline", "dispute"].contains(resource.statementType)';
  const loosened = loosen('aggregator.cedar', anyType);
  await using stating = await withoutCheck({ policies: loosened });
  const stated = (await statementMatrix([stating.place], ['aggregator-1'])).wrong;
  assert.ok(
    stated.some((cell) => /settlement of aggregator-1/.test(cell)),
    stated.join('\n'),
  );
  t.diagnostic(`without the types of an aggregator's statements: ${stated.length} wrong answers`);
  await using copy = await withoutCheck({ audience: 'another-service' });
  const { wrong } = await faultMatrix([copy.place]);
  assert.ok(wrong.some((cell) => cell.startsWith('other audience')));
  t.diagnostic(`with another audience: ${wrong.length} wrong answers`);
});
