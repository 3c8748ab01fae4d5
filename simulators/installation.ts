import { createEnergyRegisters } from './energy-register.ts';
import { createHousehold, createHouseholdPower, type HouseholdOptions, INSTALLED_MS } from './household.ts';
import type { HouseholdWeek } from './household-week.ts';
import type { Quantities } from './quantities.ts';
import { noise, solarPowerW } from './solar-plant.ts';

export interface InstallationOptions extends HouseholdOptions {
  /** Where the meter sits: at the exchange with the grid (unless said), or at the photovoltaic plant. */
  role?: 'exchange' | 'production';
  /** Peak power of the photovoltaic plant; none at the exchange unless given, 3000 for production. */
  pvPeakW?: number;
  /** Relative size of the noise on voltage, current and power: 0.01 is about one per cent. */
  noise?: number;
}

type At = (timeMs: number) => Quantities;

/** What the meter of an installation shows, as a pure function of the simulated time. */
export function createInstallation(week: HouseholdWeek, options: InstallationOptions = {}): At {
  const { role = 'exchange', pvPeakW = role === 'production' ? 3000 : 0 } = options;
  const house = createHousehold(week, options);
  const meterAt = () =>
    role === 'production'
      ? withPlant(unused(house), () => 0, pvPeakW)
      : withPlant(house, createHouseholdPower(week, options), pvPeakW);
  const shown = pvPeakW > 0 ? meterAt() : house;
  return options.noise ? withNoise(shown, options.noise) : shown;
}

/** The house less what the plant gives it; or the plant alone, as the meter beside the inverter sees it. */
function withPlant(house: At, houseW: (timeMs: number) => number, peakW: number): At {
  const netW = (timeMs: number) => houseW(timeMs) - solarPowerW({ peakW }, timeMs);
  const registers = createEnergyRegisters(netW, INSTALLED_MS);
  return (timeMs) => {
    const base = house(timeMs);
    const watts = netW(timeMs);
    const vars = base.reactivePowerVar[0];
    const { importWh, exportWh } = registers(timeMs);
    return {
      ...base,
      activePowerW: [watts, 0, 0],
      currentA: [Math.hypot(watts, vars) / base.voltageV[0], 0, 0],
      energyImportWh: importWh,
      energyImportPeakWh: importWh,
      energyImportOffPeakWh: 0,
      energyExportWh: exportWh,
    };
  };
}

/** Voltage and frequency of the house, and nothing that is consumed. */
function unused(house: At): At {
  return (timeMs) => ({ ...house(timeMs), reactivePowerVar: [0, 0, 0], reactiveEnergyImportVarh: 0 });
}

/** Registers count what flowed and have no noise; the rest trembles from one 100 ms to the next. */
function withNoise(at: At, size: number): At {
  return (timeMs) => {
    const shown = at(timeMs);
    const tremble = (row: number) => (value: number, phase: number) =>
      value * (1 + size * (2 * noise(Math.floor(timeMs / 100), 10 * row + phase) - 1));
    const each = (values: [number, number, number], row: number) =>
      values.map(tremble(row)) as [number, number, number];
    return {
      ...shown,
      voltageV: each(shown.voltageV, 1),
      currentA: each(shown.currentA, 2),
      activePowerW: each(shown.activePowerW, 3),
      reactivePowerVar: each(shown.reactivePowerVar, 4),
    };
  };
}
