import assert from 'node:assert/strict';
import { test } from 'node:test';
import { archivable, RULES } from '../archive/archive.test-input.ts';
import { archiveDay } from '../archive/archive-day.ts';
import { erasePod } from '../archive/erase-pod.ts';
import { POD, START_MS, seal, TestNode } from '../test/test-records.ts';
import { dayAt } from './lifecycle.ts';
import { DAY_MS } from './policy.ts';
import { verifyDay } from './verify-day.ts';

const DAY = dayAt(START_MS);

test('files that an erasure replaces while they are checked are no damage', async (t) => {
  const node = new TestNode();
  const { sources, archive, ledger, scratchDir } = await archivable(t, [
    seal([1000, 2000, 3000].map((ms) => node.measure(START_MS + ms))),
  ]);
  await archiveDay(sources, DAY, START_MS);
  const order = { pod: POD, fromMs: START_MS, untilMs: START_MS + DAY_MS, atMs: START_MS, scratchDir };
  const openFile = archive.openFile.bind(archive);
  archive.openFile = async (day, name) => {
    archive.openFile = openFile;
    await erasePod(archive, { ...order, erasure: `0x${'ee'.repeat(32)}` });
    return openFile(day, name);
  };
  const { damages, erased, good } = await verifyDay({ ...sources, ledger, rules: RULES }, DAY);
  assert.deepEqual([damages, erased, good], [[], 3, 3]);
});
