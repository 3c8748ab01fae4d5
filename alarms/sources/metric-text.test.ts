import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMetrics } from '@access-layer/kit/metrics';
import fc from 'fast-check';
import { parseMetrics } from './metric-text.ts';

test('what our services tell is read back, with any text in a label', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      async (label, value) => {
        const samples = [{ labels: { of: label, kind: 'a' }, value }];
        const registry = createMetrics([{ name: 'test_gauge', help: 'x', read: () => samples }]);
        const [found, ...others] = parseMetrics(await registry.getSingleMetricAsString('test_gauge'));
        registry.clear();
        assert.deepEqual(others, []);
        assert.deepEqual(
          { ...found, value: found!.value + 0 },
          { name: 'test_gauge', labels: { of: label, kind: 'a' }, value: value + 0 },
        );
      },
    ),
    { numRuns: 30 },
  );
});

test('a line that is no sample is left out', () => {
  const text = '# HELP a b\n\na 1\nb{c="d"} 2 1700000000000\nnot a sample at all x\ne NaN\nf{g="h" 1\n';
  assert.deepEqual(
    parseMetrics(text).map(({ name, value }) => [name, value]),
    [
      ['a', 1],
      ['b', 2],
    ],
  );
});
