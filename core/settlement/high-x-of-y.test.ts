import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type BaselineAsked, highXOfY } from './high-x-of-y.ts';
import { DEFAULT_PARAMETERS } from './parameters.ts';
import type { EnergyOf } from './register-energy.ts';
import { similarDays } from './similar-days.ts';
import { hoursOf } from './slices.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ms = (text: string) => Date.parse(text);
/** Thursday, 18:00 to 18:30 in Rome. */
const period = { fromMs: ms('2026-02-12T17:00:00Z'), untilMs: ms('2026-02-12T17:30:00Z') };
const WEEKDAYS = ['2026-02-11', '2026-02-10', '2026-02-09', '2026-02-06', '2026-02-05'];

/** Average W at an instant, of a PoD whose power is the same all day. */
function steady(powersW: Record<string, number>, notKnown: string[] = []): EnergyOf {
  return (fromMs, untilMs) => {
    const date = new Date(fromMs + HOUR).toISOString().slice(0, 10);
    if (notKnown.includes(date)) return { ok: false, reason: 'no register' };
    return { ok: true, energyWh: (powersW[date] ?? 0) * hoursOf({ fromMs, untilMs }), packets: [] };
  };
}

const asked = (energyOf: EnergyOf, more: Partial<BaselineAsked> = {}): BaselineAsked => ({
  ...{ period, notifiedMs: period.fromMs - HOUR, days: WEEKDAYS, events: [], energyOf },
  parameters: DEFAULT_PARAMETERS,
  ...more,
});

function baselineOf(question: BaselineAsked) {
  const answer = highXOfY(question);
  assert.ok(answer.ok, answer.ok ? '' : answer.reason);
  return answer.baseline;
}

/** The example of docs/settlement.md. */
test('by hand: four of five days make 2100 W, the morning lies 100 W above, so the baseline is 2200 W', () => {
  const powers = {
    '2026-02-11': 2000,
    '2026-02-10': 2400,
    '2026-02-09': 1000,
    '2026-02-06': 2200,
    '2026-02-05': 1800,
  };
  const baseline = baselineOf(asked(steady({ ...powers, '2026-02-12': 2200 })));
  assert.deepEqual(
    baseline.days.filter(({ used }) => !used).map(({ date }) => date),
    ['2026-02-09'],
  );
  const { measuredW, baselineW, appliedW, fromMs, untilMs } = baseline.adjustment;
  assert.deepEqual([measuredW, baselineW, appliedW], [2200, 2100, 100]);
  assert.deepEqual([fromMs, untilMs], [ms('2026-02-12T14:00:00Z'), ms('2026-02-12T16:00:00Z')]);
  assert.deepEqual(baseline.energiesWh, [550, 550]);
});

test('the adjustment goes both ways, and no further than its cap', () => {
  const powers = Object.fromEntries(WEEKDAYS.map((date) => [date, 1000]));
  for (const [todayW, appliedW] of [
    [1150, 150],
    [850, -150],
    [5000, 200],
    [0, -200],
  ] as const) {
    const { adjustment } = baselineOf(asked(steady({ ...powers, '2026-02-12': todayW })));
    assert.equal(adjustment.appliedW, appliedW, `${todayW} W`);
  }
});

test('no adjustment where its hours are spoilt, not measured, or the rules have none; the reason is told', () => {
  const energyOf = steady(Object.fromEntries(WEEKDAYS.map((date) => [date, 1000])));
  const event = { fromMs: ms('2026-02-12T15:00:00Z'), untilMs: ms('2026-02-12T15:15:00Z') };
  const spoilt = baselineOf(asked(energyOf, { events: [event] })).adjustment;
  assert.deepEqual([spoilt.appliedW, spoilt.reason], [0, 'something was asked of the PoD in this time']);
  const off = baselineOf(
    asked(energyOf, { parameters: { ...DEFAULT_PARAMETERS, adjustmentS: 0 } }),
  ).adjustment;
  assert.equal(off.reason, 'the rules know none');
  const todayUnknown: EnergyOf = (fromMs, untilMs) =>
    fromMs > ms('2026-02-12T00:00:00Z') ? { ok: false, reason: 'no register' } : energyOf(fromMs, untilMs);
  assert.equal(baselineOf(asked(todayUnknown)).adjustment.reason, 'no register');
});

