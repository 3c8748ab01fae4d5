import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { transaction } from '@access-layer/kit/sqlite';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';

import type { Reader } from './read-entry.ts';
import { openReads } from './read-schema.ts';
import { createUnusual } from './unusual.ts';

const DAY_MS = 86_400_000;
const NOON = Date.parse('2026-02-01T12:00:00.000Z');
const day = (n: number) => NOON + n * DAY_MS;
const AGGREGATOR: Reader = { client: 'bot', role: 'aggregator', party: 'agg-1' };

test('a reader is pointed out when he is new, and when he reads much more than usual', (t) => {
  const database = openReads(join(temporaryFolder('scd-'), 'reads.db'));
  t.after(() => database.close());
  const unusualOf = createUnusual(database);
  const read = (reader: Reader, atMs: number, holders = ['rossi'], times = 1) =>
    transaction(database, () =>
      Array.from({ length: times }, () => {
        const piece = { pod: 'IT001E00000001', holders, dataSet: 'measurements', consents: [] };
        return unusualOf(reader, { ...piece, fromMs: 0, untilMs: 1, count: 1 }, atMs) ?? '-';
      }),
    );
  assert.deepEqual(read(AGGREGATOR, day(0), ['rossi'], 3), ['new-reader', '-', '-']);
  assert.deepEqual(read({ ...AGGREGATOR, client: 'other' }, day(1)), ['-'], 'the same organisation');
  assert.deepEqual(read(AGGREGATOR, day(1), ['bianchi']), ['new-reader'], 'of another holder');
  assert.deepEqual(read({ ...AGGREGATOR, party: 'agg-2' }, day(1)), ['new-reader']);
  const many = read(AGGREGATOR, day(2), ['rossi'], 25);
  assert.deepEqual([many.indexOf('more-than-usual'), many.filter((word) => word !== '-').length], [20, 1]);
  const more = read(AGGREGATOR, day(3), ['rossi'], 80);
  assert.deepEqual([more.indexOf('more-than-usual'), more.filter((word) => word !== '-').length], [75, 1]);
  assert.deepEqual(
    read(AGGREGATOR, day(40), ['rossi'], 21).at(-1),
    'more-than-usual',
    'a month later it is again',
  );
  assert.deepEqual(read(AGGREGATOR, day(131)), ['new-reader'], 'and after 90 days he is new');
  const own: Reader = { client: 'app', role: 'customer', customer: 'rossi' };
  assert.deepEqual([...new Set(read(own, day(4), ['rossi'], 50))], ['-'], 'the holder himself never');
  assert.deepEqual(read(AGGREGATOR, day(4), []), ['-'], 'what nobody holds is nobody’s');
});
