import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { messageHashOf } from '@access-layer/core/message';
import type { CertifiedRecord } from '@access-layer/core/record';
import { DAY_MS } from '../aggregates/day-quarters.ts';
import { POD, START_MS, seal, TestNode } from '../test/test-records.ts';
import { anchorRecord, publish, startTestScd } from '../test/test-scd.ts';
import { waitUntil } from '../test/wait-until.ts';
import { archivable, checked, openSources } from './archive.test-input.ts';
import { archiveDay } from './archive-day.ts';
import { rowsOf, sqlText, withBench } from './duck.ts';
import { erasePod, type HeldPacket } from './erase-pod.ts';

const DAY = new Date(START_MS).toISOString().slice(0, 10);
const OTHER_POD = 'IT001E00000002';
const ERASURE = `0x${'ee'.repeat(32)}` as const;

/** Two PoDs, three kinds of packets, a batch over midnight. */
function packets() {
  const [first, second] = [new TestNode(), new TestNode({ id: 'node-2', pod: OTHER_POD, meter: 'meter-2' })];
  return [
    ...Array.from({ length: 6 }, (_, i) =>
      [first, second].map((node) => node.measure(START_MS + (i + 1) * 60_000, { readings: 3 })),
    ).flat(),
    first.event(START_MS + 500_000),
    second.activation(START_MS + 510_000),
    first.measure(START_MS + DAY_MS + 60_000),
  ];
}

test('a day goes to the archive whole, in the order of PoD and time, with its proofs; again adds nothing', async (t) => {
  const signed = packets();
  const batch = seal(signed);
  const { sources, archive, store } = await archivable(t, [batch]);
  assert.deepEqual(await archiveDay(sources, DAY, START_MS), {
    packets: 14,
    readings: 36,
    waiting: 0,
    bytes: await bytesOf(archive),
  });
  assert.equal((await archiveDay(sources, DAY, START_MS)).packets, 0);
  const records: CertifiedRecord[] = [];
  const order: string[] = [];
  const check = await checked(sources, DAY, {
    onGood: async (good) => {
      records.push(...good.map(({ record }) => record!));
      order.push(...good.map(({ verified }) => `${verified!.pod} ${verified!.fromMs}`));
    },
  });
  assert.deepEqual(
    { ...check, bytes: 0 },
    { day: DAY, parts: 1, packets: 14, bytes: 0, good: 14, erased: 0, damages: [], unasked: 1 },
  );
  assert.deepEqual(order, [...order].sort());
  const byPayload = (a: CertifiedRecord, b: CertifiedRecord) => (a.payload < b.payload ? -1 : 1);
  assert.deepEqual(records.sort(byPayload), batch.records.slice(0, 14).sort(byPayload));
  assert.equal((await store.daySize(DAY)).packets, 14);
});

test('what comes late is a part of its own; what is not anchored stays out until it is', async (t) => {
  const node = new TestNode();
  const scd = await startTestScd(t);
  const [early, late] = [
    seal([node.measure(START_MS + 1000)]),
    seal([node.measure(START_MS + 2000)], { index: 1 }),
  ];
  await publish(scd, [early]);
  await scd.stop();
  const first = await openSources(t, scd.dir);
  assert.equal((await archiveDay(first.sources, DAY, START_MS)).packets, 1);
  const again = await startTestScd(t, {
    dir: scd.dir,
    checkAnchor: async ({ index }) =>
      index === 0 ? { answer: 'confirmed' } : { answer: 'later', reachable: true, detail: 'not yet' },
  });
  await again.stream.append(
    'packets',
    late.records.map((record) => ({ key: POD, value: JSON.stringify(record) })),
  );
  await again.stream.append('anchors', [anchorRecord(late.anchor)]);
  await waitUntil('the late packet', () => again.ledger.counts().stored === 2);
  await again.stop();
  const { packets: none, waiting } = await archiveDay(first.sources, DAY, START_MS);
  assert.deepEqual([none, waiting], [0, 1]);
  const anchored = await startTestScd(t, { dir: scd.dir });
  await waitUntil('the anchor', () => anchored.batches.counts().anchorsWaiting === 0);
  await anchored.stop();
  const added = await archiveDay(first.sources, DAY, START_MS);
  assert.deepEqual([added.packets, added.waiting], [1, 0]);
  const { parts, good, damages } = await checked(first.sources, DAY);
  assert.deepEqual([parts, good, damages], [2, 2, []]);
});

