import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { POD, START_MS, seal, TestNode } from '../test/test-records.ts';
import { archivable, checked, RULES } from './archive.test-input.ts';
import { archiveDay } from './archive-day.ts';
import { erasePod } from './erase-pod.ts';
import { repairDay } from './repair-day.ts';

const DAY = new Date(START_MS).toISOString().slice(0, 10);
const OTHER_POD = 'IT001E00000002';

/** A day of two parts, with erased packets, and ways to damage it. */
async function archivedTwice(t: TestContext) {
  const nodes = [new TestNode(), new TestNode({ id: 'node-2', pod: OTHER_POD })];
  const signed = nodes.flatMap((node) => [1, 2, 3, 4].map((n) => node.measure(START_MS + n * 60_000)));
  const opened = await archivable(t, [seal(signed)]);
  const { dir, sources, archive, ledger, batches, scratchDir } = opened;
  await archiveDay(sources, DAY, START_MS);
  const erasure = `0x${'ee'.repeat(32)}` as const;
  const period = { pod: OTHER_POD, fromMs: 0, untilMs: START_MS + 130_000 };
  await erasePod(archive, { ...period, erasure, atMs: START_MS, scratchDir });
  const folder = join(dir, 'archive', DAY);
  const fileOf = (ending: string) =>
    join(folder, readdirSync(folder).findLast((name) => name.endsWith(ending))!);
  const damage = (ending: string) => {
    const bytes = readFileSync(fileOf(ending));
    writeFileSync(fileOf(ending), bytes.fill(bytes[40]! ^ 1, 40, 41));
  };
  // What an erasure takes out of the store and the ledger is not a part of this test.
  const known = [...ledger.packetsOfDay(DAY)];
  const isErased = ({ node, seq }: { node: string; seq: number }) => node === 'node-2' && seq < 2;
  const packetsOfDay = () => known.filter((name) => !isErased(name));
  const repair = (more: object = {}) =>
    repairDay(
      { ...sources, batches, rules: RULES, ledger: { packetsOfDay }, ...more } as never,
      DAY,
      START_MS,
    );
  const emptyStore = { ...opened.store, dayPackets: async () => ({ items: [] }) };
  return { ...opened, folder, fileOf, damage, repair, emptyStore, packetsOfDay };
}

async function requireWhole(opened: Awaited<ReturnType<typeof archivedTwice>>): Promise<void> {
  const { good, erased, damages } = await checked(opened.sources, DAY);
  assert.deepEqual([good, erased, damages], [8, 2, []]);
}

test('readings, trees and packets that are damaged are written anew, with or without the store as far as it goes', async (t) => {
  const opened = await archivedTwice(t);
  const { damage, repair, emptyStore, fileOf } = opened;
  assert.deepEqual((await repair()).damages, []);
  for (const ending of ['.readings.parquet', '.batches.parquet']) {
    damage(ending);
    const { parts, fromStore, lost } = await repair({ store: emptyStore });
    assert.deepEqual([parts, fromStore, lost], [[1], 0, []], ending);
    await requireWhole(opened);
  }
  // Bytes of the packets themselves: their rows are gone, but for hashes of erased ones there is no other place.
  const file = fileOf('.packets.parquet');
  const good = readFileSync(file);
  writeFileSync(file, Buffer.from(good).fill(0, 4, good.length - 2000));
  const gone = await repair({ store: emptyStore });
  assert.ok(gone.lost.length + gone.lostErased > 0 && gone.parts.length === 0, JSON.stringify(gone));
  assert.deepEqual(
    readFileSync(file).subarray(0, 8),
    Buffer.from(good).fill(0, 4, 8).subarray(0, 8),
    'as it was',
  );
  writeFileSync(file, good);
  await requireWhole(opened);
});

test('a packet that has come late and waits for its anchor is not lost', async (t) => {
  const opened = await archivedTwice(t);
  const { damage, repair, store, packetsOfDay } = opened;
  const { batch, ...packet } = (await store.packet(DAY, 'node-1', 0))!;
  const late = { ...packet, node: 'node-9', batch: { ...batch, index: 9 } };
  damage('.readings.parquet');
  const { lost, parts } = await repair({
    store: { dayPackets: async () => ({ items: [late] }) },
    ledger: { packetsOfDay: () => [...packetsOfDay(), late] },
  });
  assert.deepEqual([lost, parts], [[], [1]]);
  await requireWhole(opened);
});

test('packets that the archive has lost come from the store; one that nobody has is named', async (t) => {
  const node = new TestNode();
  const signed = [1, 2, 3].map((n) => node.measure(START_MS + n * 60_000));
  const { dir, sources, ledger, batches, store } = await archivable(t, [seal(signed)]);
  await archiveDay(sources, DAY, START_MS);
  const folder = join(dir, 'archive', DAY);
  const file = join(folder, readdirSync(folder).find((name) => name.endsWith('.packets.parquet'))!);
  const good = readFileSync(file);
  rmSync(file);
  const repair = (from: object) =>
    repairDay({ ...sources, store: from, batches, rules: RULES, ledger } as never, DAY, START_MS);
  const all = (await store.dayPackets(DAY, { limit: 10 })).items;
  const lacking = await repair({ dayPackets: async () => ({ items: all.slice(1) }) });
  assert.deepEqual(
    [lacking.lost.map(({ node: of, seq }) => `${seq} ${of}`), lacking.parts],
    [[`${all[0]!.seq} ${all[0]!.node}`], []],
  );
  const { parts, fromStore, lost } = await repair(store);
  assert.deepEqual([parts, fromStore, lost], [[1], 3, []]);
  const payloads: string[] = [];
  const { damages } = await checked(sources, DAY, {
    onGood: async (packets) => void payloads.push(...packets.map(({ record }) => record!.payload)),
  });
  assert.deepEqual(damages, []);
  assert.deepEqual(payloads.sort(), signed.map(({ message }) => message.payload).sort());
  assert.ok(good.length > 0 && payloads.every((payload) => payload.includes(POD)));
});

test('a damaged manifest stays, and the next version vouches for it as it is', async (t) => {
  const opened = await archivedTwice(t);
  const { folder, repair } = opened;
  // The first of two; then the newest, which is the repair's own.
  for (const version of [1, 3]) {
    const name = join(folder, `manifest-00000${version}.json`);
    const good = readFileSync(name, 'utf8');
    const write = (word: string) => writeFileSync(name, good.replace('"packets"', word));
    write('"Packets"');
    const { damages } = await checked(opened.sources, DAY);
    assert.ok(damages.some(({ file }) => file === `manifest ${version}`));
    const { lost, lostErased } = await repair();
    assert.deepEqual([lost, lostErased], [[], 0]);
    await requireWhole(opened);
    write('"pAckets"');
    assert.ok((await checked(opened.sources, DAY)).damages.length > 0, 'damaged again, otherwise');
    write('"Packets"');
    await requireWhole(opened);
  }
});
