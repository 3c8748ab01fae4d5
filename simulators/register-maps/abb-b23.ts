import { type RegisterMap, sum, table } from '../register-map.ts';

/** ABB B23: holding registers, whole numbers in steps of 0.1 V, 0.01 A, 0.01 W and 0.01 kWh; no reactive export. */
export const abbB23: RegisterMap = {
  functionCodes: [3],
  maxRegisters: 125,
  registers: [
    ...table([
      [0x5000, 'u64', (q) => q.energyImportWh / 10],
      [0x5004, 'u64', (q) => q.energyExportWh / 10],
      [0x500c, 'u64', (q) => q.reactiveEnergyImportVarh / 10],
      [0x5010, 'u64', () => -1], // all ones: not measured
    ]),
    ...table([
      [0x5b00, 'u32', (q) => 10 * q.voltageV[0]],
      [0x5b02, 'u32', (q) => 10 * q.voltageV[1]],
      [0x5b04, 'u32', (q) => 10 * q.voltageV[2]],
      [0x5b0c, 'u32', (q) => 100 * q.currentA[0]],
      [0x5b0e, 'u32', (q) => 100 * q.currentA[1]],
      [0x5b10, 'u32', (q) => 100 * q.currentA[2]],
      [0x5b14, 'i32', (q) => 100 * sum(q.activePowerW)],
      [0x5b16, 'i32', (q) => 100 * q.activePowerW[0]],
      [0x5b18, 'i32', (q) => 100 * q.activePowerW[1]],
      [0x5b1a, 'i32', (q) => 100 * q.activePowerW[2]],
      [0x5b1c, 'i32', (q) => 100 * sum(q.reactivePowerVar)],
      [0x5b2c, 'u16', (q) => 100 * q.frequencyHz],
    ]),
    { address: 0x8960, type: 'text', words: 6, text: 'B23 112-100' },
  ],
};