test('a batch whose last leaf never came proves its packets all the same', async (t) => {
  const node = new TestNode();
  const batch = seal([
    node.measure(START_MS + 1000),
    node.measure(START_MS + 2000),
    node.measure(START_MS + 3000),
  ]);
  const { sources } = await archivable(t, [{ ...batch, records: batch.records.slice(0, 2) }]);
  assert.equal((await archiveDay(sources, DAY, START_MS)).packets, 2);
  const { good, damages } = await checked(sources, DAY);
  assert.deepEqual([good, damages], [2, []]);
});

test('an erasure leaves of a PoD its hashes, of the others everything, and no file that held it', async (t) => {
  const signed = packets();
  const { dir, sources, archive, scratchDir } = await archivable(t, [seal(signed)]);
  for (const day of [DAY, nextDay()]) await archiveDay(sources, day, START_MS);
  const bytes = () =>
    readdirSync(join(dir, 'archive', DAY)).map((name) => readFileSync(join(dir, 'archive', DAY, name)));
  assert.ok(
    bytes().some((file) => file.includes(OTHER_POD)),
    'a PoD is found in the file where it is',
  );
  const order = {
    pod: OTHER_POD,
    fromMs: START_MS,
    untilMs: START_MS + DAY_MS,
    erasure: ERASURE,
    atMs: START_MS,
    scratchDir,
  };
  const held: string[] = [];
  const onHeld = (packets: HeldPacket[]) =>
    void held.push(...packets.map(({ messageHash, type, fromMs }) => `${messageHash} ${type} ${fromMs}`));
  assert.deepEqual(await erasePod(archive, { ...order, onHeld }), [{ day: DAY, packets: 7 }]);
  const named = signed
    .filter(({ message }) => message.payload.includes(OTHER_POD))
    .map(({ message }) => `${messageHashOf(message)} ${JSON.parse(message.payload).type}`);
  assert.deepEqual(held.map((each) => each.replace(/ \d+$/, '')).sort(), named.sort());
  assert.deepEqual(await erasePod(archive, order), []);
  assert.ok(bytes().every((file) => !file.includes(OTHER_POD)));
  assert.equal((await archive.files(DAY)).length, 3);
  const contents: string[] = [];
  const check = await checked(sources, DAY, {
    onGood: async (good) =>
      void contents.push(...good.flatMap(({ record }) => (record ? [record.payload] : []))),
  });
  assert.deepEqual([check.good, check.erased, check.damages], [14, 7, []]);
  assert.deepEqual(
    contents.sort(),
    signed
      .slice(0, 14)
      .map(({ message }) => message.payload)
      .filter((payload) => payload.includes(POD))
      .sort(),
  );
  const [row] = await withBench(scratchDir, async ({ duck }) => {
    const { name } = (await archive.files(DAY)).find((file) => file.name.endsWith('.packets.parquet'))!;
    const left = `SELECT * FROM read_parquet(${sqlText(join(dir, 'archive', DAY, name))}) WHERE payload IS NULL LIMIT 1`;
    return rowsOf(duck, left);
  });
  const stays = Object.entries(row!)
    .filter(([, value]) => value !== null)
    .map(([name]) => name);
  assert.deepEqual(stays, [
    'node',
    'seq',
    'receivedAt',
    'payloadHash',
    'messageHash',
    'anchorer',
    'batch',
    'leafIndex',
  ]);
  const manifest = JSON.parse((await archive.manifest(DAY))!.text).manifest;
  assert.deepEqual(manifest.erasures, [
    { erasure: ERASURE, at: new Date(START_MS).toISOString(), packets: 7, parts: [1] },
  ]);
});

test('the next archiving does not bring back what was erased', async (t) => {
  const { sources, archive, scratchDir } = await archivable(t, [seal(packets())]);
  await archiveDay(sources, DAY, START_MS);
  await erasePod(archive, {
    pod: OTHER_POD,
    fromMs: 0,
    untilMs: Number.MAX_SAFE_INTEGER,
    erasure: ERASURE,
    atMs: START_MS,
    scratchDir,
  });
  assert.equal((await archiveDay(sources, DAY, START_MS)).packets, 0);
  assert.equal((await checked(sources, DAY)).erased, 7);
});

function nextDay(): string {
  return new Date(START_MS + DAY_MS).toISOString().slice(0, 10);
}

async function bytesOf(archive: { files(day: string): Promise<{ bytes: number }[]> }): Promise<number> {
  return (await archive.files(DAY)).reduce((sum, { bytes }) => sum + bytes, 0);
}
