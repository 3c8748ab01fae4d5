import { AccessLayerError } from '@access-layer/core/errors';
import { type Abi, type AbiParameter, encodeAbiParameters } from 'viem';

/**
 * Words of a command line as what a constructor takes.
 * @throws AccessLayerError CHAIN_ARGUMENTS, with what is expected
 */
export function argumentsOf(abi: Abi, words: readonly string[]): unknown[] {
  const inputs = abi.find((entry) => entry.type === 'constructor')?.inputs ?? [];
  if (inputs.length !== words.length) throw wrong(inputs, `${words.length} arguments`);
  return inputs.map((input, i) => argumentOf(input, words[i]!, inputs));
}

function argumentOf(input: AbiParameter, word: string, inputs: readonly AbiParameter[]): unknown {
  try {
    const value = convert(input, word);
    encodeAbiParameters([input], [value]);
    return value;
  } catch (error) {
    throw wrong(inputs, `"${word}" for ${input.type} ${input.name ?? ''}`, error);
  }
}

function convert({ type }: AbiParameter, word: string): unknown {
  if (/\]$|^tuple/.test(type)) return JSON.parse(word);
  if (/^u?int/.test(type)) return BigInt(word);
  if (type !== 'bool') return word;
  if (word === 'true' || word === 'false') return word === 'true';
  throw new TypeError('expected true or false');
}

function wrong(inputs: readonly AbiParameter[], what: string, cause?: unknown): AccessLayerError {
  const expected = inputs.map(({ type, name }) => `${type} ${name ?? ''}`.trim()).join(', ') || 'none';
  const message = `${what}: the constructor takes ${expected}`;
  return new AccessLayerError({ code: 'CHAIN_ARGUMENTS', message, cause });
}
