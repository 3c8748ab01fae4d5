import assert from 'node:assert/strict';
import { test } from 'node:test';
import { POD, type Signed, START_MS, seal, TestNode } from '../test/test-records.ts';
import type { TestScd } from '../test/test-scd.ts';
import { publish, startTestScd } from '../test/test-scd.ts';
import { completenessOf } from './completeness.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** One packet an hour, from midnight on; those at `lost` were signed and never came. */
function hourly(node: TestNode, hours: number, lost: number[] = [], options = {}): Signed[] {
  const all = Array.from({ length: hours }, (_, hour) => node.measure(START_MS + hour * HOUR_MS, options));
  return all.filter((_, hour) => !lost.includes(hour));
}

function ask(scd: TestScd, fromHour: number, untilHour: number) {
  const range = { fromMs: START_MS + fromHour * HOUR_MS, untilMs: START_MS + untilHour * HOUR_MS };
  return completenessOf(scd.ledger, { pod: POD, ...range, lateAfterMs: 300_000 });
}

test('gaps are named by their numbers, and by the times between which they lie', async (t) => {
  const scd = await startTestScd(t);
  await publish(scd, [seal(hourly(new TestNode(), 30, [3, 4, 10, 26]))]);
  const [whole] = await ask(scd, 0, 30);
  assert.deepEqual([whole!.received, whole!.firstSeq, whole!.lastSeq], [26, 0, 29]);
  assert.equal(whole!.missing.packets, 4);
  const at = (hour: number) => START_MS + hour * HOUR_MS;
  assert.deepEqual(whole!.missing.ranges, [
    { fromSeq: 3, toSeq: 4, afterMs: at(2), beforeMs: at(5) },
    { fromSeq: 10, toSeq: 10, afterMs: at(9), beforeMs: at(11) },
    { fromSeq: 26, toSeq: 26, afterMs: at(25), beforeMs: at(27) },
  ]);
  assert.equal(whole!.chain.state, 'open');
  assert.deepEqual([whole!.chain.verifiedLinks, whole!.chain.uncheckedLinks], [22, 3]);
  const missing = async (from: number, until: number) =>
    (await ask(scd, from, until)).map((node) => [
      node.received,
      ...node.missing.ranges.map(({ fromSeq }) => fromSeq),
    ]);
  assert.deepEqual(await missing(11, 20), [[9, 10]], 'a gap that ends where the range begins may lie in it');
  assert.deepEqual(await missing(12, 20), [[8]]);
  assert.deepEqual(await missing(0, 3), [[3, 3]], 'a gap at the end of the range');
  assert.deepEqual(await missing(3, 5), [[0, 3]], 'nothing but a gap');
  assert.deepEqual(await missing(24, 30), [[5, 26]]);
  assert.deepEqual(await missing(40, 50), [[0]]);
});

test('a range of days in which nothing came lies in the gap', async (t) => {
  const scd = await startTestScd(t);
  const node = new TestNode();
  const before = hourly(node, 2);
  node.seq += 5;
  const after = node.measure(START_MS + 10 * DAY_MS);
  await publish(scd, [seal([...before, after])]);
  const [inside] = await ask(scd, 3 * 24, 5 * 24);
  assert.deepEqual([inside!.received, inside!.missing.packets, inside!.chain.state], [0, 5, 'empty']);
  assert.deepEqual(
    inside!.missing.ranges.map(({ fromSeq, toSeq }) => [fromSeq, toSeq]),
    [[2, 6]],
  );
});

test('a node that never sent its first packets misses them', async (t) => {
  const scd = await startTestScd(t);
  await publish(scd, [seal(hourly(new TestNode({ firstSeq: 4 }), 3))]);
  const [node] = await ask(scd, 0, 24);
  assert.deepEqual(node!.missing.ranges, [{ fromSeq: 0, toSeq: 3, afterMs: undefined, beforeMs: START_MS }]);
});

test('late, duplicate and forked packets are counted, by meter where they have one', async (t) => {
  const scd = await startTestScd(t);
  const node = new TestNode();
  const [a, b] = [node.measure(START_MS), node.measure(START_MS + 1000, { delayMs: 300_001 })];
  const c = node.measure(START_MS + 2000, { meter: 'meter-2', delayMs: 300_000, readings: 2 });
  const d = node.measure(START_MS + 3000, { meter: 'meter-2', delayMs: 999_999 });
  const other = `0x${'77'.repeat(20)}` as const;
  const again = { ...a, receivedAt: a.receivedAt + 5 };
  await publish(scd, [seal([a, b, c, d]), seal([again, node.fork(b), node.fork(b)], { anchorer: other })]);
  const [answer] = await ask(scd, 0, 1);
  assert.deepEqual([answer!.received, answer!.late, answer!.duplicates], [4, 2, 1]);
  assert.deepEqual(answer!.forked, { packets: 2, seqs: [1] });
  assert.deepEqual(answer!.meters, [
    { meter: 'meter-1', received: 2, readings: 2, firstSeq: 0, lastSeq: 1, late: 1 },
    { meter: 'meter-2', received: 2, readings: 3, firstSeq: 2, lastSeq: 3, late: 1 },
  ]);
  assert.equal(answer!.chain.state, 'verified');
  assert.deepEqual((await ask(scd, 1, 2))[0]!.duplicates, 0);
});

test('a chain that breaks is shown where it does', async (t) => {
  const scd = await startTestScd(t);
  const node = new TestNode();
  const first = node.measure(START_MS);
  node.prev = `0x${'99'.repeat(32)}`;
  await publish(scd, [seal([first, node.measure(START_MS + 1), node.measure(START_MS + 2)])]);
  const [answer] = await ask(scd, 0, 1);
  assert.equal(answer!.chain.state, 'broken');
  assert.deepEqual(answer!.chain.breaks, [
    { seq: 1, prev: `0x${'99'.repeat(32)}`, expected: first.payloadHash },
  ]);
  assert.equal(answer!.chain.verifiedLinks, 1);
});

test('nodes of one PoD are told apart, and what a node sent for another PoD is no gap', async (t) => {
  const scd = await startTestScd(t);
  const moved = new TestNode();
  const here = [moved.measure(START_MS)];
  const elsewhere = new TestNode({ id: 'node-1', pod: 'IT001E00000002', firstSeq: 1 });
  const there = elsewhere.measure(START_MS + 1000);
  moved.seq = 2;
  here.push(moved.measure(START_MS + 2000));
  await publish(scd, [seal([...here, there, new TestNode({ id: 'node-2' }).measure(START_MS)])]);
  const answer = await ask(scd, 0, 1);
  assert.deepEqual(
    answer.map(({ node, received, missing }) => [node, received, missing.packets]),
    [
      ['node-1', 2, 0],
      ['node-2', 1, 0],
    ],
  );
});
