import { AccessLayerError } from '@access-layer/core/errors';
import type { Ems } from '../ems.ts';
import type { Bus, Line } from '../modbus/bus.ts';
import { checkWritten, readRequest, registersOf, writeOneRequest, writeRequest } from '../modbus/pdu.ts';
import type { EmsSite, Variables } from './command.ts';
import { createEms, DeviceRefusal } from './perform.ts';
import { decodeRegister, encodeRegister, registerValue, wordsOf } from './registers.ts';
import { findSunSpecModel } from './sunspec-model.ts';
import type { ModbusTemplate, RegisterWrite } from './template.ts';

/** How a float may differ from what was written, as it was rounded by the device. */
const FLOAT_TOLERANCE = 1e-4;

/** Reads and writes registers of one unit while the line is its own. */
interface Unit {
  read(address: number, count: number): Promise<number[]>;
  write(address: number, words: readonly number[], single: boolean): Promise<void>;
}

/**
 * A device on Modbus by the registers of its template, on a line that it may share with meters. What can be read back is
 * read back, as a device may acknowledge a write and keep its old value.
 */
export function createModbusEms({
  template,
  site,
  bus,
  unit,
}: {
  template: ModbusTemplate;
  site: EmsSite;
  bus: Bus;
  unit: number;
}): Ems {
  const client = { own: true };

  async function writeAll(writes: readonly RegisterWrite[], variables: Variables): Promise<void> {
    try {
      await bus.run(client, (line) => writeOn(unitOn(line, unit), template.sunSpecModel, writes, variables));
    } catch (error) {
      const isException = error instanceof AccessLayerError && error.code === 'LN_METER_EXCEPTION';
      throw isException ? new DeviceRefusal(error.message) : error;
    }
  }

  const { modes, pause, release } = template;
  /** All writes of a mode go over one connection: they are one action. */
  const asOne = (writes: RegisterWrite[]) => [writes];
  return createEms<RegisterWrite[]>({
    ...{ site, where: `${bus.where} unit ${unit}` },
    template: {
      ...template,
      modes: Object.fromEntries(Object.entries(modes).map(([mode, writes]) => [mode, asOne(writes)])),
      ...(pause ? { pause: asOne(pause) } : {}),
      release: asOne(release),
    } as Parameters<typeof createEms<RegisterWrite[]>>[0]['template'],
    perform: writeAll,
    close: () => bus.close(),
  });
}

function unitOn(line: Line, unit: number): Unit {
  const peer = { where: line.where, unit };
  return {
    async read(address, count) {
      const request = readRequest(3, address, count);
      const bytes = registersOf(request, await line.exchange(unit, request), peer);
      return Array.from({ length: count }, (_, word) => bytes.readUInt16BE(2 * word));
    },
    async write(address, words, single) {
      const request = single ? writeOneRequest(address, words[0]!) : writeRequest(address, words);
      checkWritten(request, await line.exchange(unit, request), peer);
    },
  };
}

async function writeOn(
  unit: Unit,
  model: number | undefined,
  writes: readonly RegisterWrite[],
  variables: Variables,
): Promise<void> {
  const base = await baseOf(unit, model);
  for (const write of writes) {
    const value = registerValue(write, variables, await scaleFactorOf(unit, base, write));
    if (value === undefined) {
      throw new DeviceRefusal(`register ${write.address} cannot hold what was asked for`);
    }
    await writeOne(unit, base, write, value);
  }
}

async function baseOf(unit: Unit, model: number | undefined): Promise<number> {
  if (model === undefined) return 0;
  const at = await findSunSpecModel(unit.read, model);
  if (at !== undefined) return at;
  throw new DeviceRefusal(`the device has no SunSpec model ${model}`);
}

async function scaleFactorOf(unit: Unit, base: number, { value }: RegisterWrite): Promise<number> {
  if (typeof value === 'number' || value.scaleFactorAt === undefined) return 0;
  const [word] = await unit.read(base + value.scaleFactorAt, 1);
  const factor = (word! << 16) >> 16;
  if (factor < -10 || factor > 10)
    throw new DeviceRefusal(`scale factor ${factor} at ${value.scaleFactorAt}`);
  return factor;
}

async function writeOne(unit: Unit, base: number, write: RegisterWrite, value: number): Promise<void> {
  await unit.write(base + write.address, encodeRegister(write, value), write.single === true);
  if (write.confirmAt === 'nowhere') return;
  const kept = decodeRegister(
    write,
    await unit.read(base + (write.confirmAt ?? write.address), wordsOf(write)),
  );
  const isKept =
    write.type === 'f32' ? Math.abs(kept - value) <= FLOAT_TOLERANCE * Math.abs(value) : kept === value;
  if (!isKept) throw new DeviceRefusal(`register ${write.address} was told ${value} and holds ${kept}`);
}
