import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { ringsOf, thinned } from './preview.ts';
import { judge, type Limit, QUIET, step } from './step.ts';

const above: Limit = { side: 'above', limit: 100, hysteresis: 10 };
const run = (limit: Limit, forMs: number, values: [atMs: number, value: number][]) =>
  ringsOf(
    's',
    values.map(([atMs, value]) => ({ atMs, verdict: judge(value, limit) })),
    forMs,
  ).map(({ fromMs, untilMs }) => [fromMs, untilMs]);

test('it rings beyond the limit, and is over behind the hysteresis', () => {
  assert.deepEqual(
    run(above, 0, [
      [1, 100],
      [2, 101],
      [3, 95],
      [4, 105],
      [5, 90],
      [6, 99],
    ]),
    [[2, 5]],
  );
  const below: Limit = { side: 'below', limit: 200 };
  assert.deepEqual(
    run(below, 0, [
      [1, 200],
      [2, 199],
      [3, 200],
      [4, 150],
    ]),
    [
      [2, 3],
      [4, undefined],
    ],
  );
});

test('what must hold for a time rings when it has, and begins anew after a single value behind the limit', () => {
  assert.deepEqual(
    run(above, 10, [
      [0, 101],
      [9, 101],
      [10, 101],
      [11, 50],
    ]),
    [[10, 11]],
  );
  assert.deepEqual(
    run(above, 10, [
      [0, 101],
      [5, 95],
      [10, 101],
      [19, 101],
    ]),
    [],
  );
});

test('for any values it rings and ends by turns, and never while the value was not beyond the limit all the time', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 80, max: 120 }), { maxLength: 60 }),
      fc.integer({ min: 0, max: 8 }),
      (values, forMs) => {
        let watch = QUIET;
        let rings = false;
        for (const [atMs, value] of values.entries()) {
          const next = step(watch, judge(value, above), atMs, forMs);
          watch = next.watch;
          if (next.change === 'rang') {
            assert.ok(!rings);
            assert.ok(values.slice(Math.max(0, atMs - forMs), atMs + 1).every((one) => one > 100));
            rings = true;
          }
          if (next.change === 'over') {
            assert.ok(rings && value <= 90);
            rings = false;
          }
          assert.equal(watch.phase === 'ringing', rings);
        }
      },
    ),
  );
});

test('a thinned picture keeps the highest and the lowest of all', () => {
  const points = Array.from({ length: 50_000 }, (_, atMs) => ({
    atMs,
    value: Math.sin(atMs / 700) * (atMs % 97),
  }));
  const few = thinned(points, { fromMs: 0, untilMs: 50_000 });
  assert.ok(few.length <= 1200);
  const extremes = (of: { value: number }[]) => [
    Math.min(...of.map(({ value }) => value)),
    Math.max(...of.map(({ value }) => value)),
  ];
  assert.deepEqual(extremes(few), extremes(points));
  assert.deepEqual(
    few.map(({ atMs }) => atMs),
    few.map(({ atMs }) => atMs).toSorted((a, b) => a - b),
  );
});
