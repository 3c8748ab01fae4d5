import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Meter } from './meter.ts';
import { identity, NOON_MS } from './test/packets.ts';
import { recording } from './test/recording.ts';

const QUARTER_MS = 900_000;

/** A meter that takes 3600 W: one Wh a second. */
function meterAt(nowMs: () => number, more: { offsetWh?: number; serial?: string } = {}): Meter {
  const { offsetWh = 7_000_000, serial } = more;
  return {
    read: async () => ({
      takenAtMs: nowMs(),
      values: { activePowerW: 3600, energyImportWh: offsetWh + Math.floor((nowMs() - NOON_MS) / 1000) },
      ...(serial && { serial }),
    }),
    close: async () => {},
  };
}

test('the quarter goes on over a restart, and a node tells each of its lives but the first', async (t) => {
  const { time, live, moveTo, pending, events } = recording(t, NOON_MS - 5_000);
  const interval = { sampleIntervalMs: 300_000 };
  const first = live(meterAt(time.clock.nowMs), interval);
  await moveTo(NOON_MS, NOON_MS + 300_000);
  await moveTo(NOON_MS + 300_000, NOON_MS + 600_000);
  assert.deepEqual(events(), []);
  await first.stop();
  time.moveTo(NOON_MS + 700_000);
  live(meterAt(time.clock.nowMs), interval);
  await moveTo(NOON_MS + QUARTER_MS, NOON_MS + QUARTER_MS + 300_000);
  assert.deepEqual(
    pending().filter(({ periodS }) => periodS),
    [
      {
        at: '2026-11-18T12:15:00.000Z',
        periodS: 900,
        quality: ['measured'],
        values: { energyImportWh: 7_000_900, quarterAveragePowerW: 3600 },
      },
    ],
  );
  assert.deepEqual(
    events().map(({ event, at, details }) => ({ event, at, details })),
    [
      {
        event: 'restarted',
        at: '2026-11-18T12:11:40.000Z',
        details: { previousEnd: 'stopped', lastReading: '2026-11-18T12:05:00.000Z' },
      },
    ],
  );
});

test('a life that nobody ended is told as one', async (t) => {
  const { time, live, moveTo, events, outbox } = recording(t, NOON_MS - 5_000);
  live(meterAt(time.clock.nowMs));
  await moveTo(NOON_MS, NOON_MS + 10_000);
  const killed = outbox.memory();
  assert.deepEqual((killed as { stopped: boolean }).stopped, false);
  live(meterAt(time.clock.nowMs)); // the first has not stopped: as after kill -9
  assert.equal(events()[0]!.details!.previousEnd, 'power lost or killed');
});

test('another meter, by its id or by its serial number, is told with the last registers, and makes no quarter with the old', async (t) => {
  const { time, live, moveTo, pending, events } = recording(t, NOON_MS - 5_000);
  const interval = { sampleIntervalMs: 300_000 };
  const first = live(meterAt(time.clock.nowMs, { serial: 'A1' }), interval);
  await moveTo(NOON_MS, NOON_MS + 300_000);
  await first.stop();
  const second = live(meterAt(time.clock.nowMs, { serial: 'B2', offsetWh: 8_000_000 }), interval);
  await moveTo(NOON_MS + 300_000, NOON_MS + 600_000);
  await second.stop();
  live(meterAt(time.clock.nowMs, { serial: 'B2', offsetWh: 9_000_000 }), {
    ...interval,
    identity: { ...identity, meter: 'm2' },
  });
  for (const ms of [600_000, QUARTER_MS]) await moveTo(NOON_MS + ms, NOON_MS + ms + 300_000);
  const replaced = events().filter(({ event }) => event === 'meter-replaced');
  assert.deepEqual(
    replaced.map(({ meter, details }) => ({ meter, details })),
    [
      {
        meter: 'm1',
        details: {
          fromSerial: 'A1',
          toSerial: 'B2',
          lastReading: '2026-11-18T12:00:00.000Z',
          lastRegisters: { energyImportWh: 7_000_000 },
        },
      },
      {
        meter: 'm2',
        details: {
          from: 'm1',
          to: 'm2',
          lastReading: '2026-11-18T12:05:00.000Z',
          lastRegisters: { energyImportWh: 8_000_300 },
        },
      },
    ],
  );
  assert.deepEqual(
    pending().filter(({ periodS }) => periodS),
    [],
  );
});

test('a clock that leaps is told, one that creeps is not', async (t) => {
  const { time, live, moveTo, leap, events } = recording(t, NOON_MS - 5_000);
  live(meterAt(time.clock.nowMs));
  leap(400);
  await moveTo(NOON_MS, NOON_MS + 10_000);
  leap(900);
  await moveTo(NOON_MS + 10_000, NOON_MS + 20_000);
  leap(-7_200_000);
  await moveTo(NOON_MS + 20_000, NOON_MS + 30_000);
  assert.deepEqual(
    events().map(({ event, at, details }) => ({ event, at, details })),
    [{ event: 'clock-step', at: '2026-11-18T12:00:20.000Z', details: { stepMs: -7_200_000 } }],
  );
});
