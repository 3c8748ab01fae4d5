import '@access-layer/kit/native';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { connect as connectTls } from 'node:tls';
import { createLog } from '@access-layer/kit/log';
import mqttPacket from 'mqtt-packet';
import { withDefaults } from '../config.ts';
import { startBlockchainAccessLayer } from '../service.ts';
import { connectClient } from '../test/client.ts';
import { nextPacket } from '../test/fleet.ts';
import { ask } from '../test/rest-client.ts';
import { prepareSurroundings } from '../test/system.ts';
import { until } from '../test/until.ts';

const SEEDS = 20;
const MOST_CONNECTS = 5;
const PACKETS = 50;
/** CONNACK of MQTT 3.1.1: come again later. */
const UNAVAILABLE = 3;

test('20 connection storms and 20 reaches for what is another’s, beside 20 nodes that are well: missed 0, false 0', async (t) => {
  const around = await prepareSurroundings();
  const { config } = around;
  const limits = { connectsPerMinute: MOST_CONNECTS, handshakesPerS: 1000 };
  const bal = await startBlockchainAccessLayer(
    withDefaults({ ...config, mqtt: { ...config.mqtt, limits } }),
    {
      log: createLog({ name: 'test', level: 'silent' }),
      onFatal: (error) => assert.fail(error),
    },
  );
  t.after(async () => {
    await bal.stop();
    await around.remove();
  });
  const nodes = await around.enrol(3 * SEEDS);
  const [well, storming, reaching] = [0, 1, 2].map((part) => nodes.slice(part * SEEDS, (part + 1) * SEEDS));
  type Node = (typeof nodes)[number];

  /** Comes as often as it may, publishes all the while, and reads what is its own. */
  async function behave(node: Node): Promise<void> {
    for (let visit = 0; visit < MOST_CONNECTS; visit++) {
      const client = await connectClient(bal.mqttPort, node.id, node.files);
      assert.deepEqual(await client.subscribe(`ln/${node.id}/verdicts`), [1]);
      for (let i = 0; i < PACKETS / MOST_CONNECTS; i++) {
        await client.publish(`ln/${node.id}/packets`, nextPacket(node).bytes);
      }
      await client.end();
    }
  }

  async function storm({ id, files }: Node): Promise<void> {
    const read = { ca: files.caFile, cert: files.certFile, key: files.keyFile };
    const identity = Object.fromEntries(Object.entries(read).map(([key, file]) => [key, readFileSync(file)]));
    const connectFrame = mqttPacket.generate({
      ...{ cmd: 'connect', protocolId: 'MQTT', protocolVersion: 4, clean: true, clientId: id, keepalive: 0 },
    });
    // On a slow machine a few more are within the rate.
    for (let i = 0, code = 0; code !== UNAVAILABLE; i++) {
      assert.ok(i < 20 * MOST_CONNECTS, `${id} was let in ${i} times`);
      code = await new Promise<number>((resolve) => {
        const socket = connectTls({ host: '127.0.0.1', port: bal.mqttPort, ...identity });
        socket.on('error', () => undefined).once('close', () => resolve(-1));
        socket.once('data', (connack: Buffer) => {
          resolve(connack[3]!);
          socket.destroy();
        });
        socket.write(connectFrame);
      });
    }
  }

  /** Another's topic, to publish on or to read, or another's name; each in its turn. */
  async function reach(node: Node, ordinal: number): Promise<void> {
    const other = well![ordinal]!.id;
    if (ordinal % 3 === 0) {
      await assert.rejects(connectClient(bal.mqttPort, other, node.files));
      return;
    }
    const client = await connectClient(bal.mqttPort, node.id, node.files);
    if (ordinal % 3 === 1) await assert.rejects(client.publish(`ln/${other}/packets`, Buffer.from('x')));
    else await assert.rejects(client.subscribe(`ln/${other}/verdicts`), /Subscribe error/);
    await client.end();
  }

  await Promise.all([...well!.map(behave), ...storming!.map(storm), ...reaching!.map(reach)]);
  const found = async () => {
    const { body } = await ask(bal.httpPort, '/anomalies?limit=1000');
    return (body.items as { node: string; type: string }[]).map(({ node, type }) => `${node} ${type}`).sort();
  };
  const expected = [
    ...storming!.map(({ id }) => `${id} connection-storm`),
    ...reaching!.map(({ id }) => `${id} access-refused`),
  ].sort();
  await until('all are told', async () => (await found()).length >= expected.length);
  assert.deepEqual(await found(), expected);
  t.diagnostic(`2 kinds, ${SEEDS} of each, beside ${SEEDS * PACKETS} clean packets: missed 0, false 0`);
});
