import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromHex } from '@access-layer/core/bytes';
import { messageHashOf, payloadHashOf } from '@access-layer/core/message';
import { createHashIndex } from './hash-index.ts';
import { newNode, nextPacket, randomHash } from './test/fleet.ts';
import { openJudging } from './test/judging.ts';

test('a packet is found by either hash, indexed or not, and nothing else is', async (t) => {
  const log = openJudging(t);
  const node = newNode('node-1');
  log.enrol(node);
  const index = createHashIndex(log.database);
  const packets = Array.from({ length: 30 }, () => nextPacket(node));
  log.append(
    node.id,
    packets.map(({ bytes }) => bytes),
  );
  for (const indexedThrough of [0, 10, 30]) {
    await index.catchUp(indexedThrough);
    for (const [i, packet] of packets.entries()) {
      assert.equal(index.find(fromHex(payloadHashOf(packet.payload))), i + 1);
      assert.equal(index.find(fromHex(messageHashOf(packet))), i + 1);
    }
    assert.equal(index.find(fromHex(randomHash())), undefined);
  }
});

test('two hashes with the same beginning are told apart', async (t) => {
  const log = openJudging(t);
  const node = newNode('node-1');
  log.enrol(node);
  const index = createHashIndex(log.database);
  log.append(node.id, [nextPacket(node).bytes, nextPacket(node).bytes]);
  const same = fromHex(randomHash());
  const other = Uint8Array.from(same);
  other[31]! ^= 1;
  const set = log.database.prepare('UPDATE packet SET payload_hash = ? WHERE id = ?');
  set.run(same, 1);
  set.run(other, 2);
  await index.catchUp(2);
  assert.deepEqual([index.find(same), index.find(other)], [1, 2]);
});
