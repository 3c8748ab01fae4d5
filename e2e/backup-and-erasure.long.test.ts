import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { openArchive } from '@access-layer/shared-customer-database/adapter';
import { rowsOf, sqlText, withBench } from '@access-layer/shared-customer-database/archive/duck';
import { type AllInOne, metric, startAllInOne, until } from './all-in-one.ts';
import { distinctive, findTraces, type Trace, tracesOf } from './traces.ts';

const launcher = new URL('../cli/bin/access-layer.js', import.meta.url).pathname;
const NODES = ['--nodes', '2', '--port-base', '21000'];
/** A day in half a minute, from a week ago on, a reading every quarter of an hour: however long the start takes. */
const LAST_WEEK = [...NODES, '--speed', '3000'];
const PRESENT = [...NODES, '--speed', '1'];
const DAY_MS = 86_400_000;
/** Of those that are in the archive, so many are looked for. */
const REGISTERS = 12;
/** Of the PoD that stays, and of the one that is erased. */
const [FIRST, SECOND] = ['IT999E00000001', 'IT999E00000002'];
/** Days leave the store when they have ended, and not after sixty more. */
process.env.ACCESS_LAYER_SHARED_CUSTOMER_DATABASE_LIFECYCLE = JSON.stringify({
  ...{ everyS: 3600, keepLateDays: 0, warm: { afterDays: 0, actions: ['force-merge', 'archive'] } },
  ...{ cold: { afterDays: 0, actions: ['read-only'] }, delete: { afterDays: 0, actions: ['delete'] } },
});

// biome-ignore lint/suspicious/noExplicitAny: what a test asserts on is read as it came
type Body = any;
type Packet = { payload: string; signature: string; messageHash: string };

