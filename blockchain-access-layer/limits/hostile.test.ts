import '@access-layer/kit/native';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { createLog } from '@access-layer/kit/log';
import { createCa, issueIdentity, readCa, writeIdentity } from '@access-layer/kit/pki';
import mqttPacket from 'mqtt-packet';
import { withDefaults } from '../config.ts';
import { type BlockchainAccessLayer, startBlockchainAccessLayer } from '../service.ts';
import { connectClient } from '../test/client.ts';
import { nextPacket } from '../test/fleet.ts';
import { ask, metricsOf } from '../test/rest-client.ts';
import { type ClientFiles, prepareSurroundings, type Surroundings } from '../test/system.ts';
import { until } from '../test/until.ts';

const LIMITS = { connectionsPerAddress: 30, handshakeBurst: 60, handshakesPerS: 5, connectsPerMinute: 8 };
let around: Surroundings;
let bal: BlockchainAccessLayer;
let nodes: Awaited<ReturnType<Surroundings['enrol']>>;

before(async () => {
  around = await prepareSurroundings();
  nodes = await around.enrol(4);
  const { config } = around;
  const slow = { frameTimeoutS: 1, messagesPerS: 50, messageBurst: 100, queueBytes: 4096, inFlight: 16 };
  const mqtt = { ...config.mqtt, limits: { ...LIMITS, ...slow } };
  bal = await startBlockchainAccessLayer(withDefaults({ ...config, mqtt }), {
    log: createLog({ name: 'test', level: 'silent' }),
    onFatal: (error) => assert.fail(error),
  });
});
after(async () => {
  await bal.stop();
  await around.remove();
});

/** Opens a TLS connection from an address of this machine. */
async function openTls(files: Partial<ClientFiles>, localAddress = '127.0.0.1'): Promise<TLSSocket> {
  const read = (file?: string) => file && readFileSync(file);
  const { caFile, certFile, keyFile } = files;
  const socket = connectTls({
    ...{ host: '127.0.0.1', port: bal.mqttPort, localAddress },
    ...{ ca: read(caFile), cert: read(certFile), key: read(keyFile) },
  });
  socket.on('error', () => undefined);
  await new Promise<void>((resolve) => {
    socket.once('secureConnect', resolve);
    socket.once('close', () => resolve());
  });
  return socket;
}

const connectFrame = (clientId: string) =>
  mqttPacket.generate({
    cmd: 'connect',
    protocolId: 'MQTT',
    protocolVersion: 4,
    clean: true,
    clientId,
    keepalive: 0,
  });

const refusals = async (limit: string) =>
  (await metricsOf(bal.httpPort))[`access_layer_client_refusals_total{limit="${limit}"}`];

const anomaliesOf = async (node: string) => {
  const { body } = await ask(bal.httpPort, `/anomalies?node=${encodeURIComponent(node)}`);
  return (body.items as { type: string; state: string; count: number }[]).filter(
    ({ type }) => type !== 'gap',
  );
};

test('strangers: no certificate, one of another authority; each is counted and told as unknown', async () => {
  const stranger = await createCa('Stranger');
  const identity = await issueIdentity(await readCa(stranger), { commonName: nodes[0]!.id });
  const foreign = writeIdentity(`${around.dir}/foreign`, 'foreign', identity);
  for (let i = 0; i < 5; i++) {
    for (const files of [{ caFile: around.caFile }, { caFile: around.caFile, ...foreign }]) {
      const socket = await openTls(files, '127.0.0.2');
      if (!socket.closed) await new Promise((resolve) => socket.resume().once('close', resolve));
    }
  }
  await until('they are told', async () => (await anomaliesOf('127.0.0.2'))[0]?.count === 10);
  const [one] = await anomaliesOf('127.0.0.2');
  assert.deepEqual([one!.type, one!.state], ['unknown-client', 'open']);
  assert.equal(await refusals('certificate'), 10);
});

test('a storm from one address is cut off before TLS, and another address connects as ever', async () => {
  const sockets = await Promise.all(Array.from({ length: 40 }, () => openTls(nodes[1]!.files, '127.0.0.3')));
  const open = () => sockets.filter((socket) => !socket.destroyed).length;
  await until('the others are cut off', () => open() === LIMITS.connectionsPerAddress);
  const client = await connectClient(bal.mqttPort, nodes[0]!.id, nodes[0]!.files);
  await client.publish(`ln/${nodes[0]!.id}/packets`, nextPacket(nodes[0]!).bytes);
  await client.end();
  for (const socket of sockets) socket.destroy();
  await until('it is told', async () => (await anomaliesOf('127.0.0.3'))[0]?.type === 'connection-storm');
  assert.equal(await refusals('address-connections'), 10);
});

test('one name that connects again and again is told to come later', async () => {
  const { id, files } = nodes[1]!;
  const codes: number[] = [];
  for (let i = 0; i < 12; i++) {
    const socket = await openTls(files, '127.0.0.4');
    socket.write(connectFrame(id));
    const [answer] = await once(socket, 'data');
    codes.push((answer as Buffer)[3]!);
    socket.destroy();
  }
  assert.deepEqual(codes.filter((code) => code === 3).length, 12 - LIMITS.connectsPerMinute);
  await until('it is told', async () =>
    (await anomaliesOf(id)).some(({ type, count }) => type === 'connection-storm' && count === 4),
  );
});

test('one that stops in the middle of a frame is ended; so is one that does not read', async () => {
  const { id, files } = nodes[2]!;
  const slow = await openTls(files);
  slow.write(Buffer.concat([connectFrame(id), Buffer.from([0x32, 0x80, 0x08, 0x00])]));
  slow.resume();
  await once(slow, 'close');
  assert.equal(await refusals('slow-frame'), 1);
});

test('what comes too fast waits in the client, and all of it is acknowledged', async () => {
  const node = nodes[3]!;
  const client = await connectClient(bal.mqttPort, node.id, node.files);
  await Promise.all(
    Array.from({ length: 150 }, () => client.publish(`ln/${node.id}/packets`, nextPacket(node).bytes)),
  );
  await client.end();
  assert.ok((await refusals('read-rate'))! > 0);
  assert.equal((await metricsOf(bal.httpPort)).access_layer_accepted_total, 151);
});

test('the same certificate from two addresses at a time: the later has the session, and that is told', async () => {
  const node = nodes[3]!;
  const first = await connectClient(bal.mqttPort, node.id, node.files);
  const second = await openTls(node.files, '127.0.0.5');
  second.write(connectFrame(node.id));
  await first.closed;
  second.destroy();
  await until('it is told', async () =>
    (await anomaliesOf(node.id)).some(({ type }) => type === 'session-taken-over'),
  );
});
