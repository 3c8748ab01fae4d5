import { powerFactor, type RegisterMap, sum, table } from '../register-map.ts';

/** Carlo Gavazzi EM340: whole numbers in steps of 0.1 V, 1 mA, 0.1 W and 0.1 kWh, low word first. */
export const em340: RegisterMap = {
  functionCodes: [3, 4],
  maxRegisters: 50,
  wordOrder: 'low-first',
  registers: table([
    [0, 'i32', (q) => 10 * q.voltageV[0]],
    [2, 'i32', (q) => 10 * q.voltageV[1]],
    [4, 'i32', (q) => 10 * q.voltageV[2]],
    [12, 'i32', (q) => 1000 * q.currentA[0]],
    [14, 'i32', (q) => 1000 * q.currentA[1]],
    [16, 'i32', (q) => 1000 * q.currentA[2]],
    [18, 'i32', (q) => 10 * q.activePowerW[0]],
    [20, 'i32', (q) => 10 * q.activePowerW[1]],
    [22, 'i32', (q) => 10 * q.activePowerW[2]],
    [40, 'i32', (q) => 10 * sum(q.activePowerW)],
    [42, 'i32', (q) => 10 * Math.hypot(sum(q.activePowerW), sum(q.reactivePowerVar))],
    [44, 'i32', (q) => 10 * sum(q.reactivePowerVar)],
    [49, 'i16', (q) => 1000 * powerFactor(q, 0)],
    [51, 'u16', (q) => 10 * q.frequencyHz],
    [52, 'i32', (q) => q.energyImportWh / 100],
    [54, 'i32', (q) => q.reactiveEnergyImportVarh / 100],
    [78, 'i32', (q) => q.energyExportWh / 100],
    [80, 'i32', () => 0],
  ]),
};