function cli(...args: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [launcher, ...args], { maxBuffer: 1e8 }, (error, stdout, stderr) => {
      resolve({ status: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

async function done(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await cli(...args);
  assert.equal(status, 0, `${args.join(' ')}: ${stdout}${stderr}`);
  return stdout;
}

async function ask(system: AllInOne, client: string, path: string, body?: object): Promise<[number, Body]> {
  const headers = { ...(await system.as(client)), 'content-type': 'application/json' };
  const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers };
  const answer = await fetch(system.run().url + path, init);
  return [answer.status, await answer.json()];
}

async function get(system: AllInOne, client: string, path: string): Promise<Body> {
  const [status, body] = await ask(system, client, path);
  assert.equal(status, 200, `${path}: ${JSON.stringify(body)}`);
  return body;
}

/** One whose data folder stays when it stops. */
async function startKept(args: string[], dir: string): Promise<AllInOne> {
  const system = await startAllInOne(args, dir);
  return { ...system, [Symbol.asyncDispose]: async () => void (await system.stop()) };
}

const dayOf = (daysAgo: number, nowMs = Date.now()) =>
  new Date(nowMs - daysAgo * DAY_MS).toISOString().slice(0, 10);

/** All packets of a PoD that the store holds. */
async function stored(system: AllInOne, pod: string): Promise<Packet[]> {
  const found: Packet[] = [];
  for (let cursor = ''; ; ) {
    const page = await get(system, 'operator', `/v1/pods/${pod}/packets?limit=1000${cursor}`);
    found.push(...page.packets.map((each: Body) => ({ ...each, messageHash: each.certificate.messageHash })));
    if (!page.next) return found;
    cursor = `&cursor=${encodeURIComponent(page.next)}`;
  }
}

/** All packets of a PoD in the archive. */
async function archived(dir: string, pod: string): Promise<Packet[]> {
  return withBench(join(dir, 'scd/scratch'), async ({ duck }) => {
    const files = sqlText(join(dir, 'scd/archive/*/*.packets.parquet'));
    const columns = 'payload, signature, messageHash';
    const rows = await rowsOf(
      duck,
      `SELECT ${columns} FROM read_parquet(${files}) WHERE pod = ${sqlText(pod)}`,
    );
    return rows as unknown as Packet[];
  });
}

/** Some days of last week are measured. */
async function liveLastWeek(data: string): Promise<void> {
  await using system = await startKept(LAST_WEEK, data);
  for (const { pod } of system.run().nodes) {
    const packetsFrom = async (from: string): Promise<Body[]> => {
      const [, body] = await ask(system, 'operator', `/v1/pods/${pod}/packets?limit=1&from=${from}`);
      return body.packets ?? [];
    };
    const firstMs = async () => Date.parse((await packetsFrom(dayOf(9)))[0]?.signedAt);
    await until(`packets of ${pod}`, async () => (await firstMs()) > 0);
    const noon = `${dayOf(-1, await firstMs())}T12:00:00.000Z`;
    await until(`noon of the second day of ${pod}`, async () => (await packetsFrom(noon)).length > 0);
  }
}

/** What was measured last week leaves the store; answers the day with most of it. */
async function archiveAll(system: AllInOne): Promise<string> {
  for (const { pod } of system.run().nodes) {
    await until(`what ${pod} measures today to be anchored`, async () => {
      const [, body] = await ask(system, 'operator', `/v1/pods/${pod}/packets?from=${dayOf(0)}&limit=1`);
      return body.packets?.[0]?.stage === 'anchored';
    });
  }
  await done('archive', 'run', '--data', system.dir);
  const calendar = JSON.parse(await done('archive', 'calendar', '--data', system.dir, '--json'));
  const away: Body[] = calendar.filter(({ state }: Body) => state === 'archived');
  assert.ok(away.length >= 2, JSON.stringify(calendar));
  return away.sort((one, other) => other.archived.packets - one.archived.packets)[0].day;
}

/** Asks for the erasure, and kills the database and the registrar as soon as it is confirmed. */
async function eraseAndKill(system: AllInOne): Promise<Body> {
  const [status, { id }] = await ask(system, 'administrator', '/v1/erasures', { holding: 'holding-2' });
  assert.equal(status, 201);
  const victims = system.run().processes.filter(({ name }) => /customer-database|registrar/.test(name));
  assert.equal(victims.length, 2);
  for (const { pid } of victims) process.kill(pid, 'SIGKILL');
  return complete(system, id);
}

async function complete(system: AllInOne, id: string): Promise<Body> {
  let erasure: Body;
  await until(`erasure ${id} to be complete`, async () => {
    const [status, body] = await ask(system, 'administrator', `/v1/erasures/${id}`).catch(() => [
      0,
      undefined,
    ]);
    erasure = status === 200 ? body : undefined;
    return erasure?.status === 'complete';
  });
  return erasure;
}

/** Proof files of the other PoD verify: of the present, and of a day that comes back from the archive without the erased. */
async function requireOthers(system: AllInOne, day: string, t: TestContext): Promise<void> {
  const [first, second] = system.run().nodes.map(({ pod }) => pod);
  const next = dayOf(-1, Date.parse(day));
  await done('archive', 'restore', day, next, '--data', system.dir);
  const files: string[] = [];
  for (const range of [`from=${day}&until=${next}`, `from=${dayOf(0)}`]) {
    const { proofs } = await get(system, 'operator', `/v1/pods/${first}/proofs?limit=5&${range}`);
    for (const proof of proofs) {
      const file = join(system.dir, '..', `proof-${files.length}.proof.json`);
      writeFileSync(file, JSON.stringify(proof));
      files.push(file);
    }
  }
  assert.equal(files.length, 10);
  t.diagnostic((await done('verify', ...files, '--data', system.dir)).split('\n').at(-2) ?? '');
  const [, body] = await ask(system, 'operator', `/v1/pods/${second}/packets?from=${day}&until=${next}`);
  assert.deepEqual(body.packets ?? [], [], 'nothing of the erased comes back with the day');
}

/** The archive is whole, and other programs read it: as docs/archive.md does. */
async function requireArchive(dir: string): Promise<void> {
  const verified = JSON.parse(await done('archive', 'verify', '--data', dir, '--json'));
  assert.ok(verified.days.every(({ lacking }: Body) => lacking === 0) && verified.damages === 0);
  assert.ok(verified.days.some(({ erased }: Body) => erased > 0));
  const page = readFileSync(new URL('../docs/archive.md', import.meta.url), 'utf8');
  const blocks = [...page.matchAll(/^```sql\n(.*?)^```/gms)].map(([, text]) =>
    text!.replaceAll('data/scd', join(dir, 'scd')),
  );
  await withBench(join(dir, 'scd/scratch'), async ({ duck }) => {
    const [hours, proofs] = [await rowsOf(duck, blocks[0]!), await rowsOf(duck, blocks[1]!)];
    assert.ok(hours.length > 6 && hours.every(({ pod }) => pod !== SECOND));
    assert.ok(proofs.length === 10 && proofs.every(({ payload }) => !String(payload).includes(SECOND)));
  });
  const archive = await openArchive({ name: 'folder', dir: join(dir, 'scd/archive') });
  for (const day of await archive.days())
    assert.doesNotMatch((await archive.manifest(day))!.text, new RegExp(SECOND), 'manifests name nobody');
}

/** A byte of a file is not what it was: it is told, and the running system makes it good. */
async function requireRepair(dir: string, day: string): Promise<void> {
  const folder = join(dir, 'scd/archive', day);
  const name = readdirSync(folder).find((each) => each.endsWith('.readings.parquet'))!;
  const bytes = readFileSync(join(folder, name));
  writeFileSync(join(folder, name), bytes.fill(bytes[60]! ^ 1, 60, 61));
  const told = await cli('archive', 'verify', day, '--data', dir);
  assert.deepEqual([told.status, told.stdout.includes(name)], [1, true], told.stdout);
  assert.match(await done('archive', 'repair', day, '--data', dir), new RegExp(`${day}  repaired: parts 1`));
  await done('archive', 'verify', day, '--data', dir);
}

test('a week with an archive: backed up while it runs, erased through kill -9, restored, and erased again', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'backup-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const [data, copy, again] = ['data', 'copy', 'again'].map((name) => join(dir, name)) as [
    string,
    string,
    string,
  ];
  await liveLastWeek(data);
  let traces: Trace[];
  let day: string;
  {
    await using system = await startKept(PRESENT, data);
    const { scdUrl } = system.run();
    day = await archiveAll(system);
    const today = `from=${dayOf(1)}&until=${dayOf(-1)}`;
    await get(system, 'operator', `/v1/pods/${SECOND}/aggregates?step=day&${today}`);
    const others = [...(await stored(system, FIRST)), ...(await archived(data, FIRST))];
    const [live, away] = [await stored(system, SECOND), await archived(data, SECOND)];
    const own = [...live, ...away];
    const old = distinctive(away, others);
    const step = Math.ceil(old.length / REGISTERS);
    const registers = [...distinctive(live, others), ...old.filter((_, i) => i % step === 0)];
    traces = tracesOf(own, registers);
    const before = await findTraces(data, traces);
    for (const expected of [
      /measurements.*: nonce/,
      /packets\.parquet: register as JSON/,
      /topic\.db/,
    ])
      assert.ok(
        before.some((each) => expected.test(each)),
        `${expected} in ${before.join('\n')}`,
      );

    t.diagnostic(`backup: ${(await done('backup', copy, '--data', data, '--json')).trim()}`);
    const accepted = await metric(scdUrl, 'access_layer_stored_total');
    await until(
      'the system to go on',
      async () => (await metric(scdUrl, 'access_layer_stored_total')) > accepted,
    );

    const { message } = await eraseAndKill(system);
    assert.deepEqual(await findTraces(data, traces), []);
    const { messages } = await get(system, 'auditor', `/v1/read-ledger?from=${message}&limit=1`);
    const said = JSON.parse(messages[0].payload ?? messages[0].proof.packet.payload);
    const measured = said.erased.find(({ dataSet }: Body) => dataSet === 'measurements');
    const known = own.filter(({ payload }) => JSON.parse(payload).type === 'measurement').length;
    assert.ok(measured.count >= known, `${measured.count} in the root; ${known} were in store and archive`);
    t.diagnostic(
      `${own.length} packets and ${registers.length} register values of one PoD: found nowhere; root over ${measured.count}`,
    );
    await requireRepair(data, day);
    await requireArchive(data);
    await requireOthers(system, day, t);
    assert.deepEqual(await findTraces(data, traces), [], 'a day that was restored brings nothing back');
  }

  const damaged = join(copy, 'network.json');
  const good = readFileSync(damaged);
  writeFileSync(damaged, good.toString().replace('{', '{ '));
  const refused = await cli('restore', copy, '--data', again);
  assert.deepEqual([refused.status, /network\.json: \d+ bytes; expected/.test(refused.stderr)], [1, true]);
  writeFileSync(damaged, good);
  const list = join(data, 'scd/erasures.json');
  t.diagnostic(
    `restore: ${(await done('restore', copy, '--data', again, '--erasures', list, '--json')).trim()}`,
  );
  assert.ok((await findTraces(again, traces)).length > 0, 'the backup was made before');

  await using system = await startKept(PRESENT, again);
  const { scdUrl, balUrl, nodes } = system.run();
  const [{ id }] = (await get(system, 'administrator', '/v1/erasures')).items;
  await complete(system, id);
  // What a node had not handed over when the backup was made comes late, and is swept within a minute.
  let left: string[] = [];
  await until('nothing to be left', async () => {
    left = await findTraces(again, traces);
    return left.length === 0;
  }).catch((error) => assert.fail(`${error}: ${left.join('\n')}`));
  await requireArchive(again);
  await requireOthers(system, day, t);
  assert.deepEqual(await findTraces(again, traces), []);

  const stages = async () => {
    const [accepted, sealed, stored] = await Promise.all([
      metric(balUrl, 'access_layer_accepted_total'),
      metric(balUrl, 'access_layer_sealed_total'),
      metric(scdUrl, 'access_layer_stored_total'),
    ]);
    return { accepted, sealed, stored, anchored: await metric(scdUrl, 'access_layer_scd_anchored_packets') };
  };
  const begun = await stages();
  await until(
    'new packets to be anchored behind the old ones',
    async () => (await stages()).anchored >= begun.stored + 4,
  );
  for (const { pod } of nodes) {
    const { nodes: found } = await get(system, 'operator', `/v1/pods/${pod}/completeness`);
    // What was erased is no gap.
    const gaps = found.map(({ missingPackets, forked, firstSeq, erased }: Body) => {
      return [missingPackets, forked, Math.max(0, firstSeq - erased)];
    });
    assert.deepEqual(gaps, [[0, 0, 0]], pod);
  }
  assert.equal(await metric(scdUrl, 'access_layer_scd_quarantined_total'), 0);
});
