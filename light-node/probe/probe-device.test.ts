import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTcp } from 'node:net';
import { type TestContext, test } from 'node:test';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { startChain2Gate } from '@access-layer/simulators/chain2-gate';
import { createHousehold } from '@access-layer/simulators/household';
import { loadHouseholdWeek } from '@access-layer/simulators/household-week';
import { startMqttMeter } from '@access-layer/simulators/mqtt-meter';
import { startShelly } from '@access-layer/simulators/shelly';
import { startZwaveMeter } from '@access-layer/simulators/zwave-meter';
import { Aedes } from 'aedes';
import { listProfiles, loadProfile } from '../profile.ts';
import { type DeviceDriver, probeDevice } from './probe-device.ts';

const NOON_MS = Date.UTC(2026, 10, 18, 12);
const quantitiesAt = createHousehold(loadHouseholdWeek());
const common = { port: 0, quantitiesAt, nowMs: () => NOON_MS };
const profiles = listProfiles().map((name) => loadProfile(name));

/** Names of what fits, best first; the best shows values. */
async function fitting(driver: DeviceDriver, listenMs = 20_000): Promise<string[]> {
  const candidates = await probeDevice({ driver, profiles, listenMs, nowMs: () => NOON_MS });
  const fits = candidates.filter((each) => each.fits);
  assert.ok(fits.length === 0 || Object.keys(fits[0]!.values).length > 0);
  return fits.map(({ profile }) => profile.name);
}

for (const generation of [1, 2] as const) {
  test(`a Shelly of generation ${generation} is known by what it answers`, async (t) => {
    const shelly = await startShelly({ ...common, generation });
    t.after(() => shelly.close());
    const driver = { name: 'rest' as const, url: `http://127.0.0.1:${shelly.port}`, vars: { channel: '0' } };
    assert.deepEqual(await fitting(driver), [generation === 1 ? 'shelly-em' : 'shelly-pro-em']);
  });
}

test('a Tasmota over HTTP is known by what it answers', async (t) => {
  const frame = JSON.parse(readFileSync(new URL('../frames/tasmota-rest.json', import.meta.url), 'utf8'));
  const server = createServer((request, answer) => {
    if (request.url !== '/cm?cmnd=Status%208') answer.writeHead(404).end();
    else answer.end(JSON.stringify(frame.answers[0].document));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const { port } = server.address() as { port: number };
  const driver = { name: 'rest' as const, url: `http://127.0.0.1:${port}`, vars: { channel: '0' } };
  assert.deepEqual(await fitting(driver), ['tasmota-rest']);
});

async function broker(t: TestContext): Promise<string> {
  const aedes = await Aedes.createBroker();
  const server = createTcp(aedes.handle).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(async () => {
    await new Promise<void>((resolve) => aedes.close(resolve));
    server.close();
  });
  return `mqtt://127.0.0.1:${(server.address() as { port: number }).port}`;
}

for (const kind of ['tasmota', 'zigbee2mqtt'] as const) {
  test(`${kind} on a broker is known by its topics`, async (t) => {
    const url = await broker(t);
    const meter = await startMqttMeter({ url, kind, device: 'd1', intervalMs: 100, ...common });
    t.after(() => meter.close());
    assert.deepEqual(await fitting({ name: 'mqtt', url, vars: { device: 'd1', channel: '0' } }, 3000), [
      kind,
    ]);
  });
}

test('a Chain2Gate is known by its messages', async (t) => {
  const beganMs = Date.now();
  /** Twenty minutes in a second: the meter tells a quarter-hour when it is over. */
  const nowMs = () => NOON_MS - 1_200_000 + 1200 * (Date.now() - beganMs);
  const gate = await startChain2Gate({ ...common, nowMs, contractW: 6000, availableW: 6600, lookMs: 20 });
  t.after(() => gate.close());
  const driver = { name: 'chain2-gate' as const, url: `ws://127.0.0.1:${gate.port}` };
  const candidates = await probeDevice({ driver, profiles, listenMs: 20_000, nowMs });
  assert.deepEqual(
    candidates.map(({ profile, fits }) => [profile.name, fits]),
    [['chain2-gate', true]],
  );
  const { energyImportWh, activePowerW } = { ...candidates[0]!.values };
  assert.ok((energyImportWh ?? activePowerW)! > 0, JSON.stringify(candidates[0]));
});

test('a meter in a Z-Wave network is known by what it reports; a stick without it, and none, are said so', async () => {
  process.env.NODE_ENV = 'test'; // zwave-js then leaves out the pauses that a stick's firmware needs
  const stick = await startZwaveMeter(common);
  const driver = {
    ...{ name: 'z-wave' as const, port: `tcp://127.0.0.1:${stick.port}`, node: 2, quickStart: true },
    cacheDir: temporaryFolder('probe-'),
  };
  assert.deepEqual(await fitting(driver), ['zwave-meter']);
  await assert.rejects(fitting({ ...driver, node: 9 }), { message: /the network has no such node/ });
  await stick.close();
  await assert.rejects(fitting(driver), { code: 'LN_METER_UNREACHABLE' });
});

test('nobody there is said so, and a stranger fits nothing', async (t) => {
  const server = createServer((_request, answer) => answer.end('{"hello":1}')).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const driver = { name: 'rest' as const, url: `http://127.0.0.1:${port}`, vars: { channel: '0' } };
  assert.deepEqual(await fitting(driver), []);
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
  await assert.rejects(fitting(driver), { code: 'LN_METER_UNREACHABLE' });
  t.diagnostic('done');
});
