import assert from 'node:assert/strict';
import type { AddressInfo } from 'node:net';
import { type TestContext, test } from 'node:test';
import { type Chain2GateOptions, startChain2Gate } from '@access-layer/simulators/chain2-gate';
import { productionMessage } from '@access-layer/simulators/chain2-messages';
import { createHousehold } from '@access-layer/simulators/household';
import { loadHouseholdWeek } from '@access-layer/simulators/household-week';
import { WebSocketServer } from 'ws';
import { until } from '../test/broker.ts';
import { hear, silentLog } from '../test/heard.ts';
import { profileOf } from '../test/profiles.ts';
import { recording } from '../test/recording.ts';
import chain2Gate from './chain2-gate.ts';

const QUARTER_MS = 900_000;
const quantitiesAt = createHousehold(loadHouseholdWeek());
const registerAt = (ms: number) => Math.floor(quantitiesAt(ms).energyImportWh);

/** A gateway whose time the test moves. */
async function startGate(t: TestContext, startMs: number, more: Partial<Chain2GateOptions> = {}) {
  let nowMs = startMs;
  const supply = { quantitiesAt, contractW: 3000, availableW: 3300 };
  const gate = await startChain2Gate({ port: 0, lookMs: 5, nowMs: () => nowMs, ...supply, ...more });
  t.after(() => gate.close());
  const meter = (options = {}) => {
    const created = chain2Gate.create({
      options: {
        name: 'chain2-gate',
        url: `ws://127.0.0.1:${gate.port}`,
        reconnectMinMs: 5,
        reconnectMaxMs: 20,
        ...options,
      },
      profile: profileOf('chain2', 'chain2-gate'),
      nowMs: () => nowMs,
      log: silentLog,
    });
    t.after(() => created.close());
    return created;
  };
  return {
    gate,
    meter,
    now: () => nowMs,
    moveTo(ms: number) {
      nowMs = ms;
    },
  };
}

test('a day of the real week: the quarters of the meter, with its registers, and what happened', async (t) => {
  const sunday = Date.UTC(2026, 10, 15, 22, 50); // in Rome ten minutes before midnight
  const { meter, moveTo, gate } = await startGate(t, sunday);
  const { readings, events } = hear(t, meter());
  await until('the contract', () => events.length > 0);
  for (let hour = 1; hour <= 25; hour++) {
    moveTo(sunday + hour * 3_600_000);
    const quarters = () => readings.filter(({ periodS }) => periodS === 900).length;
    await until(`hour ${hour}`, () => quarters() === 4 * hour);
  }
  for (const { takenAtMs, values, periodS } of readings.filter((each) => each.periodS)) {
    assert.equal(takenAtMs % QUARTER_MS, 0);
    assert.equal(periodS, 900);
    assert.equal(values.energyImportWh, registerAt(takenAtMs));
    assert.equal(
      values.quarterAveragePowerW,
      4 * (registerAt(takenAtMs) - registerAt(takenAtMs - QUARTER_MS)),
    );
    assert.match(values.tariffBand!, /^F[123]$/);
  }
  const monday = Date.UTC(2026, 10, 16, 8); // 9:00 in Rome
  assert.equal(readings.find(({ takenAtMs }) => takenAtMs === monday)!.values.tariffBand, 'F1');
  gate.interrupt(42);
  gate.say(productionMessage(sunday + 1000, 1500));
  await until('the interruption and the production', () => events.at(-1)?.event === 'chain2-cf41');
  const count = Map.groupBy(events, ({ event }) => event);
  assert.deepEqual(
    count.get('supply-interrupted')!.map(({ details }) => details!.OutageDuration),
    [42],
  );
  assert.equal(count.get('daily-closing')!.length, 2);
  assert.equal(count.get('weekly-voltage')!.length, 1);
  assert.ok(count.get('power-step')!.length > 10);
  assert.ok(count.get('power-threshold-crossed')!.length > 0);
  assert.ok(count.get('power-limit-exceeded')!.length > 0);
  assert.match(String(count.get('chain2-cf41')![0]!.details!.raw), /"NameNotPublished":1500/);
  const [contract] = count.get('contract-data')!;
  assert.equal(contract!.details!.POD, 'IT002E00000000');
  assert.ok(!('CustomerCode' in contract!.details!));
});

