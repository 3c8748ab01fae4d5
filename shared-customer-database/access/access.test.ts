import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { createLog } from '@access-layer/kit/log';
import sqlite from '../registries/sqlite.ts';
import type { Registry, Write } from '../registry.ts';
import { type Access, createAccess } from './access.ts';
import { parseCedarSchema } from './cedar-schema.ts';
import { checkPolicies } from './check-policies.ts';
import { DATA_SETS, readAction } from './data-set.ts';
import { ACTIONS, type CallerIdentity, SERVICE_NAMES } from './question.ts';

const POLICIES = new URL('../../policies', import.meta.url).pathname;
const silent = createLog({ name: 'test', level: 'silent' });
const by = { subject: 'anna', clientId: 'console', role: 'dso-administrator' };
const POD = 'IT002E00000001';
const DAY = 86_400_000;
const AGGREGATOR: CallerIdentity = { role: 'aggregator', party: 'agg-1' };
const ROSSI: CallerIdentity = { role: 'customer', customer: 'rossi' };
const BIANCHI: CallerIdentity = { role: 'customer', customer: 'bianchi' };

let dir: string;
let registry: Registry;
let access: Access;

before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'access-'));
  registry = await sqlite.create({ dir });
  access = createAccess({ registry, policiesDir: POLICIES, log: silent });
  const pod = (id: string) => ({
    id,
    municipality: 'Roma',
    province: 'RM',
    powerClass: '3-6 kW',
    contractedPowerW: 4500,
    voltageLevel: 'LV' as const,
    serviceTypes: [],
    meters: [],
  });
  await write(
    { kind: 'party', id: 'agg-1', document: { id: 'agg-1', role: 'aggregator', name: 'One' } },
    { kind: 'customer', id: 'rossi', document: { id: 'rossi', kind: 'household' } },
    { kind: 'customer', id: 'bianchi', document: { id: 'bianchi', kind: 'household' } },
    { kind: 'pod', id: POD, document: pod(POD) },
    { kind: 'pod', id: 'IT002E00000002', document: pod('IT002E00000002') },
    // Rossi holds the PoD for ten days, Bianchi from then on; it is in the portfolio from day 2.
    {
      kind: 'holding',
      id: 'h1',
      document: { id: 'h1', pod: POD, customer: 'rossi', from: 0, until: 10 * DAY },
    },
    {
      kind: 'holding',
      id: 'h2',
      document: { id: 'h2', pod: POD, customer: 'bianchi', from: 10 * DAY, until: 0 },
    },
    {
      kind: 'portfolio',
      id: 'p1',
      document: { id: 'p1', aggregator: 'agg-1', pod: POD, from: 2 * DAY, until: 0 },
    },
  );
});
after(async () => {
  access.close();
  await registry.close();
  rmSync(dir, { recursive: true });
});

async function write(...writes: Write[]): Promise<void> {
  const { outcomes } = await registry.write(writes, { by });
  assert.ok(
    outcomes.every(({ ok }) => ok),
    JSON.stringify(outcomes),
  );
}
const consent = {
  id: 'c1',
  customer: 'rossi',
  party: 'agg-1',
  purpose: 'flexibility',
  dataSets: ['measurements' as const],
  pods: 'all' as const,
  from: DAY,
  until: 5 * DAY,
  grantedAt: DAY,
};
const measurements = { pod: POD, dataSet: 'measurements', from: 0, until: 0 } as const;
const rangesOf = async (caller: CallerIdentity) => (await access.allowedRanges(caller, measurements)).ranges;

test('a consent opens what it covers, within portfolio and holding, and its end closes only what comes after', async () => {
  assert.deepEqual(await rangesOf(AGGREGATOR), []);
  await write({ kind: 'consent', id: 'c1', document: consent });
  // Day 5 is long past: the consent has expired, and still releases its period, however late the data comes in.
  const answer = await access.allowedRanges(AGGREGATOR, measurements);
  assert.deepEqual(answer.ranges, [{ from: 2 * DAY, until: 5 * DAY }]);
  assert.deepEqual(answer.basis, [
    {
      from: 2 * DAY,
      until: 5 * DAY,
      rules: ['aggregator-reads-consented-pods-of-its-portfolio'],
      consents: ['c1'],
      holders: ['rossi'],
    },
  ]);
});

test('a consent is for its data sets and its purpose', async () => {
  const ranges = async (question: object) =>
    (await access.allowedRanges(AGGREGATOR, { ...measurements, ...question })).ranges.length;
  assert.equal(await ranges({ dataSet: 'activations' }), 0);
  assert.equal(await ranges({ dataSet: 'aggregates' }), 1);
  assert.equal(await ranges({ dataSet: 'proofs' }), 1);
  assert.equal(await ranges({ purpose: 'flexibility' }), 1);
  assert.equal(await ranges({ purpose: 'research' }), 0);
  assert.equal(await ranges({ from: 5 * DAY }), 0);
});

