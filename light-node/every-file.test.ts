import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { loadTemplate, templateNames } from './ems-device/template.ts';
import { lintProfile } from './lint-profile.ts';
import { listProfiles, loadProfile } from './profile.ts';
import { decodeFrame, type Frame } from './test/frame-decoders.ts';

/** Every profile, and the test that reads it from a real protocol peer. */
const METERS: Record<string, string> = {
  'abb-b23': 'modbus/every-meter.test.ts',
  'chain2-gate': 'drivers/chain2-gate.test.ts',
  em340: 'modbus/every-meter.test.ts',
  iem3155: 'modbus/every-meter.test.ts',
  pac3200: 'modbus/every-meter.test.ts',
  pac4200: 'modbus/every-meter.test.ts',
  sdm120: 'modbus/every-meter.test.ts',
  sdm630: 'modbus/every-meter.test.ts',
  'shelly-em': 'drivers/rest.test.ts',
  'shelly-em-mqtt': 'drivers/mqtt.test.ts',
  'shelly-pro-em': 'drivers/rest.test.ts',
  'shelly-pro-em-mqtt': 'drivers/mqtt.test.ts',
  'sinapsi-alfa': 'modbus/every-meter.test.ts',
  'sinapsi-alfa-production': 'modbus/every-meter.test.ts',
  'sunspec-der': 'sunspec/read-sunspec.test.ts',
  'sunspec-inverter': 'sunspec/read-sunspec.test.ts',
  'sunspec-meter': 'sunspec/read-sunspec.test.ts',
  tasmota: 'drivers/mqtt.test.ts',
  'tasmota-rest': 'probe/probe-device.test.ts',
  zigbee2mqtt: 'drivers/mqtt.test.ts',
  'zwave-meter': 'drivers/z-wave.test.ts',
};

/** Every template, and the test that commands a device with it. */
const DEVICES: Record<string, string> = {
  'energy-community-rest': 'ems-device/every-template.test.ts',
  'ev-charger-modbus': 'ems-device/every-template.test.ts',
  'ev-charger-rest': 'ems-device/every-template.test.ts',
  'industry-modbus': 'ems-device/every-template.test.ts',
  'smart-object-mqtt': 'ems-device/every-template.test.ts',
  'storage-modbus': 'ems-device/every-template.test.ts',
  'sunspec-123': 'ems-device/every-template.test.ts',
  'sunspec-704': 'ems-device/every-template.test.ts',
  'zwave-dimmer': 'ems-device/z-wave.test.ts',
  'zwave-switch': 'ems-device/z-wave.test.ts',
  'zwave-thermostat': 'ems-device/z-wave.test.ts',
};

const read = (path: string) => readFileSync(new URL(path, import.meta.url), 'utf8');

test('the folders hold these profiles and templates, no more and no fewer', () => {
  assert.deepEqual(listProfiles(), Object.keys(METERS).sort());
  assert.deepEqual(templateNames().sort(), Object.keys(DEVICES).sort());
});

for (const [name, peer] of Object.entries(METERS)) {
  test(`meter ${name}: no finding of the linter, its frame decodes, and a peer is read by it`, async () => {
    const { findings } = lintProfile(name, read(`meters/${name}.yaml`));
    assert.deepEqual(findings, []);
    const frame = JSON.parse(read(`frames/${name}.json`)) as Frame;
    assert.deepEqual(await decodeFrame(loadProfile(name), frame), frame.values);
    if (frame.origin === 'built')
      assert.match(frame.about, /built|made|from/i, 'a frame that nobody recorded says so');
    assert.ok(coveredBy(peer, name), `${peer} says nothing of ${name}`);
  });
}

for (const [name, peer] of Object.entries(DEVICES)) {
  test(`device ${name}: it has modes and a way back, and a peer is commanded by it`, () => {
    const { modes, release, revert } = loadTemplate(name);
    assert.ok(Object.keys(modes).length > 0 && release.length > 0);
    assert.ok(revert.by === 'node' || revert.seconds! > 0);
    assert.ok(read(peer).includes(`'${name}'`), `${peer} says nothing of ${name}`);
  });
}

/** The one test that walks over all of a protocol names none of them. */
function coveredBy(peer: string, name: string): boolean {
  if (peer === 'modbus/every-meter.test.ts') return loadProfile(name).protocol === 'modbus';
  return read(peer).includes(`'${name}'`);
}
