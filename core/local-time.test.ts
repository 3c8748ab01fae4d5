import assert from 'node:assert/strict';
import { test } from 'node:test';
import { localClock } from './local-time.ts';

const rome = localClock('Europe/Rome');
const at = (text: string) => Date.parse(text);

test('a wall time is found in winter, in summer, and on the days between', () => {
  const cases: [string, string | undefined][] = [
    ['2026-02-01T18:00:00Z', '2026-02-01T17:00:00Z'],
    ['2026-07-01T18:00:00Z', '2026-07-01T16:00:00Z'],
    ['2026-03-29T01:59:59Z', '2026-03-29T00:59:59Z'],
    ['2026-03-29T02:30:00Z', undefined], // the clock goes from 2 to 3
    ['2026-03-29T03:00:00Z', '2026-03-29T01:00:00Z'],
    ['2026-10-25T02:30:00Z', '2026-10-25T00:30:00Z'], // twice: the first counts
  ];
  for (const [wall, instant] of cases) {
    assert.equal(rome.instantOf(at(wall)), instant && at(instant), wall);
  }
});

test('dates are local', () => {
  assert.equal(rome.dateOf(at('2026-02-01T22:59:59Z')), '2026-02-01');
  assert.equal(rome.dateOf(at('2026-02-01T23:00:00Z')), '2026-02-02');
  assert.equal(rome.wallOf(at('2026-07-01T12:00:00Z')), at('2026-07-01T14:00:00Z'));
  assert.throws(() => localClock('Mars/Olympus'), RangeError);
});
