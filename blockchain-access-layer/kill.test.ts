import '@access-layer/kit/native';
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { createAnchorClient } from '@access-layer/contracts/anchor';
import { anchorSlotOf } from '@access-layer/core/anchor-slot';
import type { Hex } from '@access-layer/core/bytes';
import { leafOf } from '@access-layer/core/leaf';
import { verifyProof } from '@access-layer/core/merkle';
import { messageHashOf } from '@access-layer/core/message';
import type { AnchorRecord, CertifiedRecord } from '@access-layer/core/record';
import { connectClient } from './test/client.ts';
import { nextPacket } from './test/fleet.ts';
import { type BalProcess, startProcess } from './test/process.ts';
import { metricsOf } from './test/rest-client.ts';
import { prepareSurroundings, type Surroundings } from './test/system.ts';
import { until } from './test/until.ts';

const ROUNDS = 5;
const NODES = 3;
const IN_FLIGHT = 16;

type Node = Awaited<ReturnType<Surroundings['enrol']>>[number];
type Packet = ReturnType<typeof nextPacket>;

/** A publisher that remembers what was acknowledged, and sends again what was not. */
class Publisher {
  readonly node: Node;
  readonly acknowledged = new Map<number, Packet>();
  readonly waiting: Packet[] = [];

  constructor(node: Node) {
    this.node = node;
  }

  /** Publishes for as long as the connection holds, and only what waits once `isLast` says so. */
  async run(port: number, isLast: boolean): Promise<void> {
    const client = await connectClient(port, this.node.id, this.node.files).catch(() => undefined);
    if (!client) return;
    const open = this.waiting.splice(0);
    const work = async () => {
      for (;;) {
        const packet = open.shift() ?? (isLast ? undefined : nextPacket(this.node));
        if (!packet) return;
        try {
          await client.publish(`ln/${this.node.id}/packets`, packet.bytes);
          this.acknowledged.set(packet.seq, packet);
        } catch {
          this.waiting.push(packet);
          return;
        }
      }
    };
    await Promise.all(Array.from({ length: IN_FLIGHT }, work));
    this.waiting.push(...open);
    await client.end();
  }
}

describe('kill -9 at random moments', () => {
  let around: Surroundings;
  let bal: BalProcess | undefined;
  before(async () => {
    around = await prepareSurroundings({ windowMs: 40 });
  });
  after(async () => {
    if (bal?.child.exitCode === null && bal.child.signalCode === null) await bal.kill('SIGKILL');
    await around.remove();
  });

  test('nothing acknowledged is lost, batches have no gap, each is anchored and published once', async () => {
    const publishers = (await around.enrol(NODES)).map((node) => new Publisher(node));
    const acknowledgedSoFar = () => publishers.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0);
    for (let round = 0; round < ROUNDS; round++) {
      bal = await startProcess(around.configFile);
      const running = publishers.map((publisher) => publisher.run(bal!.mqttPort, false));
      const killAt = acknowledgedSoFar() + randomInt(0, 120);
      await until('enough is acknowledged', () => acknowledgedSoFar() >= killAt);
      await delay(randomInt(0, 60)); // a random moment between two steps is what is tested here
      await bal.kill('SIGKILL');
      await Promise.all(running);
    }
    bal = await startProcess(around.configFile);
    await Promise.all(publishers.map((publisher) => publisher.run(bal!.mqttPort, true)));
    const acknowledged = publishers.flatMap((publisher) => [...publisher.acknowledged.values()]);
    assert.deepEqual(
      publishers.map(({ waiting }) => waiting),
      publishers.map(() => []),
    );
    await until('everything is anchored', async () => {
      const metrics = await metricsOf(bal!.httpPort);
      return metrics.access_layer_anchored_total === acknowledged.length;
    });
    await bal.kill('SIGTERM');
    await checkStreams(acknowledged);
  });

  async function readAll<T>(topic: string): Promise<T[]> {
    const records = await around.stream.read(topic, 0, 0, 1_000_000);
    return records.map(({ value }) => JSON.parse(value) as T);
  }

  async function checkStreams(acknowledged: Packet[]): Promise<void> {
    const records = await readAll<CertifiedRecord>('packets');
    assert.deepEqual(
      records.map(({ payload }) => payload).sort(),
      acknowledged.map(({ payload }) => payload).sort(),
    );
    const anchors = await readAll<AnchorRecord>('anchors');
    assert.deepEqual(
      anchors.map(({ index }) => index),
      anchors.map((_, index) => index),
    );
    const { networkFile, rpcUrl } = around.chain;
    const chain = createAnchorClient({ rpcUrl, address: networkFile.anchorContract as Hex });
    assert.equal(await chain.nextIndex(around.anchorer), anchors.length);
    for (const anchor of anchors) {
      assert.equal(await chain.slot(around.anchorer, anchor.index), anchorSlotOf(anchor));
      const leaves = records.filter(({ batch }) => batch.index === anchor.index);
      assert.deepEqual(
        leaves.map(({ batch }) => batch.leafIndex),
        Array.from({ length: anchor.count }, (_, i) => i),
      );
      for (const { payload, signature, receivedAt, batch } of leaves) {
        const leaf = leafOf(messageHashOf({ payload, signature: signature as Hex }), receivedAt);
        assert.ok(verifyProof(leaf, batch.proof as Hex[], anchor.root as Hex, batch));
      }
      const times = leaves.map(({ receivedAt }) => receivedAt);
      assert.deepEqual([times[0], times.at(-1)], [anchor.from, anchor.to]);
    }
    const times = records.map(({ receivedAt }) => receivedAt);
    assert.deepEqual(
      times,
      [...times].sort((a, b) => a - b),
      'the time of receipt fell',
    );
    const refused = (await readAll<{ type: string }>('anomalies')).filter(
      ({ type }) => type !== 'duplicate' && type !== 'late' && type !== 'gap',
    );
    assert.deepEqual(refused, []);
  }
});
