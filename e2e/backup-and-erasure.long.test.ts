import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { rowsOf, sqlText, withBench } from '@access-layer/shared-customer-database/archive/duck';
import { askWithPandas, shownInArchivePage } from '@access-layer/shared-customer-database/test/archive-page';
import { type AllInOne, metric, startAllInOne, until } from './all-in-one.ts';
import { findTraces, registersOf, type Trace, tracesOf } from './traces.ts';

const launcher = new URL('../cli/bin/access-layer.js', import.meta.url).pathname;
/** From a week ago on, a reading every five minutes of a day that passes in five. */
const OPTIONS = ['--nodes', '2', '--port-base', '21000', '--speed', '300'];
const PACKETS = 12;
/** The PoD that stays, and the one that is erased. */
const [FIRST, SECOND] = ['IT999E00000001', 'IT999E00000002'];
/** A day leaves the store when it has ended, and not after sixty more; nobody looks unless asked. */
process.env.ACCESS_LAYER_SHARED_CUSTOMER_DATABASE_LIFECYCLE = JSON.stringify({
  ...{ everyS: 3600, keepLateDays: 0, warm: { afterDays: 0, actions: ['force-merge', 'archive'] } },
  ...{ cold: { afterDays: 0, actions: ['read-only'] }, delete: { afterDays: 0, actions: ['delete'] } },
});

// biome-ignore lint/suspicious/noExplicitAny: what a test asserts on is read as it came
type Body = any;

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

async function ask(system: AllInOne, client: string, path: string, body?: object): Promise<Body> {
  const headers = { ...(await system.as(client)), 'content-type': 'application/json' };
  const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : { headers };
  const answer = await fetch(system.run().url + path, init);
  const text = await answer.text();
  assert.ok(answer.ok, `${path}: ${answer.status} ${text}`);
  return JSON.parse(text);
}

function signal(system: AllInOne, names: RegExp, name: NodeJS.Signals): void {
  const found = system.run().processes.filter((each) => names.test(each.name));
  assert.ok(found.length > 0);
  for (const { pid } of found) process.kill(pid, name);
}

/** No node gets farther from its first day while the test lasts, however slow the machine. */
const WEEK_MS = 8 * 86_400_000;
const weekFrom = (day: string) =>
  `from=${day}&until=${new Date(Date.parse(day) + WEEK_MS).toISOString().slice(0, 10)}`;

/** What is served of a PoD; of one that nothing is stored of, nothing. */
async function stored(system: AllInOne, pod: string, query = 'limit=1000'): Promise<Body[]> {
  const { url } = system.run();
  const headers = await system.as('operator');
  const answer = await fetch(`${url}/v1/pods/${pod}/packets?${query}`, { headers });
  assert.ok([200, 404].includes(answer.status), `${answer.status}`);
  return ((await answer.json()) as Body).packets ?? [];
}

/** Some packets of each PoD are anchored. */
async function untilAnchored(system: AllInOne): Promise<void> {
  for (const pod of [FIRST, SECOND])
    await until(`packets of ${pod} to be anchored`, async () => {
      const oldest = await stored(system, pod, `limit=${PACKETS}`);
      return oldest.length === PACKETS && oldest.every(({ stage }) => stage === 'anchored');
    });
}

/** Of one day a part is in the archive and nowhere else, and a part came later and is in the store. Answers the day. */
async function archiveDay(system: AllInOne): Promise<string> {
  await untilAnchored(system);
  // While the houses send nothing, all of it is anchored at last, and leaves.
  signal(system, /^light-node/, 'SIGSTOP');
  let calendar: Body[] = [];
  await until('the day to be in the archive only', async () => {
    await done('archive', 'run', '--data', system.dir);
    calendar = JSON.parse(await done('archive', 'calendar', '--data', system.dir, '--json'));
    return calendar.every(({ state, stored }) => state === 'archived' && stored.packets === 0);
  });
  signal(system, /^light-node/, 'SIGCONT');
  await untilAnchored(system);
  return calendar[0].day;
}

