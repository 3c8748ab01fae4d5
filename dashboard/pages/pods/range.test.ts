import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rangeOf, showsReadings } from './range.ts';

const address = (query: string) => (name: string) => new URLSearchParams(query).get(name) ?? undefined;
const LAST = Date.parse('2026-11-20T08:00:00.000Z');

test('a span ends with the newest reading, wherever the clock stands', () => {
  const range = rangeOf(address('span=1h'), LAST);
  assert.deepEqual([range.untilMs - range.fromMs, range.untilMs, range.isLive], [3_600_000, LAST + 1, true]);
});

test('a span begins with the first reading at the earliest', () => {
  const range = rangeOf(address('span=24h'), LAST, LAST - 60_000);
  assert.deepEqual([range.fromMs, range.untilMs], [LAST - 60_000, LAST + 1]);
});

test('from and until of the address count; what makes no sense does not', () => {
  const range = rangeOf(
    address('from=2026-11-20T00:00:00.000Z&until=2026-11-20T01:00:00.000Z&span=7d'),
    LAST,
  );
  assert.deepEqual([range.untilMs - range.fromMs, range.isLive], [3_600_000, false]);
  assert.equal(rangeOf(address('from=x&until=2026-11-20T01:00:00.000Z'), LAST).span, '6h');
  assert.equal(rangeOf(address('span=constructor'), LAST).span, '6h');
});

test('readings are shown one by one while a chart can hold them', () => {
  const perSecond = { readings: 86_400, firstMs: LAST - 86_400_000, lastMs: LAST };
  assert.equal(showsReadings(rangeOf(address('span=1h'), LAST), perSecond), true);
  assert.equal(showsReadings(rangeOf(address('span=6h'), LAST), perSecond), false);
  assert.equal(showsReadings(rangeOf(address('span=7d'), LAST), undefined), true);
});
