import '@access-layer/kit/native';
import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { parsePacket } from '@access-layer/core/payload';
import { newPrivateKey } from '@access-layer/core/sign';
import { formatTime } from '@access-layer/core/time';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { type Behaviour, createEmsDevice } from '@access-layer/simulators/ems/device';

import { manualClock } from '../test/manual-clock.ts';
import { NOON_MS } from '../test/packets.ts';
import {
  activations,
  deviceAt,
  idle,
  setPointOf,
  startTestSetPoints,
  tale,
  ulid,
} from '../test/set-points.ts';

const at = (secondsFromNoon: number) => formatTime(NOON_MS + 1000 * secondsFromNoon);

function prepare(
  t: TestContext,
  { behaviour = 'obeys', revertMs }: { behaviour?: Behaviour; revertMs?: number } = {},
) {
  const dir = temporaryFolder('light-node-');
  const clock = manualClock(NOON_MS - 500);
  const natural = { powerW: 5000 as number | undefined };
  const nowMs = () => clock.clock.nowMs();
  const device = createEmsDevice({ naturalW: () => natural.powerW ?? 0, behaviour, nowMs, lagMs: 5000 });
  const start = () => {
    const measuredW = () => (natural.powerW === undefined ? undefined : device.powerW());
    const running = startTestSetPoints(dir, { clock, device: deviceAt(device, revertMs), measuredW });
    t.after(() => running.close().catch(() => undefined));
    return running;
  };
  return { clock, device, natural, start, node: start() };
}

describe('a set-point from its coming to its end', () => {
  test('is received, checked, applied, held and completed; each is a signed packet with the measured response', async (t) => {
    const { clock, device, node } = prepare(t);
    assert.equal(node.receive(setPointOf(1)), 'accepted');
    await idle(clock);
    assert.equal(device.powerW(), 5000);
    await node.passTo(NOON_MS);
    assert.equal(device.powerW(), 2000);
    assert.equal(node.status().inForce, ulid(1));
    await node.passTo(NOON_MS + 60_000);
    assert.equal(device.powerW(), 5000);
    assert.deepEqual(tale(node.outbox), [
      'received',
      'received checked',
      'applied',
      'applied held',
      'completed its',
    ]);
    const packets = activations(node.outbox);
    for (const [seq, packet] of packets.entries()) {
      assert.ok(parsePacket(JSON.stringify(packet)).ok);
      assert.equal(packet.seq, seq);
    }
    const [, , applied, held, completed] = packets;
    for (const packet of [applied, held, completed]) {
      assert.deepEqual([packet!.commandedW, packet!.measuredW], [2000, 2000]);
      assert.deepEqual(packet!.ems, { id: 'device-1', protocol: 'test' });
    }
    assert.deepEqual(device.history, [{ mode: 'limit-import', valueW: 2000 }]);
  });

  test('a limit that never needed the device is kept as well', async (t) => {
    const { node, natural } = prepare(t);
    natural.powerW = 300;
    node.receive(setPointOf(1));
    await node.passTo(NOON_MS + 60_000);
    assert.deepEqual(tale(node.outbox).slice(2), ['applied', 'applied held', 'completed its']);
  });

  test('an export limit and a target are judged by their own sign', async (t) => {
    const { node, natural, device } = prepare(t);
    natural.powerW = -4000;
    node.receive(setPointOf(1, { mode: 'limit-export', valueW: 1000, until: at(20) }));
    node.receive(setPointOf(2, { mode: 'target', valueW: -2500, from: at(20), until: at(40) }));
    await node.passTo(NOON_MS + 2000);
    assert.equal(device.powerW(), -1000);
    await node.passTo(NOON_MS + 22_000);
    assert.equal(device.powerW(), -2500);
    await node.passTo(NOON_MS + 41_000);
    for (const id of [ulid(1), ulid(2)]) {
      assert.deepEqual(tale(node.outbox, id).slice(2), ['applied', 'applied held', 'completed its']);
    }
  });

  test('one that lags is held late, and has not failed', async (t) => {
    const { node } = prepare(t, { behaviour: 'lags' });
    node.receive(setPointOf(1));
    await node.passTo(NOON_MS + 60_000);
    const [, , applied, held] = activations(node.outbox);
    assert.deepEqual([applied!.measuredW, held!.measuredW], [5000, 2000]);
    assert.ok(held!.at >= at(5), held!.at);
    assert.equal(tale(node.outbox).at(-1), 'completed its');
  });

  test('one that says yes and does nothing is found by the meter: failed', async (t) => {
    const { node, device } = prepare(t, { behaviour: 'lies' });
    node.receive(setPointOf(1));
    await node.passTo(NOON_MS + 60_000);
    assert.deepEqual(tale(node.outbox).slice(2), ['applied', 'failed the']);
    const failed = activations(node.outbox).at(-1)!;
    assert.match(failed.reason!, /the meter shows 5000 W; asked was limit-import 2000 W/);
    assert.deepEqual([failed.commandedW, failed.measuredW], [2000, 5000]);
    assert.equal(device.order(), undefined);
  });

  test('one that follows and then stops following has failed too', async (t) => {
    const { node, device } = prepare(t);
    node.receive(setPointOf(1));
    await node.passTo(NOON_MS + 20_000);
    device.behaviour = 'lies';
    await node.passTo(NOON_MS + 60_000);
    assert.deepEqual(tale(node.outbox).slice(2), ['applied', 'applied held', 'failed the']);
  });

  test('one that says no: refused, with its reason', async (t) => {
    const { node } = prepare(t, { behaviour: 'refuses' });
    node.receive(setPointOf(1));
    await node.passTo(NOON_MS + 2000);
    assert.deepEqual(tale(node.outbox).slice(2), ['refused device-refused']);
  });

  test('a meter that says nothing proves nothing: not held, and not failed', async (t) => {
    const { node, natural } = prepare(t);
    natural.powerW = undefined;
    node.receive(setPointOf(1));
    await node.passTo(NOON_MS + 60_000);
    assert.deepEqual(tale(node.outbox).slice(2), ['applied', 'completed its']);
    assert.equal(activations(node.outbox).at(-1)!.measuredW, undefined);
  });
});

