import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_PARAMETERS } from './parameters.ts';
import type { EnergyOf } from './register-energy.ts';
import { type ActivationAsked, settleActivation } from './settle.ts';
import { hoursOf } from './slices.ts';

const ms = (text: string) => Date.parse(text);
const DAYS = ['2026-02-11', '2026-02-10', '2026-02-09', '2026-02-06', '2026-02-05'];
const FROM = '2026-02-12T17:00:00.000Z';
const UNTIL = '2026-02-12T17:30:00.000Z';
const setPoint = {
  ...{
    id: '01J0000000000000000000000A',
    pod: 'P1',
    mode: 'limit-import',
    valueW: 1000,
    from: FROM,
    until: UNTIL,
  },
  issuedAt: '2026-02-12T16:00:00.000Z',
};
const order = {
  id: 'o-1',
  direction: 'decrease',
  powerW: 2000,
  pods: ['P1', 'P2'],
  from: FROM,
  until: UNTIL,
};
const result = { status: 'accepted', powerW: 2000, priceEurPerMwh: 150, from: FROM, until: UNTIL };
const stage = (status: string, reason?: string) => ({ status, ...(reason ? { reason } : {}) });

/** 2000 W on every day before; so much in the activation. */
const follows =
  (duringW: number, beforeW = 2000): EnergyOf =>
  (fromMs, untilMs) => ({
    ok: true,
    energyWh: (fromMs >= ms(FROM) ? duringW : beforeW) * hoursOf({ fromMs, untilMs }),
    packets: [],
  });

const settle = (more: Partial<Record<keyof ActivationAsked, unknown>> = {}) =>
  settleActivation({
    ...{
      setPoint,
      deal: { order, result },
      stages: [stage('received'), stage('applied'), stage('completed')],
    },
    ...{ sent: undefined, days: DAYS, events: [], missingPackets: 0, disputes: [], energyOf: follows(1000) },
    parameters: DEFAULT_PARAMETERS,
    ...more,
  } as ActivationAsked);

test('what was ordered was delivered, and is paid', () => {
  const { state, said, finding, baselineWh, measuredWh, deliveredWh, settledWh, amountEur, ...rest } =
    settle();
  assert.deepEqual([state, said, finding, rest.contradicted], ['settled', 'completed', 'delivered', false]);
  assert.deepEqual([baselineWh, measuredWh, deliveredWh, settledWh], [1000, 500, 500, 500]);
  // 500 Wh at 150 EUR per MWh; two PoDs share 2000 W.
  assert.deepEqual([rest.orderedW, amountEur, rest.completenessPercent], [1000, 0.08, 100]);
});

test('more than ordered is not paid, the wrong way is worth nothing, each quarter-hour by itself', () => {
  assert.deepEqual(
    [settle({ energyOf: follows(0) }).settledWh, settle({ energyOf: follows(0) }).deliveredWh],
    [500, 1000],
  );
  assert.deepEqual(
    [settle({ energyOf: follows(2500) }).settledWh, settle({ energyOf: follows(2500) }).amountEur],
    [0, 0],
  );
  const uneven: EnergyOf = (fromMs, untilMs) => follows(fromMs === ms(FROM) ? 0 : 2000)(fromMs, untilMs);
  const { slices, deliveredWh, settledWh } = settle({ energyOf: uneven });
  assert.deepEqual([deliveredWh, settledWh], [500, 250]);
  assert.deepEqual(
    slices.map((slice) => [slice.deliveredWh, slice.settledWh]),
    [
      [500, 250],
      [0, 0],
    ],
  );
});

test('a device that lies is found, and paid for what the meter shows', () => {
  const lying = settle({ energyOf: follows(1990) });
  assert.deepEqual(
    [lying.state, lying.finding, lying.contradicted, lying.settledWh],
    ['settled', 'not-delivered', true, 5],
  );
  assert.match(lying.reasons.join(), /says completed; the meter shows that nothing was delivered/);
  const failed = settle({
    energyOf: follows(1990),
    stages: [stage('applied'), stage('failed', 'the meter shows 1990 W'), stage('completed')],
  });
  assert.deepEqual([failed.said, failed.contradicted, failed.settledWh], ['failed', false, 5]);
});

