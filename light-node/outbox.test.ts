import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { payloadHashOf, signerOf } from '@access-layer/core/message';
import { parsePacket } from '@access-layer/core/payload';
import { addressOf } from '@access-layer/core/sign';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import fc from 'fast-check';
import { openOutbox } from './outbox.ts';
import { signMeasurement } from './packet.ts';

import { fill, fillUnsigned, identity, NOON_MS, nodeKey, openTestOutbox, readingAt } from './test/packets.ts';
import { verdictOf } from './test/verdicts.ts';

const ZERO = `0x${'00'.repeat(32)}`;

test('packets form one chain, over a restart too, each checked as its receiver will', () => {
  const dir = temporaryFolder('light-node-');
  let outbox = openTestOutbox(dir);
  fill(outbox, 3);
  outbox.close();
  outbox = openTestOutbox(dir);
  fill(outbox, 2);
  let prev = ZERO;
  const due = outbox.due(-1, 100);
  for (const [index, message] of due.entries()) {
    const parsed = parsePacket(message.payload);
    assert.ok(parsed.ok);
    assert.deepEqual([parsed.payload.seq, parsed.payload.prev], [index, prev]);
    assert.equal(signerOf(message), addressOf(nodeKey));
    prev = payloadHashOf(message.payload);
  }
  assert.equal(due.length, 5);
  outbox.close();
});

test('a packet that cannot be signed takes no number and leaves its readings', () => {
  const outbox = openTestOutbox(temporaryFolder('light-node-'));
  outbox.record({ readings: [readingAt(NOON_MS)] });
  const readings = outbox.pendingReadings(10);
  const broken = { ...identity, pod: '' };
  assert.throws(
    () =>
      outbox.sign([readings[0]!.id], (link) =>
        signMeasurement(broken, readings, link, { privateKey: nodeKey, signedAtMs: NOON_MS }),
      ),
    { code: 'LN_PACKET_INVALID', message: /pod/ },
  );
  assert.deepEqual([outbox.counts().signed, outbox.counts().pending], [0, 1]);
  fill(outbox, 1);
  assert.equal(outbox.due(-1, 10)[0]!.seq, 0);
  outbox.close();
});

test('an outbox of another node or network is refused', () => {
  const dir = temporaryFolder('light-node-');
  openTestOutbox(dir).close();
  for (const other of [
    { network: 'test', node: 'n2' },
    { network: 'other', node: 'n1' },
  ]) {
    assert.throws(() => openOutbox(`${dir}/outbox.db`, other), {
      code: 'LN_OUTBOX_FOREIGN',
      message: /n1 on test/,
    });
  }
});

test('readings and meter errors are counted for ever, packets by where they are', () => {
  const outbox = openTestOutbox(temporaryFolder('light-node-'));
  fill(outbox, 4);
  outbox.record({ readings: [readingAt(NOON_MS)] });
  outbox.record({ readings: [{ ...readingAt(NOON_MS), quality: ['meter-error'] as never, values: {} }] });
  outbox.acknowledge([0, 1]);
  outbox.apply(verdictOf({ anchored: [{ fromSeq: 0, toSeq: 0, batches: [0] }] }));
  assert.deepEqual(outbox.counts(), {
    measured: 1,
    meterErrors: 1,
    signed: 4,
    pending: 2,
    queued: 2,
    held: 0,
    acknowledged: 2,
    anchored: 1,
    refused: 0,
    dropped: 0,
  });
  outbox.close();
});

test('after a PUBACK a packet is kept and not sent; when it is anchored it is erased', () => {
  const outbox = openTestOutbox(temporaryFolder('light-node-'));
  fill(outbox, 3);
  outbox.acknowledge([1]);
  assert.deepEqual(
    outbox.due(-1, 10).map(({ seq }) => seq),
    [0, 2],
  );
  assert.equal(outbox.apply(verdictOf({ anchored: [{ fromSeq: 0, toSeq: 1, batches: [4] }] })).anchored, 2);
  assert.deepEqual(
    outbox.due(-1, 10).map(({ seq }) => seq),
    [2],
  );
  assert.equal(outbox.apply(verdictOf({ anchored: [{ fromSeq: 0, toSeq: 1, batches: [4] }] })).anchored, 0);
  assert.equal(outbox.counts().anchored, 2);
  outbox.close();
});

const rejected = (payload: string, seq: number, reason: string) =>
  verdictOf({ rejected: [{ seq, payloadHash: payloadHashOf(payload), reason: reason as never }] });