/** What is to be found nowhere of the second PoD; its newest register may yet be shown again by a packet to come. */
async function secondsTraces(system: AllInOne): Promise<{ traces: Trace[]; packets: number }> {
  const files = sqlText(join(system.dir, 'scd/archive/*/*.packets.parquet'));
  const sql = `SELECT payload, signature FROM read_parquet(${files}) WHERE pod = ${sqlText(SECOND)}`;
  const away = await withBench(join(system.dir, 'scd/scratch'), ({ duck }) => rowsOf(duck, sql));
  const own = [...away, ...(await stored(system, SECOND))] as { payload: string; signature: string }[];
  const newest = Math.max(...own.flatMap(({ payload }) => registersOf(payload)));
  return { traces: tracesOf(own).filter(({ register }) => register !== newest), packets: own.length };
}

/** Each form is found wherever it may be kept, so the search is one that finds. */
async function requireFound(system: AllInOne, day: string, traces: Trace[]): Promise<void> {
  await ask(system, 'operator', `/v1/pods/${SECOND}/aggregates?${weekFrom(day)}&step=day`);
  const found = (await findTraces(system.dir, traces)).join('\n');
  for (const [where, forms] of [
    ['bal/bal.db(-wal)?', ['nonce', 'signature', 'register as JSON']],
    ['stream/packets.topic.db(-wal)?', ['nonce', 'signature', 'register as JSON in JSON']],
    ['scd/measurements/.*', ['nonce', 'signature', 'register as JSON']],
    ['scd/quarters/.*', ['register as double']],
    ['scd/archive/.*packets.parquet', ['nonce', 'signature', 'register as JSON']],
    ['scd/archive/.*readings.parquet', ['register as JSON', 'register as integer']],
  ] as const)
    for (const form of forms) assert.match(found, new RegExp(`^${where}: ${form}$`, 'm'));
}

/** The database is killed when it has hardly begun, and so is who could not even begin. */
async function eraseAndKill(system: AllInOne): Promise<void> {
  signal(system, /^blockchain-access-layer/, 'SIGSTOP');
  const { id } = await ask(system, 'administrator', '/v1/erasures', { holding: 'holding-2' });
  signal(system, /customer-database|blockchain-access-layer/, 'SIGKILL');
  await untilErased(system, id);
}

async function untilErased(system: AllInOne, id: string): Promise<void> {
  await until(`erasure ${id} to be complete`, async () => {
    const erasure = await ask(system, 'administrator', `/v1/erasures/${id}`).catch(() => undefined);
    return erasure?.status === 'complete';
  });
}

/** A byte of a file is not what it was: it is told, and made good while the system runs. */
async function requireRepair({ dir }: AllInOne, day: string): Promise<void> {
  const folder = join(dir, 'scd/archive', day);
  const name = readdirSync(folder).find((each) => each.endsWith('.readings.parquet'))!;
  const bytes = readFileSync(join(folder, name));
  writeFileSync(join(folder, name), bytes.fill(bytes[60]! ^ 1, 60, 61));
  const told = await cli('archive', 'verify', day, '--data', dir);
  assert.deepEqual([told.status, told.stdout.includes(name)], [1, true], told.stdout);
  assert.match(await done('archive', 'repair', day, '--data', dir), new RegExp(`${day}  repaired: parts 1`));
}

