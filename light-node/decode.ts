import { type RegisterType, type RegisterValue, type WordOrder, wordsOf } from './register-value.ts';

/** Gives the words of `count` registers from an address, each 0 to 65535. */
export type WordSource = (address: number, count: number) => readonly number[];

/**
 * One value from its registers, in the unit of its name. Undefined where the meter says that it is not available, or
 * where the result is no number that a payload can carry exactly (registers of energy are whole numbers below 2^53).
 */
export function decodeValue(value: RegisterValue, words: WordSource): number | undefined {
  const total = sumAt(value.addresses, value, words);
  const away = value.minus ? sumAt(value.minus, value, words) : 0;
  if (total === undefined || away === undefined) return undefined;
  return toQuantity(value.name, (total - away) * value.factor * value.sign);
}

/** The numbers at some addresses, added; undefined where one of them is not available. */
function sumAt(
  addresses: readonly number[],
  { type, wordOrder, notAvailable }: RegisterValue,
  words: WordSource,
): number | undefined {
  let sum = 0;
  for (const address of addresses) {
    const raw = arrange(words(address, wordsOf(type)), wordOrder);
    if (notAvailable.includes(raw)) return undefined;
    const number = fromRegisters(raw, type);
    if (!Number.isFinite(number)) return undefined; // a float that is not a number is "not available" on every meter
    sum += number;
  }
  return sum;
}

/** A number as a payload carries it under a name of formats 2; undefined where it cannot. */
export function toQuantity(name: string, number: number): number | undefined {
  const result = clean(number);
  if (!Number.isFinite(result)) return undefined;
  return isRegister(name) ? wholeRegister(result) : result;
}

/** Joins words to one unsigned number, high word at the top. */
function arrange(words: readonly number[], order: WordOrder): bigint {
  const highFirst = order === 'high-first' ? words : [...words].reverse();
  return highFirst.reduce((joined, word) => (joined << 16n) | BigInt(word), 0n);
}

function fromRegisters(raw: bigint, type: RegisterType): number {
  const bits = 16 * wordsOf(type);
  if (type.startsWith('u')) return Number(raw);
  if (type.startsWith('i')) return Number(BigInt.asIntN(bits, raw));
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, raw);
  return type === 'f64' ? view.getFloat64(0) : shortest(view.getFloat32(4));
}

/** The shortest decimal that is the same 32-bit float: 231.2 and not 231.1999969482422. */
function shortest(float: number): number {
  for (let digits = 6; digits < 9; digits++) {
    const candidate = Number(float.toPrecision(digits));
    if (Math.fround(candidate) === float) return candidate;
  }
  return float;
}

/** Takes away what binary multiplication adds beyond 15 digits (1.1 * 1000), and minus zero. */
function clean(value: number): number {
  return Number(value.toPrecision(15)) + 0;
}

function isRegister(name: string): boolean {
  return name.endsWith('Wh') || name.endsWith('Varh');
}

/** Rounds down always, so a register that rises in the meter never falls here. */
function wholeRegister(value: number): number | undefined {
  const whole = Math.floor(value);
  return Number.isSafeInteger(whole) && whole >= 0 ? whole : undefined;
}

/** A number of a JSON document; some devices write numbers as text. Undefined for anything else. */
export function toNumber(raw: unknown): number | undefined {
  if (typeof raw === 'number') return raw;
  if (typeof raw !== 'string' || !/^\s*[-+]?\d+(\.\d+)?([eE][-+]?\d+)?\s*$/.test(raw)) return undefined;
  return Number(raw);
}
