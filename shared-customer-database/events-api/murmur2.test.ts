import assert from 'node:assert/strict';
import { test } from 'node:test';
import { murmur2, partitionOf } from './murmur2.ts';

/** From Apache Kafka's own UtilsTest. */
const KAFKA_VECTORS: [string, number][] = [
  ['21', -973932308],
  ['foobar', -790332482],
  ['a-little-bit-long-string', -985981536],
  ['a-little-bit-longer-string', -1486304829],
  ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
  ['abc', 479470107],
];

test("hashes as Kafka's own test expects", () => {
  for (const [text, hash] of KAFKA_VECTORS) assert.equal(murmur2(Buffer.from(text)), hash, text);
});

test('a partition is never negative and below the count', () => {
  for (const [text] of KAFKA_VECTORS) {
    const partition = partitionOf(Buffer.from(text), 7);
    assert.ok(partition >= 0 && partition < 7);
  }
});
