import { AccessLayerError } from '@access-layer/core/errors';
import type { Line } from '../modbus/bus.ts';
import { wrongAnswer } from '../modbus/errors.ts';
import { readBlocks } from '../modbus/read-registers.ts';

/** A model in the device's chain. */
export interface FoundModel {
  id: number;
  /** Address of its id. */
  start: number;
  length: number;
}

/** What a SunSpec device says of itself. */
export interface SunspecDevice {
  base: number;
  models: readonly FoundModel[];
  /** From the common model 1. */
  manufacturer: string;
  model: string;
  serial: string;
}

interface Ask {
  unit: number;
  functionCode: 3 | 4;
  /** Told of each answer as it came. */
  onAnswer?: ((address: number, bytes: Uint8Array) => void) | undefined;
}

const MARKER = 'SunS';
const END = 0xffff;
/** No device has so many; a chain that goes on is no chain. */
const MODELS_MAX = 100;

/**
 * Looks for the marker at each base and walks the chain of models `id, length, data …` to its end.
 * Undefined where no base has the marker. Errors of the line as `Line.exchange`.
 */
export async function discover(
  line: Line,
  ask: Ask,
  bases: readonly number[],
): Promise<SunspecDevice | undefined> {
  for (const base of bases) {
    const marker = await readOrRefused(line, ask, base, 2);
    if (marker?.toString('latin1') === MARKER) return describe(line, ask, base);
  }
  return undefined;
}

async function describe(line: Line, ask: Ask, base: number): Promise<SunspecDevice> {
  const models = await walk(line, ask, base + MARKER.length / 2);
  const common = models.find(({ id, length }) => id === 1 && length >= 65);
  const text = common ? await read(line, ask, common.start + 2, 64) : Buffer.alloc(128);
  return {
    base,
    models,
    manufacturer: textAt(text, 0, 16),
    model: textAt(text, 16, 16),
    serial: textAt(text, 48, 16),
  };
}

async function walk(line: Line, ask: Ask, first: number): Promise<FoundModel[]> {
  const models: FoundModel[] = [];
  let start = first;
  while (models.length < MODELS_MAX && start < 65_535) {
    const header = await readOrRefused(line, ask, start, 2); // some devices end without the end model
    if (!header || header.readUInt16BE(0) === END) return models;
    const [id, length] = [header.readUInt16BE(0), header.readUInt16BE(2)];
    models.push({ id, start, length });
    start += 2 + length;
  }
  throw wrongAnswer(line.where, ask.unit, `its chain of SunSpec models does not end by register ${start}`);
}

async function read(line: Line, ask: Ask, address: number, count: number): Promise<Buffer> {
  return (await readBlocks(line, { ...ask, blocks: [{ address, count }] }, ask.onAnswer))[0]!.buffer;
}

/** Undefined where the device says that there is nothing. */
async function readOrRefused(
  line: Line,
  ask: Ask,
  address: number,
  count: number,
): Promise<Buffer | undefined> {
  try {
    return await read(line, ask, address, count);
  } catch (error) {
    if (error instanceof AccessLayerError && error.code === 'LN_METER_EXCEPTION') return undefined;
    throw error;
  }
}

function textAt(bytes: Buffer, word: number, words: number): string {
  return bytes
    .toString('latin1', 2 * word, 2 * (word + words))
    .replace(/\0.*$/s, '')
    .trim();
}
