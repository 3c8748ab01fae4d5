import assert from 'node:assert/strict';
import { test } from 'node:test';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { pino } from 'pino';
import { openStatistics, statisticsFile } from './database.ts';
import { Statistics } from './statistics.ts';

const access = { client: 'a', route: '/v1', status: 200, bytesIn: 1, bytesOut: 10, durationMs: 4.6 };
const ALL = { from: '2000-01-01', to: '2999-12-31' };

test('counts by outcome, added up over days and restarts; old days are dropped', (t) => {
  t.mock.timers.enable({ apis: ['Date', 'setInterval'], now: Date.parse('2026-03-01T23:59:59Z') });
  const file = statisticsFile(temporaryFolder('gateway-'));
  const log = pino({ level: 'silent' });
  const first = new Statistics(openStatistics(file), log, { flushMs: 1000, keepDays: 30 });
  for (const status of [200, 401, 403, 429, 500, 503, 404]) first.record({ ...access, status });
  t.mock.timers.tick(2000);
  first.record(access);
  first.close();
  const second = new Statistics(openStatistics(file), log, { keepDays: 30 });
  const rows = second.query(ALL);
  assert.deepEqual(rows[0], {
    day: '2026-03-01',
    client: 'a',
    route: '/v1',
    requests: 7,
    refused: 2,
    limited: 1,
    failed: 2,
    bytesIn: 7,
    bytesOut: 70,
    durationMs: 35,
  });
  assert.deepEqual([rows[1]?.day, rows[1]?.requests], ['2026-03-02', 1]);
  t.mock.timers.tick(31 * 86_400_000);
  second.record(access);
  assert.deepEqual(
    second.query(ALL).map(({ day }) => day),
    ['2026-04-02'],
  );
  second.close();
});

test('a database that cannot be written stops nothing; the counts are kept and written later', (t) => {
  t.mock.timers.enable({ apis: ['setInterval'] });
  const lines: string[] = [];
  const log = pino({}, { write: (line: string) => lines.push(line) });
  const database = openStatistics(statisticsFile(temporaryFolder('gateway-')));
  const statistics = new Statistics(database, log, { flushMs: 10 });
  database.exec('ALTER TABLE access_statistics RENAME TO away');
  statistics.record(access);
  t.mock.timers.tick(10);
  assert.match(lines.join(''), /cannot be written/);
  database.exec('ALTER TABLE away RENAME TO access_statistics');
  assert.equal(statistics.query(ALL)[0]?.requests, 1);
  statistics.close();
});
