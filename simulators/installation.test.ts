import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createHousehold } from './household.ts';
import { loadHouseholdWeek } from './household-week.ts';
import { createInstallation } from './installation.ts';
import { solarPowerW } from './solar-plant.ts';

const week = loadHouseholdWeek();
const DAY_MS = 86_400_000;
const plant = { peakW: 3000 };

test('the sun rises and sets over Rome when it does, and stands higher in June', () => {
  // Rome, 21 June 2025: sunrise 03:34 UTC, sunset 18:48; 21 December: 06:34 and 15:42 (timeanddate.com).
  const shines = (month: number, hour: number, minute: number) =>
    solarPowerW(plant, Date.UTC(2025, month, 21, hour, minute)) > 0;
  assert.deepEqual(
    [shines(5, 3, 15), shines(5, 4, 10), shines(5, 18, 20), shines(5, 19, 5)],
    [false, true, true, false],
  );
  assert.deepEqual(
    [shines(11, 6, 15), shines(11, 7, 10), shines(11, 15, 15), shines(11, 16, 5)],
    [false, true, true, false],
  );
  const dayWh = (month: number) => {
    let wattMin = 0;
    for (let minute = 0; minute < 30 * 1440; minute += 5) {
      wattMin += 5 * solarPowerW(plant, Date.UTC(2025, month, 1) + minute * 60_000);
    }
    return wattMin / 60 / 30;
  };
  assert.ok(dayWh(5) > 2 * dayWh(11), `${dayWh(5)} Wh a day in June, ${dayWh(11)} in December`);
});

test('a production meter shows generation as export, and nothing that the house uses', () => {
  const shown = createInstallation(week, { role: 'production' });
  const noon = Date.UTC(2025, 2, 10, 11, 0);
  assert.ok(shown(noon).activePowerW[0] < 0);
  assert.equal(shown(noon).reactivePowerVar[0], 0);
  assert.equal(Math.abs(shown(Date.UTC(2025, 2, 10, 1, 0)).activePowerW[0]), 0);
  assert.equal(shown(noon).energyImportWh, 0);
  assert.ok(shown(noon).energyExportWh > 100_000);
});

test('registers are the integral of the power, each direction apart, and never fall', () => {
  const shown = createInstallation(week, { pvPeakW: 6000, scale: 0.8, offsetMinutes: 77 });
  const from = Date.UTC(2025, 3, 3, 5, 30, 20);
  let [takenWh, givenWh] = [0, 0];
  for (let ms = from; ms < from + 6 * 3_600_000; ms += 10_000) {
    const [watts] = shown(ms).activePowerW;
    takenWh += Math.max(0, watts) / 360;
    givenWh += Math.max(0, -watts) / 360;
  }
  const [before, after] = [shown(from), shown(from + 6 * 3_600_000)];
  assert.ok(Math.abs(after.energyImportWh - before.energyImportWh - takenWh) < 1);
  assert.ok(Math.abs(after.energyExportWh - before.energyExportWh - givenWh) < 1);
  assert.ok(givenWh > 100 && takenWh > 100, 'the interval has both');
  const instant = fc.integer({ min: Date.UTC(2025, 0, 2), max: Date.UTC(2025, 6, 1) });
  fc.assert(
    fc.property(instant, fc.integer({ min: 0, max: 3 * DAY_MS }), (at, laterMs) => {
      const [first, later] = [shown(at), shown(at + laterMs)];
      assert.ok(later.energyImportWh >= first.energyImportWh - 1e-6);
      assert.ok(later.energyExportWh >= first.energyExportWh - 1e-6);
    }),
    { numRuns: 30 },
  );
});

test('noise trembles around the value, differs from time to time, and leaves registers alone', () => {
  const at = Date.UTC(2025, 2, 10, 11, 0);
  const [still, noisy] = [createHousehold(week), createInstallation(week, { noise: 0.02 })];
  const volts = Array.from({ length: 50 }, (_, step) => noisy(at + 100 * step).voltageV[0]);
  assert.ok(new Set(volts).size > 40);
  for (const value of volts) assert.ok(Math.abs(value / still(at).voltageV[0] - 1) <= 0.02);
  assert.equal(noisy(at).energyImportWh, still(at).energyImportWh);
  assert.deepEqual(noisy(at), noisy(at), 'a pure function of the time');
});
