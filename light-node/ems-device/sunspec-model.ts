import { AccessLayerError } from '@access-layer/core/errors';

/** Reads so many holding registers from an address. */
export type ReadWords = (address: number, count: number) => Promise<number[]>;

/** "SunS" in two registers, at one of these addresses; then models one after the other: id, length, data (SunSpec). */
const MARK = [0x5375, 0x6e53];
const BASES = [40_000, 0, 50_000];
const END = 0xffff;
const MOST_MODELS = 100;

/** Address of a model's id; undefined where the device is not SunSpec or does not have the model. */
export async function findSunSpecModel(read: ReadWords, model: number): Promise<number | undefined> {
  for (const base of BASES) {
    if (!(await hasMark(read, base))) continue;
    let at = base + MARK.length;
    for (let count = 0; count < MOST_MODELS; count++) {
      const [id, length] = (await read(at, 2)) as [number, number];
      if (id === model) return at;
      if (id === END) return undefined;
      at += 2 + length;
    }
  }
  return undefined;
}

/** A device answers an address that it does not have with an exception. */
async function hasMark(read: ReadWords, base: number): Promise<boolean> {
  try {
    const words = await read(base, MARK.length);
    return words.every((word, index) => word === MARK[index]);
  } catch (error) {
    if (error instanceof AccessLayerError && error.code === 'LN_METER_EXCEPTION') return false;
    throw error;
  }
}