test('what was refused or came too late is settled with nothing, the reason shown, even where data is missing', () => {
  for (const status of ['refused', 'expired']) {
    const stages = [stage(status, 'device-refused: battery is empty')];
    const { state, finding, settledWh, amountEur, reasons } = settle({ stages, missingPackets: 3 });
    assert.deepEqual([state, finding, settledWh, amountEur], ['settled', 'not-carried-out', 0, 0]);
    assert.deepEqual(reasons, [`${status}: device-refused: battery is empty`]);
  }
});

test('what is incomplete is not settled, and says what is missing', () => {
  const holes: EnergyOf = (fromMs, untilMs) =>
    fromMs === ms(FROM) ? { ok: false, reason: 'no register' } : follows(1000)(fromMs, untilMs);
  const hole = settle({ energyOf: holes });
  assert.deepEqual([hole.state, hole.completenessPercent, hole.amountEur], ['incomplete', 50, undefined]);
  assert.deepEqual(hole.reasons, ['not measured: 2026-02-12T17:00:00.000Z to 2026-02-12T17:15:00.000Z']);
  const gap = settle({ missingPackets: 2 });
  assert.deepEqual([gap.state, gap.reasons], ['incomplete', ['2 packets of this time never came']]);
  const baseless = settle({ days: DAYS.slice(0, 2) });
  assert.deepEqual(baseless.reasons, [
    'no baseline: 2 similar days are complete; at least 4 make a baseline',
  ]);
});

test('the baseline of the party stands beside ours; which one pays is a rule', () => {
  const sent = { from: FROM, until: UNTIL, periodS: 900, averagePowersW: [3000, 2600] };
  const both = settle({ sent });
  assert.deepEqual(
    [both.settledBy, both.computedBaselineWh, both.sentBaselineWh, both.settledWh],
    ['high-x-of-y', 1000, 1400, 500],
  );
  const by = (settleBy: string) => ({ ...DEFAULT_PARAMETERS, settleBy });
  assert.deepEqual(settle({ sent, parameters: by('sent') }).deliveredWh, 900);
  const none = settle({ sent, days: [], parameters: by('computed-or-sent') });
  assert.deepEqual([none.state, none.settledBy, none.deliveredWh], ['settled', 'sent', 900]);
  assert.equal(
    settle({ sent: { ...sent, until: FROM }, days: [], parameters: by('sent') }).state,
    'incomplete',
  );
});

test('a dispute holds it; the decision says how it goes on', () => {
  const open = settle({ disputes: [{ dispute: '0xd' }] });
  assert.deepEqual([open.state, open.reasons], ['held', ['dispute 0xd is not decided']]);
  const rejected = settle({ disputes: [{ dispute: '0xd', decision: '0xe', outcome: 'rejected' }] });
  assert.deepEqual([rejected.state, rejected.settledWh], ['settled', 500]);
  const upheld = { dispute: '0xd', decision: '0xe', outcome: 'upheld', settledEnergyWh: 300 };
  const decided = settle({ disputes: [upheld], missingPackets: 1 });
  assert.deepEqual([decided.state, decided.settledWh, decided.amountEur], ['settled', 300, 0.05]);
  assert.equal(settle({ disputes: [upheld, { dispute: '0xf' }] }).state, 'held');
});

test('without an accepted order nobody pays; only its time counts, and not what a newer set-point took', () => {
  const states = [
    settle({ deal: undefined }),
    settle({ deal: { order, result: undefined } }),
    settle({ deal: { order, result: { ...result, status: 'rejected' } } }),
    settle({ deal: { order, result: { ...result, pods: ['P2'] } } }),
    settle({ deal: { order, result: { ...result, from: UNTIL, until: '2026-02-12T18:00:00.000Z' } } }),
    settle({ supersededMs: ms(FROM) }),
  ];
  for (const outcome of states) {
    assert.deepEqual([outcome.state, outcome.amountEur], ['not-ordered', undefined], outcome.reasons.join());
  }
  assert.equal(states[0]!.deliveredWh, 500, 'what happened is told all the same');
  const shorter = settle({ supersededMs: ms('2026-02-12T17:15:00Z') });
  assert.deepEqual([shorter.slices.length, shorter.settledWh], [1, 250]);
});
