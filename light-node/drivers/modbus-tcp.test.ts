import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { createLog } from '@access-layer/kit/log';
import { createHousehold } from '@access-layer/simulators/household';
import { loadHouseholdWeek } from '@access-layer/simulators/household-week';
import { startMeter } from '@access-layer/simulators/meter';
import type { Fault } from '@access-layer/simulators/modbus-server';
import { modbusProfile } from '../test/profiles.ts';
import driver from './modbus-tcp.ts';

const NOW_MS = Date.UTC(2026, 10, 18, 19, 24, 30);
const log = createLog({ name: 'test', level: 'silent' });

async function simulated(t: TestContext, profile = 'sdm630', port = 0) {
  const server = await startMeter({ port, unit: 3, profile, nowMs: () => NOW_MS });
  t.after(() => server.close());
  return server;
}

function meterAt(t: TestContext, port: number, profile = 'sdm630', more = {}) {
  const options = {
    name: 'modbus-tcp' as const,
    host: '127.0.0.1',
    port,
    unit: 3,
    timeoutMs: 100,
    reconnectMinMs: 1,
    reconnectMaxMs: 4,
    ...more,
  };
  const meter = driver.create({ options, profile: modbusProfile(profile), nowMs: () => NOW_MS, log });
  t.after(() => meter.close());
  return meter;
}

for (const profile of ['sdm630', 'pac3200']) {
  test(`${profile}: reads over Modbus TCP what the house shows, in the units of the names`, async (t) => {
    const server = await simulated(t, profile);
    const { takenAtMs, values } = await meterAt(t, server.port, profile).read();
    const shown = createHousehold(loadHouseholdWeek())(NOW_MS);
    assert.equal(takenAtMs, NOW_MS);
    assert.equal(values.activePowerW, 2546);
    assert.equal(values.activePowerL2W, 0);
    assert.equal(values.reactivePowerVar, 324);
    assert.equal(values.voltageL1V, 237.99);
    assert.ok(Math.abs(values.frequencyHz! - shown.frequencyHz) < 1e-5);
    assert.ok(Math.abs(values.currentL1A! - shown.currentA[0]) < 1e-5);
    assert.ok(Number.isInteger(values.energyImportWh));
    const resolutionWh = profile === 'sdm630' ? 2 : 1; // of a float of 26 MWh in kWh; of a double
    assert.ok(Math.abs(values.energyImportWh! - shown.energyImportWh) <= resolutionWh);
    assert.equal(values.energyExportWh, 0);
    assert.deepEqual(
      server.requests.map(({ address, count }) => ({ address, count })),
      modbusProfile(profile).blocks,
    );
  });
}

const failures: [Fault, string][] = [
  [{ kind: 'silent' }, 'LN_METER_TIMEOUT'],
  [{ kind: 'slow', delayMs: 300 }, 'LN_METER_TIMEOUT'],
  [{ kind: 'exception', code: 4 }, 'LN_METER_EXCEPTION'],
  [{ kind: 'wrong-length' }, 'LN_METER_ANSWER'],
  [{ kind: 'wrong-unit' }, 'LN_METER_ANSWER'],
  [{ kind: 'garbage' }, 'LN_METER_ANSWER'],
  [{ kind: 'hang-up' }, 'LN_METER_UNREACHABLE'],
];

for (const [fault, code] of failures) {
  test(`${fault.kind}: the read fails with ${code}, and the next one works when the meter does`, async (t) => {
    const server = await simulated(t);
    const meter = meterAt(t, server.port);
    assert.equal((await meter.read()).values.activePowerW, 2546);
    server.setFault(fault);
    await assert.rejects(meter.read(), { code, retryable: true });
    server.setFault(undefined);
    assert.equal((await meter.read()).values.activePowerW, 2546);
  });
}

test('a late answer to an old request is never taken for the answer to a new one', async (t) => {
  const server = await simulated(t);
  const meter = meterAt(t, server.port);
  server.setFault({ kind: 'slow', delayMs: 120 });
  await assert.rejects(meter.read(), { code: 'LN_METER_TIMEOUT' });
  server.setFault(undefined);
  for (let round = 0; round < 20; round++) assert.equal((await meter.read()).values.activePowerW, 2546);
});

test('an absent meter: attempts pause longer and longer, and its return is noticed', async (t) => {
  const server = await simulated(t);
  const { port } = server;
  await server.close();
  const meter = meterAt(t, port, 'sdm630', { reconnectMinMs: 40_000, reconnectMaxMs: 60_000 });
  await assert.rejects(meter.read(), { code: 'LN_METER_UNREACHABLE', message: /ECONNREFUSED/ });
  await assert.rejects(meter.read(), { message: /ECONNREFUSED/ }); // at once again after the first failure
  await assert.rejects(meter.read(), { message: /next attempt in 40 s/ });
  const patient = meterAt(t, port);
  await assert.rejects(patient.read(), { code: 'LN_METER_UNREACHABLE' });
  await simulated(t, 'sdm630', port);
  assert.equal((await patient.read()).values.activePowerW, 2546);
});

test('requests of several readers go one after another', async (t) => {
  const server = await simulated(t);
  const meter = meterAt(t, server.port);
  await Promise.all([meter.read(), meter.read(), meter.read()]);
  assert.deepEqual(
    server.requests.map(({ address }) => address),
    [0, 52, 0, 52, 0, 52],
  );
});

test('a peer that accepts and never speaks Modbus ends in a timeout, and closing does not hang', async (t) => {
  const server = createServer(() => {}).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  t.after(() => server.close());
  const meter = meterAt(t, (server.address() as { port: number }).port);
  await assert.rejects(meter.read(), { code: 'LN_METER_TIMEOUT' });
  await meter.close();
  await assert.rejects(meter.read(), { code: 'LN_METER_UNREACHABLE', message: /closed/ });
});
