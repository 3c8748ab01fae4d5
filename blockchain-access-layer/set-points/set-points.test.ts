import '@access-layer/kit/native';
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { CertifiedRecord } from '@access-layer/core/record';
import { connectClient, type TestClient } from '../test/client.ts';
import { nextPacket } from '../test/fleet.ts';
import { type BalProcess, startProcess } from '../test/process.ts';
import { metricsOf } from '../test/rest-client.ts';
import { newPlatform } from '../test/set-points.ts';
import { type ClientFiles, prepareSurroundings, type Surroundings } from '../test/system.ts';
import { until } from '../test/until.ts';

const LISTED = `0x${'00'.repeat(32)}`;
const PLATFORM = 'dsotp-1';

type Node = Awaited<ReturnType<Surroundings['enrol']>>[number];

/** What came on a node's topic of set-points, and what a platform was told: id and status, in order. */
function heard(client: TestClient) {
  const setPoints: string[] = [];
  client.mqtt.on('message', (topic, bytes) => {
    if (topic.endsWith('/set-points')) setPoints.push(JSON.parse(bytes.subarray(133).toString()).id);
  });
  const told = () =>
    client.verdicts.flatMap(({ setPoints = [] }) => setPoints.map(({ id, status }) => `${id} ${status}`));
  return { setPoints, told };
}

describe('set-points over the real broker', () => {
  let around: Surroundings;
  let bal: BalProcess;
  let files: ClientFiles;
  const platform = newPlatform(PLATFORM);

  before(async () => {
    around = await prepareSurroundings({ windowMs: 50 });
    files = await around.certify(PLATFORM);
    await around.chain.registry.list(platform.address, 'set-point-signer', 1);
    const opening = { kind: 'set-point-signer', key: platform.address, node: PLATFORM, podCode: '' };
    const value = JSON.stringify({ ...opening, meterId: '', role: '', salt: LISTED, from: 1, until: 0 });
    await around.stream.append('registry', [{ key: PLATFORM, value }]);
  });
  after(async () => {
    if (bal.child.exitCode === null && bal.child.signalCode === null) await bal.kill('SIGKILL');
    await around.remove();
  });

  const connectPlatform = async () => {
    const client = await connectClient(bal.mqttPort, PLATFORM, files);
    const ears = heard(client);
    await client.subscribe(`dsotp/${PLATFORM}/verdicts`);
    return { client, ...ears };
  };
  const connectNode = async (node: Node) => {
    const client = await connectClient(bal.mqttPort, node.id, node.files);
    const ears = heard(client);
    await client.subscribe(`ln/${node.id}/set-points`);
    return { client, ...ears };
  };

  test('reach the node now, or after a crash of everything; what expires does not', async () => {
    const [here, absent] = (await around.enrol(2)) as [Node, Node];
    bal = await startProcess(around.configFile);
    const dso = await connectPlatform();
    const node = await connectNode(here);
    const at = platform.setPoint(here);
    await dso.client.publish(`ln/${here.id}/set-points`, at.bytes);
    await until('it is forwarded', () => dso.told().includes(`${at.id} forwarded`));
    assert.deepEqual(dso.told(), [`${at.id} accepted`, `${at.id} forwarded`]);
    assert.deepEqual(node.setPoints, [at.id]);

    const soon = new Date(Date.now() + 1500).toISOString();
    const [late, waiting] = [platform.setPoint(absent, { expiresAt: soon }), platform.setPoint(absent)];
    await dso.client.publish(`ln/${absent.id}/set-points`, late.bytes);
    await dso.client.publish(`ln/${absent.id}/set-points`, waiting.bytes);
    await bal.kill('SIGKILL');
    await Promise.all([dso.client.closed, node.client.closed]);

    bal = await startProcess(around.configFile);
    const again = await connectPlatform();
    await until('the first has expired', () => again.told().includes(`${late.id} expired`));
    const back = await connectNode(absent);
    await until('the other is forwarded', () => again.told().includes(`${waiting.id} forwarded`));
    assert.deepEqual(back.setPoints, [waiting.id]);
    assert.ok(
      again.told().includes(`${waiting.id} accepted`) || dso.told().includes(`${waiting.id} accepted`),
    );
    await Promise.all([again.client.end(), back.client.end()]);
  });

  test('a chain that stands still stops none of them, and they are anchored with the packets', async () => {
    const [node] = (await around.enrol(1)) as [Node];
    await until('its binding is known', async () => {
      const dso = await connectPlatform();
      const probe = platform.setPoint(node);
      await dso.client.publish(`ln/${node.id}/set-points`, probe.bytes);
      await until('an answer', () => dso.told().find((line) => line.startsWith(probe.id)));
      await dso.client.end();
      return dso.told().includes(`${probe.id} accepted`);
    });
    await around.chain.dump();
    await around.chain.kill();
    const [dso, device] = [await connectPlatform(), await connectNode(node)];
    const setPoint = platform.setPoint(node);
    await dso.client.publish(`ln/${node.id}/set-points`, setPoint.bytes);
    await until('it is there', () => device.setPoints.includes(setPoint.id));
    await device.client.publish(`ln/${node.id}/packets`, nextPacket(node).bytes);
    await around.chain.restart();
    const records = async () =>
      (await around.stream.read('packets', 0, 0, 1000)).map(({ key, value }) => {
        return { key, record: JSON.parse(value) as CertifiedRecord };
      });
    const found = await until('its certificate', async () =>
      (await records()).find(({ record }) => record.payload === setPoint.payload),
    );
    assert.deepEqual([found.key, found.record.signature], [node.pod, setPoint.signature]);
    await until('everything is anchored', async () => {
      const metrics = await metricsOf(bal.httpPort);
      return (
        metrics.access_layer_statements_anchored_total === metrics.access_layer_statements_accepted_total &&
        metrics.access_layer_anchored_total === 1
      );
    });
    await Promise.all([dso.client.end(), device.client.end()]);
  });
});
