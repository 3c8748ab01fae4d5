import '@access-layer/kit/native';
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import type { SetPointVerdict } from '@access-layer/core/payloads/verdict';
import { formatTime } from '@access-layer/core/time';
import { newNode } from '../test/fleet.ts';
import { openJudging } from '../test/judging.ts';
import { newPlatform } from '../test/set-points.ts';

function prepare(t: TestContext) {
  const log = openJudging(t);
  const [node, other] = [newNode('node-1', 1), newNode('node-2', 2)];
  for (const one of [node, other]) log.enrol(one);
  const platform = newPlatform('dsotp-1');
  log.list('set-point-signer', platform.id, platform.address);
  /** What the platform is told since it was asked last. */
  const told = (): SetPointVerdict[] => {
    const { sequences, verdicts } = log.setPoints.toTell(platform.id, 1000);
    log.setPoints.confirm(sequences);
    return verdicts;
  };
  const send = (bytes: Uint8Array, to = node.id, atMs = Date.now()) => {
    log.command(platform.id, to, [bytes], atMs);
    return told().map(({ status, reason }) => (reason ? `${status} ${reason}` : status));
  };
  return { log, node, other, platform, told, send };
}

describe('a set-point that is as it should be', () => {
  test('is in the log, waits for its node, and its platform hears of it', (t) => {
    const { log, node, platform, told } = prepare(t);
    const setPoint = platform.setPoint(node);
    log.command(platform.id, node.id, [setPoint.bytes]);
    assert.equal(log.packetLog.lastId(), 1);
    const waiting = log.setPoints.nextWaiting(node.id)!;
    assert.deepEqual(
      [waiting.id, waiting.platform, Buffer.from(waiting.message)],
      [setPoint.id, platform.id, setPoint.bytes],
    );
    assert.deepEqual(
      told().map(({ id, status }) => [id, status]),
      [[setPoint.id, 'accepted']],
    );
    assert.deepEqual(log.setPoints.takeNews(), { nodes: [node.id], platforms: [platform.id] });
  });

  test('is stored once, however often it comes; its platform hears where it is', (t) => {
    const { log, node, platform, send } = prepare(t);
    const { bytes } = platform.setPoint(node);
    assert.deepEqual(send(bytes), ['accepted']);
    assert.deepEqual(send(bytes), ['accepted']);
    log.setPoints.forwarded(log.setPoints.nextWaiting(node.id)!.packetId, Date.now());
    assert.deepEqual(send(bytes), ['forwarded', 'forwarded']);
    assert.equal(log.packetLog.lastId(), 1);
    assert.equal(log.setPoints.nextWaiting(node.id), undefined);
  });

  test('that is on record already by another way is still forwarded', (t) => {
    const { log, node, platform, send } = prepare(t);
    const { bytes } = platform.setPoint(node);
    log.state([bytes]);
    assert.equal(log.packetLog.lastId(), 1);
    assert.deepEqual(send(bytes), ['accepted']);
    assert.equal(log.packetLog.lastId(), 1);
    assert.ok(log.setPoints.nextWaiting(node.id));
  });

  test('waits until it expires, and that is told and noted', async (t) => {
    const { log, node, platform, told } = prepare(t);
    const { bytes } = platform.setPoint(node);
    log.command(platform.id, node.id, [bytes]);
    told();
    const { packetId, expiresAtMs } = log.setPoints.nextWaiting(node.id)!;
    log.setPoints.expire(expiresAtMs - 1, () => false);
    log.setPoints.expire(expiresAtMs, (id) => id === packetId);
    assert.deepEqual(told(), []);
    assert.deepEqual([...log.setPoints.expire(expiresAtMs, () => false)], [platform.id]);
    assert.deepEqual(
      told().map(({ status }) => status),
      ['expired'],
    );
    assert.equal(log.setPoints.nextWaiting(node.id), undefined);
    assert.equal(log.setPoints.forwarded(packetId, expiresAtMs + 1), undefined);
    assert.deepEqual(await log.anomalyTypes(), ['set-point-expired']);
  });
});

