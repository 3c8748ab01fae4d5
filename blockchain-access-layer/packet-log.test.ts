import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fromHex, toHex } from '@access-layer/core/bytes';
import { messageBytes, payloadHashOf } from '@access-layer/core/message';
import { newPrivateKey } from '@access-layer/core/sign';
import { formatTime } from '@access-layer/core/time';
import {
  measurement,
  newNode,
  nextPacket,
  openingOf,
  randomHash,
  sign,
  withFlippedRecoveryId,
  withHighS,
} from './test/fleet.ts';
import { openJudging } from './test/judging.ts';

const NOW = Date.now();

describe('each bad message is refused by its name, and nothing of it is accepted', () => {
  const node = newNode('node-1');
  const good = sign(node, measurement(node));
  const text = good.payload;
  const signed = (payload: object | string) => messageBytes(sign(node, payload));
  const cases: [string, string, Uint8Array][] = [
    ['an empty message', 'malformed', new Uint8Array()],
    ['random bytes', 'malformed', fromHex(randomHash())],
    ['no JSON', 'malformed', signed('{"v":1')],
    ['a duplicate key', 'malformed', signed(text.replace('{"v":1,', '{"v":1,"v":1,'))],
    ['white space', 'malformed', signed(text.replace(',', ', '))],
    ['a byte order mark', 'malformed', signed(`\ufeff${text}`)],
    ['an unknown key', 'malformed', signed({ ...measurement(node), extra: 1 })],
    ['a wrong type', 'malformed', signed(measurement(node, { seq: '0' }))],
    ['a PoD of another form', 'malformed', signed(measurement(node, { pod: 'FR001' }))],
    ['a verdict', 'malformed', signed({ v: 1, network: 'test-1', type: 'verdict', node: node.id })],
    ['an unknown version', 'unsupported-version', signed(measurement(node, { v: 2 }))],
    ['another network', 'wrong-network', signed(measurement(node, { network: 'rome-1' }))],
    ['another node', 'node-mismatch', signed(measurement(node, { node: 'node-2' }))],
    ['more than 64 KiB', 'too-large', signed(measurement(node, { profile: 'x'.repeat(66_000) }))],
    ['a high-s signature', 'bad-signature', messageBytes({ ...good, signature: withHighS(good.signature) })],
    ['a signature of nobody', 'bad-signature', messageBytes({ ...good, signature: `0x${'0'.repeat(130)}` })],
    ['capitals in the signature', 'bad-signature', Buffer.from(`${good.signature.toUpperCase()}\n${text}`)],
    ['a key that is nobody’s', 'unknown-key', messageBytes(sign({ key: newPrivateKey() }, text))],
  ];
  for (const [what, reason, message] of cases) {
    test(`${what}: ${reason}`, (t) => {
      const log = openJudging(t);
      log.enrol(node);
      const { refused } = log.append(node.id, [message], NOW);
      assert.deepEqual([...refused], [node.id]);
      assert.deepEqual(
        log.refusals(node.id).map((rejection) => rejection.reason),
        [reason],
      );
      assert.deepEqual(log.accepted(), []);
      assert.equal(log.packetLog.lastId(), 0);
    });
  }

  test('a changed recovery id, which checking with the known key would not notice', (t) => {
    const log = openJudging(t);
    log.enrol(node);
    log.append(node.id, [messageBytes({ ...good, signature: withFlippedRecoveryId(good.signature) })], NOW);
    assert.deepEqual(
      log.refusals(node.id).map(({ reason }) => reason),
      ['unknown-key'],
    );
    assert.deepEqual(log.accepted(), []);
  });

  test('a refusal names the packet: its number and the hash of its payload', (t) => {
    const log = openJudging(t);
    log.enrol(node);
    const payload = JSON.stringify(measurement(node, { seq: 41, v: 2 }));
    log.append(node.id, [signed(payload)], NOW);
    const reason = 'unsupported-version';
    assert.deepEqual(log.refusals(node.id), [{ seq: 41, payloadHash: payloadHashOf(payload), reason }]);
  });
});