describe('set-points that overlap', () => {
  test('the higher number rules from its time on, and what it ends does not come back', async (t) => {
    const { node, device } = prepare(t);
    node.receive(setPointOf(1));
    await node.passTo(NOON_MS + 10_000);
    node.receive(setPointOf(2, { valueW: 1000, from: at(20), until: at(40) }));
    await node.passTo(NOON_MS + 22_000);
    assert.equal(device.powerW(), 1000);
    await node.passTo(NOON_MS + 60_000);
    assert.equal(device.powerW(), 5000);
    assert.deepEqual(tale(node.outbox, ulid(1)).slice(2), [
      'applied',
      'applied held',
      'completed superseded',
    ]);
    assert.deepEqual(tale(node.outbox, ulid(2)).slice(2), ['applied', 'applied held', 'completed its']);
    assert.equal(device.history.length, 2);
  });

  test('an older one whose time comes while a newer one is in force is refused', async (t) => {
    const { node, device } = prepare(t);
    node.receive(setPointOf(1, { from: at(10), until: at(50) }));
    node.receive(setPointOf(2, { valueW: 1000, until: at(20) }));
    await node.passTo(NOON_MS + 50_000);
    assert.deepEqual(tale(node.outbox, ulid(1)).slice(2), ['refused superseded']);
    assert.deepEqual(device.history, [{ mode: 'limit-import', valueW: 1000 }]);
  });

  test('resume ends what is in force and whatever older waits', async (t) => {
    const { node, device } = prepare(t);
    node.receive(setPointOf(1));
    node.receive(setPointOf(2, { from: at(30), until: at(50) }));
    await node.passTo(NOON_MS + 5000);
    node.receive(setPointOf(3, { mode: 'resume', valueW: undefined, from: at(6), until: at(60) }));
    await node.passTo(NOON_MS + 60_000);
    assert.equal(device.order(), undefined);
    assert.deepEqual(tale(node.outbox, ulid(1)).at(-1), 'completed superseded');
    assert.deepEqual(tale(node.outbox, ulid(2)).at(-1), 'refused superseded');
    assert.deepEqual(tale(node.outbox, ulid(3)).slice(2), ['applied', 'completed the']);
    assert.equal(device.history.length, 1);
  });
});

