import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { createHousehold } from '@access-layer/simulators/household';
import { loadHouseholdWeek } from '@access-layer/simulators/household-week';
import { type ShellyOptions, startShelly } from '@access-layer/simulators/shelly';
import { type ProfileOf, parseProfile } from '../profile.ts';

import { silentLog } from '../test/heard.ts';
import { profileOf } from '../test/profiles.ts';
import rest from './rest.ts';

const NOON_MS = Date.UTC(2026, 10, 18, 12);
const quantitiesAt = createHousehold(loadHouseholdWeek());

async function setUp(
  t: TestContext,
  profile: ProfileOf<'json'>,
  more: Partial<ShellyOptions> & { options?: object } = {},
) {
  const { options = {}, ...device } = more;
  const shelly = await startShelly({ port: 0, generation: 1, quantitiesAt, nowMs: () => NOON_MS, ...device });
  t.after(() => shelly.close());
  const url = `http://127.0.0.1:${shelly.port}`;
  const vars = { channel: '0' };
  const meter = rest.create({
    options: { name: 'rest', url, vars, timeoutMs: 1000, ...options },
    profile,
    nowMs: () => NOON_MS + 40,
    log: silentLog,
  });
  t.after(() => meter.close());
  return { shelly, meter };
}

test('a first-generation Shelly EM: what it shows of the real week, at the time of asking', async (t) => {
  const { meter, shelly } = await setUp(t, profileOf('json', 'shelly-em'));
  const { activePowerW, voltageV, energyImportWh } = quantitiesAt(NOON_MS);
  const reading = await meter.read();
  assert.equal(reading.takenAtMs, NOON_MS + 40);
  assert.equal(reading.serial, 'B929CC000001');
  assert.equal(reading.values.activePowerW, activePowerW[0]);
  assert.equal(reading.values.voltageL1V, voltageV[0]);
  assert.equal(reading.values.energyImportWh, Math.floor(Number(energyImportWh.toFixed(1))));
  assert.equal(reading.values.energyExportWh, 0);
  assert.deepEqual(shelly.authorizations, [undefined]);
});

test('a password is told as the device asks: Basic, and Digest with SHA-256 over a new nonce too', async (t) => {
  const dir = temporaryFolder('light-node-');
  writeFileSync(`${dir}/password`, 'geheim\n');
  const options = { username: 'admin', passwordFile: `${dir}/password` };
  const first = await setUp(t, profileOf('json', 'shelly-em'), { password: 'geheim', options });
  await first.meter.read();
  await first.meter.read();
  assert.deepEqual(
    first.shelly.authorizations.map((header) => header?.split(' ')[0]),
    [undefined, 'Basic', 'Basic'],
  );
  const second = await setUp(t, profileOf('json', 'shelly-pro-em'), {
    generation: 2,
    password: 'geheim',
    options,
  });
  await second.meter.read();
  await second.meter.read();
  second.shelly.setFault('new-nonce');
  assert.ok((await second.meter.read()).values.frequencyHz);
  assert.deepEqual(
    second.shelly.authorizations.map((header) => /nc=(\d+)/.exec(header ?? '')?.[1]),
    [undefined, '00000001', '00000002', '00000003', '00000001'],
  );
  assert.ok(!second.shelly.authorizations.join().includes('geheim'));
  const wrong = await setUp(t, profileOf('json', 'shelly-em'), { password: 'other', options });
  await assert.rejects(wrong.meter.read(), { code: 'LN_METER_EXCEPTION', message: /401.*passwordFile/ });
});

test('whatever a device does wrong has a code, and the next reading is right again', async (t) => {
  const { meter, shelly } = await setUp(t, profileOf('json', 'shelly-em'), { options: { timeoutMs: 150 } });
  const faults = [
    ['silent', 'LN_METER_TIMEOUT'],
    ['garbage', 'LN_METER_ANSWER'],
    ['error', 'LN_METER_EXCEPTION'],
    ['endless', 'LN_METER_ANSWER'],
  ] as const;
  for (const [fault, code] of faults) {
    shelly.setFault(fault);
    await assert.rejects(meter.read(), { code }, fault);
    shelly.setFault(undefined);
    assert.equal((await meter.read()).values.energyExportWh, 0);
  }
  await shelly.close();
  await assert.rejects(meter.read(), { code: 'LN_METER_UNREACHABLE' });
});

test('a document that says it is not valid, or has nothing of the profile, is no reading', async (t) => {
  const clamp = await setUp(t, profileOf('json', 'shelly-em'), { options: { vars: { channel: '1' } } });
  await assert.rejects(clamp.meter.read(), { code: 'LN_METER_ANSWER', message: /none of the values/ });
});

test('a device that tells when it measured: its own time, stale once, and then silent', async (t) => {
  const head =
    'brand: a\nmodel: b\nsource: c\nprotocol: json\nrole: load\npollIntervalS: 10\nsilentAfterS: 60\n';
  const text = `${head}sources: { s: { get: /status, at: { path: /at, unit: s } } }\nvalues: { activePowerW: { path: /w } }\n`;
  const profile = parseProfile('own', text) as ProfileOf<'json'>;
  const { createServer } = await import('node:http');
  let atS = NOON_MS / 1000 - 20;
  const server = createServer((_request, response) => response.end(JSON.stringify({ at: atS, w: '12.5' })));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  t.after(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  const meter = rest.create({
    options: { name: 'rest', url },
    profile,
    nowMs: () => NOON_MS,
    log: silentLog,
  });
  t.after(() => meter.close());
  assert.deepEqual(await meter.read(), {
    takenAtMs: NOON_MS - 20_000,
    values: { activePowerW: 12.5 },
    key: `own ${NOON_MS - 20_000}`,
  });
  atS = NOON_MS / 1000 - 61;
  assert.deepEqual((await meter.read()).quality, ['stale']);
  await assert.rejects(meter.read(), { code: 'LN_METER_SILENT' });
});

test('a profile for MQTT and a name that is not filled in are refused at the start', () => {
  const context = { nowMs: Date.now, log: silentLog };
  const options = { name: 'rest' as const, url: 'http://127.0.0.1' };
  const mqttProfile = profileOf('json', 'tasmota');
  assert.throws(
    () => rest.create({ ...context, options: { ...options, vars: { device: 'x' } }, profile: mqttProfile }),
    {
      code: 'LN_PROFILE_PROTOCOL',
    },
  );
  assert.throws(() => rest.create({ ...context, options, profile: profileOf('json', 'shelly-em') }), {
    code: 'LN_PROFILE_INVALID',
    message: /needs "channel".*meter\.driver\.vars/,
  });
});
