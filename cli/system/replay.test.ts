import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { simulatedNowMs } from '@access-layer/simulators/replay-time';
import { temporaryFolder } from '../surroundings.test-input.ts';
import { pauseClocks, resumeClocks, sampleIntervalS } from './replay.ts';

const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 4, 20, 12, 34, 56);
const SYSTEM = { name: 'system', assumeSynchronised: true };

function start(file: string, ids: string[], speed: number | undefined, nowMs: number) {
  return resumeClocks(file, ids, speed, nowMs).clocks;
}

test('at speed 1 a node lives in the present', () => {
  using folder = temporaryFolder();
  const clocks = start(join(folder.dir, 'replay.json'), ['a'], undefined, NOW);
  assert.deepEqual(clocks.get('a'), SYSTEM);
});

test('a fast replay begins a week ago at midnight', () => {
  using folder = temporaryFolder();
  const clocks = start(join(folder.dir, 'replay.json'), ['a'], 60, NOW);
  const simulatedStart = Date.UTC(2026, 4, 13);
  assert.deepEqual(clocks.get('a'), { name: 'replay', realStart: NOW, simulatedStart, speed: 60 });
});

test('after a clean stop it goes on where it stopped, at the speed of the folder', () => {
  using folder = temporaryFolder();
  const file = join(folder.dir, 'replay.json');
  start(file, ['a'], 60, NOW);
  pauseClocks(file, ['a'], NOW + 60_000);
  const clock = start(file, ['a'], undefined, NOW + DAY_MS).get('a');
  const simulatedStart = Date.UTC(2026, 4, 13) + 60 * 60_000;
  assert.deepEqual(clock, { name: 'replay', realStart: NOW + DAY_MS, simulatedStart, speed: 60 });
});

test('after a crash its time has passed meanwhile, and never goes back', () => {
  using folder = temporaryFolder();
  const file = join(folder.dir, 'replay.json');
  const before = start(file, ['a'], 60, NOW).get('a') as never;
  const clock = start(file, ['a'], undefined, NOW + 600_000).get('a') as never;
  assert.equal(simulatedNowMs(clock, NOW + 600_000), simulatedNowMs(before, NOW + 600_000));
});

test('a node that has caught up stays in the present; a new one beside it begins in the past', () => {
  using folder = temporaryFolder();
  const file = join(folder.dir, 'replay.json');
  start(file, ['a'], 1, NOW);
  pauseClocks(file, ['a'], NOW + 60_000);
  const clocks = start(file, ['a', 'b'], 60, NOW + 120_000);
  assert.deepEqual(clocks.get('a'), SYSTEM);
  assert.equal(clocks.get('b')?.name, 'replay');
});

test('a node that does not run this time keeps its time', () => {
  using folder = temporaryFolder();
  const file = join(folder.dir, 'replay.json');
  start(file, ['a', 'b'], 60, NOW);
  pauseClocks(file, ['a', 'b'], NOW + 60_000);
  start(file, ['a'], undefined, NOW + 120_000);
  pauseClocks(file, ['a'], NOW + 180_000);
  const clock = start(file, ['b'], undefined, NOW + DAY_MS).get('b') as { simulatedStart: number };
  assert.equal(clock.simulatedStart, Date.UTC(2026, 4, 13) + 60 * 60_000);
});

test('a node reads about once a real second', () => {
  assert.deepEqual([1, 2, 60, 100, 5000].map(sampleIntervalS), [1, 2, 60, 120, 900]);
});
