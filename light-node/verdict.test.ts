import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newPrivateKey } from '@access-layer/core/sign';
import fc from 'fast-check';
import { anchorer, signVerdict } from './test/verdicts.ts';
import { checkVerdict } from './verdict.ts';

const expected = { network: 'test', node: 'n1', anchorers: [anchorer] };
const anchored = [{ fromSeq: 0, toSeq: 3, batches: [1] }];
const reasonOf = (bytes: Uint8Array) => {
  const checked = checkVerdict(bytes, expected);
  return checked.ok ? 'ok' : checked.reason;
};

test('a verdict of a pinned anchorer for this node is obeyed', () => {
  const checked = checkVerdict(signVerdict({ anchored }), expected);
  assert.ok(checked.ok);
  assert.deepEqual(checked.verdict.anchored, anchored);
});

test('every other verdict is refused by name', () => {
  assert.equal(reasonOf(signVerdict({ anchored, network: 'prod' })), 'wrong-network');
  assert.equal(reasonOf(signVerdict({ anchored, node: 'n2' })), 'other-node');
  assert.equal(reasonOf(signVerdict({ anchored }, newPrivateKey())), 'unpinned-anchorer');
  assert.equal(reasonOf(signVerdict({ anchored, extra: 1 })), 'malformed');
  assert.equal(reasonOf(signVerdict({ anchored, type: 'set-point' })), 'malformed');
  const activation = {
    type: 'event',
    pod: 'p',
    meter: 'm',
    seq: 0,
    prev: `0x${'00'.repeat(32)}`,
    signedAt: '2026-01-01T00:00:00.000Z',
    event: 'restarted',
    at: '2026-01-01T00:00:00.000Z',
    issuedAt: undefined,
  };
  assert.equal(reasonOf(signVerdict(activation)), 'not-a-verdict');
});

test('one changed bit anywhere makes a verdict of nobody', () => {
  const good = signVerdict({ anchored });
  fc.assert(
    fc.property(fc.nat(good.length - 1), fc.nat(7), (at, bit) => {
      const bytes = Uint8Array.from(good);
      bytes[at]! ^= 1 << bit;
      assert.notEqual(reasonOf(bytes), 'ok');
    }),
    { numRuns: 300 },
  );
});

test('any bytes are answered with a reason', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => assert.notEqual(reasonOf(bytes), 'ok')),
  );
});
