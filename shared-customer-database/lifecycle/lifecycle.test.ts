import assert from 'node:assert/strict';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { payloadHashOf } from '@access-layer/core/message';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { POD, START_MS, seal, TestNode } from '../test/test-records.ts';
import { publish, startTestScd } from '../test/test-scd.ts';
import { calendarOf } from './calendar.ts';
import { openLifecycle } from './lifecycle.test-input.ts';
import { dayAt } from './lifecycle.ts';
import { actionsIn, DAY_MS, DEFAULT_POLICY, phaseOf, policyFaults } from './policy.ts';

const DAY = dayAt(START_MS);
const dayAfter = (days: number) => START_MS + (days + 1) * DAY_MS;

test('a day is hot, then warm after one, cold after 30, and leaves after 60 days, counted from its end', () => {
  const at = (days: number) => phaseOf(DAY, dayAfter(days), DEFAULT_POLICY);
  assert.deepEqual([-1, 0, 0.99, 1, 29.99, 30, 59.99, 60, 400].map(at), [
    'hot',
    'hot',
    'hot',
    'warm',
    'warm',
    'cold',
    'cold',
    'delete',
    'delete',
  ]);
  assert.deepEqual([...actionsIn('hot', DEFAULT_POLICY)], []);
  assert.ok(
    actionsIn('delete', DEFAULT_POLICY).has('archive'),
    'who was off for a year archives before he deletes',
  );
});

test('a policy that deletes what it never archives is refused, and so is one that goes backwards', () => {
  assert.deepEqual(policyFaults({}), []);
  const never = { warm: { afterDays: 1, actions: [] }, cold: { afterDays: 2, actions: [] } };
  assert.match(policyFaults(never)[0]!, /never archived/);
  assert.match(policyFaults({ cold: { afterDays: 0, actions: [] } })[0]!, /no earlier than the one before/);
  assert.match(
    policyFaults({ warm: { afterDays: 1, actions: ['delete', 'archive'] } })[0]!,
    /expected in delete/,
  );
});

/** Three packets on a day, in a database that stands still. */
async function databaseOfOneDay(t: Parameters<typeof startTestScd>[0]) {
  const node = new TestNode();
  const batch = seal([1000, 2000, 3000].map((ms) => node.measure(START_MS + ms)));
  const scd = await startTestScd(t);
  await publish(scd, [batch]);
  await scd.stop();
  return { dir: scd.dir, node, batch };
}

test('archived after a day, verified, deleted after sixty; then restored, served, and gone again', async (t) => {
  const { dir, batch } = await databaseOfOneDay(t);
  let nowMs = dayAfter(0.5);
  const { pass, noteNew, repair, restores, store, book } = await openLifecycle(t, dir, { now: () => nowMs });
  const state = () => calendarOf(book, { nowMs })[0];
  await noteNew();
  assert.deepEqual([state()!.state, state()!.stored.packets], ['hot', 3], 'before anybody has looked');
  await pass();
  assert.deepEqual([state()!.state, state()!.archived.packets, state()!.stored.packets], ['hot', 0, 3]);
  nowMs = dayAfter(1);
  assert.deepEqual((await pass()).did, { archive: 1, merge: 1, verify: 1 });
  assert.deepEqual([state()!.state, state()!.archived.packets, state()!.stored.packets], ['warm', 3, 3]);
  nowMs = dayAfter(30);
  assert.deepEqual((await pass()).did, { merge: 1, 'read-only': 1 });
  assert.deepEqual([state()!.state, state()!.stored.readOnly], ['cold', true]);
  nowMs = dayAfter(60);
  assert.deepEqual((await pass()).did, { verify: 1, delete: 1 });
  assert.deepEqual([state()!.state, state()!.stored.packets, await store.days()], ['archived', 0, []]);
  assert.deepEqual(readdirSync(join(dir, 'measurements')), []);
  const { id } = book.askRestore({
    fromDay: DAY,
    untilDay: dayAt(START_MS + DAY_MS),
    requestedBy: 'test',
    requestedAtMs: nowMs,
    endsAtMs: nowMs + DAY_MS,
  });
  await restores();
  assert.deepEqual(book.restore(id)!.days, [{ day: DAY, packets: 3, damaged: 0 }]);
  assert.equal(state()!.state, 'restored');
  assert.deepEqual((await pass()).did, { 'read-only': 1 }, 'a day that was asked for stays');
  const again = await startTestScd(t, { dir });
  const { readings } = (await again.http.inject(`/v1/pods/${POD}/readings`)).json() as {
    readings: unknown[];
  };
  assert.equal(readings.length, 3);
  for (const { payload } of batch.records) {
    const { hash } = { hash: again.ledger.byHash(readHash(payload))[0]!.payloadHash };
    assert.equal((await again.http.inject(`/v1/packets/${hash}`)).json().payload, payload);
  }
  await again.stop();
  const times = { requestedAtMs: nowMs, endsAtMs: nowMs + 2 * DAY_MS };
  const never = { fromDay: '2020-01-01', untilDay: '2020-01-02', requestedBy: 'test', ...times };
  const { id: empty } = book.askRestore(never);
  nowMs += DAY_MS;
  await restores();
  assert.deepEqual([book.restore(id)!.state, state()!.state, await store.days()], ['ended', 'archived', []]);
  assert.match(book.restore(empty)!.detail!, /none of these days is in the archive/);
  rmSync(join(dir, 'archive', DAY), { recursive: true });
  nowMs += 31 * DAY_MS;
  const lost = /3 packets that the ledger knows are neither in the archive nor in the store/;
  assert.match((await pass()).problems[0]!.problem, lost, 'a day that has gone from the archive is missed');
  const [{ damages, left }] = (await repair()) as [Awaited<ReturnType<typeof repair>>[number]];
  assert.deepEqual([damages, lost.test(left[0]!.detail), state()!.state], [[], true, 'damaged']);
});

