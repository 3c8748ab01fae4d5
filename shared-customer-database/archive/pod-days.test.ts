import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { POD, START_MS, seal, TestNode } from '../test/test-records.ts';
import { archivable, RULES } from './archive.test-input.ts';
import { archiveDay } from './archive-day.ts';
import { erasePod } from './erase-pod.ts';
import { createPodDays } from './pod-days.ts';

const DAY = new Date(START_MS).toISOString().slice(0, 10);
const OTHER_POD = 'IT001E00000002';

test('a PoD is read from the archive without bringing the day back; what is damaged is told, what is erased is gone', async (t) => {
  const nodes = [new TestNode(), new TestNode({ id: 'node-2', pod: OTHER_POD })];
  const signed = nodes.flatMap((node) => [1, 2, 3].map((n) => node.measure(START_MS + n * 60_000)));
  const { dir, sources, archive, batches, scratchDir } = await archivable(t, [seal(signed)]);
  await archiveDay(sources, DAY, START_MS);
  const open = (known: Pick<typeof batches, 'anchorOf'> = batches) => {
    const days = createPodDays({ archive, batches: known, rules: RULES });
    t.after(() => days.close());
    return days;
  };
  const podDays = open();
  const payloads = async (pod: string) => {
    const { packets, damaged } = await podDays.packetsOf(pod, DAY);
    assert.deepEqual(damaged, []);
    return packets.map(({ payload }) => payload);
  };
  const ofNode = (n: number) => signed.slice(3 * n, 3 * n + 3).map(({ message }) => message.payload);
  assert.deepEqual(await payloads(POD), ofNode(0));
  assert.deepEqual(await payloads(OTHER_POD), ofNode(1));
  assert.deepEqual(await podDays.packetsOf(POD, '2026-03-01'), { packets: [], damaged: [] });

  const denied = await open({ anchorOf: () => undefined }).packetsOf(POD, DAY);
  assert.deepEqual(
    [denied.packets.length, denied.damaged.length],
    [0, 3],
    'batches that no chain was seen to hold',
  );

  const erasure = `0x${'ee'.repeat(32)}` as const;
  const period = { pod: OTHER_POD, fromMs: 0, untilMs: START_MS + 10_000_000 };
  await erasePod(archive, { ...period, erasure, atMs: START_MS, scratchDir });
  assert.deepEqual([await payloads(OTHER_POD), await payloads(POD)], [[], ofNode(0)]);

  const folder = join(dir, 'archive', DAY);
  const file = join(folder, readdirSync(folder).find((name) => name.endsWith('.packets.parquet'))!);
  writeFileSync(file, readFileSync(file).fill(0, 100, 400));
  const { packets, damaged } = await open().packetsOf(POD, DAY);
  assert.ok(packets.length + damaged.length > 0 && damaged.length > 0, JSON.stringify(damaged));
});
