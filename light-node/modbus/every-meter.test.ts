import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Values } from '@access-layer/core/payloads/measurement';
import { createLog } from '@access-layer/kit/log';
import { loadHouseholdWeek } from '@access-layer/simulators/household-week';
import { createInstallation } from '@access-layer/simulators/installation';
import { startMeter } from '@access-layer/simulators/meter';
import type { Quantities } from '@access-layer/simulators/quantities';
import { openSerialPair } from '@access-layer/simulators/serial-pair';
import rtu from '../drivers/modbus-rtu.ts';
import rtuTcp from '../drivers/modbus-rtu-tcp.ts';
import tcp from '../drivers/modbus-tcp.ts';
import type { Meter } from '../meter.ts';
import { listProfiles, loadProfile, type ProfileOf } from '../profile.ts';
import { withoutSocat } from '../test/programs.ts';

/** A Wednesday noon in June: the plant gives more than the house takes. */
const NOW_MS = Date.UTC(2025, 5, 18, 10, 24, 30);
const PV = { pvPeakW: 9000 } as const;
const log = createLog({ name: 'test', level: 'silent' });
const shown = createInstallation(loadHouseholdWeek(), PV)(NOW_MS);

const profiles = listProfiles()
  .map((name) => loadProfile(name))
  .filter((profile): profile is ProfileOf<'modbus'> => profile.protocol === 'modbus');

for (const profile of profiles) {
  test(`${profile.name} over Modbus TCP shows what the house does, in the units of the names`, async (t) => {
    const server = await startMeter({ ...PV, unit: 7, profile: profile.name, nowMs: () => NOW_MS });
    t.after(() => server.close());
    const options = { name: 'modbus-tcp' as const, host: '127.0.0.1', port: server.port, unit: 7 };
    await readAndCompare(t, tcp.create({ options, profile, nowMs: () => NOW_MS, log }), profile);
  });

  test(`${profile.name} over RTU in TCP`, async (t) => {
    const simulated = { ...PV, unit: 7, profile: profile.name, nowMs: () => NOW_MS };
    const server = await startMeter({ ...simulated, framing: 'rtu' });
    t.after(() => server.close());
    const options = { name: 'modbus-rtu-tcp' as const, host: '127.0.0.1', port: server.port, unit: 7 };
    await readAndCompare(t, rtuTcp.create({ options, profile, nowMs: () => NOW_MS, log }), profile);
  });
}

test('every meter over RTU on a serial line', { skip: withoutSocat() }, async (t) => {
  for (const profile of profiles) {
    await t.test(profile.name, async (t) => {
      const pair = await openSerialPair();
      t.after(() => pair.close());
      const simulated = { ...PV, unit: 7, profile: profile.name, nowMs: () => NOW_MS };
      const server = await startMeter({ ...simulated, path: pair.meterPath, baudRate: 19_200 });
      t.after(() => server.close());
      const options = { name: 'modbus-rtu' as const, path: pair.readerPath, baudRate: 19_200, unit: 7 };
      await readAndCompare(t, rtu.create({ options, profile, nowMs: () => NOW_MS, log }), profile);
    });
  }
});

async function readAndCompare(t: TestContext, meter: Meter, profile: ProfileOf<'modbus'>): Promise<void> {
  t.after(() => meter.close());
  const { takenAtMs, values } = await meter.read();
  assert.equal(takenAtMs, NOW_MS);
  assertShows(values, shown, profile);
}

/** What the profile names, within the coarsest step of the meters: 0.1 V, 10 mA, 0.1 Hz, 100 Wh. */
function assertShows(values: Values, quantities: Quantities, profile: ProfileOf<'modbus'>): void {
  const named = new Set(profile.values.map(({ name }) => name));
  const near = (name: keyof Values, expected: number, within: number) => {
    if (!named.has(name)) return;
    const actual = values[name] as number;
    assert.ok(Math.abs(actual - expected) <= within, `${name} ${actual}; expected ${expected}`);
  };
  assert.ok(quantities.activePowerW[0] < -100, 'the house feeds in');
  near('activePowerW', quantities.activePowerW[0], 0.1);
  near('reactivePowerVar', quantities.reactivePowerVar[0], 0.1);
  near('voltageL1V', quantities.voltageV[0], 0.06);
  near('currentL1A', quantities.currentA[0], 0.006);
  near('frequencyHz', quantities.frequencyHz, 0.051);
  near('energyImportWh', quantities.energyImportWh, 100);
  near('energyExportWh', quantities.energyExportWh, 100);
  assert.ok(values.energyExportWh! > 100_000, 'half a year of sun');
}
