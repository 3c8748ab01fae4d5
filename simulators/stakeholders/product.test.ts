import assert from 'node:assert/strict';
import { test } from 'node:test';
import { productAt, resultId } from './product.ts';

test('the next full quarter-hour, named by the minute', () => {
  const at = (time: string) => productAt(Date.parse(time));
  const product = at('2026-02-01T10:07:59.999Z');
  assert.deepEqual(product, {
    id: 'balancing-20260201T1007',
    from: '2026-02-01T10:15:00.000Z',
    until: '2026-02-01T10:30:00.000Z',
  });
  assert.equal(at('2026-02-01T10:15:00.000Z').from, '2026-02-01T10:30:00.000Z', 'never one that has begun');
  assert.equal(at('2026-02-01T10:07:00.000Z').id, product.id, 'twice within a minute is the same');
  assert.equal(resultId(product, 'aggregator-1'), 'balancing-20260201T1007-aggregator-1');
});