test('a reason that time can heal holds the packet, longer at each repeat, and loses nothing', () => {
  const outbox = openTestOutbox(temporaryFolder('light-node-'));
  fill(outbox, 2);
  const { payload } = outbox.due(-1, 1)[0]!;
  const pauses = [];
  let nowMs = 1_000_000;
  for (let round = 0; round < 12; round++) {
    outbox.acknowledge([0], nowMs);
    const { retryAtMs, held } = outbox.apply(rejected(payload, 0, 'unknown-key'), nowMs);
    assert.deepEqual(held, [0]);
    assert.deepEqual(
      outbox.due(-1, 10, retryAtMs! - 1).map(({ seq }) => seq),
      [1],
    );
    assert.deepEqual(
      outbox.due(-1, 10, retryAtMs).map(({ seq }) => seq),
      [0, 1],
    );
    pauses.push((retryAtMs! - nowMs) / 1000);
    nowMs = retryAtMs!;
  }
  assert.deepEqual(pauses, [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
  outbox.acknowledge([0], nowMs);
  assert.equal(outbox.counts().acknowledged, 1);
  outbox.close();
});

test('a final reason moves the packet to the evidence', () => {
  const dir = temporaryFolder('light-node-');
  const outbox = openTestOutbox(dir);
  fill(outbox, 2);
  const { payload, signature } = outbox.due(-1, 1)[0]!;
  const { refused } = outbox.apply(rejected(payload, 0, 'binding-mismatch'), 77);
  assert.deepEqual(refused, [{ seq: 0, reason: 'binding-mismatch' }]);
  assert.deepEqual(
    outbox.due(-1, 10).map(({ seq }) => seq),
    [1],
  );
  assert.equal(outbox.halt(), undefined);
  const database = new DatabaseSync(`${dir}/outbox.db`, { readOnly: true });
  const row = database.prepare('SELECT seq, signature, payload, reason, refusedAtMs FROM refused').get();
  assert.deepEqual({ ...row }, { seq: 0, signature, payload, reason: 'binding-mismatch', refusedAtMs: 77 });
  database.close();
  outbox.close();
});

test('a rejection of another payload under the same number changes nothing, except a fork', () => {
  const outbox = openTestOutbox(temporaryFolder('light-node-'));
  fill(outbox, 1);
  outbox.apply(rejected('{"not":"ours"}', 0, 'malformed'));
  outbox.apply(rejected('{"not":"ours"}', 5, 'unknown-key'));
  assert.equal(outbox.counts().queued, 1);
  assert.equal(outbox.halt(), undefined);
  outbox.apply(rejected('{"not":"ours"}', 0, 'sequence-fork'));
  assert.equal(outbox.halt()?.reason, 'sequence-fork');
  outbox.close();
});

test('a fork stops the node for good, restarts included, and keeps the packet as evidence', () => {
  const dir = temporaryFolder('light-node-');
  let outbox = openTestOutbox(dir);
  fill(outbox, 1);
  const { halted } = outbox.apply(rejected(outbox.due(-1, 1)[0]!.payload, 0, 'sequence-fork'));
  assert.equal(halted?.reason, 'sequence-fork');
  outbox.close();
  outbox = openTestOutbox(dir);
  assert.match(outbox.halt()!.detail, /seq 0/);
  assert.equal(outbox.counts().refused, 1);
  outbox.close();
});

test('a verdict about numbers this node has never given says that its state was lost', () => {
  const outbox = openTestOutbox(temporaryFolder('light-node-'));
  fill(outbox, 2);
  const { halted } = outbox.apply(verdictOf({ anchored: [{ fromSeq: 0, toSeq: 9, batches: [0] }] }));
  assert.equal(halted?.reason, 'state-lost');
  outbox.close();
});

test('a packet acknowledged long ago that the anchored ranges leave out is sent again', () => {
  const outbox = openTestOutbox(temporaryFolder('light-node-'));
  fill(outbox, 4);
  outbox.acknowledge([0, 2, 3], 0);
  outbox.acknowledge([1], 590_000);
  const anchored = verdictOf({ anchored: [{ fromSeq: 2, toSeq: 3, batches: [0] }] });
  assert.equal(outbox.apply(anchored, 600_000).requeued, 0, 'not yet: its own verdict may be on the way');
  assert.equal(outbox.apply(anchored, 600_001).requeued, 1);
  assert.deepEqual(
    outbox.due(-1, 10).map(({ seq }) => seq),
    [0],
  );
  outbox.close();
});

test('any order of acknowledgements and verdicts: each packet is in one place, and what is due rises', () => {
  const dir = temporaryFolder('light-node-');
  let round = 0;
  const step = fc.oneof(
    fc.record({ kind: fc.constant('acknowledge' as const), seq: fc.nat(9) }),
    fc.record({ kind: fc.constant('anchored' as const), seq: fc.nat(9), width: fc.nat(3) }),
    fc.record({
      kind: fc.constant('rejected' as const),
      seq: fc.nat(9),
      reason: fc.constantFrom('key-expired', 'malformed'),
    }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const outbox = openOutbox(`${dir}/${round++}.db`, { network: 'test', node: 'n1' });
      fillUnsigned(outbox, 10);
      const payloads = outbox.due(-1, 10).map(({ payload }) => payload);
      for (const step of steps) {
        if (step.kind === 'acknowledge') outbox.acknowledge([step.seq]);
        else if (step.kind === 'rejected') outbox.apply(rejected(payloads[step.seq]!, step.seq, step.reason));
        else
          outbox.apply(
            verdictOf({
              anchored: [{ fromSeq: step.seq, toSeq: Math.min(9, step.seq + step.width), batches: [] }],
            }),
          );
        const { queued, held, acknowledged, refused } = outbox.counts();
        assert.equal(queued + held + acknowledged + refused, 10);
        const due = outbox.due(-1, 20, Number.MAX_SAFE_INTEGER).map(({ seq }) => seq);
        assert.deepEqual(
          due,
          [...due].sort((a, b) => a - b),
        );
        assert.equal(due.length, queued + held);
      }
      outbox.close();
    }),
    { numRuns: 15 },
  );
});
