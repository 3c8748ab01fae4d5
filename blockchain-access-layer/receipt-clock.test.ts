import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createReceiptClock } from './receipt-clock.ts';

function clocksAt(wall: number) {
  const state = { wall, monotonic: 0 };
  return {
    state,
    pass: (ms: number) => {
      state.wall += ms;
      state.monotonic += ms;
    },
    clocks: { wall: () => state.wall, monotonic: () => state.monotonic },
  };
}

test('receipts follow the wall and never fall when it is corrected a little', () => {
  const { state, pass, clocks } = clocksAt(1_000_000);
  const clock = createReceiptClock({ highWaterMs: 0, maxStepMs: 500, clocks });
  assert.deepEqual(clock.receive(), { ok: true, atMs: 1_000_000 });
  pass(100);
  state.wall -= 300;
  assert.deepEqual(clock.receive(), { ok: true, atMs: 1_000_000 });
  pass(250);
  assert.deepEqual(clock.receive(), { ok: true, atMs: 1_000_050 });
});

test('many small corrections in one direction are followed', () => {
  const { state, pass, clocks } = clocksAt(1_000_000);
  const clock = createReceiptClock({ highWaterMs: 0, maxStepMs: 500, clocks });
  for (let i = 0; i < 10; i++) {
    pass(1000);
    state.wall += 400;
    assert.equal(clock.check().ok, true);
  }
});

for (const leapMs of [501, -501, 86_400_000, -86_400_000]) {
  test(`a leap of ${leapMs} ms stops receipts until the wall is right again`, () => {
    const { state, pass, clocks } = clocksAt(100_000_000);
    const clock = createReceiptClock({ highWaterMs: 0, maxStepMs: 500, clocks });
    pass(1000);
    state.wall += leapMs;
    const answer = clock.receive();
    assert.equal(answer.ok, false);
    assert.match(answer.ok ? '' : answer.reason, new RegExp(`${Math.abs(leapMs)} ms`));
    pass(5000);
    assert.equal(clock.check().ok, false, 'a leap does not become right by waiting');
    state.wall -= leapMs;
    assert.deepEqual(clock.receive(), { ok: true, atMs: 100_006_000 });
  });
}

test('an operator accepts a clock that went back: receipts wait at the highest one given', () => {
  const { state, clocks } = clocksAt(1_000_000);
  const clock = createReceiptClock({ highWaterMs: 0, maxStepMs: 500, clocks });
  clock.receive();
  state.wall -= 10_000;
  assert.equal(clock.receive().ok, false);
  assert.deepEqual(clock.clear(), { nowMs: 990_000, highWaterMs: 1_000_000 });
  assert.deepEqual(clock.receive(), { ok: true, atMs: 1_000_000 });
});

test('after a restart a wall before the last receipt is a leap; a later one is not', () => {
  const { state, clocks } = clocksAt(1_000_000);
  assert.equal(createReceiptClock({ highWaterMs: 1_000_400, maxStepMs: 500, clocks }).check().ok, true);
  const clock = createReceiptClock({ highWaterMs: 2_000_000, maxStepMs: 500, clocks });
  assert.equal(clock.receive().ok, false);
  state.wall = 2_000_100;
  assert.deepEqual(clock.receive(), { ok: true, atMs: 2_000_100 });
});