/** The archive is whole, other programs read it, and proofs of the other PoD verify, of days that come back from it, too. */
async function requireOthers(system: AllInOne, day: string, t: TestContext): Promise<void> {
  const { dir } = system;
  const { damages, days } = JSON.parse(await done('archive', 'verify', '--data', dir, '--json'));
  assert.ok(damages === 0 && days.some(({ erased }: Body) => erased > 0), JSON.stringify(days));
  const archive = join(dir, 'scd/archive');
  const [energy] = shownInArchivePage('sql', archive);
  const hours = await withBench(join(dir, 'scd/scratch'), ({ duck }) => rowsOf(duck, energy!));
  const pods = new Set(hours.map(({ pod }) => pod).filter((pod) => pod !== null));
  assert.deepEqual(pods, new Set([FIRST]));
  const printed = askWithPandas(t, archive) ?? FIRST;
  assert.ok(printed.includes(FIRST) && !printed.includes(SECOND), printed);
  await done('archive', 'restore', day, weekFrom(day).slice(-10), '--data', dir);
  const range = `limit=100&${weekFrom(day)}`;
  const { proofs } = await ask(system, 'operator', `/v1/pods/${FIRST}/proofs?${range}`);
  const files = (proofs as Body[]).map((proof, i) => {
    const file = join(dir, 'meters', `${i}.proof.json`);
    writeFileSync(file, JSON.stringify(proof));
    return file;
  });
  assert.ok(files.length >= PACKETS, `${files.length} proofs`);
  await done('verify', ...files, '--data', dir);
  assert.deepEqual(await stored(system, SECOND, range), [], 'nothing of the erased comes back with the day');
}

/** New packets are anchored behind the old ones; what was erased is no gap, and no batch is at odds. */
async function requireGoingOn(system: AllInOne): Promise<void> {
  const { scdUrl } = system.run();
  const anchored = () => metric(scdUrl, 'access_layer_scd_anchored_packets');
  const before = await metric(scdUrl, 'access_layer_stored_total');
  await until('new packets to be anchored', async () => (await anchored()) >= before + 4);
  for (const pod of [FIRST, SECOND]) {
    const { nodes } = await ask(system, 'operator', `/v1/pods/${pod}/completeness`);
    const gaps = nodes.map(({ missingPackets, forked, firstSeq, erased }: Body) => {
      return [missingPackets, forked, Math.max(0, (firstSeq ?? 0) - erased)];
    });
    assert.deepEqual(gaps, [[0, 0, 0]], pod);
  }
  assert.equal(await metric(scdUrl, 'access_layer_scd_quarantined_total'), 0);
}

test('erased through kill -9, from the archive and a restored backup, too: found in no file, and all else holds', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'backup-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const [copy, again, list] = ['copy', 'again', 'erasures.json'].map((name) => join(dir, name));
  let day: string;
  let traces: Trace[];
  {
    await using system = await startAllInOne(OPTIONS, join(dir, 'data'));
    day = await archiveDay(system);
    const known = await secondsTraces(system);
    traces = known.traces;
    await requireFound(system, day, traces);
    t.diagnostic(`backup: ${(await done('backup', copy!, '--data', system.dir, '--json')).trim()}`);
    await eraseAndKill(system);
    assert.deepEqual(await findTraces(system.dir, traces), []);
    t.diagnostic(`${traces.length} traces of ${known.packets} packets: found nowhere`);
    await requireRepair(system, day);
    await requireOthers(system, day, t);
    assert.deepEqual(await findTraces(system.dir, traces), [], 'a day that comes back brings nothing back');
    copyFileSync(join(system.dir, 'scd/erasures.json'), list!);
  }

  const damaged = join(copy!, 'network.json');
  const good = readFileSync(damaged);
  writeFileSync(damaged, good.toString().replace('{', '{ '));
  const refused = await cli('restore', copy!, '--data', again!);
  assert.deepEqual([refused.status, /network\.json: \d+ bytes; expected/.test(refused.stderr)], [1, true]);
  writeFileSync(damaged, good);
  const restored = await done('restore', copy!, '--data', again!, '--erasures', list!, '--json');
  t.diagnostic(`restore: ${restored.trim()}`);
  assert.ok((await findTraces(again!, traces)).length > 0, 'the backup was made before');

  await using system = await startAllInOne(OPTIONS, again);
  const { items } = await ask(system, 'administrator', '/v1/erasures');
  await untilErased(system, items[0].id);
  assert.deepEqual(await findTraces(system.dir, traces), []);
  await requireOthers(system, day, t);
  await requireGoingOn(system);
});
