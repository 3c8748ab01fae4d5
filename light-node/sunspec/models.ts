import type { ValueName } from '@access-layer/core/payloads/measurement';

/** How SunSpec writes a number; each type has its own "not implemented". `sf` is a power of ten. */
export type PointType = 'i16' | 'u16' | 'u32' | 'u64' | 'acc32' | 'f32' | 'sf';

export interface Point {
  /** Offset from the model's id. */
  at: number;
  type: PointType;
}

/** One value: the sum of its points, times ten to the power of the scale factor. */
export interface ModelValue {
  name: ValueName;
  points: readonly Point[];
  /** Offset of the scale factor, in models of whole numbers. */
  scaleAt?: number;
  /** True for power, which a profile's sign turns round. */
  directed?: true;
}

export interface Model {
  /** Registers after the length. */
  length: number;
  values: readonly ModelValue[];
}

const PHASES = ['L1', 'L2', 'L3'] as const;

function one(name: ValueName, type: PointType, at: number, scaleAt?: number): ModelValue {
  const directed = /Power.*(W|Var)$/.test(name) ? { directed: true as const } : {};
  return { name, points: [{ at, type }], ...(scaleAt === undefined ? {} : { scaleAt }), ...directed };
}

/** The same quantity of each phase, `step` registers apart. */
function phases(
  [before, after]: readonly [string, string],
  type: PointType,
  at: number,
  step: number,
  scaleAt?: number,
): ModelValue[] {
  return PHASES.map((phase, index) =>
    one(`${before}${phase}${after}` as ValueName, type, at + step * index, scaleAt),
  );
}

function sumOf(name: ValueName, type: PointType, ats: readonly number[], scaleAt?: number): ModelValue {
  const points = ats.map((at) => ({ at, type }));
  return { name, points, ...(scaleAt === undefined ? {} : { scaleAt }) };
}

const CURRENT = ['current', 'A'] as const;
const VOLTAGE = ['voltage', 'V'] as const;
const POWER = ['activePower', 'W'] as const;
const REACTIVE = ['reactivePower', 'Var'] as const;

/** 201 to 204: meters, whole numbers with scale factors. */
const meter: Model = {
  length: 105,
  values: [
    ...phases(CURRENT, 'i16', 3, 1, 6),
    ...phases(VOLTAGE, 'i16', 8, 1, 15),
    one('frequencyHz', 'i16', 16, 17),
    one('activePowerW', 'i16', 18, 22),
    ...phases(POWER, 'i16', 19, 1, 22),
    one('reactivePowerVar', 'i16', 28, 32),
    ...phases(REACTIVE, 'i16', 29, 1, 32),
    one('energyExportWh', 'acc32', 38, 54),
    one('energyImportWh', 'acc32', 46, 54),
    sumOf('reactiveEnergyImportVarh', 'acc32', [72, 80], 104), // quadrants 1 and 2
    sumOf('reactiveEnergyExportVarh', 'acc32', [88, 96], 104), // quadrants 3 and 4
  ],
};

/** 211 to 214: meters, floats. */
const floatMeter: Model = {
  length: 124,
  values: [
    ...phases(CURRENT, 'f32', 4, 2),
    ...phases(VOLTAGE, 'f32', 12, 2),
    one('frequencyHz', 'f32', 26),
    one('activePowerW', 'f32', 28),
    ...phases(POWER, 'f32', 30, 2),
    one('reactivePowerVar', 'f32', 44),
    ...phases(REACTIVE, 'f32', 46, 2),
    one('energyExportWh', 'f32', 60),
    one('energyImportWh', 'f32', 68),
    sumOf('reactiveEnergyImportVarh', 'f32', [92, 100]),
    sumOf('reactiveEnergyExportVarh', 'f32', [108, 116]),
  ],
};

/** 101 to 103: inverters, whole numbers with scale factors. What they count is what they give. */
const inverter: Model = {
  length: 50,
  values: [
    ...phases(CURRENT, 'u16', 3, 1, 6),
    ...phases(VOLTAGE, 'u16', 10, 1, 13),
    one('activePowerW', 'i16', 14, 15),
    one('frequencyHz', 'u16', 16, 17),
    one('reactivePowerVar', 'i16', 20, 21),
    one('energyExportWh', 'acc32', 24, 26),
  ],
};

/** 111 to 113: inverters, floats. */
const floatInverter: Model = {
  length: 60,
  values: [
    ...phases(CURRENT, 'f32', 4, 2),
    ...phases(VOLTAGE, 'f32', 16, 2),
    one('activePowerW', 'f32', 22),
    one('frequencyHz', 'f32', 24),
    one('reactivePowerVar', 'f32', 28),
    one('energyExportWh', 'f32', 32),
  ],
};

/** 701: measurement of any distributed energy resource (IEEE 1547-2018). */
const der: Model = {
  length: 153,
  values: [
    one('activePowerW', 'i16', 10, 116),
    one('reactivePowerVar', 'i16', 12, 119),
    one('frequencyHz', 'u32', 17, 115),
    one('energyExportWh', 'u64', 19, 120),
    one('energyImportWh', 'u64', 23, 120),
    one('reactiveEnergyExportVarh', 'u64', 27, 121),
    one('reactiveEnergyImportVarh', 'u64', 31, 121),
    ...phases(POWER, 'i16', 41, 23, 116),
    ...phases(REACTIVE, 'i16', 43, 23, 119),
    ...phases(CURRENT, 'i16', 45, 23, 113),
    ...phases(VOLTAGE, 'u16', 47, 23, 114),
  ],
};

/** Models that can be read, by id. Offsets: sunspec/models@7abdf89, model_<id>.json. */
export const SUNSPEC_MODELS: ReadonlyMap<number, Model> = new Map([
  ...[101, 102, 103].map((id) => [id, inverter] as const),
  ...[111, 112, 113].map((id) => [id, floatInverter] as const),
  ...[201, 202, 203, 204].map((id) => [id, meter] as const),
  ...[211, 212, 213, 214].map((id) => [id, floatMeter] as const),
  [701, der] as const,
]);