describe('refused with the exact reason, and kept from every node', () => {
  const past = formatTime(Date.now() - 1000);
  type Prepared = ReturnType<typeof prepare>;
  const cases: Record<string, (prepared: Prepared) => [Uint8Array, to?: string]> = {
    'refused wrong-network': ({ platform, node }) => [platform.setPoint(node, { network: 'other' }).bytes],
    'refused node-mismatch': ({ platform, node, other }) => [platform.setPoint(node).bytes, other.id],
    'refused binding-mismatch': ({ platform, node, other }) => [
      platform.setPoint(node, { pod: other.pod }).bytes,
    ],
    'refused unknown-node': ({ platform }) => [
      platform.setPoint({ id: 'node-9', pod: 'IT001E00000009' }).bytes,
      'node-9',
    ],
    'refused unknown-key': ({ node }) => [newPlatform('dsotp-1').setPoint(node).bytes],
    'refused expired': ({ platform, node }) => [platform.setPoint(node, { expiresAt: past }).bytes],
    'refused malformed': ({ platform, node }) => [platform.setPoint(node, { extra: 1 }).bytes],
    'refused unsupported-version': ({ platform, node }) => [platform.setPoint(node, { v: 2 }).bytes],
    'refused too-large': ({ platform, node }) => [
      platform.setPoint(node, { extra: 'x'.repeat(70_000) }).bytes,
    ],
    'refused bad-signature': ({ platform, node }) => {
      const { bytes } = platform.setPoint(node);
      return [Buffer.concat([Buffer.from(`0x${'0'.repeat(128)}1b\n`), bytes.subarray(133)])];
    },
  };
  for (const [verdict, make] of Object.entries(cases)) {
    test(verdict, async (t) => {
      const prepared = prepare(t);
      assert.deepEqual(prepared.send(...make(prepared)), [verdict]);
      assert.equal(prepared.log.packetLog.lastId(), 0);
      assert.deepEqual(await prepared.log.anomalyTypes(), ['set-point-refused']);
      const news = prepared.log.setPoints.takeNews();
      assert.deepEqual(news.nodes, []);
    });
  }

  test("the key of another platform, and a node's own", (t) => {
    const { log, node, send } = prepare(t);
    const foreign = newPlatform('dsotp-2');
    log.list('set-point-signer', foreign.id, foreign.address);
    assert.deepEqual(send(foreign.setPoint(node).bytes), ['refused binding-mismatch']);
    assert.deepEqual(send(newPlatform('dsotp-1', node.key).setPoint(node).bytes), ['refused unknown-key']);
  });

  test('a revoked key', (t) => {
    const { log, node, platform, send } = prepare(t);
    log.list('set-point-signer', platform.id, platform.address, { from: 1, revokedAt: Date.now() - 1 });
    assert.deepEqual(send(platform.setPoint(node).bytes), ['refused key-revoked']);
  });

  test('a number that does not rise: one below, and another under the same', (t) => {
    const { node, platform, send } = prepare(t);
    assert.deepEqual(send(platform.setPoint(node, { seq: 7 }).bytes), ['accepted']);
    assert.deepEqual(send(platform.setPoint(node, { seq: 6 }).bytes), ['refused sequence-not-higher']);
    assert.deepEqual(send(platform.setPoint(node, { seq: 7 }).bytes), ['refused sequence-fork']);
    assert.deepEqual(send(platform.setPoint(node, { seq: 8 }).bytes), ['accepted']);
  });

  test('whatever was refused names its hash, and its id where it can be read', (t) => {
    const { log, node, platform, told } = prepare(t);
    const setPoint = platform.setPoint(node, { v: 2 });
    log.command(platform.id, node.id, [setPoint.bytes, Buffer.from('no set-point at all')]);
    const [readable, nothing] = told();
    assert.equal(readable?.id, setPoint.id);
    assert.equal(nothing?.id, undefined);
    assert.match(nothing!.payloadHash, /^0x[0-9a-f]{64}$/);
  });
});
