import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { createOutboxRoom, type OutboxConfig, openWithReserve } from './outbox-room.ts';

import { fillUnsigned, NOON_MS, openTestOutbox } from './test/packets.ts';
import { recording } from './test/recording.ts';

const GIGABYTE = 1_000_000_000;

function room(t: TestContext, config: OutboxConfig, freeBytes = () => GIGABYTE) {
  const dir = temporaryFolder('light-node-');
  const outbox = openTestOutbox(dir);
  t.after(() => outbox.close());
  return { dir, outbox, room: createOutboxRoom(outbox, dir, config, freeBytes) };
}

test('stop: nothing is given up, no reading is taken, and the end of it says how many were not', (t) => {
  const { outbox, room: it } = room(t, { maxMegabytes: 0.2, whenFull: 'stop' });
  assert.deepEqual(it.make(NOON_MS), { take: true, events: [] });
  fillUnsigned(outbox, 300);
  const full = it.make(NOON_MS + 1000);
  assert.equal(full.take, false);
  assert.equal(full.events[0]!.event, 'outbox-full');
  assert.match(String(full.events[0]!.details!.reason), /^the outbox has 0\.\d MB of 0\.2 MB$/);
  assert.deepEqual(it.make(NOON_MS + 2000), { take: false, events: [] }, 'it is told once');
  assert.match(it.fault()!, /no readings are kept since 2026-11-18T12:00:01/);
  assert.equal(outbox.counts().dropped, 0);
  assert.equal(outbox.counts().queued, 300);
});

test('drop-acknowledged: what the broker has goes first, oldest first; what nobody else has stays', (t) => {
  const { outbox, room: it } = room(t, { maxMegabytes: 0.2 });
  fillUnsigned(outbox, 300);
  outbox.acknowledge(Array.from({ length: 250 }, (_, seq) => seq));
  const before = outbox.counts();
  const { take, events } = it.make(NOON_MS);
  assert.equal(take, true);
  assert.equal(events[0]!.event, 'outbox-dropped');
  const { fromSeq, toSeq, packets, unsent } = events[0]!.details as Record<string, number>;
  assert.deepEqual([fromSeq, toSeq! + 1, unsent], [0, packets, 0]);
  const after = outbox.counts();
  assert.equal(after.queued, 50, 'what is unsent is still there');
  assert.equal(after.acknowledged, before.acknowledged, 'a receipt stays a receipt');
  assert.equal(after.dropped, packets);
  while (it.make(NOON_MS).events[0]?.event === 'outbox-dropped');
  fillUnsigned(outbox, 300);
  assert.equal(it.make(NOON_MS).take, false, 'with nothing left to give up it stops');
});

test('drop-oldest: unsent ones go too, after all that the broker has', (t) => {
  const { outbox, room: it } = room(t, { maxMegabytes: 0.2, whenFull: 'drop-oldest' });
  fillUnsigned(outbox, 600);
  outbox.acknowledge([599]);
  const { take, events } = it.make(NOON_MS);
  assert.equal(take, true);
  const { fromSeq, toSeq, packets, unsent } = events[0]!.details as Record<string, number>;
  assert.deepEqual([fromSeq, toSeq, unsent], [0, 599, packets! - 1]);
  const [oldest] = outbox.due(-1, 1);
  assert.equal(oldest!.seq, unsent, 'the newest are kept');
});

test('a disk that others have filled stops it too, and an event tells when there is room again', (t) => {
  let free = GIGABYTE;
  const { dir, room: it } = room(t, { minFreeMegabytes: 50, whenFull: 'stop' }, () => free);
  it.make(NOON_MS);
  assert.ok(existsSync(join(dir, 'reserve')), 'room for the event is kept while there is some');
  free = 10_000_000;
  const full = it.make(NOON_MS);
  assert.equal(full.take, false);
  assert.match(String(full.events[0]!.details!.reason), /the disk has 10\.0 MB free; 50\.0 MB stay free/);
  it.relieve();
  assert.ok(!existsSync(join(dir, 'reserve')));
  it.make(NOON_MS);
  free = GIGABYTE;
  assert.deepEqual(it.make(NOON_MS + 5000), {
    take: true,
    events: [
      {
        event: 'outbox-has-room',
        atMs: NOON_MS + 5000,
        details: { since: '2026-11-18T12:00:00.000Z', readingsNotTaken: 2 },
      },
    ],
  });
  assert.equal(it.fault(), undefined);
});

test('an outbox that cannot be opened gets the reserve, once', (t) => {
  const { dir, room: it } = room(t, {});
  it.make(NOON_MS);
  let tries = 0;
  const open = () => {
    tries += 1;
    if (existsSync(join(dir, 'reserve'))) throw new Error('database or disk is full');
    return 'open';
  };
  assert.equal(openWithReserve(dir, open), 'open');
  assert.equal(tries, 2);
  assert.throws(() => openWithReserve(dir, () => assert.fail('still full')), /still full/);
});

test('a recorder without room signs the event and takes no reading', async (t) => {
  const { live, packets, moveTo, outbox } = recording(t, NOON_MS + 1);
  let take = true;
  const events = [{ event: 'outbox-full', atMs: NOON_MS, details: { policy: 'stop' } }];
  const meter = {
    read: async () => ({ takenAtMs: NOON_MS + 10_000, values: { activePowerW: 1 } }),
    close: async () => {},
  };
  const room = { make: () => ({ take, events: take ? [] : events.splice(0) }), relieve: () => {} };
  live(meter, { room });
  await moveTo(NOON_MS + 10_000, NOON_MS + 20_000);
  assert.equal(outbox.counts().measured, 1);
  take = false;
  await moveTo(NOON_MS + 20_000, NOON_MS + 30_000);
  await moveTo(NOON_MS + 30_000, NOON_MS + 40_000);
  assert.equal(outbox.counts().measured, 1);
  assert.deepEqual(
    packets().map((packet) => packet.type === 'event' && packet.event),
    ['outbox-full'],
  );
});
