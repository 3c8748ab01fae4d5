import type { ValueName } from '@access-layer/core/payloads/measurement';

/** How a number lies in registers. Bytes of a register are high first always; words may be either way round. */
export type RegisterType = 'u16' | 'i16' | 'u32' | 'i32' | 'u64' | 'i64' | 'f32' | 'f64';
export type WordOrder = 'high-first' | 'low-first';

export const REGISTER_TYPES: readonly RegisterType[] = [
  'u16',
  'i16',
  'u32',
  'i32',
  'u64',
  'i64',
  'f32',
  'f64',
];

/** One value of a meter, ready to decode. `value = sign * factor * (sum of the numbers at addresses - those at minus)`. */
export interface RegisterValue {
  name: ValueName;
  /** Zero-based PDU addresses; several where the meter splits one quantity, for example by tariff. */
  addresses: readonly number[];
  /** What is taken away, where the meter shows two directions apart. */
  minus?: readonly number[];
  type: RegisterType;
  wordOrder: WordOrder;
  factor: number;
  sign: 1 | -1;
  /** Raw contents that mean "not available", as unsigned numbers of the type's width. */
  notAvailable: readonly bigint[];
}

const WORDS: Record<RegisterType, number> = {
  u16: 1,
  i16: 1,
  u32: 2,
  i32: 2,
  u64: 4,
  i64: 4,
  f32: 2,
  f64: 4,
};

/** Registers that a type fills. */
export function wordsOf(type: RegisterType): number {
  return WORDS[type];
}
