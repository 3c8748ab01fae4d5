import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { type TestContext, test } from 'node:test';
import { AccessLayerError } from '@access-layer/core/errors';
import { parsePacket } from '@access-layer/core/payload';
import type { Reading } from '@access-layer/core/payloads/measurement';
import { formatTime } from '@access-layer/core/time';
import { createLog } from '@access-layer/kit/log';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import type { Meter, MeterReading } from './meter.ts';
import { nextInstant, startRecorder } from './recorder.ts';
import { until } from './test/broker.ts';
import { manualClock } from './test/manual-clock.ts';
import { identity, NOON_MS, nodeKey, openTestOutbox } from './test/packets.ts';

const log = createLog({ name: 'test', level: 'silent' });
const START_MS = NOON_MS + 3_217; // between two instants of ten seconds

function record(t: TestContext, limits = { maxReadings: 3, maxDelayMs: 60_000 }) {
  const time = manualClock(START_MS);
  const dir = temporaryFolder('light-node-');
  const outbox = openTestOutbox(dir);
  const answers: (() => Promise<MeterReading>)[] = [];
  const meter: Meter = {
    read: () =>
      answers.shift()?.() ??
      Promise.resolve({ takenAtMs: time.clock.nowMs(), values: { activePowerW: 100, energyImportWh: 5 } }),
    close: async () => {},
  };
  const recorder = startRecorder({
    identity,
    signingKey: () => nodeKey,
    limits,
    sampleIntervalMs: 10_000,
    meter,
    clock: time.clock,
    outbox,
    log,
    onSigned: () => {},
  });
  t.after(async () => {
    await recorder.stop();
    outbox.close();
  });
  /** Moves the clock and waits until the recorder has done what was due and waits for `next`. */
  async function moveTo(instantMs: number, next: number): Promise<void> {
    time.moveTo(instantMs);
    await until(`waiting for ${formatTime(next)}`, () => time.waitedFor() === next);
  }
  const pending = () => outbox.pendingReadings(100).map(({ json }) => JSON.parse(json) as Reading);
  const signed = () =>
    outbox.due(-1, 100).map(({ payload }) => {
      const parsed = parsePacket(payload);
      assert.ok(parsed.ok && parsed.payload.type === 'measurement');
      return parsed.payload;
    });
  return { dir, time, outbox, recorder, answers, moveTo, pending, signed };
}

test('instants are whole intervals of the clock', () => {
  assert.equal(nextInstant(NOON_MS, 10_000), NOON_MS + 10_000);
  assert.equal(nextInstant(NOON_MS - 1, 900_000), NOON_MS);
});

test('samples at aligned instants, and signs when a packet is full', async (t) => {
  const { moveTo, pending, signed } = record(t);
  await moveTo(NOON_MS + 10_000, NOON_MS + 20_000);
  assert.deepEqual(pending(), [
    {
      at: '2026-11-18T12:00:10.000Z',
      quality: ['measured'],
      values: { activePowerW: 100, energyImportWh: 5 },
    },
  ]);
  await moveTo(NOON_MS + 20_000, NOON_MS + 30_000);
  await moveTo(NOON_MS + 30_000, NOON_MS + 40_000);
  assert.equal(pending().length, 0);
  const [packet] = signed();
  assert.equal(packet!.readings.length, 3);
  assert.equal(packet!.signedAt, '2026-11-18T12:00:30.000Z');
});

test('a packet that is not full is signed when its first reading has waited, between two samples too', async (t) => {
  const { moveTo, signed } = record(t, { maxReadings: 100, maxDelayMs: 4_000 });
  await moveTo(NOON_MS + 10_000, NOON_MS + 14_000);
  assert.equal(signed().length, 0);
  await moveTo(NOON_MS + 14_000, NOON_MS + 20_000);
  assert.equal(signed()[0]!.readings.length, 1);
});

test('instants that have passed meanwhile are left out, not invented', async (t) => {
  const { moveTo, pending } = record(t, { maxReadings: 100, maxDelayMs: 3_600_000 });
  await moveTo(NOON_MS + 10_000, NOON_MS + 20_000);
  await moveTo(NOON_MS + 67_500, NOON_MS + 70_000);
  assert.deepEqual(
    pending().map(({ at }) => at),
    ['2026-11-18T12:00:10.000Z', '2026-11-18T12:01:07.500Z'],
  );
});

