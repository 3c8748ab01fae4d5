import { type RegisterMap, sum, table } from '../register-map.ts';

/** Sinapsi Alfa: holding registers in whole W and Wh, each direction apart; the same gateway shows the production meter. */
export const sinapsiAlfa: RegisterMap = {
  functionCodes: [3],
  maxRegisters: 125,
  registers: [
    ...table([
      [2, 'u16', (q) => Math.max(0, sum(q.activePowerW))],
      [5, 'u32', (q) => q.energyImportWh],
      [9, 'u16', (q) => Math.max(0, sum(q.activePowerW))],
      [12, 'u16', (q) => Math.max(0, -sum(q.activePowerW))],
      [15, 'u32', (q) => q.energyExportWh],
      [19, 'u16', (q) => Math.max(0, -sum(q.activePowerW))],
    ]),
    ...table([
      [921, 'u16', (q) => Math.max(0, -sum(q.activePowerW))],
      [924, 'u32', (q) => q.energyExportWh],
    ]),
  ],
};
