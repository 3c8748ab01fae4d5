import type { Quantities } from '../quantities.ts';
import { type Register, type RegisterMap, sum, table } from '../register-map.ts';

type Kind = 'u16' | 'i16' | 'u32' | 'u64' | 'f32';
type Row = readonly [number, Kind, (quantities: Quantities) => number];

/** "Not implemented" of each type, as SunSpec Information Model Specification 1.0 has it. */
const ABSENT = { u16: 0xffff, i16: -0x8000 } as const;
const fixed = (value: number) => () => value;
const scale = (offset: number, exponent: number): Row => [offset, 'i16', fixed(exponent)];
const absent = (offset: number): Row => [offset, 'i16', fixed(ABSENT.i16)];
const notANumber = (offset: number): Row => [offset, 'f32', fixed(Number.NaN)];

/** One model of the chain: id, length, and its points by their offset from the id. */
function model(base: number, id: number, length: number, points: readonly Row[]): Register[] {
  const rows = [[0, 'u16', fixed(id)] as Row, [1, 'u16', fixed(length)] as Row, ...points].sort(
    ([a], [b]) => a - b,
  );
  const last = rows[rows.length - 1]!;
  const padded = last[0] < length + 1 ? [...rows, [length + 1, 'u16', fixed(0)] as Row] : rows;
  return table(padded.map(([offset, type, value]) => [base + offset, type, value] as const));
}

function text(address: number, words: number, value: string): Register {
  return { address, type: 'text', words, text: value };
}

/** The marker, model 1 with maker and model, one measuring model, and the end. */
function chain(base: number, name: string, id: number, length: number, points: readonly Row[]): RegisterMap {
  const common = base + 2;
  const measuring = common + 68;
  return {
    functionCodes: [3],
    maxRegisters: 125,
    registers: [
      { address: base, type: 'u32', value: fixed(0x53756e53) },
      ...table([
        [common, 'u16', fixed(1)],
        [common + 1, 'u16', fixed(66)],
      ]),
      text(common + 2, 16, 'Access Layer'),
      text(common + 18, 16, name),
      text(common + 34, 8, ''),
      text(common + 42, 8, '1.0'),
      text(common + 50, 16, 'SIM-0001'),
      ...table([
        [common + 66, 'u16', fixed(1)],
        [common + 67, 'u16', fixed(0x8000)],
      ]),
      ...model(measuring, id, length, points),
      ...table([
        [measuring + length + 2, 'u16', fixed(0xffff)],
        [measuring + length + 3, 'u16', fixed(0)],
      ]),
    ],
  };
}

/** Generated power: an inverter counts what it gives as positive. */
const given = (q: Quantities) => -sum(q.activePowerW);

const meterPoints: readonly Row[] = [
  [2, 'i16', (q) => 100 * sum(q.currentA)],
  [3, 'i16', (q) => 100 * q.currentA[0]],
  [4, 'i16', (q) => 100 * q.currentA[1]],
  [5, 'i16', (q) => 100 * q.currentA[2]],
  scale(6, -2),
  [7, 'i16', (q) => 10 * q.voltageV[0]],
  [8, 'i16', (q) => 10 * q.voltageV[0]],
  [9, 'i16', (q) => 10 * q.voltageV[1]],
  [10, 'i16', (q) => 10 * q.voltageV[2]],
  scale(15, -1),
  [16, 'i16', (q) => 100 * q.frequencyHz],
  scale(17, -2),
  [18, 'i16', (q) => sum(q.activePowerW)],
  [19, 'i16', (q) => q.activePowerW[0]],
  [20, 'i16', (q) => q.activePowerW[1]],
  [21, 'i16', (q) => q.activePowerW[2]],
  scale(22, 0),
  absent(23),
  absent(27),
  [28, 'i16', (q) => sum(q.reactivePowerVar)],
  [29, 'i16', (q) => q.reactivePowerVar[0]],
  absent(30),
  absent(31),
  scale(32, 0),
  [38, 'u32', (q) => q.energyExportWh / 10],
  [46, 'u32', (q) => q.energyImportWh / 10],
  scale(54, 1),
  [72, 'u32', (q) => q.reactiveEnergyImportVarh / 10],
  scale(104, 1),
];

