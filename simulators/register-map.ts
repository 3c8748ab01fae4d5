import type { Quantities } from './household.ts';

/** One value of a meter as its maker's table has it. Addresses are zero-based, words high first. */
export interface Register {
  address: number;
  type: 'f32' | 'f64';
  value: (quantities: Quantities) => number;
}

export interface RegisterMap {
  /** Modbus function codes the meter answers: 3 holding registers, 4 input registers. */
  functionCodes: readonly number[];
  /** The most registers of one request. */
  maxRegisters: number;
  registers: readonly Register[];
}

const WORDS = { f32: 2, f64: 4 } as const;

/**
 * Words of `count` registers from `address`; undefined where the meter answers "illegal data address": outside its
 * table, or when the read starts or ends inside a value.
 */
export function readRegisters(
  map: RegisterMap,
  quantities: Quantities,
  address: number,
  count: number,
): number[] | undefined {
  const words: number[] = [];
  while (words.length < count) {
    const register = map.registers.find((candidate) => candidate.address === address + words.length);
    if (!register) return undefined;
    words.push(...encode(register, quantities));
  }
  return words.length === count ? words : undefined;
}

function encode({ type, value }: Register, quantities: Quantities): number[] {
  const view = new DataView(new ArrayBuffer(2 * WORDS[type]));
  if (type === 'f32') view.setFloat32(0, value(quantities));
  else view.setFloat64(0, value(quantities));
  return Array.from({ length: WORDS[type] }, (_, word) => view.getUint16(2 * word));
}

/** Fills the places between the named values of a table of floats with zeros, as meters do for what they lack. */
export function floatTable(
  firstAddress: number,
  lastAddress: number,
  named: Record<number, (quantities: Quantities) => number>,
): Register[] {
  const table: Register[] = [];
  for (let address = firstAddress; address <= lastAddress; address += 2) {
    table.push({ address, type: 'f32', value: named[address] ?? (() => 0) });
  }
  return table;
}

export function sum([a, b, c]: readonly [number, number, number]): number {
  return a + b + c;
}

/** Volt-amperes of one phase. */
export function apparent({ activePowerW, reactivePowerVar }: Quantities, phase: 0 | 1 | 2): number {
  return Math.hypot(activePowerW[phase], reactivePowerVar[phase]);
}

export function powerFactor(quantities: Quantities, phase: 0 | 1 | 2): number {
  const voltAmperes = apparent(quantities, phase);
  return voltAmperes === 0 ? 1 : quantities.activePowerW[phase] / voltAmperes;
}
