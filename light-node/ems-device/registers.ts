import type { Variables } from './command.ts';
import type { RegisterWrite } from './template.ts';

const WORDS = { u16: 1, i16: 1, u32: 2, i32: 2, f32: 2 } as const;
const RANGE = {
  u16: [0, 0xffff],
  i16: [-0x8000, 0x7fff],
  u32: [0, 0xffff_ffff],
  i32: [-0x8000_0000, 0x7fff_ffff],
} as const;

export const wordsOf = ({ type }: Pick<RegisterWrite, 'type'>): number => WORDS[type];

/**
 * The number that a register is to hold. `scaleFactor` is the exponent that the device gives (SunSpec): register =
 * value / 10^SF. Undefined where a variable is missing or the number does not fit the register.
 */
export function registerValue(
  { value, type }: RegisterWrite,
  variables: Variables,
  scaleFactor = 0,
): number | undefined {
  const wanted = typeof value === 'number' ? value : variables[value.from];
  if (wanted === undefined) return undefined;
  const factor = typeof value === 'number' ? 1 : (value.factor ?? 1) / 10 ** scaleFactor;
  if (type === 'f32') return Math.fround(wanted * factor);
  const whole = Math.round(wanted * factor);
  const [least, most] = RANGE[type];
  return whole < least || whole > most ? undefined : whole;
}

/** Words as they go over the wire, high word first unless the device wants them the other way. */
export function encodeRegister({ type, lowWordFirst }: RegisterWrite, value: number): number[] {
  const bytes = Buffer.alloc(2 * WORDS[type]);
  if (type === 'u16') bytes.writeUInt16BE(value);
  else if (type === 'i16') bytes.writeInt16BE(value);
  else if (type === 'u32') bytes.writeUInt32BE(value);
  else if (type === 'i32') bytes.writeInt32BE(value);
  else bytes.writeFloatBE(value);
  const words = Array.from({ length: WORDS[type] }, (_, word) => bytes.readUInt16BE(2 * word));
  return lowWordFirst ? words.reverse() : words;
}

export function decodeRegister({ type, lowWordFirst }: RegisterWrite, words: readonly number[]): number {
  const ordered = lowWordFirst ? [...words].reverse() : words;
  const bytes = Buffer.alloc(2 * WORDS[type]);
  for (const [index, word] of ordered.entries()) bytes.writeUInt16BE(word, 2 * index);
  if (type === 'u16') return bytes.readUInt16BE();
  if (type === 'i16') return bytes.readInt16BE();
  if (type === 'u32') return bytes.readUInt32BE();
  if (type === 'i32') return bytes.readInt32BE();
  return bytes.readFloatBE();
}
