import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import '@access-layer/kit/native';
import { fillStore } from './fill-store.ts';
import { ingestedPerSecond, ingestLoad } from './ingest.ts';
import { podDay } from './pod-day.ts';

const MAIN = join(import.meta.dirname, 'main.ts');

test('--help says what there is; an unknown section and a wrong number are refused', () => {
  const run = (...more: string[]) => spawnSync(process.execPath, [MAIN, ...more], { encoding: 'utf8' });
  assert.match(run('--help').stdout, /intake.*\n.*store/);
  for (const wrong of [['shop'], ['store', 'intake'], ['store', '--readings', 'many']]) {
    assert.equal(run(...wrong).status, 2, wrong.join(' '));
  }
});

test('the load of the ingest bench passes every check', async () => {
  assert.ok((await ingestedPerSecond(ingestLoad(60))) > 0);
});

test('a filled store gives every day asked for whole, with proofs and anchors', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'bench-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const filled = await fillStore(dir, { readings: 2000, perPacket: 8 });
  assert.ok(filled.readings >= 2000);
  const { quartersInProcess, minutesOverHttp } = await podDay(dir, filled, { quarters: 5, minutes: 2 });
  assert.deepEqual([quartersInProcess.readings, minutesOverHttp.readings], [96, 1440]);
});
