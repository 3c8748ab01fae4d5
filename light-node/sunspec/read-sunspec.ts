import type { Values } from '@access-layer/core/payloads/measurement';
import { planBlocks } from '../block-plan.ts';
import type { MeterContext } from '../meter.ts';
import type { Line } from '../modbus/bus.ts';
import { wrongAnswer } from '../modbus/errors.ts';
import { readBlocks, wordSource } from '../modbus/read-registers.ts';
import type { SunspecMap } from '../profiles/sunspec.ts';
import { decodeModel, registersOfModel } from './decode-model.ts';
import { discover, type FoundModel } from './discover.ts';
import { SUNSPEC_MODELS } from './models.ts';

const LIMITS = { maxRegisters: 125, maxGap: 125 };

/**
 * A reader that finds the model on its first reading and then reads only that. Each reading looks at the model's id
 * again: after a change of the device's firmware the chain may lie elsewhere, and it is walked anew.
 */
export function createSunspecReader(
  map: SunspecMap,
  unit: number,
  onAnswer?: MeterContext<unknown>['onAnswer'],
): (line: Line) => Promise<Values> {
  const ask = { unit, functionCode: map.functionCode };
  let found: FoundModel | undefined;
  return async (line) => {
    found ??= await find(line, map, { ...ask, onAnswer });
    const { id, start } = found;
    const blocks = planBlocks(registersOfModel(SUNSPEC_MODELS.get(id)!, start), LIMITS);
    const answers = await readBlocks(line, { ...ask, blocks }, onAnswer).catch((error) => {
      found = undefined;
      throw error;
    });
    const words = wordSource(answers);
    if (!isAt(found, words)) {
      found = undefined;
      throw wrongAnswer(line.where, unit, `SunSpec model ${id} is not at ${start} any more`);
    }
    return decodeModel(id, start, words, map.sign);
  };
}

function isAt(
  { id, start, length }: FoundModel,
  words: (address: number, count: number) => readonly number[],
) {
  const [foundId, foundLength] = [words(start, 1)[0], words(start + 1, 1)[0]];
  return foundId === id && foundLength === length;
}

async function find(line: Line, map: SunspecMap, ask: Parameters<typeof discover>[1]): Promise<FoundModel> {
  const { unit } = ask;
  const device = await discover(line, ask, map.bases);
  if (!device) throw wrongAnswer(line.where, unit, `no SunSpec marker at ${map.bases.join(', ')}`);
  const model = device.models.find(({ id }) => map.models.includes(id));
  if (!model) {
    const has = device.models.map(({ id }) => id).join(', ');
    throw wrongAnswer(
      line.where,
      unit,
      `it has the SunSpec models ${has}; the profile reads ${map.models.join(', ')}`,
    );
  }
  const { length } = SUNSPEC_MODELS.get(model.id)!;
  if (model.length < length) {
    throw wrongAnswer(
      line.where,
      unit,
      `SunSpec model ${model.id} has ${model.length} registers; expected ${length}`,
    );
  }
  return model;
}