test('what the archive has is told where it is not served, and by whom it may be seen', async (t) => {
  const { dir, batch } = await databaseOfOneDay(t);
  let nowMs = dayAfter(1);
  const { pass } = await openLifecycle(t, dir, { now: () => nowMs });
  const archived = [{ from: `${DAY}T00:00:00.000Z`, until: `${dayAt(START_MS + DAY_MS)}T00:00:00.000Z` }];
  const hash = readHash(batch.records[0]!.payload);
  for (const days of [1, 60]) {
    nowMs = dayAfter(days);
    await pass();
    const scd = await startTestScd(t, { dir });
    const isAway = days === 60;
    for (const path of ['readings?', 'packets?', 'aggregates?step=day&']) {
      const answer = await scd.http.inject(`/v1/pods/${POD}/${path}from=${DAY}&until=${archived[0]!.until}`);
      assert.equal(answer.statusCode, 200, answer.body);
      assert.deepEqual(answer.json().archived, isAway ? archived : undefined, path);
      const header = isAway ? `${archived[0]!.from}/${archived[0]!.until}` : undefined;
      assert.equal(answer.headers['access-layer-archived'], header, path);
    }
    const csv = await scd.http.inject({ url: `/v1/pods/${POD}/readings`, headers: { accept: 'text/csv' } });
    assert.equal(csv.headers['access-layer-archived'] !== undefined, isAway);
    const packet = await scd.http.inject(`/v1/packets/${hash}`);
    assert.deepEqual(
      [packet.statusCode, packet.json().code],
      isAway ? [409, 'SCD_ARCHIVED'] : [200, undefined],
    );
    await scd.stop();
  }
});

test('late data for a day that has left are stored, served, archived as an added part, and leave too', async (t) => {
  const { dir, node } = await databaseOfOneDay(t);
  let nowMs = dayAfter(60);
  const first = await openLifecycle(t, dir, { now: () => nowMs });
  await first.pass();
  nowMs = dayAfter(67);
  assert.deepEqual(
    (await first.pass()).did,
    { verify: 1, delete: 1 },
    'what was first seen late stays a week',
  );
  const late = seal([node.measure(START_MS + 4000, { delayMs: 70 * DAY_MS })], { index: 1 });
  const scd = await startTestScd(t, { dir });
  await publish(scd, [late]);
  nowMs = dayAfter(70);
  assert.deepEqual((await first.pass()).did, { archive: 1, verify: 1 });
  const { readings, archived } = (await scd.http.inject(`/v1/pods/${POD}/readings`)).json();
  assert.deepEqual([readings.length, archived.length], [1, 1]);
  const [day] = calendarOf(first.book, { nowMs });
  assert.deepEqual([day!.archived.packets, day!.archived.parts, day!.stored.packets], [4, 2, 1]);
  await scd.stop();
  nowMs = dayAfter(77);
  assert.deepEqual((await first.pass()).did, { 'read-only': 1, verify: 1, delete: 1 });
  assert.deepEqual(await first.store.days(), []);
});

test('a day whose archive is damaged stays in the store and says where; one with a packet without anchor waits', async (t) => {
  const { dir } = await databaseOfOneDay(t);
  let nowMs = dayAfter(1);
  const { pass, store, book } = await openLifecycle(t, dir, { now: () => nowMs });
  await pass();
  const folder = join(dir, 'archive', DAY);
  const file = join(folder, readdirSync(folder).find((name) => name.endsWith('.packets.parquet'))!);
  const good = readFileSync(file);
  nowMs = dayAfter(60);
  writeFileSync(
    file,
    Buffer.concat([good.subarray(0, 200), Buffer.from([good[200]! ^ 1]), good.subarray(201)]),
  );
  const damaged = await pass();
  assert.match(damaged.problems[0]!.problem, /bytes 0 to/);
  assert.deepEqual(
    [(await store.daySize(DAY)).packets, calendarOf(book, { nowMs })[0]!.state],
    [3, 'damaged'],
  );
  writeFileSync(file, good);
  const { batch, ...packet } = (await store.packet(DAY, 'node-1', 0))!;
  const unanchored = { ...packet, node: 'node-9', batch: { ...batch, index: 9 }, readingTimesMs: [] };
  await store.put([unanchored]);
  const waiting = await pass();
  assert.deepEqual([waiting.problems, calendarOf(book, { nowMs })[0]!.waiting], [[], 1]);
  assert.equal((await store.daySize(DAY)).packets, 4);
});

