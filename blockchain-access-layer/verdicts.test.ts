import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { Hex } from '@access-layer/core/bytes';
import { newSalt } from '@access-layer/core/commitment';
import { messageBytes, parseMessage, signerOf } from '@access-layer/core/message';
import { parsePayload } from '@access-layer/core/payload';
import type { Verdict } from '@access-layer/core/payloads/verdict';
import { addressOf, newPrivateKey } from '@access-layer/core/sign';
import { createAnchoredRanges, toRanges } from './anchored-ranges.ts';
import { createBatchStore } from './batch-store.ts';
import { createRotations } from './rotations.ts';
import { createSealer } from './seal.ts';
import { measurement, NETWORK, newNode, nextPacket, openingOf, sign } from './test/fleet.ts';
import { openJudging } from './test/judging.ts';
import { createVerdicts } from './verdicts.ts';

const INTERVAL_MS = 1000;
const key = newPrivateKey();

function prepare(t: TestContext) {
  const log = openJudging(t);
  const node = newNode('node-1');
  log.enrol(node);
  const batches = createBatchStore(log.database);
  const sealer = createSealer(log.database, batches);
  const clock = { now: Date.now() };
  const anchored = createAnchoredRanges(log.database);
  const verdicts = createVerdicts({
    ...{ network: NETWORK, privateKey: key, intervalMs: INTERVAL_MS, rejections: log.rejections, anchored },
    rotations: createRotations(log.database, log.directory, () => clock.now),
    now: () => clock.now,
  });
  const sent: Verdict[] = [];
  /** A new connection of the node, as the broker gives it. */
  const connect = () => ({
    name: node.id,
    fingerprint: 'F',
    send: (topic: string, bytes: Uint8Array) => {
      assert.equal(topic, `ln/${node.id}/verdicts`);
      const parsed = parseMessage(bytes);
      assert.ok(parsed.ok);
      assert.equal(signerOf(parsed.message), addressOf(key));
      const payload = parsePayload(parsed.message.payload);
      assert.ok(payload.ok, JSON.stringify(payload));
      sent.push(payload.payload as Verdict);
    },
  });
  const refuse = (seq: number) => {
    log.append(node.id, [messageBytes(sign(node, measurement(node, { seq, v: 2 })))]);
    verdicts.refused([node.id]);
  };
  const anchor = async (count: number) => {
    for (let i = 0; i < count; i++) log.append(node.id, [nextPacket(node).bytes]);
    const batch = await sealer.seal(log.packetLog.lastId());
    batches.setState(batch!.index, 'final');
  };
  return { log, node, clock, verdicts, sent, connect, refuse, anchor, batches };
}

const seqs = (verdict: Verdict | undefined) => verdict?.rejected?.map(({ seq }) => seq);
const ranges = (verdict: Verdict | undefined) =>
  verdict?.anchored?.map(({ fromSeq, toSeq }) => [fromSeq, toSeq]);

describe('refusals', () => {
  test('are told at once, and what comes while one is under way goes together in the next', (t) => {
    const { verdicts, sent, connect, refuse } = prepare(t);
    const connection = connect();
    verdicts.subscribed(connection);
    refuse(1);
    refuse(2);
    refuse(3);
    assert.deepEqual(sent.map(seqs), [[1]]);
    verdicts.acknowledged(connection);
    assert.deepEqual(sent.map(seqs), [[1], [2, 3]]);
    verdicts.acknowledged(connection);
    verdicts.tick();
    assert.equal(sent.length, 2);
  });

  test('that were not confirmed are told again at the next subscription, confirmed ones are not', (t) => {
    const { verdicts, sent, connect, refuse } = prepare(t);
    const first = connect();
    verdicts.subscribed(first);
    refuse(1);
    verdicts.acknowledged(first);
    refuse(2);
    verdicts.disconnected(first);
    refuse(3);
    assert.equal(sent.length, 2);
    const second = connect();
    verdicts.subscribed(second);
    assert.deepEqual(sent.map(seqs), [[1], [2], [2, 3]]);
    verdicts.acknowledged(second);
    verdicts.subscribed(connect());
    assert.equal(sent.length, 3);
  });

  test('an acknowledgement on a connection that is gone confirms nothing', (t) => {
    const { verdicts, sent, connect, refuse } = prepare(t);
    const [first, second] = [connect(), connect()];
    verdicts.subscribed(first);
    refuse(1);
    verdicts.subscribed(second);
    verdicts.acknowledged(first);
    verdicts.disconnected(first);
    verdicts.subscribed(connect());
    assert.deepEqual(sent.map(seqs), [[1], [1], [1]]);
  });
});

