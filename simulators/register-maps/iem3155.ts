import { powerFactor, type Register, type RegisterMap, sum, table } from '../register-map.ts';

const name = (address: number, text: string): Register => ({ address, type: 'text', words: 20, text });

/** Schneider iEM3155: holding registers, floats with power in kW, energies as 64-bit integers in Wh. */
export const iem3155: RegisterMap = {
  functionCodes: [3],
  maxRegisters: 125,
  registers: [
    name(0x1d, 'Energy Meter'),
    name(0x31, 'iEM3155'),
    name(0x45, 'Schneider Electric'),
    ...table([
      [0xbb7, 'f32', (q) => q.currentA[0]],
      [0xbb9, 'f32', (q) => q.currentA[1]],
      [0xbbb, 'f32', (q) => q.currentA[2]],
      [0xbd3, 'f32', (q) => q.voltageV[0]],
      [0xbd5, 'f32', (q) => q.voltageV[1]],
      [0xbd7, 'f32', (q) => q.voltageV[2]],
      [0xbed, 'f32', (q) => q.activePowerW[0] / 1000],
      [0xbef, 'f32', (q) => q.activePowerW[1] / 1000],
      [0xbf1, 'f32', (q) => q.activePowerW[2] / 1000],
      [0xbf3, 'f32', (q) => sum(q.activePowerW) / 1000],
      [0xbfb, 'f32', (q) => sum(q.reactivePowerVar) / 1000],
      [0xc0b, 'f32', (q) => powerFactor(q, 0)],
      [0xc25, 'f32', (q) => q.frequencyHz],
      [0xc83, 'i64', (q) => q.energyImportWh],
      [0xc87, 'i64', (q) => q.energyExportWh],
      [0xc93, 'i64', (q) => q.reactiveEnergyImportVarh],
      [0xc97, 'i64', () => 0],
    ]),
  ],
};
