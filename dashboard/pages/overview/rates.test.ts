import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createRate } from './rates.ts';

test('a rate is that of the last minute, and none before there are two counts', () => {
  const rate = createRate();
  assert.equal(rate(100, 0), undefined);
  assert.equal(rate(130, 10_000), 3);
  assert.equal(rate(130, 10_000), 3); // drawn again without news
  assert.equal(rate(230, 70_000), 100 / 60);
});

test('counts that fall begin anew', () => {
  const rate = createRate();
  rate(100, 0);
  assert.equal(rate(5, 1000), undefined);
});
