import { apparent, floatTable, powerFactor, type RegisterMap } from '../register-map.ts';

/** Eastron SDM120: one phase, input registers, floats, energy in kWh and kvarh; its code is in a holding register. */
export const sdm120: RegisterMap = {
  functionCodes: [4],
  maxRegisters: 80,
  registers: floatTable(0, 94, {
    0: (q) => q.voltageV[0],
    6: (q) => q.currentA[0],
    12: (q) => q.activePowerW[0],
    18: (q) => apparent(q, 0),
    24: (q) => q.reactivePowerVar[0],
    30: (q) => powerFactor(q, 0),
    70: (q) => q.frequencyHz,
    72: (q) => q.energyImportWh / 1000,
    74: (q) => q.energyExportWh / 1000,
    76: (q) => q.reactiveEnergyImportVarh / 1000,
  }),
  alsoUnder: { functionCode: 3, registers: [{ address: 0xfc02, type: 'u16', value: () => 0x0020 }] },
};
