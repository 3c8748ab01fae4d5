import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccessLayerError } from '@access-layer/core/errors';
import { formatTime } from '@access-layer/core/time';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';

import { NOON_MS } from './test/packets.ts';
import { recording, spokenMeter } from './test/recording.ts';

const START_MS = NOON_MS + 3_217;
const at = (ms: number) => formatTime(NOON_MS + ms);

test('what a meter tells by itself is recorded at its own time, intervals with what they cover', (t) => {
  const { live, pending, time } = recording(t, START_MS);
  const { meter, sink } = spokenMeter(60_000);
  live(meter);
  sink().reading({ takenAtMs: NOON_MS + 1_500, values: { activePowerW: 420 } });
  time.moveTo(START_MS + 2_000);
  sink().reading({
    takenAtMs: NOON_MS,
    periodS: 900,
    quality: ['backfilled'],
    values: { quarterAveragePowerW: 380 },
  });
  assert.deepEqual(pending(), [
    { at: at(1_500), quality: ['measured'], values: { activePowerW: 420 } },
    { at: at(0), periodS: 900, quality: ['backfilled'], values: { quarterAveragePowerW: 380 } },
  ]);
});

test('an event is a signed packet at once, at its own time, with what the meter said', (t) => {
  const { live, events } = recording(t, START_MS);
  const { meter, sink } = spokenMeter(60_000);
  live(meter);
  sink().event({ event: 'supply-interrupted', atMs: NOON_MS - 120_000, details: { outageDurationS: 42 } });
  const [event] = events();
  assert.equal(event!.event, 'supply-interrupted');
  assert.equal(event!.at, at(-120_000));
  assert.equal(event!.signedAt, at(3_217));
  assert.deepEqual(event!.details, { outageDurationS: 42 });
});

test('what is told again is recorded once, over a restart too; another key is another message', async (t) => {
  const dir = temporaryFolder('light-node-');
  const first = recording(t, START_MS, dir);
  const { meter, sink } = spokenMeter(60_000);
  const recorder = first.live(meter);
  const reading = { takenAtMs: NOON_MS, values: { activePowerW: 1 }, key: 'CF1 M1 1' };
  const event = { event: 'power-step', atMs: NOON_MS, key: 'CF21 M1 1' };
  for (const each of [reading, reading]) sink().reading(each);
  for (const each of [event, event]) sink().event(each);
  await recorder.stop();
  const again = spokenMeter(60_000);
  first.live(again.meter);
  again.sink().reading(reading);
  again.sink().event(event);
  again.sink().reading({ ...reading, key: 'CF1 M1 2' });
  assert.equal(first.pending().length, 2);
  assert.deepEqual(
    first.events().map((each) => each.event),
    ['power-step', 'restarted'],
  );
});

test('silence: the last value once, stale and with its old time; then that there is none; then it speaks again', async (t) => {
  const { live, pending, moveTo } = recording(t, START_MS);
  const { meter, sink } = spokenMeter(15_000);
  const recorder = live(meter);
  sink().reading({ takenAtMs: NOON_MS + 3_000, values: { activePowerW: 7 } });
  await moveTo(NOON_MS + 10_000, NOON_MS + 20_000);
  assert.equal(pending().length, 1, 'a meter that speaks when it likes is not yet silent');
  await moveTo(NOON_MS + 20_000, NOON_MS + 30_000);
  await moveTo(NOON_MS + 30_000, NOON_MS + 40_000);
  assert.deepEqual(pending().slice(1), [
    { at: at(3_000), quality: ['stale'], values: { activePowerW: 7 } },
    { at: at(20_000), quality: ['meter-error'], values: {} },
    { at: at(30_000), quality: ['meter-error'], values: {} },
  ]);
  assert.equal(recorder.state().meterError?.code, 'LN_METER_SILENT');
  sink().reading({ takenAtMs: NOON_MS + 31_000, values: { activePowerW: 8 } });
  assert.equal(recorder.state().meterError, undefined);
  await moveTo(NOON_MS + 40_000, NOON_MS + 50_000);
  assert.deepEqual(pending().slice(4), [
    { at: at(31_000), quality: ['measured'], values: { activePowerW: 8 } },
  ]);
});

test('a fault of the connection is told before the silence that follows', (t) => {
  const { live } = recording(t, START_MS);
  const { meter, sink } = spokenMeter(15_000);
  const recorder = live(meter);
  sink().fault(new AccessLayerError({ code: 'LN_METER_UNREACHABLE', message: 'no gateway' }));
  assert.equal(recorder.state().meterError?.code, 'LN_METER_UNREACHABLE');
  sink().fault(undefined);
  assert.equal(recorder.state().meterError, undefined);
});

test('details that no packet can carry cost the details, not the event and not the node', (t) => {
  const { live, events } = recording(t, START_MS);
  const { meter, sink } = spokenMeter(60_000);
  live(meter);
  sink().event({ event: 'meter-message', atMs: NOON_MS, details: { raw: 'x'.repeat(70_000) } });
  sink().event({ event: 'meter-message', atMs: NOON_MS, details: { raw: '\ud800' } });
  assert.equal(events().length, 2);
  for (const { details } of events()) assert.match(String(details!.notCarried), /refused as/);
});

test('readings of several days that come late are in packets of their days, and wait as others do', (t) => {
  const { live, packets, pending } = recording(t, START_MS);
  const { meter, sink } = spokenMeter(60_000);
  live(meter, { limits: { maxReadings: 100, maxDelayMs: 60_000 } });
  const dayMs = 86_400_000;
  for (const days of [3, 3, 2, 0])
    sink().reading({ takenAtMs: NOON_MS - days * dayMs, values: { activePowerW: days } });
  assert.deepEqual(
    packets().map(
      (packet) => packet.type === 'measurement' && packet.readings.map(({ at: time }) => time.slice(0, 10)),
    ),
    [['2026-11-15', '2026-11-15'], ['2026-11-16']],
  );
  assert.equal(pending().length, 1);
});
