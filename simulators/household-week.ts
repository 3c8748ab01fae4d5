import { readFileSync } from 'node:fs';

/** Minutes in the recorded week. Index 0 is Thursday 00:00. */
export const WEEK_MINUTES = 10_080;

/** One week of a real house, one entry per minute (attribution and licence: data/README.md). */
export interface HouseholdWeek {
  activePowerW: Float64Array;
  reactivePowerVar: Float64Array;
  voltageV: Float64Array;
}

const bundled = new URL('./data/household-2007-02-week1.csv', import.meta.url);
const columns = ['minute', 'active_power_w', 'reactive_power_var', 'voltage_v'];

/** Reads a CSV of 10,080 minutes. Throws when a column, a minute or a number is missing: the file is ours. */
export function loadHouseholdWeek(file: string | URL = bundled): HouseholdWeek {
  const [header = '', ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  const names = header.split(',');
  if (columns.some((name, index) => names[index] !== name)) {
    throw new TypeError(`${file}: first columns are ${names.slice(0, 4)}; expected ${columns}`);
  }
  if (lines.length !== WEEK_MINUTES) {
    throw new RangeError(`${file}: ${lines.length} minutes; expected ${WEEK_MINUTES}, a whole week`);
  }
  const week = {
    activePowerW: new Float64Array(WEEK_MINUTES),
    reactivePowerVar: new Float64Array(WEEK_MINUTES),
    voltageV: new Float64Array(WEEK_MINUTES),
  };
  for (const [index, line] of lines.entries()) {
    const [, power, reactive, voltage] = line.split(',').map(Number);
    if (!Number.isFinite(power) || !Number.isFinite(reactive) || !Number.isFinite(voltage)) {
      throw new TypeError(`${file}: line ${index + 2} is "${line}"; expected numbers`);
    }
    week.activePowerW[index] = power!;
    week.reactivePowerVar[index] = reactive!;
    week.voltageV[index] = voltage!;
  }
  return week;
}
