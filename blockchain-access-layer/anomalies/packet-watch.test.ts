import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatTime } from '@access-layer/core/time';
import { type Anomaly, createAnomalies } from '../anomaly.ts';
import { measurement, newNode, nextPacket, sign, type TestNode } from '../test/fleet.ts';
import { openJudging } from '../test/judging.ts';
import { createPacketWatch } from './packet-watch.ts';

const AT = Date.parse('2026-03-02T12:00:00.000Z');
const MINUTE_MS = 60_000;

/** A packet that was signed at a minute, with a reading of it. */
function packetAt(node: TestNode, minute: number, values: object = {}, more: object = {}): Buffer {
  const at = formatTime(AT + minute * MINUTE_MS);
  const readings = [{ at, quality: ['measured'], values: { voltageL1V: 230 + minute / 100, ...values } }];
  return nextPacket(node, { signedAt: at, readings, ...more }).bytes;
}

const shown = (anomalies: Anomaly[]) => anomalies.map(({ type, state, count }) => [type, state, count]);

function prepare(t: Parameters<typeof openJudging>[0]) {
  const log = openJudging(t, { watching: { silentAfterMs: 10 * MINUTE_MS, startedAtMs: AT } });
  const node = newNode('node-1');
  log.enrol(node);
  const send = async (bytes: Uint8Array[], minute: number) => {
    log.append(node.id, bytes, AT + minute * MINUTE_MS);
    await log.watch.watch(log.packetLog.lastId(), AT + minute * MINUTE_MS);
  };
  return { log, node, send, list: () => log.anomalies.list({ limit: 100 }) };
}

test('what is healed is closed: the gap is filled, the node is back, the clock is right, the register is there again', async (t) => {
  const { log, node, send, list } = prepare(t);
  const values = (wh: number) => ({ energyImportWh: wh });
  const [first, second, third] = [0, 0, 0].map((minute) => packetAt(node, minute, values(1000)));
  await send([first!, third!], 0);
  await send([second!], 1);
  await send([packetAt(node, 1, values(1000)), packetAt(node, 2, values(900)), packetAt(node, 9)], 2);
  await send([packetAt(node, 3, values(1001))], 3);
  await log.watch.watch(log.packetLog.lastId(), AT + 14 * MINUTE_MS);
  await send([packetAt(node, 15, values(1001), { meter: node.meter })], 15);
  assert.deepEqual(shown(list()), [
    ['gap', 'closed', 1],
    ['late', 'closed', 1],
    ['register-fall', 'closed', 1],
    ['clock', 'closed', 2],
    ['silent', 'closed', 1],
  ]);
  const clock = log.anomalies.find(4)!;
  assert.deepEqual(
    clock.evidence.map(({ what }) => what),
    ['ahead', 'set back'],
  );
});

test('a clock that is behind by the same is told; a backlog that is drained is not', async (t) => {
  const { node, send, list } = prepare(t);
  for (let minute = 0; minute < 20; minute++) await send([packetAt(node, minute - 60)], minute);
  assert.deepEqual(shown(list()).at(-1), ['clock', 'open', 1]);
  const other = prepare(t);
  for (let minute = 0; minute < 20; minute++) {
    const backlog = [0, 1, 2, 3].map((i) => packetAt(other.node, minute * 4 + i - 80));
    await other.send(backlog, minute);
  }
  assert.deepEqual(
    other.list().map(({ type }) => type),
    ['late'],
  );
});

test('a jump that was a slip of the meter is over when the register is back; that is no fall', async (t) => {
  const { log, node, send, list } = prepare(t);
  const at = (minute: number, wh: number) => packetAt(node, minute, { energyImportWh: wh });
  await send([at(0, 1000)], 0);
  await send([at(1, 900_000)], 1);
  assert.deepEqual(shown(list()), [['register-jump', 'open', 1]]);
  const { from, to, messageHash } = log.anomalies.find(1)!.evidence[0]!;
  assert.deepEqual([from, to], [1000, 900_000]);
  assert.match(String(messageHash), /^0x[0-9a-f]{64}$/);
  await send([at(2, 1010)], 2);
  await send([at(3, 1020)], 3);
  assert.deepEqual(shown(list()), [['register-jump', 'closed', 1]]);
});

test('a meter that was replaced ends what was open of the former one', async (t) => {
  const { node, send, list } = prepare(t);
  await send([packetAt(node, 0, { energyImportWh: 5000 }), packetAt(node, 1, { energyImportWh: 10 })], 1);
  assert.deepEqual(shown(list()), [['register-fall', 'open', 1]]);
  const at = formatTime(AT + 2 * MINUTE_MS);
  const {
    readings: _r,
    role: _o,
    profile: _p,
    ...head
  } = measurement(node, { signedAt: at }) as Record<string, unknown>;
  const event = { ...head, type: 'event', event: 'meter-replaced', at, details: {} };
  const message = sign(node, event);
  await send([Buffer.from(`${message.signature}\n${message.payload}`)], 2);
  assert.deepEqual(shown(list()), [['register-fall', 'closed', 1]]);
});

