import { AccessLayerError } from '@access-layer/core/errors';
import { createLog } from '@access-layer/kit/log';
import { createBus } from '../modbus/bus.ts';
import { rtuFraming, tcpFraming } from '../modbus/framing.ts';
import { openSerial, openSocket } from '../modbus/lines.ts';
import { type ProbeResult, probe } from '../probe/probe.ts';
import { listProfiles, loadProfile, type ProfileOf } from '../profile.ts';

/** The part `meter.driver` of a configuration, for a Modbus meter. */
export type ModbusDriver = { unit: number } & (
  | { name: 'modbus-tcp'; host: string; port: number }
  | { name: 'modbus-rtu'; path: string; baudRate: number }
);

const TIMEOUT_MS = 1000;

/**
 * The name of the profile that fits the meter behind a driver.
 * @throws AccessLayerError LN_METER_…; LN_METER_UNKNOWN where none fits
 */
export async function findProfile(driver: ModbusDriver): Promise<{ profile: string; because: string }> {
  const isTcp = driver.name === 'modbus-tcp';
  const where = isTcp ? `${driver.host}:${driver.port}` : driver.path;
  const open = () =>
    isTcp
      ? openSocket({ host: driver.host, port: driver.port }, tcpFraming(), TIMEOUT_MS)
      : openSerial(
          { path: driver.path, baudRate: driver.baudRate, parity: 'none', stopBits: 1 },
          rtuFraming(),
        );
  const log = createLog({ name: 'probe', level: 'silent' });
  const bus = createBus({ where, open, timeoutMs: TIMEOUT_MS, reconnectMinMs: 1, reconnectMaxMs: 1, log });
  try {
    return best(await probe(bus, driver.unit, modbusProfiles()), where, driver.unit);
  } finally {
    await bus.close();
  }
}

function best({ candidates: [first] }: ProbeResult, where: string, unit: number) {
  if (first?.fits) return { profile: first.profile.name, because: first.because };
  throw new AccessLayerError({
    code: 'LN_METER_UNKNOWN',
    message: `no profile fits the meter at ${where}, unit ${unit}. Name one with --profile; docs/adding-a-meter.md tells how to write one`,
  });
}

function modbusProfiles(): ProfileOf<'modbus' | 'sunspec'>[] {
  return listProfiles()
    .map((name) => loadProfile(name))
    .filter(({ protocol }) => protocol === 'modbus' || protocol === 'sunspec') as ProfileOf<
    'modbus' | 'sunspec'
  >[];
}
