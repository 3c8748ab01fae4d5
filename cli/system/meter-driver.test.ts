import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Values } from '@access-layer/core/payloads/measurement';
import { createLog } from '@access-layer/kit/log';
import { loadAdapter } from '@access-layer/light-node/load-adapter';
import type { AnyMeter } from '@access-layer/light-node/meter';
import { checkProtocol, listProfiles, loadProfile } from '@access-layer/light-node/profile';
import { HOME_DEVICES } from '@access-layer/simulators/home-device';
import { startMeter } from '@access-layer/simulators/meter';
import { MODBUS_METERS, quantitiesOf } from '@access-layer/simulators/meter-simulation';
import { driverOf } from './meter-driver.ts';

const WITHIN_MS = 60_000;
const dir = mkdtempSync(join(tmpdir(), 'meter-driver-'));
process.once('exit', () => rmSync(dir, { recursive: true, force: true }));
const place = { nowMs: Date.now, scale: 0.5 };

test('every profile has a simulated meter that npm start can run', () => {
  const simulated = [...Object.keys(MODBUS_METERS), ...Object.keys(HOME_DEVICES)];
  const without = listProfiles().filter((profile) => !simulated.includes(profile));
  assert.deepEqual(without, []);
});

test('a Z-Wave meter is given a driver that its options suit', async () => {
  const options = driverOf('zwave-meter', 1234, dir);
  checkProtocol(loadProfile('zwave-meter'), await loadAdapter('drivers', options));
});

// A mock of a stick gives up on a machine that is too busy; light-node/drivers/z-wave.test.ts reads it.
for (const profile of listProfiles().filter((name) => name !== 'zwave-meter')) {
  test(`the simulated ${profile} is read by the driver that npm start gives it`, async () => {
    const home = HOME_DEVICES[profile];
    const simulated = home
      ? await home({ port: 0, nowMs: place.nowMs, quantitiesAt: quantitiesOf(place), publishEveryMs: 200 })
      : await startMeter({ ...place, unit: 1, profile, port: 0 });
    const options = driverOf(profile, simulated.port, dir);
    const driver = await loadAdapter('drivers', options);
    const loaded = loadProfile(profile);
    checkProtocol(loaded, driver);
    const log = createLog({ name: 'test', level: 'silent' });
    const meter = driver.create({ options, profile: loaded, log, nowMs: Date.now });
    try {
      const values = await firstValues(meter);
      assert.ok(
        values.activePowerW !== undefined || values.energyImportWh !== undefined,
        JSON.stringify(values),
      );
    } finally {
      await meter.close();
      await simulated.close();
    }
  });
}

/** What the meter shows when it is asked, or first says. */
async function firstValues(meter: AnyMeter): Promise<Values> {
  if (!('kind' in meter)) return (await meter.read()).values;
  return new Promise((resolve, reject) => {
    let fault: unknown;
    const late = () => reject(new Error(`no reading within ${WITHIN_MS} ms`, { cause: fault }));
    const timer = setTimeout(late, WITHIN_MS);
    meter.start({
      reading({ values }) {
        if (Object.keys(values).length === 0) return;
        clearTimeout(timer);
        resolve(values);
      },
      event: () => {},
      fault: (error) => {
        fault = error;
      },
    });
  });
}