test('a silent meter gives meter-error at the instant that was due, without values, and recovers', async (t) => {
  const { moveTo, pending, answers, recorder, outbox } = record(t, {
    maxReadings: 100,
    maxDelayMs: 3_600_000,
  });
  await moveTo(NOON_MS + 10_000, NOON_MS + 20_000);
  answers.push(() =>
    Promise.reject(new AccessLayerError({ code: 'LN_METER_TIMEOUT', message: 'no answer' })),
  );
  await moveTo(NOON_MS + 20_400, NOON_MS + 30_000);
  assert.deepEqual(pending()[1], { at: '2026-11-18T12:00:20.000Z', quality: ['meter-error'], values: {} });
  assert.equal(recorder.state().meterError?.code, 'LN_METER_TIMEOUT');
  await moveTo(NOON_MS + 30_000, NOON_MS + 40_000);
  assert.deepEqual(pending()[2]!.quality, ['measured']);
  assert.equal(recorder.state().meterError, undefined);
  assert.deepEqual([outbox.counts().measured, outbox.counts().meterErrors], [2, 1]);
});

test('values that no packet can carry are a meter error, not a poisoned packet', async (t) => {
  const { moveTo, pending, answers, recorder } = record(t, { maxReadings: 100, maxDelayMs: 3_600_000 });
  answers.push(async () => ({ takenAtMs: NOON_MS + 10_000, values: { energyImportWh: -1 } }));
  await moveTo(NOON_MS + 10_000, NOON_MS + 20_000);
  assert.deepEqual(pending()[0], { at: '2026-11-18T12:00:10.000Z', quality: ['meter-error'], values: {} });
  assert.equal(recorder.state().meterError?.code, 'LN_METER_ANSWER');
});

test('a clock that is not known to be right is in the quality, and so is one that was set back', async (t) => {
  const { time, moveTo, pending, signed } = record(t, { maxReadings: 2, maxDelayMs: 3_600_000 });
  time.setSynchronised(false);
  await moveTo(NOON_MS + 10_000, NOON_MS + 20_000);
  time.setSynchronised(true);
  await moveTo(NOON_MS + 20_000, NOON_MS + 30_000);
  assert.deepEqual(
    signed()[0]!.readings.map(({ quality }) => quality),
    [['measured', 'clock-unsynced'], ['measured']],
  );
  await moveTo(NOON_MS - 55_000, NOON_MS - 50_000);
  await moveTo(NOON_MS - 50_000, NOON_MS - 40_000);
  assert.deepEqual(pending()[0]!.quality, ['measured', 'clock-unsynced']);
});

test('readings of two UTC days are never in one packet', async (t) => {
  const { moveTo, signed, pending } = record(t, { maxReadings: 100, maxDelayMs: 86_400_000 });
  const midnight = Date.UTC(2026, 10, 19);
  await moveTo(midnight - 10_000, midnight);
  await moveTo(midnight, midnight + 10_000);
  assert.deepEqual(
    signed().map(({ readings }) => readings.map(({ at }) => at)),
    [['2026-11-18T23:59:50.000Z']],
  );
  assert.equal(pending()[0]!.at, '2026-11-19T00:00:00.000Z');
});

test('a full disk: readings wait in memory, health says so, and none is lost when there is room again', async (t) => {
  const { dir, moveTo, recorder, outbox, pending } = record(t, {
    maxReadings: 100,
    maxDelayMs: 3_600_000,
  });
  const other = new DatabaseSync(`${dir}/outbox.db`);
  await moveTo(NOON_MS + 10_000, NOON_MS + 20_000);
  other.exec(`CREATE TRIGGER full BEFORE INSERT ON reading BEGIN SELECT RAISE(ABORT, 'disk is full'); END`);
  await moveTo(NOON_MS + 20_000, NOON_MS + 25_000);
  await moveTo(NOON_MS + 30_000, NOON_MS + 35_000);
  assert.match(recorder.state().storageError!, /disk is full/);
  assert.equal(outbox.counts().measured, 1);
  other.exec('DROP TRIGGER full');
  other.close();
  await moveTo(NOON_MS + 35_000, NOON_MS + 40_000);
  assert.equal(outbox.counts().measured, 3);
  assert.deepEqual(
    pending().map(({ at }) => at.slice(17, 19)),
    ['10', '20', '30'],
  );
  assert.equal(recorder.state().storageError, undefined);
});
