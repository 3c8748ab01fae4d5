import type { Values } from '@access-layer/core/payloads/measurement';
import type { Block } from '../block-plan.ts';
import { decodeValue, type WordSource } from '../decode.ts';
import type { MeterContext } from '../meter.ts';
import type { ModbusMap } from '../profiles/modbus.ts';
import type { Line } from './bus.ts';
import { readRequest, registersOf } from './pdu.ts';

export interface Answer extends Block {
  buffer: Buffer;
}

type OnAnswer = MeterContext<unknown>['onAnswer'];

/** Reads the blocks of a profile, one after another, from a line that is the reader's own for that long. */
export async function readBlocks(
  line: Line,
  { unit, functionCode, blocks }: { unit: number; functionCode: 3 | 4; blocks: readonly Block[] },
  onAnswer?: OnAnswer,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const { address, count } of blocks) {
    const request = readRequest(functionCode, address, count);
    const buffer = registersOf(request, await line.exchange(unit, request), { where: line.where, unit });
    onAnswer?.(address, buffer);
    answers.push({ address, count, buffer });
  }
  return answers;
}

/** Words by address, from the block that holds them whole. */
export function wordSource(answers: readonly Answer[]): WordSource {
  return (address, count) => {
    const answer = answers.find(
      (block) => block.address <= address && address + count <= block.address + block.count,
    );
    if (!answer)
      throw new RangeError(`no block was read with registers ${address} to ${address + count - 1}`);
    const offset = 2 * (address - answer.address);
    return Array.from({ length: count }, (_, word) => answer.buffer.readUInt16BE(offset + 2 * word));
  };
}

/** The values of a map that the meter has, in the units of their names. */
export function decodeMap({ values }: ModbusMap, words: WordSource): Values {
  const decoded = values.map((value) => [value.name, decodeValue(value, words)] as const);
  return Object.fromEntries(decoded.filter(([, value]) => value !== undefined)) as Values;
}

export type ReadValues = (line: Line) => Promise<Values>;

/** A reader of a meter whose values lie where its profile says. */
export function createMapReader(map: ModbusMap, unit: number, onAnswer?: OnAnswer): ReadValues {
  const { functionCode, blocks } = map;
  return async (line) =>
    decodeMap(map, wordSource(await readBlocks(line, { unit, functionCode, blocks }, onAnswer)));
}