const floatMeterPoints: readonly Row[] = [
  [2, 'f32', (q) => sum(q.currentA)],
  [4, 'f32', (q) => q.currentA[0]],
  [6, 'f32', (q) => q.currentA[1]],
  [8, 'f32', (q) => q.currentA[2]],
  [12, 'f32', (q) => q.voltageV[0]],
  [14, 'f32', (q) => q.voltageV[1]],
  [16, 'f32', (q) => q.voltageV[2]],
  [26, 'f32', (q) => q.frequencyHz],
  [28, 'f32', (q) => sum(q.activePowerW)],
  [30, 'f32', (q) => q.activePowerW[0]],
  notANumber(32),
  notANumber(34),
  notANumber(36),
  [44, 'f32', (q) => sum(q.reactivePowerVar)],
  [46, 'f32', (q) => q.reactivePowerVar[0]],
  notANumber(48),
  notANumber(50),
  [60, 'f32', (q) => q.energyExportWh],
  [68, 'f32', (q) => q.energyImportWh],
  [92, 'f32', (q) => q.reactiveEnergyImportVarh],
  notANumber(100),
  notANumber(108),
  notANumber(116),
];

const inverterPoints: readonly Row[] = [
  [2, 'u16', (q) => 100 * sum(q.currentA)],
  [3, 'u16', (q) => 100 * q.currentA[0]],
  [4, 'u16', fixed(ABSENT.u16)],
  [5, 'u16', fixed(ABSENT.u16)],
  scale(6, -2),
  [10, 'u16', (q) => 10 * q.voltageV[0]],
  [11, 'u16', fixed(ABSENT.u16)],
  [12, 'u16', fixed(ABSENT.u16)],
  scale(13, -1),
  [14, 'i16', given],
  scale(15, 0),
  [16, 'u16', (q) => 100 * q.frequencyHz],
  scale(17, -2),
  absent(18),
  absent(19),
  [20, 'i16', (q) => -sum(q.reactivePowerVar)],
  scale(21, 0),
  [24, 'u32', (q) => q.energyExportWh],
  scale(26, 0),
  [38, 'u16', (q) => (given(q) > 0 ? 4 : 2)],
];

const floatInverterPoints: readonly Row[] = [
  [2, 'f32', (q) => sum(q.currentA)],
  [4, 'f32', (q) => q.currentA[0]],
  notANumber(6),
  notANumber(8),
  [16, 'f32', (q) => q.voltageV[0]],
  notANumber(18),
  notANumber(20),
  [22, 'f32', given],
  [24, 'f32', (q) => q.frequencyHz],
  notANumber(26),
  [28, 'f32', (q) => -sum(q.reactivePowerVar)],
  notANumber(30),
  [32, 'f32', (q) => q.energyExportWh],
];

const derPoints: readonly Row[] = [
  [2, 'u16', fixed(0)],
  [10, 'i16', given],
  absent(11),
  [12, 'i16', (q) => -sum(q.reactivePowerVar)],
  absent(13),
  [14, 'i16', (q) => 100 * sum(q.currentA)],
  [16, 'u16', (q) => 10 * q.voltageV[0]],
  [17, 'u32', (q) => 1000 * q.frequencyHz],
  [19, 'u64', (q) => q.energyExportWh],
  [23, 'u64', (q) => q.energyImportWh],
  [27, 'u64', fixed(-1)],
  [31, 'u64', fixed(-1)],
  [41, 'i16', given],
  absent(43),
  [45, 'i16', (q) => 100 * q.currentA[0]],
  [47, 'u16', (q) => 10 * q.voltageV[0]],
  absent(64),
  absent(66),
  absent(68),
  [70, 'u16', fixed(ABSENT.u16)],
  absent(87),
  absent(89),
  absent(91),
  [93, 'u16', fixed(ABSENT.u16)],
  scale(113, -2),
  scale(114, -1),
  scale(115, -3),
  scale(116, 0),
  absent(117),
  absent(118),
  scale(119, 0),
  scale(120, 0),
  absent(121),
];

export const sunspecMaps: Record<string, RegisterMap> = {
  'sunspec-203': chain(40000, 'Meter 203', 203, 105, meterPoints),
  'sunspec-213': chain(50000, 'Meter 213', 213, 124, floatMeterPoints),
  'sunspec-101': chain(40000, 'Inverter 101', 101, 50, inverterPoints),
  'sunspec-111': chain(0, 'Inverter 111', 111, 60, floatInverterPoints),
  'sunspec-701': chain(40000, 'DER 701', 701, 153, derPoints),
};
