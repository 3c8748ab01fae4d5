import assert from 'node:assert/strict';
import { registerHooks } from 'node:module';
import { test } from 'node:test';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { createHousehold } from '@access-layer/simulators/household';
import { loadHouseholdWeek } from '@access-layer/simulators/household-week';
import { startZwaveMeter } from '@access-layer/simulators/zwave-meter';
import { until } from '../test/broker.ts';
import { hear, silentLog } from '../test/heard.ts';
import { profileOf } from '../test/profiles.ts';
import { openStick } from '../zwave-stick.ts';
import zWave from './z-wave.ts';

const NOON_MS = Date.UTC(2026, 10, 18, 12);
const quantitiesAt = createHousehold(loadHouseholdWeek());

test('a node without zwave-js says what to install', async (t) => {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      if (specifier === 'zwave-js') throw new Error('Cannot find package');
      return next(specifier, context);
    },
  });
  t.after(() => hooks.deregister());
  await assert.rejects(openStick({ port: '/dev/null', cacheDir: temporaryFolder('light-node-') }), {
    code: 'LN_ZWAVE_MISSING',
  });
});

test('a meter in a Z-Wave network, over the serial protocol of its stick: asked, and what it shows is read', async (t) => {
  const stick = await startZwaveMeter({ port: 0, quantitiesAt, nowMs: () => NOON_MS });
  const meter = zWave.create({
    options: {
      name: 'z-wave',
      port: `tcp://127.0.0.1:${stick.port}`,
      node: 2,
      cacheDir: temporaryFolder('light-node-'),
      quickStart: true,
      collectMs: 300,
      reconnectMs: 100,
    },
    profile: profileOf('zwave', 'zwave-meter'),
    nowMs: () => NOON_MS + 5,
    log: silentLog,
  });
  const { readings, faults } = hear(t, meter); // which closes it before its stick goes
  t.after(() => stick.close());
  const names = ['activePowerW', 'energyImportWh', 'energyExportWh', 'voltageL1V', 'currentL1A'];
  await until(
    'all values',
    () => names.every((name) => readings.some(({ values }) => name in values)),
    50_000,
  );
  const { activePowerW, voltageV, energyImportWh } = quantitiesAt(NOON_MS);
  const values = Object.assign({}, ...readings.map((reading) => reading.values));
  assert.equal(values.activePowerW, activePowerW[0]);
  assert.equal(values.energyImportWh, Math.floor(1000 * Number((energyImportWh / 1000).toFixed(3))));
  assert.equal(values.energyExportWh, 0);
  assert.equal(values.voltageL1V, voltageV[0]);
  assert.equal(readings[0]!.takenAtMs, NOON_MS + 5);
  assert.ok(faults.every((fault) => fault === undefined));
});

test('a stick that is pulled out is told, and followed again when it is back', async (t) => {
  const common = { quantitiesAt, nowMs: () => NOON_MS };
  const first = await startZwaveMeter({ port: 0, ...common });
  const options = {
    ...{ name: 'z-wave' as const, port: `tcp://127.0.0.1:${first.port}`, node: 2 },
    ...{ cacheDir: temporaryFolder('light-node-'), quickStart: true, collectMs: 10, reconnectMs: 50 },
  };
  const context = { profile: profileOf('zwave', 'zwave-meter'), nowMs: Date.now, log: silentLog };
  const meter = zWave.create({ options, ...context });
  const { readings, faults } = hear(t, meter);
  await until('a reading', () => readings.length > 0);
  await first.close();
  await until('a fault', () => faults.at(-1)?.code === 'LN_METER_UNREACHABLE');
  const before = readings.length;
  const again = await startZwaveMeter({ port: first.port, ...common });
  t.after(() => again.close());
  await until('a reading again', () => readings.length > before);
  assert.equal(faults.at(-1), undefined);
  await meter.close(); // before its folder goes
});

test('no stick, or no such node: told, and tried again', async (t) => {
  const stick = await startZwaveMeter({ port: 0, quantitiesAt, nowMs: () => NOON_MS });
  const port = `tcp://127.0.0.1:${stick.port}`;
  await stick.close();
  const options = {
    name: 'z-wave' as const,
    port,
    node: 2,
    cacheDir: temporaryFolder('light-node-'),
    quickStart: true,
    reconnectMs: 50,
  };
  const context = { profile: profileOf('zwave', 'zwave-meter'), nowMs: Date.now, log: silentLog };
  const { faults } = hear(t, zWave.create({ options, ...context }));
  await until('two attempts', () => faults.length >= 2);
  assert.deepEqual(new Set(faults.map((fault) => fault?.code)), new Set(['LN_METER_UNREACHABLE']));
});