test('days with holes are passed over and named; too few are no baseline', () => {
  const days = [...WEEKDAYS, '2026-02-04'];
  const energyOf = steady({}, ['2026-02-10']);
  const baseline = baselineOf(asked(energyOf, { days }));
  assert.deepEqual(baseline.incompleteDays, [{ date: '2026-02-10', reason: 'no register' }]);
  assert.equal(baseline.days.length, 5);
  const few = highXOfY(asked(energyOf, { days: WEEKDAYS.slice(0, 4) }));
  assert.deepEqual(few, {
    ...{ ok: false, reason: '3 similar days are complete; at least 4 make a baseline' },
    incompleteDays: [{ date: '2026-02-10', reason: 'no register' }],
  });
});

test('times of day are local: over the change of the clock the same hour is compared', () => {
  const spring = { fromMs: ms('2026-03-30T16:00:00Z'), untilMs: ms('2026-03-30T16:15:00Z') };
  const seen: number[] = [];
  const energyOf: EnergyOf = (fromMs, untilMs) => {
    seen.push(fromMs);
    return { ok: true, energyWh: hoursOf({ fromMs, untilMs }), packets: [] };
  };
  const parameters = { ...DEFAULT_PARAMETERS, highDays: 1, ofDays: 2, adjustmentS: 0 };
  baselineOf(asked(energyOf, { period: spring, days: ['2026-03-29', '2026-03-27'], parameters }));
  assert.deepEqual(seen, [ms('2026-03-29T16:00:00Z'), ms('2026-03-27T17:00:00Z')]);
  const jumped = { fromMs: ms('2026-03-30T00:15:00Z'), untilMs: ms('2026-03-30T00:30:00Z') };
  const { incompleteDays } = baselineOf(
    asked(energyOf, { period: jumped, days: ['2026-03-29', '2026-03-27'], parameters }),
  );
  assert.deepEqual(incompleteDays, [{ date: '2026-03-29', reason: 'the clock is changed in this time' }]);
});

test('any powers: the same as an independent reckoning from sorted averages', () => {
  const powers = fc.array(fc.integer({ min: -3000, max: 6000 }), { minLength: 6, maxLength: 6 });
  fc.assert(
    fc.property(powers, (all) => {
      const [todayW, ...before] = all as [number, ...number[]];
      const byDate = Object.fromEntries(WEEKDAYS.map((date, i) => [date, before[i]!]));
      const { energiesWh } = baselineOf(asked(steady({ ...byDate, '2026-02-12': todayW })));
      const ascending = Float64Array.from(before).sort();
      const plainW = (ascending[1]! + ascending[2]! + ascending[3]! + ascending[4]!) / 4;
      const limitW = Math.abs(plainW) / 5;
      const wantedW = plainW + Math.min(limitW, Math.max(-limitW, todayW - plainW));
      for (const energyWh of energiesWh) assert.ok(Math.abs(energyWh - wantedW / 4) < 0.002, `${energyWh}`);
    }),
  );
});

test('similar days: of the same kind, without events, since the customer holds the PoD', () => {
  const parameters = { zone: 'Europe/Rome', holidays: ['2026-02-10'], lookBackDays: 10 };
  const event = { fromMs: ms('2026-02-08T23:30:00Z'), untilMs: ms('2026-02-08T23:45:00Z') };
  const found = similarDays({ period, events: [event], heldSinceMs: ms('2026-02-03T23:00:00Z'), parameters });
  assert.deepEqual(found.days, ['2026-02-11', '2026-02-06', '2026-02-05', '2026-02-04']);
  assert.deepEqual(found.excluded, [
    { date: '2026-02-09', reason: 'event' },
    { date: '2026-02-03', reason: 'other-holder' },
    { date: '2026-02-02', reason: 'other-holder' },
  ]);
  const sunday = { fromMs: period.fromMs + 3 * DAY, untilMs: period.untilMs + 3 * DAY };
  const weekend = similarDays({ period: sunday, events: [], heldSinceMs: 0, parameters });
  assert.deepEqual(weekend.days, ['2026-02-14', '2026-02-10', '2026-02-08', '2026-02-07']);
});
