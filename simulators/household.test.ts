import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { createHousehold } from './household.ts';
import { loadHouseholdWeek } from './household-week.ts';

const week = loadHouseholdWeek();
const WEEK_MS = 7 * 86_400_000;
const MONDAY = Date.UTC(2026, 10, 16);
const instant = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2060, 0, 1) });

test('shows the recorded minute of the same weekday and time of day', () => {
  const csv = readFileSync(new URL('./data/household-2007-02-week1.csv', import.meta.url), 'utf8');
  const line = csv.split('\n').find((candidate) => candidate.startsWith('2007-02-05T07:31,'))!; // a Monday
  const [, power, reactive, voltage] = line.split(',').map(Number);
  const shown = createHousehold(week)(MONDAY + (7 * 60 + 31) * 60_000 + 59_999);
  assert.equal(shown.activePowerW[0], power);
  assert.equal(shown.reactivePowerVar[0], reactive);
  assert.equal(shown.voltageV[0], voltage);
  assert.ok(Math.abs(shown.currentA[0] - Math.hypot(power!, reactive!) / voltage!) < 1e-9);
  assert.deepEqual([shown.activePowerW[1], shown.currentA[2]], [0, 0]);
});

test('a week adds the energy of the file, exactly, over each repeat', () => {
  const house = createHousehold(week);
  const weekWh = week.activePowerW.reduce((sum, watts) => sum + watts, 0) / 60;
  for (const repeat of [1, 2, 100]) {
    const added = house(MONDAY + repeat * WEEK_MS).energyImportWh - house(MONDAY).energyImportWh;
    assert.ok(Math.abs(added - repeat * weekWh) < 1e-6, `${added} Wh in ${repeat} weeks`);
  }
});

test('an interval adds its power times its length', () => {
  const house = createHousehold(week, { scale: 0.7, offsetMinutes: 95 });
  const from = MONDAY + 12 * 3_600_000 + 5_000;
  let expectedWh = 0;
  for (let ms = from; ms < from + 3_600_000; ms += 1000) expectedWh += house(ms).activePowerW[0] / 3600;
  const added = house(from + 3_600_000).energyImportWh - house(from).energyImportWh;
  assert.ok(Math.abs(added - expectedWh) < 1e-6);
});

test('registers never fall, and peak and off-peak add up, at any two instants', () => {
  const house = createHousehold(week, { scale: 1.3, offsetMinutes: 411 });
  fc.assert(
    fc.property(instant, fc.integer({ min: 0, max: 3 * WEEK_MS }), (from, laterMs) => {
      const [before, after] = [house(from), house(from + laterMs)];
      assert.ok(after.energyImportWh >= before.energyImportWh);
      assert.ok(after.energyImportPeakWh >= before.energyImportPeakWh);
      assert.ok(after.reactiveEnergyImportVarh >= before.reactiveEnergyImportVarh);
      const sum = after.energyImportPeakWh + after.energyImportOffPeakWh;
      assert.ok(Math.abs(sum - after.energyImportWh) < 1e-6 * Math.max(1, sum));
    }),
  );
});

test('two houses differ by their offset and scale, and one house never from itself', () => {
  const at = MONDAY + 43_200_000;
  const shifted = createHousehold(week, { offsetMinutes: 60 })(at);
  assert.equal(shifted.activePowerW[0], createHousehold(week)(at + 3_600_000).activePowerW[0]);
  assert.notEqual(shifted.activePowerW[0], createHousehold(week)(at).activePowerW[0]);
  const scaled = createHousehold(week, { scale: 2 })(at);
  assert.equal(scaled.activePowerW[0], 2 * createHousehold(week)(at).activePowerW[0]);
  assert.deepEqual(createHousehold(week, { scale: 2 })(at), scaled);
});

test('before the meter was installed its registers stand at zero', () => {
  assert.equal(createHousehold(week)(Date.UTC(2001, 1, 3)).energyImportWh, 0);
});
