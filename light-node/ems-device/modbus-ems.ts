import { AccessLayerError } from '@access-layer/core/errors';
import type { Ems } from '../ems.ts';
import type { Bus } from '../modbus/bus.ts';
import type { EmsSite, Variables } from './command.ts';
import { createEms, DeviceRefusal } from './perform.ts';
import { createRegisterClient, type RegisterClient } from './register-client.ts';
import { decodeRegister, encodeRegister, registerValue, wordsOf } from './registers.ts';
import { findSunSpecModel } from './sunspec-model.ts';
import type { ModbusTemplate, RegisterWrite } from './template.ts';

/** How a float may differ from what was written, as it was rounded by the device. */
const FLOAT_TOLERANCE = 1e-4;

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
  const client = createRegisterClient(bus, unit);

  async function writeAll(writes: readonly RegisterWrite[], variables: Variables): Promise<void> {
    try {
      const base = await baseOf(client, template.sunSpecModel);
      for (const write of writes) await writeOne(client, base, write, variables);
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
    close: () => client.close(),
  });
}

async function baseOf(client: RegisterClient, model: number | undefined): Promise<number> {
  if (model === undefined) return 0;
  const at = await findSunSpecModel(client.read, model);
  if (at !== undefined) return at;
  throw new DeviceRefusal(`the device has no SunSpec model ${model}`);
}

async function scaleFactorOf(
  client: RegisterClient,
  base: number,
  { value }: RegisterWrite,
): Promise<number> {
  if (typeof value === 'number' || value.scaleFactorAt === undefined) return 0;
  const [word] = await client.read(base + value.scaleFactorAt, 1);
  const factor = (word! << 16) >> 16;
  if (factor >= -10 && factor <= 10) return factor;
  throw new DeviceRefusal(`scale factor ${factor} at ${value.scaleFactorAt}`);
}

async function writeOne(
  client: RegisterClient,
  base: number,
  write: RegisterWrite,
  variables: Variables,
): Promise<void> {
  const value = registerValue(write, variables, await scaleFactorOf(client, base, write));
  if (value === undefined)
    throw new DeviceRefusal(`register ${write.address} cannot hold what was asked for`);
  await client.write(base + write.address, encodeRegister(write, value), write.single === true);
  if (write.confirmAt === 'nowhere') return;
  const at = base + (write.confirmAt ?? write.address);
  const kept = decodeRegister(write, await client.read(at, wordsOf(write)));
  const isKept =
    write.type === 'f32' ? Math.abs(kept - value) <= FLOAT_TOLERANCE * Math.abs(value) : kept === value;
  if (!isKept) throw new DeviceRefusal(`register ${write.address} was told ${value} and holds ${kept}`);
}
