import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { type TestContext, test } from 'node:test';
import { createHousehold } from '@access-layer/simulators/household';
import { loadHouseholdWeek } from '@access-layer/simulators/household-week';
import { MQTT_DEVICES, type MqttDevice, startMqttMeter } from '@access-layer/simulators/mqtt-meter';
import mqttClient from 'mqtt';
import { loadAdapter } from '../load-adapter.ts';
import { until } from '../test/broker.ts';
import { hear, silentLog } from '../test/heard.ts';
import { startMosquitto, withoutMosquitto } from '../test/mosquitto.ts';
import { profileOf } from '../test/profiles.ts';
import mqtt from './mqtt.ts';

const NOON_MS = Date.UTC(2026, 10, 18, 12);
const quantitiesAt = createHousehold(loadHouseholdWeek());
const PROFILES: Record<MqttDevice, string> = {
  'shelly-em': 'shelly-em-mqtt',
  'shelly-pro-em': 'shelly-pro-em-mqtt',
  tasmota: 'tasmota',
  zigbee2mqtt: 'zigbee2mqtt',
};

function listenTo(
  t: TestContext,
  kind: MqttDevice,
  options: { url: string; caFile?: string },
  nowMs = () => NOON_MS,
) {
  const vars = { device: 'device-1', channel: '0' };
  const meter = mqtt.create({
    options: { name: 'mqtt', vars, reconnectMs: 20, collectMs: 200, ...options },
    profile: profileOf('json', PROFILES[kind]),
    nowMs,
    log: silentLog,
  });
  const ears = hear(t, meter);
  return {
    ...ears,
    subscribed: () =>
      until('the subscription', () => ears.faults.length > 0 && ears.faults.at(-1) === undefined),
  };
}

test('every device by its profile, over mosquitto with TLS and certificates', {
  skip: withoutMosquitto,
}, async (t) => {
  const { tlsUrl, plainUrl, pki } = await startMosquitto(t);
  const tls = { url: tlsUrl, caFile: pki.caFile, certFile: pki.certFile, keyFile: pki.keyFile };
  const { activePowerW, energyImportWh } = quantitiesAt(NOON_MS);
  for (const kind of MQTT_DEVICES) {
    const { subscribed, heard, readings } = listenTo(t, kind, tls);
    await subscribed();
    const more = { device: 'device-1', intervalMs: 1_000_000, quantitiesAt, nowMs: () => NOON_MS };
    const device = await startMqttMeter({ url: plainUrl, kind, ...more });
    t.after(() => device.close());
    await device.publish();
    await heard(1);
    const [{ takenAtMs, values } = assert.fail()] = readings;
    assert.equal(takenAtMs, NOON_MS, kind);
    assert.equal(values.activePowerW, Math.round(activePowerW[0]), kind);
    assert.ok(Math.abs(values.energyImportWh! - energyImportWh) <= 6, `${kind}: ${values.energyImportWh}`);
    assert.ok(values.voltageL1V! > 200, kind);
  }
});

test('a broker that dies: told, connected again, heard again', { skip: withoutMosquitto }, async (t) => {
  const broker = await startMosquitto(t);
  const { subscribed, heard, faults } = listenTo(t, 'tasmota', { url: broker.plainUrl });
  await subscribed();
  await broker.kill();
  await until('the fault', () => faults.at(-1)?.code === 'LN_METER_UNREACHABLE');
  await broker.start();
  await subscribed();
  const client = await mqttClient.connectAsync(broker.plainUrl);
  t.after(() => client.endAsync(true));
  await client.publishAsync('tele/device-1/SENSOR', '{"ENERGY":{"Power":5}}', { qos: 1 });
  await heard(1);
});

test('what is retained is taken only with a time of its own, and then it may be stale', {
  skip: withoutMosquitto,
}, async (t) => {
  const { plainUrl } = await startMosquitto(t);
  const client = await mqttClient.connectAsync(plainUrl);
  t.after(() => client.endAsync(true));
  const retained = { qos: 1, retain: true } as const;
  await client.publishAsync('tele/device-1/SENSOR', '{"ENERGY":{"Power":5}}', retained);
  await client.publishAsync(
    'zigbee2mqtt/device-1',
    '{"power":6,"last_seen":"2026-11-18T10:00:00Z"}',
    retained,
  );
  const tasmota = listenTo(t, 'tasmota', { url: plainUrl });
  const zigbee = listenTo(t, 'zigbee2mqtt', { url: plainUrl });
  await tasmota.subscribed();
  await zigbee.heard(1);
  assert.deepEqual(zigbee.readings, [
    {
      takenAtMs: Date.UTC(2026, 10, 18, 10),
      values: { activePowerW: 6 },
      quality: ['stale'],
      key: `zigbee2mqtt ${Date.UTC(2026, 10, 18, 10)}`,
    },
  ]);
  for (const text of [
    'no JSON',
    '{"ENERGY":null}',
    '[]',
    '{"ENERGY":{"Power":"x"}}',
    '{"ENERGY":{"Power":7}}',
  ]) {
    await client.publishAsync('tele/device-1/SENSOR', text, { qos: 1 });
  }
  await tasmota.heard(1);
  assert.deepEqual(
    tasmota.readings.map(({ values }) => values),
    [{ activePowerW: 7 }],
  );
});

test('messages that belong together are one reading, of the time of the first', {
  skip: withoutMosquitto,
}, async (t) => {
  const { plainUrl } = await startMosquitto(t);
  let nowMs = NOON_MS;
  const { subscribed, heard, readings } = listenTo(t, 'shelly-pro-em', { url: plainUrl }, () => nowMs++);
  await subscribed();
  const client = await mqttClient.connectAsync(plainUrl);
  t.after(() => client.endAsync(true));
  await client.publishAsync('device-1/status/em1:0', '{"act_power":-3.5}', { qos: 1 });
  await client.publishAsync('device-1/status/em1data:0', '{"total_act_energy":12.9}', { qos: 1 });
  await heard(1);
  assert.deepEqual(readings, [{ takenAtMs: NOON_MS, values: { activePowerW: -3.5, energyImportWh: 12 } }]);
});

test('without TLS only on this machine, and no wildcard gets into a topic', async () => {
  const at = (url: string, vars = {}) =>
    loadAdapter('drivers', { name: 'mqtt', url, vars } as { name: string });
  for (const url of ['mqtt://127.0.0.1:1883', 'mqtt://localhost', 'mqtts://broker.example:8883'])
    await at(url);
  for (const url of [
    'mqtt://192.168.1.2',
    'mqtt://localhost.example',
    'mqtt://127.0.0.1.example',
    'ws://x',
  ]) {
    await assert.rejects(at(url), { code: 'CONFIG_INVALID' }, url);
  }
  await assert.rejects(at('mqtts://b', { device: '+' }), { code: 'CONFIG_INVALID' });
});

test('certificates are asked for: without one mosquitto refuses, and that is told', {
  skip: withoutMosquitto,
}, async (t) => {
  const { tlsUrl, pki } = await startMosquitto(t);
  assert.match(readFileSync(pki.caFile, 'utf8'), /CERTIFICATE/);
  const { faults } = listenTo(t, 'tasmota', { url: tlsUrl, caFile: pki.caFile });
  await until('the refusal', () => faults.at(-1)?.code === 'LN_METER_UNREACHABLE');
});
