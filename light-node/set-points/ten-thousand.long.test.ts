import '@access-layer/kit/native';
import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import { test } from 'node:test';
import { newPrivateKey } from '@access-layer/core/sign';
import { formatTime } from '@access-layer/core/time';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { createEmsDevice } from '@access-layer/simulators/ems/device';

import { manualClock } from '../test/manual-clock.ts';
import { NOON_MS } from '../test/packets.ts';
import { activations, deviceAt, idle, setPointOf, startTestSetPoints } from '../test/set-points.ts';

const TRUE_ONES = 100;
const FALSE_FOR_EACH = 100;
const STEP = 10;
const LATER = formatTime(NOON_MS + 3_600_000);
const OLD = { issuedAt: formatTime(NOON_MS - 9000), expiresAt: formatTime(NOON_MS - 1) };

interface Message {
  bytes: Uint8Array;
  what: string;
}

/** The power of a true one says which it is. */
const trueOne = (index: number): Message => ({
  what: 'true',
  bytes: setPointOf(STEP * index + 2, { valueW: 1000 + index, until: LATER, expiresAt: LATER }),
});

/** Signed with care, and not to be carried out: each lies just before or just after the true one of its slot. */
const FALSE_MAKERS: Record<string, (seq: number, stranger: Uint8Array) => Uint8Array> = {
  forged: (seq, stranger) => setPointOf(seq + 5, { until: LATER, expiresAt: LATER }, stranger),
  'foreign node': (seq) => setPointOf(seq + 5, { node: 'n2' }),
  'foreign PoD': (seq) => setPointOf(seq + 5, { pod: 'IT002E99999999' }),
  'foreign network': (seq) => setPointOf(seq + 5, { network: 'other' }),
  reordered: (seq) => setPointOf(seq, { valueW: 7, until: LATER, expiresAt: LATER }),
  forked: (seq) => setPointOf(seq + 2, { valueW: 8, until: LATER, expiresAt: LATER }),
};

/** A bit of a message changed, as whoever carries it could. */
function changed(bytes: Uint8Array): Uint8Array {
  const copy = Buffer.from(bytes);
  const at = randomInt(copy.length);
  copy[at] = copy[at]! ^ (1 << randomInt(8));
  return copy;
}

/** What comes around the true one of a slot: false ones of every kind, and of the true ones only what came before. */
function slotOf(index: number, sent: readonly Message[], stranger: Uint8Array): Message[] {
  const own = trueOne(index);
  const seq = STEP * index;
  const expired = { what: 'expired', bytes: setPointOf(seq + 1, { ...OLD, until: LATER }) };
  const signed = Object.entries(FALSE_MAKERS).map(([what, make]) => ({ what, bytes: make(seq, stranger) }));
  const rest = Array.from({ length: FALSE_FOR_EACH - signed.length - 1 }, (_, n): Message => {
    const of = [...sent.slice(-50), own][randomInt(Math.min(sent.length, 50) + 1)]!.bytes;
    if (n % 3 === 0) return { what: 'replayed', bytes: of };
    return n % 3 === 1
      ? { what: 'changed', bytes: changed(of) }
      : { what: 'noise', bytes: randomBytes(randomInt(1, 700)) };
  });
  const half = rest.splice(0, rest.length / 2).filter(({ what }) => what !== 'replayed');
  const missing = Array.from(
    { length: FALSE_FOR_EACH - signed.length - 1 - half.length - rest.length },
    () => ({
      what: 'replayed',
      bytes: own.bytes,
    }),
  );
  return [...half, expired, own, ...signed, ...rest, ...missing];
}

test('10,000 false set-points among 100 true ones: 0 executed, and every true one once', async (t) => {
  const clock = manualClock(NOON_MS);
  const device = createEmsDevice({ naturalW: () => 90_000, nowMs: () => clock.clock.nowMs() });
  const parts = { clock, device: deviceAt(device), measuredW: () => device.powerW() };
  const dir = temporaryFolder('light-node-');
  const stranger = newPrivateKey();
  const sent: Message[] = [];
  const received: Record<string, Record<string, number>> = {};
  let node = startTestSetPoints(dir, parts);
  for (let index = 0; index < TRUE_ONES; index++) {
    for (const message of slotOf(index, sent, stranger)) {
      const outcome = node.receive(message.bytes);
      received[message.what] ??= {};
      received[message.what]![outcome] = (received[message.what]![outcome] ?? 0) + 1;
      if (outcome === 'accepted') await idle(clock);
      if (message.what === 'true') sent.push(message);
    }
    if (index % 25 === 12) {
      await node.close(); // a restart in between changes nothing
      node = startTestSetPoints(dir, parts);
    }
  }
  const { true: accepted, ...others } = received;
  const count = Object.values(others).flatMap((outcomes) => Object.values(outcomes));
  assert.equal(
    count.reduce((sum, n) => sum + n, 0),
    TRUE_ONES * FALSE_FOR_EACH,
  );
  assert.deepEqual(accepted, { accepted: TRUE_ONES });
  assert.ok(Object.values(others).every((outcomes) => outcomes.accepted === undefined));
  assert.deepEqual(
    device.history.map(({ valueW }) => valueW),
    Array.from({ length: TRUE_ONES }, (_, index) => 1000 + index),
  );
  assert.ok(
    node.list().every(({ executions, outcome }) => executions === (outcome?.startsWith('refused') ? 0 : 1)),
  );
  t.diagnostic(JSON.stringify(others));
  t.diagnostic(`${activations(node.outbox).length} activations signed`);
  await node.close();
});
