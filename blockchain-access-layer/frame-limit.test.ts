import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toHex } from '@access-layer/core/bytes';
import { keccak256Hex } from '@access-layer/core/keccak';
import fc from 'fast-check';
import { createFrameLimit, MAX_CONNECT_BYTES, MAX_DISCARDED_BYTES, MAX_FRAME_BYTES } from './frame-limit.ts';

const CONNECT = 0x10;
const PUBLISH_QOS1 = 0x32;
const SUBSCRIBE = 0x82;
const connect = frame(CONNECT, Buffer.alloc(20));

function frame(type: number, body: Buffer): Buffer {
  const header = [type];
  let rest = body.length;
  do {
    header.push((rest % 128) | (rest > 127 ? 128 : 0));
    rest = Math.floor(rest / 128);
  } while (rest > 0);
  return Buffer.concat([Buffer.from(header), body]);
}

function publish(topic: string, messageId: number, message: Buffer): Buffer {
  const head = Buffer.alloc(2 + topic.length + 2);
  head.writeUInt16BE(topic.length, 0);
  head.write(topic, 2);
  head.writeUInt16BE(messageId, 2 + topic.length);
  return frame(PUBLISH_QOS1, Buffer.concat([head, message]));
}

function pushCut(bytes: Buffer, cuts: number[]): { out: Buffer; limit: ReturnType<typeof createFrameLimit> } {
  const limit = createFrameLimit();
  const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
  const out = [...places, bytes.length].map((end, i) => limit.push(bytes.subarray(places[i - 1] ?? 0, end)));
  return { out: Buffer.concat(out), limit };
}

test('frames within bounds go through byte for byte, however they are cut', () => {
  const body = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(fc.array(body, { maxLength: 8 }), fc.array(fc.nat(), { maxLength: 12 }), (bodies, cuts) => {
      const bytes = Buffer.concat([connect, ...bodies.map((one) => frame(PUBLISH_QOS1, one))]);
      assert.deepEqual(pushCut(bytes, cuts).out, bytes);
    }),
  );
});

test('at most so many frames go through at once, and the rest afterwards, byte for byte', () => {
  const body = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes));
  fc.assert(
    fc.property(fc.array(body, { maxLength: 20 }), fc.integer({ min: 1, max: 400 }), (bodies, size) => {
      const bytes = Buffer.concat([connect, ...bodies.map((one) => frame(PUBLISH_QOS1, one))]);
      const limit = createFrameLimit({ mostFrames: 3 });
      const out: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += size) {
        out.push(limit.push(bytes.subarray(at, at + size)));
        assert.ok(limit.takeCount() <= 3);
        while (limit.hasMore()) {
          out.push(limit.push(Buffer.alloc(0)));
          assert.ok(limit.takeCount() <= 3);
        }
      }
      assert.deepEqual(Buffer.concat(out), bytes);
    }),
  );
});

test('a chunk of whole frames is not copied', () => {
  const limit = createFrameLimit();
  const chunk = Buffer.concat([connect, frame(PUBLISH_QOS1, Buffer.alloc(500))]);
  assert.equal(limit.push(chunk).buffer, chunk.buffer);
});

test('of an oversized PUBLISH the beginning goes through, with the hash of its whole payload', () => {
  const message = Buffer.from(`0x${'1'.repeat(130)}\n{"seq":7,"x":"${'a'.repeat(200_000)}"}`);
  const before = publish('ln/a/packets', 1, Buffer.from('before'));
  const after = publish('ln/a/packets', 3, Buffer.from('after'));
  const large = publish('ln/a/packets', 2, message);
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 12 }), (cuts) => {
      const { out, limit } = pushCut(Buffer.concat([connect, before, large, after]), cuts);
      const prefix = large
        .subarray(large.length - (2 + 12 + 2 + message.length))
        .subarray(0, MAX_FRAME_BYTES);
      assert.deepEqual(out, Buffer.concat([connect, before, frame(PUBLISH_QOS1, prefix), after]));
      const payload = message.subarray(133);
      assert.equal(toHex(limit.takePayloadHash(2)!), keccak256Hex(payload));
      assert.equal(limit.takePayloadHash(2), undefined);
    }),
    { numRuns: 30 },
  );
});

test('an oversized message without the form of one is hashed whole', () => {
  const message = Buffer.alloc(MAX_FRAME_BYTES + 1, 'x');
  const { limit } = pushCut(Buffer.concat([connect, publish('ln/a/packets', 9, message)]), []);
  assert.equal(toHex(limit.takePayloadHash(9)!), keccak256Hex(message));
});

const refused: [string, Buffer][] = [
  ['a first frame that is too large', frame(CONNECT, Buffer.alloc(MAX_CONNECT_BYTES + 1))],
  ['a first frame that is a large PUBLISH', publish('ln/a/packets', 1, Buffer.alloc(MAX_FRAME_BYTES))],
  ['a large SUBSCRIBE', Buffer.concat([connect, frame(SUBSCRIBE, Buffer.alloc(MAX_FRAME_BYTES + 1))])],
  [
    'a PUBLISH beyond all bounds',
    Buffer.concat([connect, frame(PUBLISH_QOS1, Buffer.alloc(MAX_DISCARDED_BYTES + 1))]),
  ],
  ['a remaining length of five bytes', Buffer.concat([connect, Buffer.from([0x32, 255, 255, 255, 255, 1])])],
];
for (const [what, bytes] of refused) {
  test(`${what} ends the connection at its header`, () => {
    assert.throws(() => createFrameLimit().push(bytes), RangeError);
  });
}
