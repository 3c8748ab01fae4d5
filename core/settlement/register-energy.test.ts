import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Hex } from '../bytes.ts';
import { type RegisterPoint, registerEnergy, registerPoints } from './register-energy.ts';

const MINUTE = 60_000;
const hash = (n: number): Hex => `0x${String(n).padStart(64, '0')}`;
const point = (atMs: number, importWh: number, more: Partial<RegisterPoint> = {}): RegisterPoint => ({
  ...{ atMs, importWh, exportWh: 0, meter: 'm', seq: atMs, payloadHash: hash(atMs) },
  ...more,
});

test('energy is what the registers differ by; export counts the other way', () => {
  const energy = registerEnergy([point(0, 100, { exportWh: 5 }), point(15 * MINUTE, 350, { exportWh: 25 })]);
  const answer = energy(0, 15 * MINUTE);
  assert.deepEqual(answer, { ok: true, energyWh: 230, packets: [hash(0), hash(15 * MINUTE)] });
});

test('a border between two readings a minute apart is interpolated, one in a longer gap is not known', () => {
  const points = [point(0, 0), point(MINUTE, 100), point(3 * MINUTE, 300)];
  const energy = registerEnergy(points);
  const half = energy(MINUTE / 2, MINUTE);
  assert.deepEqual(half, { ok: true, energyWh: 50, packets: [hash(0), hash(MINUTE)] });
  const gap = energy(0, 2 * MINUTE);
  assert.deepEqual(gap, { ok: false, reason: 'no register at 1970-01-01T00:02:00.000Z', packets: [hash(0)] });
});

test('a register that fell, another meter, and two meters at once are no energy', () => {
  const fell = registerEnergy([point(0, 100), point(MINUTE, 99)])(0, MINUTE);
  assert.match(fell.ok ? '' : fell.reason, /fell/);
  const swapped = registerEnergy([point(0, 100), point(MINUTE, 200, { meter: 'n' })])(0, MINUTE);
  assert.match(swapped.ok ? '' : swapped.reason, /another exchange meter/);
  const two = [point(0, 1), point(MINUTE, 2), point(0, 1, { meter: 'n' }), point(MINUTE, 2, { meter: 'n' })];
  const several = registerEnergy(two)(0, MINUTE);
  assert.match(several.ok ? '' : several.reason, /several exchange meters/);
});

test('of two readings of one instant the first signed counts, in whatever order they come', () => {
  const points = [point(0, 7, { seq: 9 }), point(0, 5, { seq: 3 }), point(MINUTE, 10)];
  for (const order of [points, points.toReversed()]) {
    const answer = registerEnergy(order)(0, MINUTE);
    assert.equal(answer.ok && answer.energyWh, 5);
  }
});

test('readings that say they are wrong are no ground, nor those of other meters', () => {
  const reading = (quality: string[], energyImportWh = 1) => ({
    ...{ at: '2026-02-01T00:00:00.000Z', quality, values: { energyImportWh } },
  });
  const packet = (role: string, readings: object[]) =>
    registerPoints({ type: 'measurement', role, meter: 'm', seq: 1, readings } as never, hash(1)).length;
  assert.equal(packet('exchange', [reading(['measured'])]), 1);
  assert.equal(packet('exchange', [reading(['backfilled'])]), 1);
  for (const word of ['meter-error', 'stale', 'estimated', 'clock-unsynced'])
    assert.equal(packet('exchange', [reading(['measured', word])]), 0, word);
  assert.equal(packet('production', [reading(['measured'])]), 0);
  assert.equal(packet('exchange', [{ ...reading(['measured']), values: {} }]), 0);
});

test('pieces add up to the whole, wherever it is cut', () => {
  const steps = fc.array(fc.nat({ max: 500 }), { minLength: 3, maxLength: 60 });
  fc.assert(
    fc.property(steps, fc.nat(), (grown, cut) => {
      let register = 0;
      const points = grown.map((step, i) => {
        register += step;
        return point(i * 20_000, register);
      });
      const endMs = (grown.length - 1) * 20_000;
      const atMs = cut % endMs;
      const [whole, left, right] = [
        [0, endMs],
        [0, atMs],
        [atMs, endMs],
      ].map(([from, until]) => {
        const answer = registerEnergy(points)(from!, until!);
        return answer.ok ? answer.energyWh : Number.NaN;
      });
      assert.equal(left! + right!, whole);
    }),
  );
});
