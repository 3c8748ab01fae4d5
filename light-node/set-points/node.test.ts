import '@access-layer/kit/native';
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { Activation } from '@access-layer/core/payloads/activation';
import { newPrivateKey } from '@access-layer/core/sign';
import { formatTime } from '@access-layer/core/time';
import { encryptKeystore } from '@access-layer/kit/keystore';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { createEmsDevice, type EmsDevice } from '@access-layer/simulators/ems/device';
import { createRegisterDevice, serveModbusTcp } from '@access-layer/simulators/ems/modbus-device';
import { makePki, startBroker, type TestBroker, until } from '../test/broker.ts';
import { nodeKey } from '../test/packets.ts';
import { platformAddress, setPointOf, ulid } from '../test/set-points.ts';
import { anchorer } from '../test/verdicts.ts';

const MAIN = fileURLToPath(new URL('../main.ts', import.meta.url));
const POWER_REGISTER = 52; // of an SDM630: W as a float

/** An SDM630 that shows what the device takes, and zero in every other register. */
function meterOf(device: EmsDevice) {
  return (pdu: Buffer): Buffer => {
    const [address, count] = [pdu.readUInt16BE(1), pdu.readUInt16BE(3)];
    const answer = Buffer.alloc(2 + 2 * count);
    answer.set([pdu[0]!, 2 * count]);
    const at = POWER_REGISTER - address;
    if (at >= 0 && at + 2 <= count) answer.writeFloatBE(device.powerW(), 2 + 2 * at);
    return answer;
  };
}

/** A device with its meter on Modbus, a broker over TLS, and the configuration of a node between them. */
async function setUp(t: TestContext, kind: string) {
  const ahead = { ms: 0 };
  const device = createEmsDevice({ naturalW: () => 11_000, nowMs: () => Date.now() + ahead.ms });
  const ems = await serveModbusTcp(createRegisterDevice(kind, device));
  const meter = await serveModbusTcp(meterOf(device));
  const pki = await makePki('n1');
  const broker = await startBroker(t, pki);
  t.after(() => Promise.all([ems.close(), meter.close()]));
  const dir = temporaryFolder('light-node-');
  writeFileSync(join(dir, 'passphrase'), 'correct horse\n');
  writeFileSync(join(dir, 'key.json'), JSON.stringify(encryptKeystore(nodeKey, 'correct horse', 2)));
  const tcp = (port: number) => ({ name: 'modbus-tcp', host: '127.0.0.1', port, unit: 1 });
  const config = {
    ...{ id: 'n1', network: 'test', pod: 'IT002E12345678', sampleIntervalS: 60 },
    meter: { id: 'm1', profile: 'sdm630', driver: tcp(meter.port) },
    packet: { maxReadings: 100, maxDelayS: 3600 },
    broker: {
      ...{ url: broker.url, caFile: pki.caFile, certFile: pki.certFile, keyFile: pki.keyFile },
      ...{ reconnectMinMs: 5, reconnectMaxMs: 50 },
    },
    ...{ keystoreFile: 'key.json', passphraseFile: 'passphrase', dataDir: 'data', http: { port: 0 } },
    pinned: { anchorers: [anchorer], setPointSigners: [platformAddress] },
    ems: { id: 'device-1', template: kind, adapter: tcp(ems.port), phases: 3 },
    ...{ drainPerS: 1000, clock: { name: 'system', assumeSynchronised: true } },
  };
  const file = join(dir, 'node.yaml');
  writeFileSync(file, JSON.stringify(config));
  /** Starts the node and waits until it listens for set-points. */
  async function start() {
    const heard = broker.statuses.length;
    const child = spawn(process.execPath, [MAIN, '--config', file], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    t.after(() => child.kill('SIGKILL'));
    await until('the node is there', () =>
      broker.statuses.slice(heard).some(({ state }) => state === 'online'),
    );
    return async (signal: NodeJS.Signals) => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill(signal);
      await ended;
    };
  }
  return { device, ahead, broker, start };
}

/** In force from now on, for so many seconds. */
function setPointNow(seq: number, seconds: number, overrides: object = {}, key?: Uint8Array): Uint8Array {
  const now = Date.now();
  const until = formatTime(now + 1000 * seconds);
  const times = { from: formatTime(now), until, issuedAt: formatTime(now), expiresAt: until };
  return setPointOf(seq, { valueW: 7000, ...times, ...overrides }, key);
}