test('the next holder is another customer: the consent of the one before opens nothing of his', async () => {
  const open = { ...consent, id: 'c2', until: 0 };
  await write({ kind: 'consent', id: 'c2', document: open });
  assert.deepEqual(await rangesOf(AGGREGATOR), [{ from: 2 * DAY, until: 10 * DAY }]);
  assert.deepEqual(await rangesOf(ROSSI), [{ from: 0, until: 10 * DAY }]);
  assert.deepEqual(await rangesOf(BIANCHI), [{ from: 10 * DAY, until: 0 }]);
});

test('a PoD that leaves the portfolio closes from then on; what was measured before stays open', async () => {
  const left = { id: 'p1', aggregator: 'agg-1', pod: POD, from: 2 * DAY, until: 7 * DAY };
  await write({ kind: 'portfolio', id: 'p1', document: left, ifRevision: 1 });
  assert.deepEqual(await rangesOf(AGGREGATOR), [{ from: 2 * DAY, until: 7 * DAY }]);
});

test('a revoked consent releases nothing from the next question on, also through another process', async () => {
  const other = await sqlite.create({ dir });
  const revoked = [
    { ...consent, revokedAt: Date.now() },
    { ...consent, id: 'c2', until: 0, revokedAt: Date.now() },
  ];
  for (const document of revoked) {
    await other.write([{ kind: 'consent', id: document.id, document, ifRevision: 1 }], { by });
  }
  await other.close();
  const answer = await access.allowedRanges(AGGREGATOR, measurements);
  assert.deepEqual(answer.ranges, []);
  assert.match(answer.refused!, /no rule lets aggregator agg-1 read measurements of IT002E00000001/);
});

test('of many PoDs those are named that the caller may read, and the others counted', async () => {
  const pods = [POD, 'IT002E00000002', 'IT002E00000003'];
  assert.deepEqual(await access.visiblePods(BIANCHI, pods), { visible: [POD], hiddenCount: 2 });
  assert.deepEqual(await access.visiblePods(ROSSI, pods), { visible: [], hiddenCount: 3 });
  assert.deepEqual(await access.visiblePods(ROSSI, pods, measurements), { visible: [POD], hiddenCount: 2 });
  assert.equal((await access.visiblePods({ role: 'dso-operator' }, pods)).hiddenCount, 0);
});

test('a token without the claim that its role needs opens nothing', async () => {
  for (const role of ['customer', 'aggregator', 'market', 'tso'] as const) {
    assert.deepEqual(
      (await access.allowedRanges({ role }, { ...measurements, dataSet: 'proofs' })).ranges,
      [],
      role,
    );
    const contract = { type: 'Contract', parties: ['agg-1', 'undefined', ''] } as const;
    assert.equal((await access.may({ role }, 'read', contract)).allowed, false, role);
  }
});

test('the schema of the rules has every action and service that the program asks about', () => {
  const parsed = parseCedarSchema(readFileSync(join(POLICIES, 'schema.cedarschema'), 'utf8'));
  assert.ok(parsed.ok);
  for (const action of [...ACTIONS, ...DATA_SETS.map(readAction)])
    assert.ok(parsed.schema.actions.has(action), action);
  for (const service of SERVICE_NAMES) assert.ok(parsed.schema.text.includes(`"${service}"`), service);
});

test('the default rules check, with their table', () => {
  const checked = checkPolicies(POLICIES);
  assert.ok(checked.ok, checked.ok ? '' : checked.errors.join('\n'));
  assert.ok(checked.files.rows >= 50);
});

function copyOfRules(t: { after(work: () => void): void }): string {
  const copy = mkdtempSync(join(tmpdir(), 'policies-'));
  cpSync(POLICIES, copy, { recursive: true });
  t.after(() => rmSync(copy, { recursive: true }));
  return copy;
}

for (const [name, file, edit, expected] of [
  ['a mistyped word', 'tso.cedar', ['permit (', 'allow ('], /^tso\.cedar:6: .*invalid policy effect/],
  [
    'a mistyped action',
    'tso.cedar',
    ['"read aggregates"', '"read agregates"'],
    /^tso\.cedar:9: .*did you mean.*read aggregates/,
  ],
  [
    'a mistyped attribute',
    'market.cedar',
    ['resource.services', 'resource.service'],
    /^market\.cedar:\d+: .*did you mean `services`/,
  ],
  [
    'a rule without a name',
    'everyone.cedar',
    ['@id("everyone-reads-parties")\n', ''],
    /^everyone\.cedar: .*has no @id/,
  ],
  [
    'a name that stands twice',
    'everyone.cedar',
    ['everyone-reads-parties', 'everyone-views-anchors'],
    /^everyone\.cedar: .*stands twice/,
  ],
  [
    'a rule that answers otherwise than the table',
    'auditor.cedar',
    ['== Action::"read proofs"', 'in [Action::"read proofs", Action::"read measurements"]'],
    /^table\.yaml: "and no value" \(read measurements\): expected deny, the rules answer allow/,
  ],
  [
    'a row that asks about nothing',
    'table.yaml',
    ['type: PersonalData', 'type: PersonalDate'],
    /^table\.yaml: .*there is no type PersonalDate/,
  ],
  [
    'a schema without an action',
    'schema.cedarschema',
    ['"read personal",', '"read persons",'],
    /the action "read personal" is missing/,
  ],
] as const) {
  test(`a set of rules is refused for ${name}`, (t) => {
    const copy = copyOfRules(t);
    const text = readFileSync(join(copy, file), 'utf8');
    assert.ok(text.includes(edit[0]), 'the edit finds its place');
    writeFileSync(join(copy, file), text.replace(edit[0], edit[1]));
    const checked = checkPolicies(copy);
    assert.ok(!checked.ok);
    assert.match(checked.errors.join('\n'), new RegExp(expected.source, 'm'));
  });
}

