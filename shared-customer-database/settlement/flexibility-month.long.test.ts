import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createChainReader } from '@access-layer/contracts/chain-reader';
import { verifyDossier } from '@access-layer/core/dossier/verify-dossier';
import { messageHashOf } from '@access-layer/core/message';
import { startFlexibility } from '../test/test-flexibility.ts';
import { evening, type Play, playMonth, type Registers } from '../test/test-month.ts';
import { waitUntil } from '../test/wait-until.ts';

/**
 * A flexibility month of simulated activations at four PoDs, over the change of the clock, settled through the API and
 * before a real chain. Every energy and amount is reckoned again here, from raw register values by local times of day.
 */
const PODS = [1, 2, 3, 4].map((n) => `IT001E0000000${n}`);
const HOUR_MS = 3_600_000;
const DATES = ['03', '05', '10', '12', '17', '19', '24', '26', '30', '31'].map((day) => `2026-03-${day}`);
const POWER_W = 3200;
const PRICE = 187.5;
const DONE = [{ status: 'received' }, { status: 'applied' }, { status: 'completed' }];

const PLAYS: Play[] = DATES.flatMap((date, i) =>
  PODS.map((pod, n) => ({
    pod,
    date,
    order: `flex-${date}`,
    left: 0.2 + 0.09 * ((i * 3 + n * 5) % 9),
    said: DONE,
  })),
).map((play) => {
  const is = (n: number, day: string) => play.pod === PODS[n - 1] && play.date === `2026-03-${day}`;
  if (is(2, '10')) return { ...play, left: 1.02 }; // says that it did, and did nothing
  if (is(2, '30')) {
    return {
      ...play,
      left: 1,
      said: [...DONE.slice(0, 2), { status: 'failed', reason: 'the meter shows 1990 W' }],
    };
  }
  if (is(3, '12'))
    return { ...play, left: 1, said: [{ status: 'refused', reason: 'device-refused: battery is empty' }] };
  if (is(4, '17')) return { ...play, hole: 1 };
  if (is(4, '19')) return { ...play, lost: true };
  return play;
});
/** The market rejects this one. */
const REJECTED = '2026-03-05';

interface Settled {
  pod: string;
  number: number;
  setPoint: string;
  hash: string;
  state: string;
  said: string;
  finding: string;
  contradicted: boolean;
  reasons: string[];
  missing: { packets: number };
  completenessPercent: number;
  measuredWh?: number;
  baselineWh?: number;
  deliveredWh?: number;
  settledWh?: number;
  amountEur?: number;
}

