import { messageOf } from '@access-layer/core/errors';
import type modbus from 'modbus-serial';
import type { Ems } from '../ems.ts';
import type { EmsSite, Variables } from './command.ts';
import { createEms, DeviceRefusal } from './perform.ts';
import { decodeRegister, encodeRegister, registerValue, wordsOf } from './registers.ts';
import { findSunSpecModel } from './sunspec-model.ts';
import type { ModbusTemplate, RegisterWrite } from './template.ts';

export type ModbusClient = InstanceType<typeof modbus.default>;

/** How a float may differ from what was written, as it was rounded by the device. */
const FLOAT_TOLERANCE = 1e-4;

/**
 * A device on Modbus by the registers of its template. Each command has a connection of its own: commands are rare, and
 * many devices take one client only. What can be read back is read back, as a device may acknowledge a write and keep
 * its old value.
 */
export function createModbusEms({
  template,
  site,
  where,
  connect,
}: {
  template: ModbusTemplate;
  site: EmsSite;
  /** Name of the device in messages. */
  where: string;
  connect: () => Promise<ModbusClient>;
}): Ems {
  async function writeAll(writes: readonly RegisterWrite[], variables: Variables): Promise<void> {
    const client = await connect();
    try {
      const base = await baseOf(client, template.sunSpecModel);
      for (const write of writes) {
        const value = registerValue(write, variables, await scaleFactorOf(client, base, write));
        if (value === undefined) {
          throw new DeviceRefusal(`register ${write.address} cannot hold what was asked for`);
        }
        await writeOne(client, base, write, value);
      }
    } catch (error) {
      const { modbusCode } = error as { modbusCode?: number };
      if (modbusCode !== undefined) throw new DeviceRefusal(`exception ${modbusCode}: ${messageOf(error)}`);
      throw error;
    } finally {
      client.close(() => undefined);
    }
  }
  const { modes, pause, release } = template;
  /** All writes of a mode go over one connection: they are one action. */
  const asOne = (writes: RegisterWrite[]) => [writes];
  return createEms<RegisterWrite[]>({
    ...{ site, where },
    template: {
      ...template,
      modes: Object.fromEntries(Object.entries(modes).map(([mode, writes]) => [mode, asOne(writes)])),
      ...(pause ? { pause: asOne(pause) } : {}),
      release: asOne(release),
    } as Parameters<typeof createEms<RegisterWrite[]>>[0]['template'],
    perform: writeAll,
    close: async () => undefined,
  });
}

async function baseOf(client: ModbusClient, model: number | undefined): Promise<number> {
  if (model === undefined) return 0;
  const at = await findSunSpecModel((address, count) => readWords(client, address, count), model);
  if (at !== undefined) return at;
  throw new DeviceRefusal(`the device has no SunSpec model ${model}`);
}

async function scaleFactorOf(client: ModbusClient, base: number, { value }: RegisterWrite): Promise<number> {
  if (typeof value === 'number' || value.scaleFactorAt === undefined) return 0;
  const [word] = await readWords(client, base + value.scaleFactorAt, 1);
  const factor = (word! << 16) >> 16;
  if (factor < -10 || factor > 10)
    throw new DeviceRefusal(`scale factor ${factor} at ${value.scaleFactorAt}`);
  return factor;
}

async function readWords(client: ModbusClient, address: number, count: number): Promise<number[]> {
  const { data } = await client.readHoldingRegisters(address, count);
  return data;
}

async function writeOne(
  client: ModbusClient,
  base: number,
  write: RegisterWrite,
  value: number,
): Promise<void> {
  const words = encodeRegister(write, value);
  const address = base + write.address;
  if (write.single) await client.writeRegister(address, words[0]!);
  else await client.writeRegisters(address, words);
  if (write.confirmAt === 'nowhere') return;
  const kept = decodeRegister(
    write,
    await readWords(client, base + (write.confirmAt ?? write.address), wordsOf(write)),
  );
  const isKept =
    write.type === 'f32' ? Math.abs(kept - value) <= FLOAT_TOLERANCE * Math.abs(value) : kept === value;
  if (!isKept) throw new DeviceRefusal(`register ${write.address} was told ${value} and holds ${kept}`);
}
