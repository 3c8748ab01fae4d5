import '@access-layer/kit/native';
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import type { Hex } from '@access-layer/core/bytes';
import { leafOf } from '@access-layer/core/leaf';
import { verifyProof } from '@access-layer/core/merkle';
import { payloadHashOf as hashOf, type SignedMessage } from '@access-layer/core/message';
import { type CertifiedRecord, type ErasedRecord, TOPICS } from '@access-layer/core/record';
import { connectClient } from './test/client.ts';
import { nextPacket, sign, type TestNode } from './test/fleet.ts';
import { type BalProcess, startProcess } from './test/process.ts';
import { ask, metricsOf } from './test/rest-client.ts';
import { prepareSurroundings, type Surroundings } from './test/system.ts';
import { until } from './test/until.ts';

const PACKETS = 30;

describe('an erasure', () => {
  let around: Surroundings;
  let bal: BalProcess | undefined;
  before(async () => {
    around = await prepareSurroundings({ windowMs: 40 });
  });
  after(async () => {
    if (bal?.child.exitCode === null && bal.child.signalCode === null) await bal.kill('SIGKILL');
    await around.remove();
  });

  /** Sends what a node signs; answers when all of it is anchored. */
  async function send(nodes: (TestNode & { files: object })[], anchored: number, count = PACKETS) {
    const sent: SignedMessage[][] = [];
    for (const node of nodes) {
      const client = await connectClient(bal!.mqttPort, node.id, node.files);
      const packets = Array.from({ length: count }, () => nextPacket(node));
      for (const { bytes } of packets) await client.publish(`ln/${node.id}/packets`, bytes);
      await client.end();
      sent.push(packets);
    }
    await until(`${anchored} packets to be anchored`, async () => {
      return (await metricsOf(bal!.httpPort)).access_layer_anchored_total === anchored;
    });
    return sent;
  }

  const reports = async () =>
    (await around.stream.read(TOPICS.erasureReports, 0, 0, 100)).map(({ value }) => JSON.parse(value));

  function filesWith(needles: string[]): string[] {
    const wanted = needles.map((needle) => Buffer.from(needle));
    return readdirSync(around.dir, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .filter((entry) => {
        const file = join(entry.parentPath, entry.name);
        // SQLite removes the journal of a commit while this looks at it.
        if (!existsSync(file)) return false;
        const bytes = readFileSync(file);
        return wanted.some((needle) => bytes.includes(needle));
      })
      .map(({ name }) => name);
  }

  test('leaves hashes and places, over kill -9 in the middle; every other proof is as it was', async () => {
    const [gone, kept] = await around.enrol(2);
    bal = await startProcess(around.configFile);
    const [erased, others] = await send([gone!, kept!], 2 * PACKETS);
    // A second packet under a number that is taken is kept as evidence.
    const fork = sign(gone!, { ...JSON.parse(erased![3]!.payload), nonce: `0x${'ab'.repeat(16)}` });
    const client = await connectClient(bal.mqttPort, gone!.id, gone!.files);
    await client.publish(`ln/${gone!.id}/packets`, Buffer.from(`${fork.signature}\n${fork.payload}`));
    await client.end();
    const traces = [...erased!, fork].flatMap(({ payload, signature }) => [
      JSON.parse(payload).nonce,
      signature,
    ]);
    assert.ok(filesWith(traces).length >= 2);
    const proofs = await Promise.all(
      others!.map(({ payload }) => ask(bal!.httpPort, `/packets/${hashOf(payload)}/proof`)),
    );

    const order = {
      erasure: 'e-1',
      pod: gone!.pod,
      fromMs: 0,
      untilMs: Date.now() + 1000,
      orderedAtMs: Date.now(),
    };
    await around.stream.append(TOPICS.erasureOrders, [{ key: 'e-1', value: JSON.stringify(order) }]);
    await bal.kill('SIGKILL');
    bal = await startProcess(around.configFile);
    await until('the report', async () => (await reports()).length > 0);
    assert.equal((await reports())[0].part, 'blockchain-access-layer');
    assert.deepEqual(filesWith(traces), []);
    for (const { payload } of erased!)
      assert.equal((await ask(bal.httpPort, `/packets/${hashOf(payload)}`)).status, 404);
    const after = await Promise.all(
      others!.map(({ payload }) => ask(bal!.httpPort, `/packets/${hashOf(payload)}/proof`)),
    );
    assert.deepEqual(after, proofs);
    await leavesStay(2 * PACKETS);

    // The same packet again is a duplicate still, and its number is taken.
    const again = await connectClient(bal.mqttPort, gone!.id, gone!.files);
    await again.publish(
      `ln/${gone!.id}/packets`,
      Buffer.from(`${erased![5]!.signature}\n${erased![5]!.payload}`),
    );
    await again.end();
    assert.equal((await metricsOf(bal.httpPort)).access_layer_accepted_total, 2 * PACKETS);
    await bal.kill('SIGTERM');
  });

  /** Every leaf of every batch can be built from what the stream has. */
  async function leavesStay(count: number): Promise<void> {
    const records = (await around.stream.read(TOPICS.packets, 0, 0, 1000)).map(
      ({ value }) => JSON.parse(value) as CertifiedRecord & ErasedRecord,
    );
    assert.equal(records.length, count);
    const tombstones = records.filter(({ erased }) => erased);
    assert.equal(tombstones.length, PACKETS);
    for (const { erased, receivedAt, batch } of tombstones) {
      const leaf = leafOf(erased.messageHash as Hex, receivedAt);
      assert.ok(verifyProof(leaf, batch.proof as Hex[], batch.root as Hex, batch));
    }
  }
});