test('a flexibility month: energies and amounts are those of an independent reckoning; what is odd comes out as it should', async (t) => {
  const flexibility = await startFlexibility(t, PODS);
  const { call, CALLERS, state, accept, acceptStatements, networkFile, chain } = flexibility;
  for (const date of DATES) {
    const period = {
      from: new Date(evening(date)).toISOString(),
      until: new Date(evening(date) + HOUR_MS).toISOString(),
    };
    const what = {
      service: 'balancing',
      direction: 'decrease',
      side: 'offer',
      powerW: POWER_W,
      priceEurPerMwh: PRICE,
      pods: PODS,
    };
    const hash = await state('agg-1', 'order', { id: `flex-${date}`, ...what, ...period });
    const verdict =
      date === REJECTED ? { status: 'rejected', powerW: 0 } : { status: 'accepted', powerW: POWER_W };
    const order = { sender: 'agg-1', id: `flex-${date}`, hash };
    assert.match(
      await state('market-1', 'result', {
        id: `r-${date}`,
        order,
        ...verdict,
        priceEurPerMwh: PRICE,
        ...period,
      }),
      /^0x/,
    );
  }
  const { registers, packets, setPoints } = playMonth(flexibility, {
    fromDay: '2026-01-20',
    untilDay: '2026-04-01',
    plays: PLAYS,
  });
  await acceptStatements();
  await accept([...setPoints, ...packets]);

  const month = async (): Promise<Settled[]> => {
    const found: Settled[] = [];
    for (let cursor = ''; ; ) {
      const answer = await call(
        CALLERS.dso,
        `/v1/settlements/months/2026-03?limit=25${cursor && `&cursor=${cursor}`}`,
      );
      const page = (await answer.json()) as { activations: Settled[]; hidden: number; next?: string };
      assert.equal(answer.status, 200, JSON.stringify(page));
      found.push(...page.activations);
      if (!page.next) return found;
      cursor = page.next;
    }
  };
  const settled = await month();
  assert.equal(settled.length, PLAYS.length, 'none is left out');

  // What is ordinary: figures of the reckoning.
  let reckoned = 0;
  for (const [i, play] of PLAYS.entries()) {
    const own = settled.find(({ hash }) => hash === messageHashOf(setPoints[i]!.message))!;
    const about = `${play.pod} ${play.date} ${JSON.stringify(own)}`;
    const expected = reckon(registers, play);
    if (!expected) continue;
    assert.equal(own.measuredWh, expected.measuredWh, about);
    assert.ok(Math.abs(own.baselineWh! - expected.baselineWh) < 0.01, `${expected.baselineWh} ${about}`);
    assert.ok(Math.abs(own.deliveredWh! - expected.deliveredWh) < 0.01, about);
    if (play.date === REJECTED) {
      assert.deepEqual([own.state, own.amountEur], ['not-ordered', undefined], about);
      continue;
    }
    if (own.said === 'refused' || play.lost) continue;
    assert.equal(own.state, 'settled', about);
    assert.ok(Math.abs(own.settledWh! - expected.paidWh) < 0.01, `${expected.paidWh} ${about}`);
    assert.ok(Math.abs(own.amountEur! - expected.paidWh * PRICE * 1e-6) <= 0.0051, about);
    reckoned += 1;
  }
  assert.ok(reckoned >= 33, `${reckoned} settled activations were reckoned again`);

  // What is odd.
  const of = (n: number, day: string): Settled => {
    const i = PLAYS.findIndex((play) => play.pod === PODS[n - 1] && play.date.endsWith(day));
    return settled.find(({ hash }) => hash === messageHashOf(setPoints[i]!.message))!;
  };
  const liar = of(2, '10');
  assert.deepEqual(
    [liar.said, liar.finding, liar.contradicted, liar.state],
    ['completed', 'not-delivered', true, 'settled'],
  );
  const failed = of(2, '30');
  assert.deepEqual([failed.said, failed.contradicted, failed.state], ['failed', false, 'settled']);
  const refused = of(3, '12');
  assert.deepEqual(
    [refused.state, refused.finding, refused.settledWh, refused.amountEur],
    ['settled', 'not-carried-out', 0, 0],
  );
  assert.deepEqual(refused.reasons, ['refused: device-refused: battery is empty']);
  const hole = of(4, '17');
  assert.deepEqual([hole.state, hole.completenessPercent, hole.amountEur], ['incomplete', 50, undefined]);
  assert.equal(hole.reasons.length, 2, hole.reasons.join());
  const lost = of(4, '19');
  assert.deepEqual([lost.state, lost.missing.packets, lost.completenessPercent], ['incomplete', 1, 100]);

  // A dispute holds one activation, and only that.
  const disputed = of(1, '24');
  const activation = { pod: PODS[0], setPoint: disputed.setPoint, hash: disputed.hash };
  const about = { sender: 'dso', id: disputed.setPoint, hash: disputed.hash };
  const settlement = {
    ...{
      result: { sender: 'market-1', id: 'r-2026-03-24', hash: `0x${'1'.repeat(64)}` },
      pod: PODS[0],
      activation,
    },
    ...{
      from: new Date(evening('2026-03-24')).toISOString(),
      until: new Date(evening('2026-03-24') + HOUR_MS).toISOString(),
    },
    ...{
      baselineEnergyWh: 1,
      measuredEnergyWh: 1,
      deliveredEnergyWh: 0,
      amountEur: 0,
      completenessPercent: 100,
    },
  };
  const dispute = await state('agg-1', 'dispute', {
    id: 'd-1',
    about,
    activation,
    reason: 'baseline',
    claimedEnergyWh: 700,
  });
  assert.match(dispute, /^0x/);
  assert.match(await state('dso', 'settlement', { id: 's-1', ...settlement }), /^SCD_HELD/);
  const held = (await month()).filter((one) => one.state === 'held');
  assert.deepEqual(
    held.map(({ hash }) => hash),
    [disputed.hash],
  );
  const decision = { dispute: { sender: 'agg-1', id: 'd-1', hash: dispute }, outcome: 'rejected' };
  assert.match(
    await state('agg-1', 'dispute', { id: 'd-2', about, activation, reason: 'baseline', decision }),
    /^SCD_FORBIDDEN/,
  );
  assert.match(
    await state('dso', 'dispute', { id: 'd-3', about, activation, reason: 'baseline', decision }),
    /^0x/,
  );
  assert.match(await state('dso', 'settlement', { id: 's-1', ...settlement }), /^0x/);
  assert.equal((await month()).filter((one) => one.state === 'held').length, 0);
  await acceptStatements();

  // The month as one archive, checked whole.
  const path = '/v1/settlements/months/2026-03/dossier';
  const one = '/v1/pods/IT001E00000001/set-points/1/dossier';
  await waitUntil('everything to be anchored', async () => (await call(CALLERS.dso, one)).status === 200);
  const answer = await call(CALLERS.dso, path);
  assert.equal(answer.headers.get('access-layer-activations'), String(PLAYS.length));
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const reader = createChainReader({
    rpcUrl: chain.rpcUrl,
    registry: chain.registry,
    anchorContract: chain.anchorContract,
  });
  const verified = await verifyDossier(bytes, { network: networkFile, chain: reader, nowMs: Date.now() });
  assert.equal(verified.outcome, 'verified', JSON.stringify(verified, null, 1).slice(0, 4000));
  t.diagnostic(
    `${PLAYS.length} activations, ${reckoned} reckoned again, archive of ${(bytes.length / 1e6).toFixed(1)} MB verified`,
  );
});

