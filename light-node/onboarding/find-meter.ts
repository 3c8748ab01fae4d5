import { AccessLayerError } from '@access-layer/core/errors';
import { createLog } from '@access-layer/kit/log';
import type { SerialSettings } from '@access-layer/kit/serial-port';
import { createBus } from '../modbus/bus.ts';
import { rtuFraming, tcpFraming } from '../modbus/framing.ts';
import { openSerial, openSocket } from '../modbus/lines.ts';
import { type ProbeResult, probe } from '../probe/probe.ts';
import { listProfiles, loadProfile, type ProfileOf } from '../profile.ts';

/** The part `meter.driver` of a configuration, for a Modbus meter. */
export type ModbusDriver = { unit: number } & (
  | { name: 'modbus-tcp' | 'modbus-rtu-tcp'; host: string; port: number }
  | ({ name: 'modbus-rtu' } & SerialSettings)
);

const TIMEOUT_MS = 1000;

/**
 * The name of the profile that fits the meter behind a driver, and its folder where that is `ownDir`.
 * @throws AccessLayerError LN_METER_…; LN_METER_UNKNOWN where none fits
 */
export async function findProfile(
  driver: ModbusDriver,
  ownDir?: string,
): Promise<{ profile: string; profileDir?: string; because: string }> {
  const where = driver.name === 'modbus-rtu' ? driver.path : `${driver.host}:${driver.port}`;
  const open = () => {
    if (driver.name === 'modbus-rtu') return openSerial(driver, rtuFraming());
    return openSocket(driver, driver.name === 'modbus-tcp' ? tcpFraming() : rtuFraming(), TIMEOUT_MS);
  };
  const log = createLog({ name: 'probe', level: 'silent' });
  const bus = createBus({ where, open, timeoutMs: TIMEOUT_MS, reconnectMinMs: 1, reconnectMaxMs: 1, log });
  try {
    const own = ownDir === undefined ? [] : modbusProfiles(ownDir);
    const found = best(await probe(bus, driver.unit, [...own, ...modbusProfiles()]), where, driver.unit);
    const isOwn = own.some((profile) => profile === found.profile);
    return { profile: found.profile.name, because: found.because, ...(isOwn && { profileDir: ownDir! }) };
  } finally {
    await bus.close();
  }
}

function best({ candidates: [first] }: ProbeResult, where: string, unit: number) {
  if (first?.fits) return first;
  throw new AccessLayerError({
    code: 'LN_METER_UNKNOWN',
    message: `no profile fits the meter at ${where}, unit ${unit}. Name one with --profile; docs/adding-a-meter.md tells how to write one`,
  });
}

function modbusProfiles(dir?: string): ProfileOf<'modbus' | 'sunspec'>[] {
  return listProfiles(dir)
    .map((name) => loadProfile(name, dir))
    .filter(({ protocol }) => protocol === 'modbus' || protocol === 'sunspec') as ProfileOf<
    'modbus' | 'sunspec'
  >[];
}