describe('what is not carried out', () => {
  const cases: [string, Uint8Array, string[]][] = [
    ['unpinned-signer', setPointOf(1, {}, newPrivateKey()), ['refused unpinned-signer']],
    ['wrong-network', setPointOf(1, { network: 'other' }), ['refused wrong-network']],
    ['node-mismatch', setPointOf(1, { node: 'n2' }), ['refused node-mismatch']],
    ['binding-mismatch', setPointOf(1, { pod: 'IT002E99999999' }), ['refused binding-mismatch']],
    ['expired', setPointOf(1, { expiresAt: at(-1) }), ['refused expired']],
    ['expired', setPointOf(1, { from: at(-9), until: at(-1) }), ['refused expired']],
    ['malformed', setPointOf(1, { extra: 1 }), []],
    ['malformed', Buffer.from('no set-point'), []],
  ];
  for (const [reason, bytes, told] of cases) {
    test(`${reason}: ${told.length > 0 ? 'answered' : 'nothing to answer to'}`, async (t) => {
      const { clock, node, device } = prepare(t);
      assert.equal(node.receive(bytes), reason);
      await idle(clock);
      await node.passTo(NOON_MS + 5000);
      assert.deepEqual(tale(node.outbox), told);
      assert.deepEqual(device.history, []);
    });
  }

  test('a clock that was not synchronised since the start', async (t) => {
    const { clock, node, start, device } = prepare(t);
    await node.close();
    clock.setSynchronised(false);
    const again = start();
    const first = setPointOf(1);
    assert.equal(again.receive(first), 'clock-not-synchronised');
    assert.deepEqual(tale(again.outbox), ['refused clock-not-synchronised']);
    clock.setSynchronised(true);
    assert.equal(again.receive(first), 'repeated', 'judged once for all');
    assert.equal(again.receive(setPointOf(2)), 'accepted');
    clock.setSynchronised(false);
    assert.equal(again.receive(setPointOf(3)), 'accepted', 'since the start, not at this moment');
    await again.passTo(NOON_MS + 5000);
    assert.equal(device.history.length, 1);
  });

  test('a clock that is set back does not bring back what has expired', async (t) => {
    const { clock, node } = prepare(t);
    await node.passTo(NOON_MS + 20_000);
    node.receive(setPointOf(1, { issuedAt: at(19), expiresAt: at(90) }));
    clock.moveTo(NOON_MS - 3_600_000);
    assert.equal(node.receive(setPointOf(2, { expiresAt: at(18) })), 'expired');
  });

  test('replayed, reordered and forked numbers', async (t) => {
    const { node, device } = prepare(t);
    const first = setPointOf(5);
    assert.equal(node.receive(first), 'accepted');
    assert.equal(node.receive(first), 'repeated');
    assert.equal(node.receive(setPointOf(4)), 'sequence-not-higher');
    assert.equal(node.receive(setPointOf(5, { valueW: 1 })), 'sequence-fork');
    await node.passTo(NOON_MS + 60_000);
    assert.equal(node.receive(first), 'repeated');
    await node.passTo(NOON_MS + 70_000);
    assert.deepEqual(device.history, [{ mode: 'limit-import', valueW: 2000 }]);
  });

  test('one whose time passed while the node was away: expired', async (t) => {
    const { clock, node, start, device } = prepare(t);
    node.receive(setPointOf(1, { from: at(10), until: at(20) }));
    await node.close();
    clock.moveTo(NOON_MS + 30_000);
    const again = start();
    await idle(clock);
    assert.deepEqual(tale(again.outbox).slice(2), ['expired its']);
    assert.deepEqual(device.history, []);
  });

  test('strangers who flood the node are answered a hundred times an hour, and counted', (t) => {
    const { node } = prepare(t);
    for (let seq = 0; seq < 150; seq++) node.receive(setPointOf(seq, { network: 'other' }));
    assert.equal(activations(node.outbox).length, 100);
    assert.deepEqual(node.status().received, { 'wrong-network': 150 });
  });
});

describe('the device goes back to its safe state', () => {
  test('by its own timer when the node is gone, which the node sets anew while it is there', async (t) => {
    const { clock, node, device } = prepare(t, { revertMs: 12_000 });
    node.receive(setPointOf(1));
    await node.passTo(NOON_MS + 40_000);
    assert.ok(device.order(), 'three times its timer later it still holds');
    assert.equal(device.history.length, 1);
    clock.moveTo(NOON_MS + 52_001); // nobody is there to set it anew in between
    assert.equal(device.order(), undefined);
  });

  test('when the node is stopped in order, and that is told', async (t) => {
    const { node, device, start, clock } = prepare(t);
    node.receive(setPointOf(1));
    await node.passTo(NOON_MS + 5000);
    await node.close();
    assert.equal(device.order(), undefined);
    const again = start();
    await idle(clock);
    assert.equal(tale(again.outbox).at(-1), 'failed the');
    await again.passTo(NOON_MS + 60_000);
    assert.equal(device.history.length, 1);
  });

  test('as soon as it answers again, where it did not at the end', async (t) => {
    const { node, device, natural } = prepare(t);
    const release = device.release;
    node.receive(setPointOf(1));
    await node.passTo(NOON_MS + 5000);
    device.release = () => {
      throw new Error('no answer');
    };
    await node.passTo(NOON_MS + 62_000);
    assert.ok(device.order());
    assert.match(
      activations(node.outbox).at(-1)!.reason!,
      /its time is over; device-unreachable: it is not released yet/,
    );
    device.release = release;
    await node.passTo(NOON_MS + 70_000);
    assert.equal(device.order(), undefined);
    assert.equal(natural.powerW, device.powerW());
  });
});