/** Reckoned from raw registers by what clocks in Rome showed; undefined where a register is not there. */
function reckon(registers: Registers, { pod, date }: Play) {
  const byLocal = localRegisters(registers, pod);
  const events = PLAYS.filter((play) => play.pod === pod && play.date !== date).map((play) => play.date);
  const drawn = (day: string, from: string, until: string) =>
    byLocal.get(`${day} ${until}`)! - byLocal.get(`${day} ${from}`)!;
  const edges = ['18:00', '18:15', '18:30', '18:45', '19:00'];
  const quarters = (day: string) => edges.slice(1).map((edge, i) => drawn(day, edges[i]!, edge));
  const today = quarters(date);
  if (today.some(Number.isNaN)) return undefined;
  const isWeekend = (day: string) => /Sat|Sun/.test(new Date(`${day}T12:00:00Z`).toUTCString());
  const similar: string[] = [];
  for (let back = 1; similar.length < 5 && back <= 45; back++) {
    const day = new Date(Date.parse(date) - back * 24 * HOUR_MS).toISOString().slice(0, 10);
    if (isWeekend(day) === isWeekend(date) && !events.includes(day) && !quarters(day).some(Number.isNaN))
      similar.push(day);
  }
  const total = (day: string) => drawn(day, '18:00', '19:00');
  const lowest = similar.reduce((low, day) => (total(day) < total(low) ? day : low));
  const chosen = similar.filter((day) => day !== lowest);
  // Notified at 17:00: the two hours before.
  const shiftW =
    drawn(date, '15:00', '17:00') / 2 -
    chosen.reduce((sum, day) => sum + drawn(day, '15:00', '17:00') / 2, 0) / 4;
  const plain = today.map((_, q) => chosen.reduce((sum, day) => sum + quarters(day)[q]!, 0) / 4);
  const capW = plain.reduce((sum, wh) => sum + wh, 0) * 0.2;
  const movedWh = Math.sign(shiftW) * Math.min(Math.abs(shiftW), capW) * 0.25;
  const orderedWh = POWER_W / PODS.length / 4;
  const measuredWh = today.reduce((sum, wh) => sum + wh, 0);
  const delivered = plain.map((wh, q) => wh + movedWh - today[q]!);
  return {
    measuredWh,
    baselineWh: plain.reduce((sum, wh) => sum + wh + movedWh, 0),
    deliveredWh: delivered.reduce((sum, wh) => sum + wh, 0),
    paidWh: delivered.reduce((sum, wh) => sum + (wh < 0 ? 0 : Math.min(wh, orderedWh)), 0),
  };
}

const local = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Rome',
  dateStyle: 'short',
  timeStyle: 'short',
});
const known = new Map<string, Map<string, number>>();

/** Registers of a PoD by what clocks in Rome showed, for example `2026-03-30 18:15`. */
function localRegisters(registers: Registers, pod: string): Map<string, number> {
  const found =
    known.get(pod) ??
    new Map([...registers.get(pod)!].map(([atMs, wh]) => [local.format(atMs), wh] as const));
  known.set(pod, found);
  return found;
}
