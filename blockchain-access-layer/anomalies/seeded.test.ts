import '@access-layer/kit/native';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runSeeded } from './seeded.test-input.ts';

test('every kind of anomaly is found where it is, and none where it is not', async (t) => {
  const { clean, expected, found } = await runSeeded(t, { cleanHouses: 3, minutes: 60, seedsOfEach: 2 });
  assert.equal(clean, 180);
  assert.deepEqual([...found].sort(), [...expected].sort());
});
