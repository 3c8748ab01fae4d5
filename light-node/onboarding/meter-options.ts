import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { parse } from 'yaml';
import { LINE_OPTIONS, type LineOptions } from '../line-options.ts';
import { loadAdapter } from '../load-adapter.ts';
import { checkProtocol, loadProfile } from '../profile.ts';
import { findProfile, type ModbusDriver } from './find-meter.ts';

/** Options of a command line that say where the meter is. */
export const METER_OPTIONS = {
  meter: { type: 'string' },
  ...LINE_OPTIONS,
  profile: { type: 'string' },
  'profile-dir': { type: 'string' },
  'driver-file': { type: 'string' },
} as const;

interface MeterOptions extends LineOptions {
  meter?: string | undefined;
  profile?: string | undefined;
  'profile-dir'?: string | undefined;
  'driver-file'?: string | undefined;
}

/** What a configuration says of a meter; `because` where its profile was found by asking it. */
export interface Found {
  profile: string;
  profileDir?: string;
  driver: { name: string };
  because?: string;
}

/**
 * The meter that the options name; undefined where they name none. What would not run is told here, before a code is spent.
 * @throws AccessLayerError LN_OPTION_WRONG; those of findProfile, loadAdapter and loadProfile
 */
export async function meterOf(options: MeterOptions, cwd: string): Promise<Found | undefined> {
  const { 'driver-file': driverFile, profile, meter, rtu } = options;
  if ([driverFile, meter, rtu].filter((named) => named !== undefined).length > 1) {
    throw optionError('name one meter: --meter HOST[:PORT], --rtu DEVICE, or --driver-file FILE');
  }
  if (driverFile !== undefined && !profile) throw optionError('--driver-file needs --profile');
  const driver = driverFile === undefined ? modbusDriver(options) : readDriver(resolve(cwd, driverFile));
  if (!driver) return undefined;
  const ownDir = options['profile-dir'];
  const profileDir = ownDir === undefined ? undefined : resolve(cwd, ownDir);
  const adapter = await loadAdapter('drivers', driver);
  const found = profile ? { profile, profileDir } : await findProfile(driver as ModbusDriver, profileDir);
  checkProtocol(loadProfile(found.profile, found.profileDir), adapter);
  return { ...found, driver };
}

function readDriver(file: string): { name: string } {
  try {
    const driver = parse(readFileSync(file, 'utf8'));
    if (typeof driver?.name === 'string') return driver;
  } catch (error) {
    throw optionError(`--driver-file ${file} cannot be read: ${messageOf(error)}`);
  }
  throw optionError(
    `--driver-file ${file} names no driver; expected YAML like {name: rest, url: "http://HOST"}`,
  );
}

function modbusDriver(options: MeterOptions): ModbusDriver | undefined {
  const { meter, rtu } = options;
  const unit = wholeNumber('--unit', options.unit, 0, 255);
  if (rtu) {
    return {
      ...{ name: 'modbus-rtu', path: rtu, baudRate: wholeNumber('--baud', options.baud, 1200, 115_200) },
      parity: oneOf('--parity', options.parity, ['none', 'even', 'odd']),
      stopBits: oneOf('--stop-bits', options['stop-bits'], ['1', '2']) === '1' ? 1 : 2,
      unit,
    };
  }
  if (!meter) return undefined;
  const [, host, port = '502'] = /^(\[[0-9a-fA-F:.]+\]|[^:]+)(?::(\d+))?$/.exec(meter) ?? [];
  if (!host) throw optionError(`--meter is "${meter}"; expected HOST or HOST:PORT`);
  return {
    name: options['rtu-over-tcp'] ? 'modbus-rtu-tcp' : 'modbus-tcp',
    host: host.replace(/^\[|\]$/g, ''),
    port: wholeNumber('--meter', port, 1, 65_535),
    unit,
  };
}

export function wholeNumber(name: string, text: string | undefined, low: number, high: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text ?? '') && value >= low && value <= high) return value;
  throw optionError(`${name} is "${text}"; expected a whole number from ${low} to ${high}`);
}

function oneOf<const T extends string>(name: string, text: string, known: readonly T[]): T {
  const found = known.find((one) => one === text);
  if (found) return found;
  throw optionError(`${name} is "${text}"; expected ${known.join(' or ')}`);
}

export function optionError(message: string): AccessLayerError {
  return new AccessLayerError({ code: 'LN_OPTION_WRONG', message });
}
