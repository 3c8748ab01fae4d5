import '@access-layer/kit/native';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runSeeded, SEEDS } from './seeded.test-input.ts';

test('each kind of anomaly 20 times among 100,000 clean packets: missed 0, false 0', async (t) => {
  const run = await runSeeded(t, { cleanHouses: 100, minutes: 1000, seedsOfEach: 20 }, (minute) => {
    if (minute % 200 === 199) t.diagnostic(`minute ${minute + 1} of 1000`);
  });
  const { clean, expected, found, watchMs, appendMs } = run;
  const missed = [...expected].filter((name) => !found.has(name));
  const wrong = [...found].filter((name) => !expected.has(name));
  const share = Math.round((100 * watchMs) / appendMs);
  t.diagnostic(
    `${Object.keys(SEEDS).length + 1} kinds, 20 of each, among ${clean} clean packets: missed ${missed.length}, ` +
      `false ${wrong.length}; looking took ${share} % of what verifying and appending took`,
  );
  assert.equal(clean, 100_000);
  assert.deepEqual({ missed, wrong }, { missed: [], wrong: [] });
});
