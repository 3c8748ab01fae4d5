import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLoads, type Measurement } from './loads.ts';

function measured(pod: string, minute: number, activePowerW: number, role = 'exchange'): Measurement {
  const at = new Date(Date.parse('2026-03-01T00:00:00.000Z') + minute * 60_000).toISOString();
  return { type: 'measurement', pod, meter: 'm1', role, readings: [{ at, values: { activePowerW } }] };
}

test('a quarter-hour is over when all partitions are beyond it; a double counts once, what is late not at all', () => {
  const loads = createLoads({ a: 'Roma', b: 'Roma', c: 'Fiumicino' }, [0, 1]);
  for (const each of [
    measured('a', 0, 10),
    measured('a', 14, 30),
    measured('a', 14, 30),
    measured('b', 5, 5),
  ])
    assert.deepEqual(loads.take(0, each), []);
  assert.deepEqual(loads.take(0, measured('a', 40, 1)), [], 'the other partition may still have something');
  assert.deepEqual(loads.take(1, measured('c', 3, 7)), []);
  assert.deepEqual(loads.take(1, measured('c', 4, 900, 'production')), []);
  const quarter = '2026-03-01T00:00:00.000Z';
  assert.deepEqual(loads.take(1, measured('c', 31, 1)), [
    { municipality: 'Fiumicino', quarter, loadW: 7, pods: 1 },
    { municipality: 'Roma', quarter, loadW: 25, pods: 2 },
  ]);
  assert.deepEqual(loads.take(1, measured('c', 14, 1)), []);
});