test('a packet that the store has lost before it was archived is missed, and the day stays', async (t) => {
  const { dir } = await databaseOfOneDay(t);
  const day = new DatabaseSync(join(dir, 'measurements', `measurements-${DAY}.db`));
  day.exec('DELETE FROM packet WHERE seq = 1');
  day.close();
  const { pass, store } = await openLifecycle(t, dir, { now: () => dayAfter(60) });
  const { problems } = await pass();
  assert.match(
    problems[0]!.problem,
    /1 packets that the ledger knows are neither in the archive nor in the store, packet 1 of node-1/,
  );
  assert.equal((await store.daySize(DAY)).packets, 2);
});

test('while the chain does not answer nothing is restored; when it does, all of it', async (t) => {
  const { dir } = await databaseOfOneDay(t);
  let nowMs = dayAfter(1);
  let isSilent = true;
  const checkAnchor = async () =>
    isSilent
      ? ({ answer: 'later', reachable: false, detail: 'no answer' } as const)
      : ({ answer: 'confirmed' } as const);
  const { pass, restores, store, book } = await openLifecycle(t, dir, { now: () => nowMs, checkAnchor });
  await pass();
  nowMs = dayAfter(60);
  await pass();
  const { id } = book.askRestore({
    fromDay: DAY,
    untilDay: '9999-12-31',
    requestedBy: 'test',
    requestedAtMs: nowMs,
    endsAtMs: nowMs + DAY_MS,
  });
  await restores();
  assert.deepEqual([book.restore(id)!.state, await store.days()], ['waiting', []]);
  assert.match(book.restore(id)!.detail!, /cannot be checked against the chain: no answer/);
  isSilent = false;
  await restores();
  assert.deepEqual([book.restore(id)!.state, await store.days()], ['restored', [DAY]]);
});

test('a batch that the chain denies is named, and none of its packets is served', async (t) => {
  const { dir } = await databaseOfOneDay(t);
  let nowMs = dayAfter(1);
  const denied = {
    answer: 'refused',
    reason: 'anchor-mismatch',
    detail: 'the contract holds another',
  } as const;
  const { pass, restores, store, book } = await openLifecycle(t, dir, {
    now: () => nowMs,
    checkAnchor: async () => denied,
  });
  await pass();
  await rmSync(join(dir, 'measurements', `measurements-${DAY}.db`));
  nowMs = dayAfter(60);
  book.askRestore({
    fromDay: DAY,
    untilDay: '9999-12-31',
    requestedBy: 'test',
    requestedAtMs: nowMs,
    endsAtMs: nowMs + DAY_MS,
  });
  await restores();
  assert.deepEqual(await store.days(), []);
  const reasons = book.damages().map(({ reason, record }) => `${reason} ${record?.seq ?? ''}`);
  assert.deepEqual(reasons, ['anchor-mismatch ', 'no-batch 0', 'no-batch 1', 'no-batch 2']);
});

test('a store that was lost altogether comes back from the archive, through ingest', async (t) => {
  const { dir, batch } = await databaseOfOneDay(t);
  const nowMs = dayAfter(1);
  const first = await openLifecycle(t, dir, { now: () => nowMs });
  await first.pass();
  const fresh = temporaryFolder('scd-');
  cpSync(join(dir, 'archive'), join(fresh, 'archive'), { recursive: true });
  const scd = await startTestScd(t, { dir: fresh });
  const { restores, book } = await openLifecycle(t, fresh, { now: () => nowMs });
  book.askRestore({
    fromDay: DAY,
    untilDay: '9999-12-31',
    requestedBy: 'test',
    requestedAtMs: nowMs,
    endsAtMs: nowMs + DAY_MS,
  });
  await restores();
  await publish(scd, []);
  assert.equal(scd.ledger.counts().stored, 3);
  assert.equal(scd.batches.counts().anchoredPackets, 3);
  const { packets } = (await scd.http.inject(`/v1/pods/${POD}/packets`)).json() as {
    packets: { payload: string; stage: string }[];
  };
  assert.deepEqual(
    packets.map(({ payload }) => payload).sort(),
    batch.records.map(({ payload }) => payload).sort(),
  );
  assert.ok(packets.every(({ stage }) => stage === 'anchored'));
});

/** Hash by which a packet is asked for. */
function readHash(payload: string) {
  return payloadHashOf(payload);
}