test('a folder without rules does not check, and a service does not start with it', (t) => {
  const copy = copyOfRules(t);
  rmSync(join(copy, 'schema.cedarschema'));
  assert.equal(checkPolicies(copy).ok, false);
  assert.throws(() => createAccess({ registry, policiesDir: copy, log: silent }), { code: 'SCD_POLICIES' });
});

test('a changed rule is in force without a restart; a broken set is refused and the old one stays', async (t) => {
  const copy = copyOfRules(t);
  const watched = createAccess({ registry, policiesDir: copy, log: silent, pollMs: 20 });
  t.after(() => watched.close());
  const tso: CallerIdentity = { role: 'tso', party: 'tso-1' };
  const forecasts = { ...measurements, dataSet: 'forecasts' } as const;
  const open = async () => (await watched.allowedRanges(tso, forecasts)).ranges.length;
  const rule = (action: string) =>
    `@id("tso-reads-forecasts") permit (principal is Tso, action == Action::"${action}", resource is PodData);`;
  assert.equal(await open(), 0);
  const generation = watched.rulesGeneration();

  const file = join(copy, 'national.cedar');
  writeFileSync(file, rule('read forecastz'));
  assert.match(
    (await watched.reloadRules()).join('\n'),
    /^national\.cedar:1: .*did you mean.*read forecasts/,
  );
  assert.equal(watched.rulesGeneration(), generation);
  assert.equal(await open(), 0);

  writeFileSync(file, rule('read forecasts'));
  await until(() => watched.rulesGeneration() > generation, 'the changed rules are in force');
  assert.equal(await open(), 1, 'decisions of the old rules are forgotten');
});

test('changed rules are checked beside the event loop', async (t) => {
  const copy = copyOfRules(t);
  const watched = createAccess({ registry, policiesDir: copy, log: silent, pollMs: 3_600_000 });
  t.after(() => watched.close());
  const generation = watched.rulesGeneration();
  // Time that this thread works: what other programs take of the machine does not count.
  const workMs = (since?: NodeJS.CpuUsage) => {
    const { user, system } = process.threadCpuUsage(since);
    return (user + system) / 1000;
  };
  const beforeCheck = process.threadCpuUsage();
  assert.ok(checkPolicies(copy).ok);
  const checkMs = workMs(beforeCheck);
  writeFileSync(join(copy, 'more.cedar'), '// nothing\n');
  const beforeReload = process.threadCpuUsage();
  assert.deepEqual(await watched.reloadRules(), []);
  const besideMs = workMs(beforeReload);
  assert.equal(watched.rulesGeneration(), generation + 1);
  t.diagnostic(`a check works ${checkMs.toFixed(0)} ms; the event loop beside it ${besideMs.toFixed(0)} ms`);
  assert.ok(besideMs < checkMs / 2, `${besideMs} ms beside a check of ${checkMs} ms`);
});

async function until(condition: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!condition()) {
    assert.ok(Date.now() < deadline, what);
    await delay(10);
  }
}

test('what a decision costs', async (t) => {
  const pods = Array.from({ length: 200 }, (_, i) => `IT002E${String(1000 + i).padStart(8, '0')}`);
  const facts = (pod: string) => ({
    pod,
    holdings: [{ id: pod, pod, customer: `customer of ${pod}`, from: 0, until: 0 }],
    portfolios: [{ id: pod, pod, aggregator: 'agg-1', from: 0, until: 0 }],
    contracts: [],
    consents: [{ ...consent, customer: `customer of ${pod}` }],
  });
  let version = 1;
  const cost = createAccess({
    registry: { version: async () => version, podFacts: async (pod) => facts(pod) },
    policiesDir: POLICIES,
    log: silent,
  });
  t.after(() => cost.close());
  const round = async () => {
    const start = performance.now();
    for (const pod of pods) await cost.allowedRanges(AGGREGATOR, { ...measurements, pod });
    return (((performance.now() - start) * 1000) / pods.length).toFixed(1);
  };
  const first = await round();
  let cached = await round();
  for (let i = 0; i < 10; i++) cached = await round();
  version += 1;
  const known = await round();
  const real = performance.now();
  for (let i = 0; i < 200; i++) await registry.version();
  const read = (((performance.now() - real) * 1000) / 200).toFixed(1);
  t.diagnostic(
    `a question of 3 pieces, uncached: ${first} µs; cached: ${cached} µs; facts new, same answer: ${known} µs`,
  );
  t.diagnostic(`reading the version from SQLite: ${read} µs`);
  assert.ok(Number(cached) < Number(first), 'the cache is faster');
});