describe('the key must be bound to node, PoD and meter at receipt', () => {
  const cases: [string, string, object][] = [
    ['before it begins', 'key-not-yet-valid', { from: NOW + 1 }],
    ['after it has ended', 'key-expired', { from: 1, until: NOW }],
    ['after it was revoked', 'key-revoked', { from: 1, revokedAt: NOW }],
  ];
  for (const [what, reason, period] of cases) {
    test(`${what}: ${reason}`, (t) => {
      const log = openJudging(t);
      const node = newNode('node-1');
      log.enrol(node, period);
      log.append(node.id, [nextPacket(node).bytes], NOW);
      assert.deepEqual(
        log.refusals(node.id).map((rejection) => rejection.reason),
        [reason],
      );
    });
  }
  const valid: [string, object][] = [
    ['at its first millisecond', { from: NOW }],
    ['at its last millisecond', { from: 1, until: NOW + 1 }],
    ['before it was revoked', { from: 1, revokedAt: NOW + 1 }],
  ];
  for (const [what, period] of valid) {
    test(`${what}: accepted`, (t) => {
      const log = openJudging(t);
      const node = newNode('node-1');
      log.enrol(node, period);
      log.append(node.id, [nextPacket(node).bytes], NOW);
      assert.deepEqual(log.refusals(node.id), []);
      assert.equal(log.packetLog.lastId(), 1);
    });
  }

  test('a node that nobody bound: unknown-node', (t) => {
    const log = openJudging(t);
    const node = newNode('node-1');
    log.append(node.id, [nextPacket(node).bytes], NOW);
    assert.deepEqual(
      log.refusals(node.id).map(({ reason }) => reason),
      ['unknown-node'],
    );
  });

  test('an opening that the contract does not hold is worth nothing', (t) => {
    const log = openJudging(t);
    const node = newNode('node-1');
    log.directory.add(openingOf(node));
    log.append(node.id, [nextPacket(node).bytes], NOW);
    assert.deepEqual(
      log.refusals(node.id).map(({ reason }) => reason),
      ['unknown-node'],
    );
  });

  test('a key of another meter: binding-mismatch', (t) => {
    const log = openJudging(t);
    const node = newNode('node-1');
    log.enrol(node);
    log.append(node.id, [nextPacket(node, { meter: 'other' }).bytes], NOW);
    assert.deepEqual(
      log.refusals(node.id).map(({ reason }) => reason),
      ['binding-mismatch'],
    );
  });

  test('a binding that is open and not on the chain yet heals', (t) => {
    const log = openJudging(t);
    const node = newNode('node-1');
    log.enrol(node);
    const second = { ...node, meter: 'meter-2', commitment: randomHash() };
    log.directory.add(openingOf(second));
    log.append(node.id, [nextPacket(node, { meter: 'meter-2' }).bytes], NOW);
    assert.deepEqual(
      log.refusals(node.id).map(({ reason }) => reason),
      ['unknown-key'],
    );
  });
});

