import '@access-layer/kit/native';
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createAnchorClient } from '@access-layer/contracts/anchor';
import { anchorSlotOf } from '@access-layer/core/anchor-slot';
import type { Hex } from '@access-layer/core/bytes';
import { payloadHashOf } from '@access-layer/core/message';
import type { AnchorRecord } from '@access-layer/core/record';
import { createLog } from '@access-layer/kit/log';
import { withDefaults } from './config.ts';
import { type BlockchainAccessLayer, startBlockchainAccessLayer } from './service.ts';
import { connectClient, type TestClient } from './test/client.ts';
import { nextPacket } from './test/fleet.ts';
import { ask, metricsOf } from './test/rest-client.ts';
import { prepareSurroundings, type Surroundings } from './test/system.ts';
import { until } from './test/until.ts';

const log = createLog({ name: 'test', level: 'silent' });

describe('a chain that goes away, and one that forgets', () => {
  let around: Surroundings;
  let bal: BlockchainAccessLayer;
  let node: Awaited<ReturnType<Surroundings['enrol']>>[number];
  let client: TestClient;
  const start = async () => {
    bal = await startBlockchainAccessLayer(withDefaults(around.config), { log, onFatal: assert.fail });
    client = await connectClient(bal.mqttPort, node.id, node.files);
  };
  const publish = async (count: number) => {
    const packets = Array.from({ length: count }, () => nextPacket(node));
    for (const { bytes } of packets) await client.publish(`ln/${node.id}/packets`, bytes);
    return packets;
  };
  const waitForAnchored = (count: number) =>
    until(`${count} anchored`, async () => {
      const metrics = await metricsOf(bal.httpPort);
      return metrics.access_layer_anchored_total === count && metrics.access_layer_sealed_total === count;
    });
  const anchors = async () =>
    (await around.stream.read('anchors', 0, 0, 1000)).map(({ value }) => JSON.parse(value) as AnchorRecord);
  const anomalyTypes = async () =>
    (await ask(bal.httpPort, '/anomalies')).body.items.map(({ type }: { type: string }) => type);

  async function checkChain(): Promise<void> {
    const { networkFile, rpcUrl } = around.chain;
    const chain = createAnchorClient({ rpcUrl, address: networkFile.anchorContract as Hex });
    const { body } = await ask(bal.httpPort, '/batches?limit=1000&order=oldest');
    assert.equal(await chain.nextIndex(around.anchorer), body.items.length);
    for (const batch of body.items) {
      assert.equal(await chain.slot(around.anchorer, batch.index), anchorSlotOf(batch));
      const block = await chain.block(batch.anchor.blockHash);
      assert.ok(
        block?.transactions.includes(batch.anchor.txHash),
        `batch ${batch.index} is in no block of this chain`,
      );
    }
  }

  before(async () => {
    around = await prepareSurroundings({ windowMs: 30 });
    [node] = (await around.enrol(1)) as [typeof node];
    await start();
  });
  after(async () => {
    await client.end();
    await bal.stop();
    await around.remove();
  });

  test('while the chain is down packets are accepted, sealed and published; all of it is anchored afterwards', async () => {
    await publish(2);
    await waitForAnchored(2);
    await around.chain.dump();
    await around.chain.kill();
    for (let i = 0; i < 12; i++) {
      await publish(1);
      await until(
        'it is sealed',
        async () => (await metricsOf(bal.httpPort)).access_layer_sealed_total === 3 + i,
      );
    }
    const { status, body } = await ask(bal.httpPort, '/health');
    assert.equal(status, 200, 'a chain that is away for a moment is no reason');
    assert.notEqual(body.chain, 'ok');
    assert.ok(body.batchesWaiting >= 12);
    await until(
      'all are published',
      async () => (await around.stream.read('packets', 0, 0, 100)).length === 14,
    );
    await around.chain.restart();
    await waitForAnchored(14);
    await checkChain();
  });

  test('a chain that comes back older while the service runs: what it forgot is anchored again, in order', async () => {
    await around.chain.dump();
    const before = (await anchors()).length;
    await publish(1);
    await waitForAnchored(15);
    const [packet] = await publish(1);
    await waitForAnchored(16);
    const known = await anchors();
    assert.ok(known.length >= before + 2);
    await around.chain.kill();
    await around.chain.restart();
    await until(
      'what was forgotten is on the stream again',
      async () => (await anchors()).length === 2 * known.length - before,
    );
    const again = (await anchors()).slice(known.length);
    assert.deepEqual(
      again.map(({ index }) => index),
      known.slice(before).map(({ index }) => index),
    );
    assert.deepEqual(
      again.map(({ root }) => root),
      known.slice(before).map(({ root }) => root),
    );
    assert.ok((await anomalyTypes()).includes('reanchored'));
    await waitForAnchored(16);
    await checkChain();
    const proof = await ask(bal.httpPort, `/packets/${payloadHashOf(packet!.payload)}/proof`);
    assert.equal(proof.body.anchor.blockHash, again.at(-1)!.blockHash);
  });

  test('the same while the service was stopped', async () => {
    await around.chain.dump();
    const before = (await anchors()).length;
    await publish(3);
    await waitForAnchored(19);
    const known = await anchors();
    await client.end();
    await bal.stop();
    await around.chain.kill();
    await around.chain.restart();
    await start();
    await until(
      'what was forgotten is on the stream again',
      async () => (await anchors()).length === 2 * known.length - before,
    );
    await publish(1);
    await waitForAnchored(20);
    await checkChain();
  });
});