describe('what is anchored', () => {
  test('is told once an interval, with ranges and batches', async (t) => {
    const { verdicts, sent, connect, anchor, clock } = prepare(t);
    const connection = connect();
    verdicts.subscribed(connection);
    await anchor(3);
    verdicts.tick();
    assert.deepEqual(sent[0]!.anchored, [{ fromSeq: 0, toSeq: 2, batches: [0] }]);
    verdicts.acknowledged(connection);
    await anchor(2);
    await anchor(1);
    clock.now += INTERVAL_MS - 1;
    verdicts.tick();
    assert.equal(sent.length, 1);
    clock.now += 1;
    verdicts.tick();
    assert.deepEqual(sent[1]!.anchored, [{ fromSeq: 3, toSeq: 5, batches: [1, 2] }]);
  });

  test('and not confirmed is told again at the next subscription', async (t) => {
    const { verdicts, sent, connect, anchor } = prepare(t);
    await anchor(2);
    const first = connect();
    verdicts.subscribed(first);
    verdicts.disconnected(first);
    const second = connect();
    verdicts.subscribed(second);
    verdicts.acknowledged(second);
    verdicts.subscribed(connect());
    assert.deepEqual(sent.map(ranges), [[[0, 1]], [[0, 1]]]);
  });

  test('a batch that is not final holds back what comes after it', async (t) => {
    const { verdicts, sent, connect, anchor, batches } = prepare(t);
    await anchor(2);
    await anchor(2);
    batches.setState(1, 'sealed');
    await anchor(2);
    verdicts.subscribed(connect());
    assert.deepEqual(sent.map(ranges), [[[0, 1]]]);
  });

  test('more than one verdict can hold goes on when the first is acknowledged', async (t) => {
    const { verdicts, sent, connect, log, node, batches } = prepare(t);
    log.append(
      node.id,
      Array.from({ length: 1500 }, () => nextPacket(node).bytes),
    );
    await createSealer(log.database, batches).seal(1500);
    batches.setState(0, 'final');
    const connection = connect();
    verdicts.subscribed(connection);
    verdicts.acknowledged(connection);
    verdicts.acknowledged(connection);
    assert.deepEqual(sent.map(ranges), [[[0, 999]], [[1000, 1499]]]);
  });

  test('a node that sends again what it has confirmed has lost the verdict, and is told again', async (t) => {
    const { verdicts, sent, connect, log, node, batches } = prepare(t);
    const { bytes } = nextPacket(node);
    log.append(node.id, [bytes]);
    await createSealer(log.database, batches).seal(1);
    batches.setState(0, 'final');
    const connection = connect();
    verdicts.subscribed(connection);
    verdicts.acknowledged(connection);
    log.append(node.id, [bytes]);
    verdicts.subscribed(connect());
    assert.deepEqual(sent.map(ranges), [[[0, 0]], [[0, 0]]]);
  });

  test('a copy that was on its way when its node confirmed is no replay; one that comes later is', async (t) => {
    let nowMs = 1000;
    const log = openJudging(t, { justConfirmed: (name, id) => ranges.justConfirmed(name, id) });
    const ranges = createAnchoredRanges(log.database, () => nowMs);
    const node = newNode('node-1');
    log.enrol(node);
    const packets = [nextPacket(node).bytes, nextPacket(node).bytes];
    const types = () => log.anomalies.list({ limit: 9 }).map(({ type, count }) => [type, count]);
    log.append(node.id, packets);
    ranges.confirm(node.id, 1);
    nowMs += 20_000;
    ranges.confirm(node.id, 2);
    log.append(node.id, packets);
    assert.deepEqual(types(), [['duplicate', 2]]);
    nowMs += 20_000;
    log.append(node.id, packets);
    assert.deepEqual(types().sort(), [
      ['duplicate', 3],
      ['replay', 1],
    ]);
  });

  test('a packet that came late, below what was confirmed, is told too', async (t) => {
    const { verdicts, sent, connect, log, node, batches, clock } = prepare(t);
    const sealer = createSealer(log.database, batches);
    const [zero, one, two, three] = Array.from({ length: 4 }, () => nextPacket(node).bytes) as [
      Buffer,
      Buffer,
      Buffer,
      Buffer,
    ];
    const accept = async (index: number, ...packets: Buffer[]) => {
      log.append(node.id, packets);
      await sealer.seal(log.packetLog.lastId());
      batches.setState(index, 'final');
      clock.now += INTERVAL_MS;
      verdicts.tick();
    };
    const connection = connect();
    verdicts.subscribed(connection);
    await accept(0, zero, three);
    // One comes while the verdict is under way, the other after it is confirmed.
    await accept(1, one);
    verdicts.acknowledged(connection);
    clock.now += INTERVAL_MS;
    verdicts.tick();
    verdicts.acknowledged(connection);
    await accept(2, two);
    verdicts.acknowledged(connection);
    assert.deepEqual(sent.map(ranges), [
      [
        [0, 0],
        [3, 3],
      ],
      [[1, 1]],
      [[2, 2]],
    ]);
  });

  test('ranges join consecutive numbers whatever order they were accepted in', () => {
    const rows = [3, 1, 0, 7, 2].map((seq) => ({ seq, batch: seq > 2 ? 5 : 4 }));
    assert.deepEqual(toRanges(rows), [
      { fromSeq: 0, toSeq: 3, batches: [4, 5] },
      { fromSeq: 7, toSeq: 7, batches: [5] },
    ]);
  });
});

test('a new key is told when the contract holds it for the node and its time has come, once', (t) => {
  const { verdicts, sent, connect, log, node, clock } = prepare(t);
  const newKey = addressOf(newPrivateKey());
  const signature: Hex = `0x${'11'.repeat(65)}`;
  const {
    role: _role,
    profile: _profile,
    readings: _readings,
    ...fields
  } = measurement(node) as Record<string, unknown>;
  const rotation = {
    ...fields,
    type: 'key-rotation',
    newKey,
    oldSignature: signature,
    newSignature: signature,
  };
  log.append(node.id, [messageBytes(sign(node, rotation))]);
  assert.deepEqual(log.refusals(node.id), []);
  const connection = connect();
  verdicts.subscribed(connection);
  assert.equal(sent.length, 0);

  const next = { ...node, address: newKey, salt: newSalt() };
  log.directory.add(openingOf(next));
  const [opening] = log.directory.bindingsOf(node.id, clock.now).slice(-1);
  assert.equal(opening!.key, newKey);
  log.enrolAs(next, { from: clock.now + 500 });
  verdicts.tick();
  assert.equal(sent.length, 0);
  clock.now += 500;
  verdicts.tick();
  assert.equal(sent[0]!.rotated!.newKey, newKey);
  assert.equal(sent[0]!.rotated!.oldKey, node.address);
  verdicts.acknowledged(connection);
  verdicts.tick();
  assert.equal(sent.length, 1);
});