function tale(broker: TestBroker, id: string): string[] {
  const packets = new Map(
    broker.received.map((message) => {
      const packet = JSON.parse(message.slice(message.indexOf('\n') + 1)) as Activation;
      return [packet.seq, packet];
    }),
  );
  return [...packets.values()]
    .filter(({ type, setPoint }) => type === 'activation' && setPoint === id)
    .sort((a, b) => a.seq - b.seq)
    .map(({ status, reason }) => (reason ? `${status} ${reason.split(/[:;]/)[0]}` : status));
}

test('over MQTTS to a Modbus device: false ones change nothing, true ones are carried out once each', async (t) => {
  const { device, broker, start } = await setUp(t, 'industry-modbus');
  await start();
  const send = (bytes: Uint8Array) => broker.send('n1', bytes, 'set-points');
  const stranger = newPrivateKey();
  const sent: Uint8Array[] = [];
  for (let seq = 1; seq <= 3; seq++) {
    const own = setPointNow(10 * seq, 300, { valueW: 5000 + seq });
    for (const bytes of [
      ...[setPointNow(10 * seq, 300, {}, stranger), setPointNow(10 * seq, 300, { node: 'n2' })],
      ...[setPointNow(10 * seq - 1, 300, { expiresAt: formatTime(Date.now() - 1) }), randomBytes(300)],
      ...[own, own, setPointNow(10 * seq - 2, 300), ...sent],
    ]) {
      send(bytes);
    }
    sent.push(own);
    await until('it is carried out', () => device.order()?.valueW === 5000 + seq);
    await until('that is told', () => tale(broker, ulid(10 * seq)).includes('applied held'));
  }
  assert.deepEqual(
    device.history.map(({ valueW }) => valueW),
    [5001, 5002, 5003],
  );
  assert.equal(device.powerW(), 5003);
  assert.deepEqual(tale(broker, ulid(9)), ['refused expired']);
  send(setPointNow(40, 300, { mode: 'resume', valueW: undefined }));
  await until('it is free', () => device.order() === undefined);
  await until('that is told', () =>
    tale(broker, ulid(40)).includes('completed the device is in its safe state'),
  );
  assert.equal(tale(broker, ulid(30)).at(-1), `completed superseded by ${ulid(40)}`);
});

test('kill -9: the device goes back by its own timer, and nothing is carried out again', async (t) => {
  const { device, ahead, broker, start } = await setUp(t, 'industry-modbus');
  const kill = await start();
  broker.send('n1', setPointNow(1, 3600), 'set-points');
  await until('it is carried out', () => tale(broker, ulid(1)).includes('applied held'));
  await kill('SIGKILL');
  assert.equal(device.powerW(), 7000);
  ahead.ms = 120_000;
  assert.equal(device.powerW(), 11_000);
  ahead.ms = 0;
  await start();
  broker.send('n1', setPointNow(1, 3600), 'set-points');
  await until('its end is told', () => tale(broker, ulid(1)).some((line) => line.startsWith('failed')));
  assert.equal(device.order(), undefined);
  assert.equal(device.history.length, 1);
});

test('kill -9 with a device that has no timer: the next start takes it back', async (t) => {
  const { device, broker, start } = await setUp(t, 'ev-charger-modbus');
  const kill = await start();
  const bytes = setPointNow(1, 3600);
  broker.send('n1', bytes, 'set-points');
  await until('it is carried out', () => tale(broker, ulid(1)).includes('applied held'));
  assert.equal(device.powerW(), 10.1 * 3 * 230);
  await kill('SIGKILL');
  assert.equal(device.powerW(), 10.1 * 3 * 230);
  const stop = await start();
  await until('it is free', () => device.order() === undefined);
  broker.send('n1', bytes, 'set-points');
  await until('its end is told', () => tale(broker, ulid(1)).includes('failed the node was restarted'));
  broker.send('n1', setPointNow(2, 3600), 'set-points');
  await until('the next is carried out', () => device.history.length === 2);
  await stop('SIGTERM');
  assert.equal(device.order(), undefined, 'a node that stops in order leaves nothing in force');
});
