import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Reading } from '@access-layer/core/payloads/measurement';
import { formatTime, measurementDay } from '@access-layer/core/time';
import fc from 'fast-check';
import { foldQuarter, QUARTER_MS, type QuarterMemory } from './quarter-hour.ts';

const NOON = Date.UTC(2026, 10, 18, 12);
const TEN_S = 10_000;

function reading(atMs: number, energyImportWh: number, more: Partial<Reading> = {}): Reading {
  return {
    at: formatTime(atMs),
    quality: ['measured'] as Reading['quality'],
    values: { activePowerW: 400, energyImportWh },
    ...more,
  };
}

/** Quarters of a list of readings; the memory goes through JSON at each, as it does over a restart. */
function quartersOf(readings: Reading[], intervalMs = TEN_S): Reading[] {
  let memory: QuarterMemory = {};
  return readings.flatMap((each) => {
    const folded = foldQuarter(JSON.parse(JSON.stringify(memory)), each, intervalMs);
    memory = folded.memory;
    return folded.quarter ? [folded.quarter] : [];
  });
}

/** Readings every ten seconds of a house that takes 400 W: 100 Wh in a quarter. */
function house(fromMs: number, untilMs: number, shiftMs = 0): Reading[] {
  const readings: Reading[] = [];
  for (let atMs = fromMs; atMs <= untilMs; atMs += TEN_S) {
    readings.push(
      reading(atMs + shiftMs, Math.floor(((atMs + shiftMs - NOON) * 400) / 3_600_000) + 5_000_000),
    );
  }
  return readings;
}

test('a quarter ends at the boundary, with the registers there and the average from them', () => {
  assert.deepEqual(quartersOf(house(NOON, NOON + 2 * QUARTER_MS, 17)), [
    {
      at: '2026-11-18T12:15:00.000Z',
      periodS: 900,
      quality: ['measured'],
      values: { energyImportWh: 5_000_100, quarterAveragePowerW: 400 },
    },
    {
      at: '2026-11-18T12:30:00.000Z',
      periodS: 900,
      quality: ['measured'],
      values: { energyImportWh: 5_000_200, quarterAveragePowerW: 400 },
    },
  ]);
});

test('a quarter that was not seen from its start is no quarter', () => {
  assert.deepEqual(quartersOf(house(NOON + 20_000, NOON + QUARTER_MS)), []);
});

test('samples that are missing inside a quarter change nothing: the registers have counted', () => {
  const all = house(NOON, NOON + QUARTER_MS, 17);
  const [quarter] = quartersOf(all.filter((_, index) => index < 5 || index > 60));
  assert.deepEqual(quarter, quartersOf(all)[0]);
});

test('samples that are missing at a boundary make an estimate; for longer than a quarter, no quarter', () => {
  const all = house(NOON, NOON + 4 * QUARTER_MS, 3_000);
  const without = (fromMs: number, untilMs: number) =>
    all.filter(({ at }) => Date.parse(at) < fromMs || Date.parse(at) > untilMs);
  const qualities = (readings: Reading[]) =>
    quartersOf(readings).map(({ at, quality }) => `${at.slice(11, 16)} ${quality}`);
  const first = reading(NOON, 5_000_000);
  const third = NOON + 2 * QUARTER_MS;
  assert.deepEqual(qualities([first, ...without(third - 100_000, third + 100_000)]), [
    '12:15 measured',
    '12:30 estimated',
    '12:45 estimated',
    '13:00 measured',
  ]);
  assert.deepEqual(qualities([first, ...without(third - 500_000, third + 500_000)]), [
    '12:15 measured',
    '13:00 measured',
  ]);
});

test('a register that falls, a stale value and a value without a register give nothing', () => {
  const all = house(NOON, NOON + 2 * QUARTER_MS);
  const swapped = all.map((each, index) =>
    index < 40 ? each : { ...each, values: { energyImportWh: index } },
  );
  assert.deepEqual(
    quartersOf(swapped).map(({ at }) => at),
    ['2026-11-18T12:30:00.000Z'],
    'the quarter of the swap has no difference that means anything',
  );
  assert.deepEqual(quartersOf(all.map((each) => ({ ...each, values: { activePowerW: 400 } }))), []);
  const stale = all.map((each) => ({ ...each, quality: ['stale'] as unknown as Reading['quality'] }));
  assert.deepEqual(quartersOf(stale), []);
});

test('a clock that is not known to be right at a boundary is in the quality', () => {
  const all = house(NOON, NOON + 2 * QUARTER_MS);
  all[90] = { ...all[90]!, quality: ['measured', 'clock-unsynced'] as Reading['quality'] };
  assert.deepEqual(
    quartersOf(all).map(({ quality }) => quality),
    [
      ['measured', 'clock-unsynced'],
      ['measured', 'clock-unsynced'],
    ],
  );
});

test('what the meter says of a quarter itself is not said again by the node', () => {
  const own = { ...reading(NOON, 1), periodS: 900 };
  assert.deepEqual(quartersOf([own, ...house(NOON, NOON + 3 * QUARTER_MS)]), []);
});

test('export counts against import, and reactive registers come with it', () => {
  const values = (step: number) => ({
    energyImportWh: 100 + step * 10,
    energyExportWh: 50 + step * 30,
    reactiveEnergyImportVarh: 7 * step,
  });
  const [quarter] = quartersOf([
    { ...reading(NOON, 0), values: values(0) },
    { ...reading(NOON + QUARTER_MS, 0), values: values(1) },
  ]);
  assert.deepEqual(quarter!.values, {
    energyImportWh: 110,
    energyExportWh: 80,
    reactiveEnergyImportVarh: 7,
    quarterAveragePowerW: -80,
  });
});

test('the last quarter of a UTC day belongs to it; the day the clocks change has 96 as any other', () => {
  const sunday = Date.UTC(2026, 9, 25); // in Rome this one has 25 hours
  const quarters = quartersOf(house(sunday, sunday + 86_400_000));
  assert.equal(quarters.length, 96);
  assert.equal(new Set(quarters.map(measurementDay)).size, 1);
  assert.equal(quarters.at(-1)!.at, '2026-10-26T00:00:00.000Z');
});

test('whatever samples are missing, quarters are never told twice, and never tell more than the registers', () => {
  const all = house(NOON, NOON + 6 * QUARTER_MS, 4_000);
  fc.assert(
    fc.property(
      fc.array(fc.boolean(), { minLength: all.length, maxLength: all.length }),
      fc.nat(400),
      (kept, hole) => {
        const readings = all.filter((_, index) => kept[index] && (index < hole || index > hole + 70));
        const quarters = quartersOf(readings);
        assert.equal(new Set(quarters.map(({ at }) => at)).size, quarters.length);
        for (const { values } of quarters) assert.ok(Math.abs(values.quarterAveragePowerW! - 400) <= 8);
      },
    ),
    { numRuns: 50 },
  );
});
