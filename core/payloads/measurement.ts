import Type from 'typebox';
import { closed, packetFields, Time } from './common.ts';

const measured = (unit: string) => Type.Optional(Type.Number({ description: unit }));
const register = (unit: string) =>
  Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: unit }));

/** Every value a meter may give; the unit is in the name. A value that is not available is absent. */
export const Values = Type.Object(
  {
    activePowerW: measured('W'),
    activePowerL1W: measured('W'),
    activePowerL2W: measured('W'),
    activePowerL3W: measured('W'),
    reactivePowerVar: measured('var'),
    reactivePowerL1Var: measured('var'),
    reactivePowerL2Var: measured('var'),
    reactivePowerL3Var: measured('var'),
    apparentPowerVa: measured('VA'),
    apparentPowerL1Va: measured('VA'),
    apparentPowerL2Va: measured('VA'),
    apparentPowerL3Va: measured('VA'),
    powerFactor: measured('1'),
    powerFactorL1: measured('1'),
    powerFactorL2: measured('1'),
    powerFactorL3: measured('1'),
    frequencyHz: measured('Hz'),
    voltageL1V: measured('V'),
    voltageL2V: measured('V'),
    voltageL3V: measured('V'),
    currentL1A: measured('A'),
    currentL2A: measured('A'),
    currentL3A: measured('A'),
    energyImportWh: register('Wh, register'),
    energyExportWh: register('Wh, register'),
    reactiveEnergyImportVarh: register('varh, register'),
    reactiveEnergyExportVarh: register('varh, register'),
    quarterAveragePowerW: measured('W'),
    stateOfChargePercent: Type.Optional(Type.Number({ minimum: 0, maximum: 100, description: '%' })),
    tariffBand: Type.Optional(Type.String({ pattern: '^[A-Z0-9]{1,8}$' })),
  },
  closed,
);
export type Values = Type.Static<typeof Values>;
export type ValueName = keyof Values;

export const QUALITIES = [
  'measured',
  'estimated',
  'stale',
  'clock-unsynced',
  'backfilled',
  'meter-error',
] as const;
export const Quality = Type.Enum([...QUALITIES]);
export type Quality = (typeof QUALITIES)[number];

export const ROLES = ['exchange', 'production', 'storage', 'charger', 'load'] as const;
export const MeterRole = Type.Enum([...ROLES]);
export type MeterRole = (typeof ROLES)[number];

export const Reading = Type.Object(
  {
    at: Time,
    periodS: Type.Optional(Type.Integer({ minimum: 1 })),
    quality: Type.Array(Quality, { minItems: 1, uniqueItems: true }),
    values: Values,
  },
  closed,
);
export type Reading = Type.Static<typeof Reading>;

/** A packet of readings. All of them fall on one UTC day. */
export const Measurement = Type.Object(
  {
    ...packetFields,
    type: Type.Literal('measurement'),
    role: MeterRole,
    profile: Type.String({ minLength: 1, maxLength: 64 }),
    readings: Type.Array(Reading, { minItems: 1 }),
  },
  closed,
);
export type Measurement = Type.Static<typeof Measurement>;