describe('sequence', () => {
  test('in order: accepted without a word', async (t) => {
    const log = openJudging(t);
    const node = newNode('node-1');
    log.enrol(node);
    const packets = [nextPacket(node), nextPacket(node), nextPacket(node)];
    const { accepted } = log.append(
      node.id,
      packets.map(({ bytes }) => bytes),
      NOW,
    );
    assert.deepEqual([...accepted], [[node.id, 2]]);
    assert.deepEqual(await log.anomalyTypes(), []);
    assert.equal(log.packetLog.lastId(), 3);
    assert.equal(log.packetLog.highWaterMs(), NOW);
  });

  test('the same again, in one group, in the next and signed with a key that is unknown: stored once', async (t) => {
    const log = openJudging(t);
    const node = newNode('node-1');
    log.enrol(node);
    const { bytes, payload } = nextPacket(node);
    log.append(node.id, [bytes, bytes], NOW);
    log.append(node.id, [bytes], NOW);
    const { refused } = log.append(node.id, [messageBytes(sign({ key: newPrivateKey() }, payload))], NOW);
    assert.equal(refused.size, 0);
    assert.equal(log.packetLog.lastId(), 1);
    assert.deepEqual(await log.anomalyTypes(), ['duplicate']);
    assert.equal(log.anomalies.find(1)!.count, 3);
  });

  test('another payload under the same number: refused, kept as evidence, reported', async (t) => {
    const log = openJudging(t);
    const node = newNode('node-1');
    log.enrol(node);
    const first = nextPacket(node);
    const forked = sign(node, measurement(node, { seq: 0, prev: `0x${'00'.repeat(32)}` }));
    log.append(node.id, [first.bytes, messageBytes(forked)], NOW);
    assert.deepEqual(log.refusals(node.id), [
      { seq: 0, payloadHash: payloadHashOf(forked.payload), reason: 'sequence-fork' },
    ]);
    assert.deepEqual(await log.anomalyTypes(), ['sequence-fork']);
    const evidence = log.database.prepare('SELECT * FROM fork').all() as {
      message: Uint8Array;
      accepted: Uint8Array;
    }[];
    assert.deepEqual(Buffer.from(evidence[0]!.message), Buffer.from(messageBytes(forked)));
    assert.equal(toHex(evidence[0]!.accepted), payloadHashOf(first.payload));
    assert.equal(log.packetLog.lastId(), 1);
  });

  test('a gap and what fills it late are accepted and reported', async (t) => {
    const log = openJudging(t);
    const node = newNode('node-1');
    log.enrol(node);
    const packets = [nextPacket(node), nextPacket(node), nextPacket(node), nextPacket(node)];
    const [zero, one, two, three] = packets.map(({ bytes }) => bytes) as [Buffer, Buffer, Buffer, Buffer];
    log.append(node.id, [zero, three], NOW);
    log.append(node.id, [one, two], NOW);
    assert.equal(log.packetLog.lastId(), 4);
    assert.deepEqual(await log.anomalyTypes(), ['gap', 'late']);
    const [gap, late] = [log.anomalies.find(1)!, log.anomalies.find(2)!];
    assert.deepEqual([gap.state, gap.seq, gap.count], ['closed', 3, 1]);
    const { fromSeq, toSeq, missing } = gap.evidence[0]!;
    assert.deepEqual([fromSeq, toSeq, missing], [1, 2, 2]);
    assert.deepEqual([late.state, late.seq, late.count, late.details.highestSeq], ['open', 2, 2, 3]);
    assert.deepEqual(log.refusals(node.id), []);
  });

  test('a prev that is not the packet before is accepted and reported', async (t) => {
    const log = openJudging(t);
    const node = newNode('node-1');
    log.enrol(node);
    log.append(node.id, [nextPacket(node).bytes, nextPacket(node, { prev: randomHash() }).bytes], NOW);
    assert.equal(log.packetLog.lastId(), 2);
    assert.deepEqual(await log.anomalyTypes(), ['sequence-fork']);
  });

  test('a packet of a clock that is more than 5 minutes ahead is accepted and reported', async (t) => {
    const log = openJudging(t);
    const node = newNode('node-1');
    log.enrol(node);
    log.append(node.id, [nextPacket(node, { signedAt: formatTime(NOW + 300_000) }).bytes], NOW);
    assert.deepEqual(await log.anomalyTypes(), []);
    log.append(node.id, [nextPacket(node, { signedAt: formatTime(NOW + 300_001) }).bytes], NOW);
    assert.deepEqual(await log.anomalyTypes(), ['clock']);
    assert.equal(log.packetLog.lastId(), 2);
  });

  test('a group that cannot be written leaves no trace, and the numbering goes on', async (t) => {
    const log = openJudging(t);
    const node = newNode('node-1');
    log.enrol(node);
    log.append(node.id, [nextPacket(node).bytes], NOW);
    const packets = [nextPacket(node), nextPacket(node)];
    log.database.exec(
      "CREATE TRIGGER full BEFORE INSERT ON packet WHEN NEW.seq = 2 BEGIN SELECT raise(ABORT, 'disk full'); END",
    );
    assert.throws(
      () =>
        log.append(
          node.id,
          packets.map(({ bytes }) => bytes),
          NOW,
        ),
      /disk full/,
    );
    assert.equal(log.packetLog.lastId(), 1);
    log.database.exec('DROP TRIGGER full');
    log.append(
      node.id,
      packets.map(({ bytes }) => bytes),
      NOW,
    );
    assert.equal(log.packetLog.lastId(), 3);
    assert.deepEqual(await log.anomalyTypes(), []);
  });

  test('a flood of refusals makes one anomaly, and a bounded number of rows', async (t) => {
    const log = openJudging(t);
    const node = newNode('node-1');
    log.enrol(node);
    const flood = (from: number) =>
      Array.from({ length: 600 }, (_, i) => Buffer.from(`${good(node).signature}\n{"seq":${from + i}}`));
    log.append(node.id, flood(0), NOW);
    log.append(node.id, flood(600), NOW);
    assert.deepEqual(await log.anomalyTypes(), ['refused']);
    assert.equal(log.anomalies.find(1)!.count, 1200);
    const kept = log.refusals(node.id);
    assert.deepEqual([kept.length, kept[0]!.seq, kept.at(-1)!.seq], [1000, 200, 1199]);
    assert.equal(log.rejections.counts().find(({ reason }) => reason === 'unsupported-version')!.count, 1200);
  });
});

function good(node: ReturnType<typeof newNode>) {
  return sign(node, measurement(node));
}
