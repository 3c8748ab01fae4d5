import type { Quantities } from '../quantities.ts';
import { apparent, floatTable, powerFactor, type Register, type RegisterMap, sum } from '../register-map.ts';

const double = (address: number, value: (quantities: Quantities) => number): Register => ({
  address,
  type: 'f64',
  value,
});

/** Siemens PAC3200: floats from 1, energies as doubles in Wh and varh from 801, for two tariffs each. */
export const pac3200: RegisterMap = {
  functionCodes: [3, 4],
  maxRegisters: 125,
  registers: [
    ...floatTable(1, 71, {
      1: (q) => q.voltageV[0],
      3: (q) => q.voltageV[1],
      5: (q) => q.voltageV[2],
      13: (q) => q.currentA[0],
      15: (q) => q.currentA[1],
      17: (q) => q.currentA[2],
      19: (q) => apparent(q, 0),
      21: (q) => apparent(q, 1),
      23: (q) => apparent(q, 2),
      25: (q) => q.activePowerW[0],
      27: (q) => q.activePowerW[1],
      29: (q) => q.activePowerW[2],
      31: (q) => q.reactivePowerVar[0],
      33: (q) => q.reactivePowerVar[1],
      35: (q) => q.reactivePowerVar[2],
      37: (q) => powerFactor(q, 0),
      39: (q) => powerFactor(q, 1),
      41: (q) => powerFactor(q, 2),
      55: (q) => q.frequencyHz,
      63: (q) => apparent(q, 0) + apparent(q, 1) + apparent(q, 2),
      65: (q) => sum(q.activePowerW),
      67: (q) => sum(q.reactivePowerVar),
      69: (q) => powerFactor(q, 0),
    }),
    double(801, (q) => q.energyImportPeakWh),
    double(805, (q) => q.energyImportOffPeakWh),
    double(809, (q) => q.energyExportWh),
    double(813, () => 0),
    double(817, (q) => q.reactiveEnergyImportVarh),
    double(821, () => 0),
    double(825, () => 0),
    double(829, () => 0),
  ],
};
