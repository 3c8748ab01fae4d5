import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timelineOf } from './timeline.ts';

const NOW_MS = Date.parse('2026-11-26T12:00:00.000Z');
const HOUR_MS = 3_600_000;
const iso = (hoursAgo: number) => new Date(NOW_MS - hoursAgo * HOUR_MS).toISOString();
const anomaly = (type: 'voltage' | 'refused' | 'silent', more = {}) => ({
  ...{
    id: 1,
    type,
    severity: 'warning' as const,
    state: 'open' as const,
    node: 'ln-1',
    count: 1,
    details: {},
  },
  ...{ firstAtMs: NOW_MS - HOUR_MS, lastAtMs: NOW_MS - HOUR_MS / 2, ...more },
});

test('holes, refusals, anomalies and changes of a node stand in lanes of their own', () => {
  const closed = { state: 'closed' as const, closedAtMs: NOW_MS - HOUR_MS / 4 };
  const { marks, fromMs, untilMs } = timelineOf(
    {
      missing: [{ packets: 3, after: iso(5), before: iso(4) }, { packets: 2 }],
      anomalies: [anomaly('voltage'), anomaly('refused', closed), anomaly('silent')],
      changes: [{ request: 'a', at: iso(30), action: 'revocation', status: 'failed', by: 'x' }] as never,
    },
    NOW_MS,
  );
  assert.deepEqual(
    marks.map(({ lane }) => lane),
    ['gaps', 'anomalies', 'verdicts', 'gaps', 'changes'],
    'a hole of which no time is known has no place',
  );
  const [hole, open, refused, , change] = marks;
  assert.deepEqual([hole!.fromMs, hole!.untilMs], [NOW_MS - 5 * HOUR_MS, NOW_MS - 4 * HOUR_MS]);
  assert.equal(open!.untilMs, NOW_MS, 'what is open goes on');
  assert.equal(refused!.untilMs, closed.closedAtMs);
  assert.equal(change!.tone, 'bad');
  assert.deepEqual([fromMs, untilMs], [NOW_MS - 30 * HOUR_MS, NOW_MS]);
});

test('a day at least and 31 at most are shown', () => {
  const none = { missing: [], anomalies: [], changes: [] };
  assert.equal(timelineOf(none, NOW_MS).fromMs, NOW_MS - 24 * HOUR_MS);
  const old = { ...none, missing: [{ packets: 1, after: iso(24 * 90), before: iso(24 * 80) }] };
  assert.deepEqual(timelineOf(old, NOW_MS).marks, []);
  assert.equal(timelineOf(old, NOW_MS).fromMs, NOW_MS - 31 * 24 * HOUR_MS);
});
