import { type HouseholdWeek, WEEK_MINUTES } from './household-week.ts';
import type { Quantities } from './quantities.ts';

export interface HouseholdOptions {
  /** Multiplies power, so that houses differ. */
  scale?: number;
  /** Shifts the week, so that houses differ. */
  offsetMinutes?: number;
}

const MINUTE_MS = 60_000;
const MS_PER_HOUR = 3_600_000;
/** A Thursday, as 1970-01-01 and as the first day of the recording. Before it the registers stand at zero. */
export const INSTALLED_MS = Date.UTC(2025, 0, 2);

/** Power of the house in a minute, W: what `createHousehold` shows there, without the rest. */
export function createHouseholdPower(
  week: HouseholdWeek,
  { scale = 1, offsetMinutes = 0 }: HouseholdOptions = {},
): (timeMs: number) => number {
  return (timeMs) => Math.round(week.activePowerW[minuteOfWeek(timeMs + offsetMinutes * MINUTE_MS)]! * scale);
}

/**
 * The house as a pure function of the simulated time: the same instant gives the same values in every process, and
 * the registers are the exact integral of the power (whole W and ms, so no rounding builds up over the weeks).
 */
export function createHousehold(
  week: HouseholdWeek,
  { scale = 1, offsetMinutes = 0 }: HouseholdOptions = {},
): (timeMs: number) => Quantities {
  const power = week.activePowerW.map((watts) => Math.round(watts * scale));
  const reactive = week.reactivePowerVar.map((vars) => Math.round(vars * scale));
  const peak = createRegister(power.map((watts, minute) => (isPeak(minute) ? watts : 0)));
  const offPeak = createRegister(power.map((watts, minute) => (isPeak(minute) ? 0 : watts)));
  const reactiveRegister = createRegister(reactive);
  const installedMs = INSTALLED_MS + offsetMinutes * MINUTE_MS;

  return (timeMs) => {
    const shiftedMs = timeMs + offsetMinutes * MINUTE_MS;
    const minute = minuteOfWeek(shiftedMs);
    const voltageAt = (shift: number) => week.voltageV[(minute + shift) % WEEK_MINUTES]!;
    const [watts, vars] = [power[minute]!, reactive[minute]!];
    const voltageV: Quantities['voltageV'] = [
      voltageAt(0),
      voltageAt(WEEK_MINUTES / 3),
      voltageAt((2 * WEEK_MINUTES) / 3),
    ];
    const peakWms = peak(shiftedMs) - peak(installedMs);
    const offPeakWms = offPeak(shiftedMs) - offPeak(installedMs);
    const wh = (wattMs: number) => Math.max(0, wattMs) / MS_PER_HOUR;
    return {
      voltageV,
      currentA: [Math.hypot(watts, vars) / voltageV[0], 0, 0],
      activePowerW: [watts, 0, 0],
      reactivePowerVar: [vars, 0, 0],
      frequencyHz: frequencyAt(timeMs),
      energyImportWh: wh(peakWms + offPeakWms),
      energyImportPeakWh: wh(peakWms),
      energyImportOffPeakWh: wh(offPeakWms),
      energyExportWh: 0, // the recorded house has no generation
      reactiveEnergyImportVarh: wh(reactiveRegister(shiftedMs) - reactiveRegister(installedMs)),
    };
  };
}

/** Integral, from the first Thursday to a time, of a power that repeats every week: whole W·ms, below 2^53 for 100 years. */
function createRegister(power: Float64Array): (timeMs: number) => number {
  const before = new Float64Array(WEEK_MINUTES + 1);
  for (let minute = 0; minute < WEEK_MINUTES; minute++) {
    before[minute + 1] = before[minute]! + power[minute]! * MINUTE_MS;
  }
  return (timeMs) => {
    const weeks = Math.floor((timeMs - INSTALLED_MS) / (WEEK_MINUTES * MINUTE_MS));
    const minute = minuteOfWeek(timeMs);
    return weeks * before[WEEK_MINUTES]! + before[minute]! + power[minute]! * modulo(timeMs, MINUTE_MS);
  };
}

/** 1970-01-01 was a Thursday, and the recording starts on one: the week of the clock is the week of the file. */
function minuteOfWeek(timeMs: number): number {
  return modulo(Math.floor(timeMs / MINUTE_MS), WEEK_MINUTES);
}

/** Peak hours of the Italian F1 band: Monday to Friday, 8 to 19. Day 0 is a Thursday. */
function isPeak(minute: number): boolean {
  const day = Math.floor(minute / 1440);
  const hour = Math.floor((minute % 1440) / 60);
  return day !== 2 && day !== 3 && hour >= 8 && hour < 19;
}

/** Around 50 Hz within the ±20 mHz in which the grid stays most of the time. */
function frequencyAt(timeMs: number): number {
  const turns = (minutes: number) => (2 * Math.PI * timeMs) / (minutes * MINUTE_MS);
  return 50 + 0.012 * Math.sin(turns(37)) + 0.006 * Math.sin(turns(4.3));
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
