import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulatedNowMs } from './replay-time.ts';

test('time passes at the given speed until it has caught up with the present, and then at one', () => {
  const replay = { realStart: 1_000_000, simulatedStart: 400_000, speed: 61 };
  assert.equal(simulatedNowMs(replay, 1_000_000), 400_000);
  assert.equal(simulatedNowMs(replay, 1_001_000), 461_000);
  assert.equal(simulatedNowMs(replay, 1_010_000), 1_010_000);
  assert.equal(simulatedNowMs(replay, 1_011_000), 1_011_000);
});
