import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { createLog } from '@access-layer/kit/log';
import { loadHouseholdWeek } from '@access-layer/simulators/household-week';
import { createInstallation, type InstallationOptions } from '@access-layer/simulators/installation';
import { startMeter } from '@access-layer/simulators/meter';
import { startModbusServer } from '@access-layer/simulators/modbus-server';
import fc from 'fast-check';
import driver from '../drivers/modbus-tcp.ts';
import { parseProfile } from '../profile.ts';
import { profileOf } from '../test/profiles.ts';
import { decodeModel, registersOfModel } from './decode-model.ts';
import { SUNSPEC_MODELS } from './models.ts';

const NOW_MS = Date.UTC(2025, 2, 12, 11, 24, 30);
const log = createLog({ name: 'test', level: 'silent' });
const sunspecProfile = (name: string) => profileOf('sunspec', name);

function meterAt(t: TestContext, port: number, profile: ReturnType<typeof sunspecProfile>) {
  const options = { name: 'modbus-tcp' as const, host: '127.0.0.1', port, unit: 1, reconnectMinMs: 1 };
  const meter = driver.create({ options, profile, nowMs: () => NOW_MS, log });
  t.after(() => meter.close());
  return meter;
}

const devices: [string, string, InstallationOptions][] = [
  ['sunspec-203', 'sunspec-meter', { pvPeakW: 9000 }],
  ['sunspec-213', 'sunspec-meter', { pvPeakW: 9000 }],
  ['sunspec-101', 'sunspec-inverter', { role: 'production', pvPeakW: 5000 }],
  ['sunspec-111', 'sunspec-inverter', { role: 'production', pvPeakW: 5000 }],
  ['sunspec-701', 'sunspec-der', { role: 'production', pvPeakW: 5000 }],
];

for (const [device, name, installation] of devices) {
  test(`${device} is found by its marker and read by ${name}, power positive from the grid`, async (t) => {
    const server = await startMeter({ ...installation, unit: 1, profile: device, nowMs: () => NOW_MS });
    t.after(() => server.close());
    const { values } = await meterAt(t, server.port, sunspecProfile(name)).read();
    const shown = createInstallation(loadHouseholdWeek(), installation)(NOW_MS);
    assert.ok(shown.activePowerW[0] < -100, 'it feeds in');
    assert.equal(values.activePowerW, shown.activePowerW[0]);
    assert.ok(Math.abs(values.voltageL1V! - shown.voltageV[0]) < 0.06);
    assert.ok(Math.abs(values.currentL1A! - shown.currentA[0]) < 0.006);
    assert.ok(Math.abs(values.frequencyHz! - shown.frequencyHz) < 0.006);
    assert.ok(Math.abs(values.energyExportWh! - shown.energyExportWh) < 10);
    if (name === 'sunspec-meter') assert.ok(Math.abs(values.energyImportWh! - shown.energyImportWh) < 10);
    else if (name === 'sunspec-der') assert.equal(values.energyImportWh, 0);
    else assert.equal(values.energyImportWh, undefined, 'an inverter has no such register');
    if (name !== 'sunspec-meter') assert.equal(values.currentL2A, undefined, 'not implemented');
  });
}

test('the chain is walked once, and then only the model is read', async (t) => {
  const server = await startMeter({ unit: 1, profile: 'sunspec-213', nowMs: () => NOW_MS });
  t.after(() => server.close());
  const meter = meterAt(t, server.port, sunspecProfile('sunspec-meter'));
  await meter.read();
  const walked = server.requests.length;
  await meter.read();
  assert.ok(walked >= 6, 'three bases, common model, chain');
  assert.equal(server.requests.length, walked + 1);
});

test('a device without the marker, without the model or with a chain without end is named', async (t) => {
  const sdm = await startMeter({ unit: 1, profile: 'pac3200', nowMs: () => NOW_MS });
  t.after(() => sdm.close());
  const none = meterAt(t, sdm.port, sunspecProfile('sunspec-meter'));
  const noMarker = { code: 'LN_METER_ANSWER', message: /no SunSpec marker at 40000, 0, 50000/ };
  await assert.rejects(none.read(), noMarker);

  const inverter = await startMeter({ unit: 1, profile: 'sunspec-101', nowMs: () => NOW_MS });
  t.after(() => inverter.close());
  const other = meterAt(t, inverter.port, sunspecProfile('sunspec-meter'));
  await assert.rejects(other.read(), { message: /has the SunSpec models 1, 101; the profile reads 201, / });

  const endless = await startModbusServer({
    port: 0,
    answer: ({ address, count }) => ({
      words: Array.from({ length: count }, (_, word) =>
        address === 40_000 ? [0x5375, 0x6e53][word]! : word === 0 ? 7 : 2,
      ),
    }),
  });
  t.after(() => endless.close());
  const lost = meterAt(t, endless.port, sunspecProfile('sunspec-meter'));
  await assert.rejects(lost.read(), { message: /chain of SunSpec models does not end/ });
});

test('a profile names models that can be read, and says which way power is positive', () => {
  const text = `
brand: Acme
model: Meter
source: Acme manual
protocol: sunspec
role: exchange
pollIntervalS: 5
models: [203]
powerPositive: export
`;
  const profile = parseProfile('acme', text);
  assert.equal(profile.protocol === 'sunspec' && profile.sign, -1);
  assert.throws(() => parseProfile('acme', text.replace('203', '103, 205')), /models: 205 .* there are 101/);
  assert.throws(() => parseProfile('acme', text.replace('export', 'grid')), /powerPositive: "grid"/);
  assert.throws(
    () => parseProfile('acme', text.replace('powerPositive: export\n', '')),
    /missing powerPositive/,
  );
});

test('any content of any model decodes to numbers that a packet can carry, or to nothing', () => {
  const word = fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0, 0x8000, 0xffff, 0x7fc0, 3));
  const model = fc.constantFrom(...SUNSPEC_MODELS.keys());
  fc.assert(
    fc.property(model, fc.array(word, { minLength: 160, maxLength: 160 }), (id, words) => {
      const values = decodeModel(id, 0, (at, count) => words.slice(at, at + count), -1);
      for (const [name, value] of Object.entries(values)) {
        assert.ok(Number.isFinite(value), `${name} ${value}`);
        if (/Wh$|Varh$/.test(name))
          assert.ok(Number.isSafeInteger(value) && Number(value) >= 0, `${name} ${value}`);
      }
    }),
  );
});

test('every point of every model lies inside it', () => {
  for (const [id, model] of SUNSPEC_MODELS) {
    for (const { addresses } of registersOfModel(model, 0)) {
      assert.ok(addresses[0]! < 2 + model.length, `${id} at ${addresses[0]}`);
    }
  }
});
