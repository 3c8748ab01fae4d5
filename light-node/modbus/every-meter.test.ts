import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Values } from '@access-layer/core/payloads/measurement';
import { createLog } from '@access-layer/kit/log';
import { loadHouseholdWeek } from '@access-layer/simulators/household-week';
import { createInstallation } from '@access-layer/simulators/installation';
import { startLine } from '@access-layer/simulators/meter';
import type { Quantities } from '@access-layer/simulators/quantities';
import { openSerialPair } from '@access-layer/simulators/serial-pair';
import rtu from '../drivers/modbus-rtu.ts';
import rtuTcp from '../drivers/modbus-rtu-tcp.ts';
import tcp from '../drivers/modbus-tcp.ts';
import type { Meter } from '../meter.ts';
import { listProfiles, loadProfile, type ProfileOf } from '../profile.ts';
import { withoutSocat } from '../test/programs.ts';

/** A noon in March: the plant gives more than the house takes. */
const NOW_MS = Date.UTC(2025, 2, 12, 11, 24, 30);
const PV = { pvPeakW: 9000 } as const;
const log = createLog({ name: 'test', level: 'silent' });
const shown = createInstallation(loadHouseholdWeek(), PV)(NOW_MS);

type ModbusProfile = ProfileOf<'modbus'>;
const context = { nowMs: () => NOW_MS, log };
const profiles = listProfiles()
  .map((name) => loadProfile(name))
  .filter((profile): profile is ModbusProfile => profile.protocol === 'modbus');

/** All meters on one line, each with its own unit number, as on a bus. */
const line = profiles.map(({ name }, index) => ({
  ...PV,
  unit: index + 1,
  profile: name,
  nowMs: () => NOW_MS,
}));

test('every meter over Modbus TCP shows what the house does, in the units of the names', async (t) => {
  const server = await startLine({}, line);
  t.after(() => server.close());
  const at = { name: 'modbus-tcp' as const, host: '127.0.0.1', port: server.port };
  await each(t, (profile, unit) => tcp.create({ ...context, options: { ...at, unit }, profile }));
});

test('every meter over RTU in TCP', async (t) => {
  const server = await startLine({ framing: 'rtu' }, line);
  t.after(() => server.close());
  const at = { name: 'modbus-rtu-tcp' as const, host: '127.0.0.1', port: server.port };
  await each(t, (profile, unit) => rtuTcp.create({ ...context, options: { ...at, unit }, profile }));
});

test('every meter over RTU on a serial line', { skip: withoutSocat() }, async (t) => {
  const pair = await openSerialPair();
  t.after(() => pair.close());
  const server = await startLine({ path: pair.meterPath, baudRate: 19_200 }, line);
  t.after(() => server.close());
  const at = { name: 'modbus-rtu' as const, path: pair.readerPath, baudRate: 19_200 };
  await each(t, (profile, unit) => rtu.create({ ...context, options: { ...at, unit }, profile }));
});

async function each(t: TestContext, meterOf: (profile: ModbusProfile, unit: number) => Meter): Promise<void> {
  const meters = profiles.map((profile, index) => meterOf(profile, index + 1));
  t.after(() => Promise.all(meters.map((meter) => meter.close())));
  for (const [index, profile] of profiles.entries()) {
    await t.test(profile.name, async () => {
      const { takenAtMs, values } = await meters[index]!.read();
      assert.equal(takenAtMs, NOW_MS);
      assertShows(values, shown, profile);
    });
  }
}

/** What the profile names, within the coarsest step of the meters: 0.1 V, 10 mA, 0.1 Hz, 100 Wh. */
function assertShows(values: Values, quantities: Quantities, profile: ModbusProfile): void {
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
  assert.ok(values.energyExportWh! > 100_000, 'weeks of sun');
}
