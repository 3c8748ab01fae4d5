import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createLog } from '@access-layer/kit/log';
import { startMeter } from '@access-layer/simulators/meter';
import { createMeterAnswer, REGISTER_MAPS } from '@access-layer/simulators/meter-simulation';
import { startRtuServer } from '@access-layer/simulators/modbus-rtu-server';
import { createBus } from '../modbus/bus.ts';
import { rtuFraming, tcpFraming } from '../modbus/framing.ts';
import { openSocket } from '../modbus/lines.ts';
import { listProfiles, loadProfile, type ProfileOf } from '../profile.ts';
import { judge } from './plausible.ts';
import { probe } from './probe.ts';

const NOW_MS = Date.UTC(2025, 5, 18, 10, 24, 30);
const log = createLog({ name: 'test', level: 'silent' });
const profiles = listProfiles()
  .map((name) => loadProfile(name))
  .filter(({ protocol }) => protocol === 'modbus' || protocol === 'sunspec') as ProfileOf<
  'modbus' | 'sunspec'
>[];

function busTo(t: TestContext, port: number, timeoutMs = 2000) {
  const open = () => openSocket({ host: '127.0.0.1', port }, tcpFraming(), timeoutMs);
  const where = `127.0.0.1:${port}`;
  const bus = createBus({ where, open, timeoutMs, reconnectMinMs: 1, reconnectMaxMs: 1, log });
  t.after(() => bus.close());
  return bus;
}

/** The profile of each simulated device; SunSpec devices have one for their kind. */
function expected(device: string): string[] {
  if (/^pac/.test(device)) return ['pac3200', 'pac4200'];
  if (!device.startsWith('sunspec-')) return [device];
  const id = Number(device.slice(8));
  return [id === 701 ? 'sunspec-der' : id < 200 ? 'sunspec-inverter' : 'sunspec-meter'];
}

/** Gateways that show neither voltage nor frequency say nothing that could be judged. */
const devices = Object.keys(REGISTER_MAPS).filter((device) => !device.startsWith('sinapsi-'));

for (const device of devices) {
  test(`${device}: its profile fits, and no other`, async (t) => {
    const server = await startMeter({ unit: 5, profile: device, nowMs: () => NOW_MS });
    t.after(() => server.close());
    const { candidates, sunspec } = await probe(busTo(t, server.port), 5, profiles);
    const fitting = candidates.filter(({ fits }) => fits).map(({ profile }) => profile.name);
    assert.deepEqual(fitting.sort(), expected(device));
    assert.ok(Object.keys(candidates[0]!.values).length > 4, 'it shows live values');
    assert.equal(sunspec !== undefined, device.startsWith('sunspec-'));
    for (const { functionCode } of server.requests) assert.ok([3, 4].includes(functionCode), 'it only reads');
  });
}

test('a meter that keeps silent about what it does not have is still found', async (t) => {
  const server = await startMeter({ unit: 5, profile: 'em340', nowMs: () => NOW_MS, silentOnError: true });
  t.after(() => server.close());
  const { candidates } = await probe(busTo(t, server.port, 120), 5, profiles);
  assert.equal(candidates[0]!.profile.name, 'em340');
  assert.ok(candidates[0]!.fits);
});

test('a meter that misses one moment is asked again, where nothing else fits', async (t) => {
  let asked = 0;
  const answerOf = createMeterAnswer({ unit: 5, profile: 'em340', nowMs: () => NOW_MS });
  const answer: typeof answerOf = (request) => {
    const said = answerOf(request);
    const first = said !== undefined && !('exception' in said) && ++asked === 1;
    return first ? undefined : said;
  };
  const server = await startRtuServer({ answer });
  t.after(() => server.close());
  const open = () => openSocket({ host: '127.0.0.1', port: server.port }, rtuFraming(), 300);
  const bus = createBus({ where: 'rtu', open, timeoutMs: 300, reconnectMinMs: 1, reconnectMaxMs: 1, log });
  t.after(() => bus.close());
  const { candidates } = await probe(bus, 5, profiles);
  assert.ok(candidates[0]!.fits && candidates[0]!.profile.name === 'em340', candidates[0]!.because);
  assert.equal(new Set(candidates.map(({ profile }) => profile.name)).size, candidates.length);
});

test('a unit that is not there, and a host that is not there, are said so', async (t) => {
  const server = await startMeter({ unit: 5, profile: 'sdm630', nowMs: () => NOW_MS });
  await assert.rejects(probe(busTo(t, server.port, 50), 9, profiles), {
    code: 'LN_METER_TIMEOUT',
    message: /unit 9/,
  });
  await server.close();
  await assert.rejects(probe(busTo(t, server.port), 5, profiles), { code: 'LN_METER_UNREACHABLE' });
});

test('what no grid shows speaks against a profile', () => {
  const house = { voltageL1V: 230, currentL1A: 10, activePowerW: 2200, frequencyHz: 50, powerFactor: 0.96 };
  assert.deepEqual(judge(house), { good: ['L1 230 V', '50 Hz', '2200 W of 2300 VA'], bad: [] });
  assert.deepEqual(judge({ ...house, voltageL1V: 2300 }).bad, ['L1 2300 V']);
  assert.deepEqual(judge({ ...house, frequencyHz: 500 }).bad, ['500 Hz']);
  assert.deepEqual(judge({ ...house, activePowerW: 22_000 }).bad, ['22000 W of 2300 VA']);
  assert.deepEqual(judge({ ...house, powerFactor: 96 }).bad, ['power factor 96']);
  assert.deepEqual(judge({ voltageL1V: 1.2e-38, currentL1A: 4e12 }).bad, ['L1 1.2e-38 V', 'L1 4.0e+12 A']);
});
