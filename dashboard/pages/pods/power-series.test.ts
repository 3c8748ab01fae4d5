import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Reading } from '../../api/readings.ts';
import { powerSeries } from './power-series.ts';

const at = (minute: number, activePowerW?: number, quality = ['measured']): Reading => ({
  ...{ atMs: minute * 60_000, quality, meter: 'm', stage: 'anchored', payloadHash: '0x' },
  values: activePowerW === undefined ? {} : { activePowerW },
});

test('a gap is a gap: an empty value stands in it, so no line goes across', () => {
  const { timesMs, values, gaps } = powerSeries(
    [at(1, 10), at(2, 20), at(3, 30), at(9, 40)],
    'activePowerW',
    [],
  );
  assert.deepEqual(values, [10, 20, 30, null, 40]);
  assert.deepEqual(gaps, [{ fromMs: 180_000, untilMs: 540_000 }]);
  assert.ok(timesMs[3]! > 180_000 && timesMs[3]! < 540_000);
});

test('a reading that has other values only is no gap', () => {
  const { values, gaps } = powerSeries([at(1, 10), at(2), at(3, 30)], 'activePowerW', []);
  assert.deepEqual([values, gaps], [[10, 30], []]);
});

test('doubtful readings in a row are one stretch', () => {
  const { doubtful } = powerSeries(
    [at(1, 1), at(2, 2, ['stale']), at(3, 3, ['measured', 'clock-unsynced']), at(4, 4)],
    'activePowerW',
    [],
  );
  assert.deepEqual(doubtful, [{ fromMs: 60_000, untilMs: 180_000 }]);
});

test('what was ordered is shown while it is in force, the last one first; a limit of injection is below zero', () => {
  const orders = [
    { fromMs: 60_000, untilMs: 240_000, mode: 'target', valueW: 500 },
    { fromMs: 120_000, untilMs: 180_000, mode: 'limit-export', valueW: 300 },
  ];
  const { ordered } = powerSeries([at(1, 1), at(2, 1), at(3, 1), at(4, 1)], 'activePowerW', orders);
  assert.deepEqual(ordered, [500, -300, 500, null]);
});
