import assert from 'node:assert/strict';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fromHex, type Hex } from '@access-layer/core/bytes';
import { leafOf } from '@access-layer/core/leaf';
import { verifyProof } from '@access-layer/core/merkle';
import { messageHashOf } from '@access-layer/core/message';
import type { CertifiedRecord } from '@access-layer/core/record';
import type { Stream } from '@access-layer/kit/stream';
import embedded from '@access-layer/kit/streams/embedded';
import { createBatchStore } from './batch-store.ts';
import { createPublisher } from './publish.ts';
import { createSealer } from './seal.ts';
import { newNode, nextPacket } from './test/fleet.ts';
import { ANCHORER, openJudging } from './test/judging.ts';

async function prepare(t: TestContext) {
  const log = openJudging(t);
  const stream = await embedded.create({ dir: join(log.dir, 'stream') });
  t.after(() => stream.close());
  const node = newNode('node-1');
  log.enrol(node);
  const batches = createBatchStore(log.database);
  const sealer = createSealer(log.database, batches);
  const accept = (count: number, atMs: number) =>
    log.append(
      node.id,
      Array.from({ length: count }, () => nextPacket(node).bytes),
      atMs,
    );
  const publisher = (to: Pick<Stream, 'append'> = stream) =>
    createPublisher({ database: log.database, batches, stream: to, anchorer: ANCHORER });
  const records = async () => {
    const kept = await stream.read('packets', 0, 0, 10_000);
    return kept.map(({ value }) => JSON.parse(value) as CertifiedRecord);
  };
  return { log, stream, batches, sealer, accept, publisher, records };
}

test('a window is everything accepted and not sealed yet, in order; indexes have no gap', async (t) => {
  const { log, batches, sealer, accept } = await prepare(t);
  assert.equal(await sealer.seal(0), undefined);
  accept(700, 1000);
  accept(1, 2000);
  const sealing = sealer.seal(log.packetLog.lastId());
  accept(2, 3000); // while it seals
  const first = await sealing;
  const second = await sealer.seal(log.packetLog.lastId());
  assert.equal(await sealer.seal(log.packetLog.lastId()), undefined);
  assert.deepEqual([first!.index, first!.count, first!.from, first!.to], [0, 701, 1000, 2000]);
  assert.deepEqual([second!.index, second!.count, second!.from, second!.to], [1, 2, 3000, 3000]);
  assert.equal(batches.totals().sealed, 703);
  assert.equal(batches.ofPacket(702)!.index, 1);
});

test('a crash at any part of a batch publishes each record once, with a proof that holds', async (t) => {
  const { log, sealer, accept, publisher, records, stream } = await prepare(t);
  accept(1203, 1000);
  await sealer.seal(log.packetLog.lastId());
  for (const survived of [0, 1, 2]) {
    let appends = 0;
    const dying: Pick<Stream, 'append'> = {
      append: async (topic, some, once) => {
        if (appends++ === survived) throw new Error('the process ends here');
        await stream.append(topic, some, once);
      },
    };
    await assert.rejects(publisher(dying).publish(), /ends here/);
  }
  assert.equal(await publisher().publish(), 1);
  assert.equal(await publisher().publish(), 0);
  const published = await records();
  assert.deepEqual(
    published.map(({ batch }) => batch.leafIndex),
    Array.from({ length: 1203 }, (_, i) => i),
  );
  for (const { payload, signature, receivedAt, batch } of published) {
    const leaf = leafOf(fromHex(messageHashOf({ payload, signature: signature as Hex })), receivedAt);
    assert.ok(verifyProof(leaf, batch.proof as Hex[], batch.root as Hex, batch));
  }
});