test('a gateway that hangs up: connected again; what it says again is recorded once, and nothing is lost', async (t) => {
  const noon = Date.UTC(2026, 10, 18, 12);
  const { gate, meter, moveTo } = await startGate(t, noon - 60_000);
  const { live, pending, events, time } = recording(t, noon - 60_000);
  const recorder = live(meter(), { sampleIntervalMs: QUARTER_MS });
  await until('the contract', () => events().length === 1);
  for (let quarter = 0; quarter < 4; quarter++) {
    moveTo(noon + quarter * QUARTER_MS + 60_000);
    await until('a quarter', () => pending().filter(({ periodS }) => periodS).length === quarter + 1);
    gate.hangUp();
    await until(
      'the next connection',
      () => gate.greetings() === quarter + 2 && !recorder.state().meterError,
    );
  }
  const told = pending().map(({ at, periodS = 0, values }) => `${at} ${periodS} ${JSON.stringify(values)}`);
  assert.equal(new Set(told).size, told.length);
  assert.equal(events().filter(({ event }) => event === 'contract-data').length, 1);
  assert.ok(time.clock.nowMs() < noon, 'readings have the time of the meter, not of the node');
});

test('a message of long ago is backfilled, and one of the future has a wrong clock', async (t) => {
  const noon = Date.UTC(2026, 10, 18, 12);
  const { gate, meter } = await startGate(t, noon);
  const { readings } = hear(t, meter());
  await until('the connection', () => gate.greetings() === 1);
  const say = (atMs: number) =>
    gate.say({ type: 'CF21', sentMs: atMs, payload: { EventPosixTimestamp: atMs / 1000, InstantPower: 5 } });
  for (const hours of [-3, 0, 1]) say(noon + hours * 3_600_000);
  await until('three readings', () => readings.length >= 3);
  assert.deepEqual(
    readings.map(({ quality }) => quality),
    [['backfilled'], undefined, ['measured', 'clock-unsynced']],
  );
});

test('what is no message changes nothing; another meter of the gateway is not this one', async (t) => {
  const noon = Date.UTC(2026, 10, 18, 12);
  const { gate, meter } = await startGate(t, noon, { meter: 'M2' });
  const { readings, events, faults } = hear(t, meter());
  const second = hear(t, meter({ meter: 'M2' }));
  await until('both', () => gate.greetings() === 2 && second.events.length === 1);
  for (const text of ['', 'null', '[]', '{', '{"Chain2Data":{"Meter":"M2"}}', '{"Chain2State":{}}', '\u0000'])
    gate.sayText(text);
  gate.say({ type: 'CF21', sentMs: noon, payload: { EventPosixTimestamp: 'yesterday', InstantPower: {} } });
  gate.say({
    type: 'CF1',
    sentMs: noon,
    payload: { MeasurePosixTimestamp: noon / 1000, TotalActEnergy: 12 },
  });
  await until('the reading', () => second.readings.length >= 2);
  assert.deepEqual(
    second.events.map(({ event }) => event),
    ['contract-data', 'chain2-cf21'],
  );
  assert.deepEqual([readings, events, faults.at(-1)], [[], [], undefined]);
});

test('a gateway that has lost its power says no goodbye: found by its silence', async (t) => {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', autoPong: false });
  await new Promise((resolve) => server.once('listening', resolve));
  t.after(() => server.close());
  let connections = 0;
  server.on('connection', () => {
    connections += 1;
  });
  const meter = chain2Gate.create({
    options: {
      name: 'chain2-gate',
      url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
      pingIntervalMs: 20,
      reconnectMinMs: 5,
    },
    profile: profileOf('chain2', 'chain2-gate'),
    nowMs: Date.now,
    log: silentLog,
  });
  const { faults } = hear(t, meter);
  await until('another connection', () => connections >= 2);
  assert.equal(faults.at(-1)?.code, 'LN_METER_UNREACHABLE');
});