test('a restart neither forgets nor finds twice, wherever it comes', async (t) => {
  const { log, node, send, list } = prepare(t);
  const packets = [0, 1, 2, 3].map((minute) => packetAt(node, minute, { energyImportWh: 1000 - minute }));
  await send([packets[0]!, packets[1]!, packets[3]!], 3);
  const before = shown(list());
  assert.deepEqual(before, [
    ['register-fall', 'open', 2],
    ['gap', 'open', 1],
  ]);
  log.append(node.id, [packets[2]!], AT + 4 * MINUTE_MS);
  // What comes next is a service of its own over the same database.
  const anomalies = createAnomalies(log.database, log.outbox);
  const watch = createPacketWatch({
    ...{ database: log.database, anomalies, pods: { of: () => ({ carriesW: 25_000, isLowVoltage: true }) } },
    ...{ isBound: () => true, lateAfterMs: 300_000, silentAfterMs: 600_000, startedAtMs: AT + 4 * MINUTE_MS },
  });
  await watch.watch(log.packetLog.lastId(), AT + 4 * MINUTE_MS);
  await watch.watch(log.packetLog.lastId(), AT + 5 * MINUTE_MS);
  assert.deepEqual(shown(list()), [
    ['register-fall', 'open', 2],
    ['gap', 'closed', 1],
    ['late', 'open', 1],
  ]);
});

test('what cannot be written is found again, once', async (t) => {
  const { log, node, send, list } = prepare(t);
  const [, second] = [packetAt(node, 0), packetAt(node, 1)];
  log.database.exec(
    "CREATE TRIGGER full BEFORE INSERT ON anomaly BEGIN SELECT raise(ABORT, 'disk full'); END",
  );
  await assert.rejects(send([second!], 1), /disk full/);
  log.database.exec('DROP TRIGGER full');
  await log.watch.watch(log.packetLog.lastId(), AT + MINUTE_MS);
  assert.deepEqual(shown(list()), [['gap', 'open', 1]]);
});

test('a node that is bound to nothing any more is not missed', async (t) => {
  let isBound = true;
  const log = openJudging(t, {
    watching: { silentAfterMs: MINUTE_MS, startedAtMs: AT, isBound: () => isBound },
  });
  const node = newNode('node-1');
  log.enrol(node);
  log.append(node.id, [packetAt(node, 20)], AT);
  await log.watch.watch(1, AT + 2 * MINUTE_MS);
  isBound = false;
  await log.watch.watch(1, AT + 3 * MINUTE_MS);
  await log.watch.watch(1, AT + 9 * MINUTE_MS);
  assert.deepEqual(shown(log.anomalies.list({ limit: 9 })), [
    ['clock', 'closed', 1],
    ['silent', 'closed', 1],
  ]);
});

test('a meter that speaks once in a quarter-hour is silent when one is missing, also with events between', async (t) => {
  const { log, node, send, list } = prepare(t);
  const event = () => ({ type: 'event', event: 'power-step', meter: node.meter, readings: undefined });
  for (const minute of [0, 15, 30, 45]) {
    await send([packetAt(node, minute, { activePowerW: minute })], minute);
    await send(
      [packetAt(node, minute + 1, {}, event()), packetAt(node, minute + 2, {}, event())],
      minute + 2,
    );
  }
  const silentAt = async (minute: number) => {
    await log.watch.watch(log.packetLog.lastId(), AT + minute * MINUTE_MS);
    return shown(list()).filter(([type]) => type === 'silent');
  };
  assert.deepEqual(await silentAt(47 + 30), [], 'one quarter, and time for the next');
  assert.deepEqual(await silentAt(47 + 36), [['silent', 'open', 1]]);
});

test('of a PoD that is erased no value is remembered, on disk or in memory; of others all is', async (t) => {
  const { log, node, send, list } = prepare(t);
  const other = newNode('node-2', 2);
  log.enrol(other);
  await send([packetAt(node, 0, { energyImportWh: 7_654_321 })], 0);
  log.append(other.id, [packetAt(other, 0, { energyImportWh: 1_234_567 })], AT);
  await log.watch.watch(log.packetLog.lastId(), AT);
  const states = () => JSON.stringify(log.database.prepare('SELECT state FROM watch_state').all());
  assert.ok(states().includes('7654321') && states().includes('1234567'));
  log.watch.forgetPod(node.pod);
  assert.ok(!states().includes('7654321') && states().includes('1234567'));
  // The next holder's register is not compared with the former's.
  await send([packetAt(node, 1, { energyImportWh: 5 })], 1);
  assert.deepEqual(list(), []);
});
