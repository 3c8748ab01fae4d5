import type { Quantities } from './quantities.ts';

type NumberType = 'u16' | 'i16' | 'u32' | 'i32' | 'u64' | 'i64' | 'f32' | 'f64';

/** One value of a meter as its maker's table has it. Addresses are zero-based. */
export type Register =
  | { address: number; type: NumberType; value: (quantities: Quantities) => number }
  | { address: number; type: 'text'; words: number; text: string };

export interface RegisterMap {
  /** Modbus function codes the meter answers: 3 holding registers, 4 input registers. */
  functionCodes: readonly number[];
  /** The most registers of one request. */
  maxRegisters: number;
  /** Which word of a number comes first; high unless said. */
  wordOrder?: 'low-first';
  registers: readonly Register[];
  /** Registers that hold something else under one function code: identification, as a rule. */
  alsoUnder?: { functionCode: number; registers: readonly Register[] };
}

const WORDS: Record<NumberType, number> = { u16: 1, i16: 1, u32: 2, i32: 2, u64: 4, i64: 4, f32: 2, f64: 4 };

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
    words.push(...encode(register, quantities, map.wordOrder));
  }
  return words.length === count ? words : undefined;
}

function encode(register: Register, quantities: Quantities, order?: 'low-first'): number[] {
  if (register.type === 'text') {
    const bytes = Buffer.alloc(2 * register.words);
    bytes.write(register.text, 'latin1');
    return Array.from({ length: register.words }, (_, word) => bytes.readUInt16BE(2 * word));
  }
  const words = encodeNumber(register.type, register.value(quantities));
  return order === 'low-first' ? words.reverse() : words;
}

function encodeNumber(type: NumberType, value: number): number[] {
  const view = new DataView(new ArrayBuffer(8));
  if (type === 'f32') view.setFloat32(0, value);
  else if (type === 'f64') view.setFloat64(0, value);
  else view.setBigUint64(0, BigInt.asUintN(16 * WORDS[type], BigInt(Math.round(value))) << shift(type));
  return Array.from({ length: WORDS[type] }, (_, word) => view.getUint16(2 * word));
}

/** Brings a whole number of fewer than 64 bits to the first bytes. */
function shift(type: NumberType): bigint {
  return BigInt(64 - 16 * WORDS[type]);
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

/** A table from rows `[address, type, value]`; what lies between is zero, one register at a time. */
export function table(
  rows: readonly (readonly [number, NumberType, (quantities: Quantities) => number])[],
): Register[] {
  const registers: Register[] = [];
  let next = rows[0]?.[0] ?? 0;
  for (const [address, type, value] of rows) {
    for (; next < address; next++) registers.push({ address: next, type: 'u16', value: () => 0 });
    registers.push({ address, type, value });
    next = address + WORDS[type];
  }
  return registers;
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
