import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { messageOf } from '@access-layer/core/errors';
import type { ValueName, Values } from '@access-layer/core/payloads/measurement';
import { formatTime } from '@access-layer/core/time';
import { createLog } from '@access-layer/kit/log';
import { LINE_OPTIONS, type LineOptions } from './line-options.ts';
import { loadAdapter } from './load-adapter.ts';
import { checkProtocol, loadProfile, type Profile } from './profile.ts';
import { readOnce } from './read-once.ts';

const USAGE = `Usage: node light-node/read-meter-main.ts --profile NAME [options]

Shows what a meter profile asks for, and with --host or --rtu reads the meter once. For installers; it signs nothing.

  --profile NAME      a profile, without .yaml
  --profile-dir DIR   folder of your own profiles (default: light-node/meters)
  --host HOST         read the meter there, by Modbus TCP
  --port PORT         default 502
  --rtu-over-tcp      HOST is a serial server that carries RTU frames
  --rtu DEVICE        read the meter on a serial port instead, for example /dev/ttyUSB0
  --baud N            of the serial port, default 9600
  --parity P          none, even or odd; default none
  --stop-bits N       1 or 2, default 1
  --unit UNIT         default 1
  --record FILE       write the answers as a frame for light-node/frames/

Exit code: 0 done, 1 not done, 64 not understood.`;

/** A meter that speaks by itself may take a while. */
const READ_TIMEOUT_MS = 30_000;

interface Options extends LineOptions {
  profile: string;
  'profile-dir'?: string | undefined;
  host?: string | undefined;
  port: string;
  record?: string | undefined;
}

const options = readOptions();
try {
  const profile = loadProfile(options.profile, options['profile-dir']);
  process.stdout.write(describe(profile));
  const settings = driverSettings();
  if (settings) await readMeter(profile, settings);
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
}

/** The options as a node's configuration has them under `meter.driver`; undefined where no meter is named. */
function driverSettings(): { name: string } | undefined {
  const { host, rtu: path, baud, parity, 'stop-bits': stopBits } = options;
  const unit = Number(options.unit);
  if (path) {
    return { name: 'modbus-rtu', path, baudRate: Number(baud), parity, stopBits: Number(stopBits), unit } as {
      name: string;
    };
  }
  const name = options['rtu-over-tcp'] ? 'modbus-rtu-tcp' : 'modbus-tcp';
  return host ? ({ name, host, port: Number(options.port), unit } as { name: string }) : undefined;
}

async function readMeter(profile: Profile, settings: { name: string }): Promise<void> {
  const driver = await loadAdapter('drivers', settings);
  checkProtocol(profile, driver);
  const answers: { address: number; words: string }[] = [];
  const meter = driver.create({
    options: settings,
    profile,
    nowMs: Date.now,
    log: createLog({ name: 'read-meter', level: 'silent' }),
    onAnswer: (address, bytes) => answers.push({ address, words: Buffer.from(bytes).toString('hex') }),
  });
  try {
    const { takenAtMs, values } = await readOnce(meter, READ_TIMEOUT_MS);
    process.stdout.write(`\nread at ${formatTime(takenAtMs)}\n${table(profile, values)}`);
    if (options.record) record(profile, answers, values, takenAtMs);
  } finally {
    await meter.close();
  }
}

function describe(profile: Profile): string {
  const { brand, model, protocol } = profile;
  if (profile.protocol !== 'modbus') return `${brand} ${model}, ${protocol}\n`;
  const { values, functionCode, blocks } = profile;
  const requests = blocks.map(({ address, count }) => `${address} to ${address + count - 1}`);
  return `${brand} ${model}: ${values.length} values, function code ${functionCode}, registers ${requests.join(', ')}\n`;
}

/** What the profile names, or what came where the meter decides which values there are. */
function table(profile: Profile, values: Values): string {
  const names = (
    profile.protocol === 'modbus' ? profile.values.map(({ name }) => name) : Object.keys(values)
  ) as ValueName[];
  const width = Math.max(...names.map((name) => name.length));
  return names.map((name) => `  ${name.padEnd(width)}  ${values[name] ?? 'not available'}\n`).join('');
}

function record(profile: Profile, answers: object[], values: Values, takenAtMs: number): void {
  const about = `Recorded from a ${profile.brand} ${profile.model} at ${formatTime(takenAtMs)}. Words are as on the wire.`;
  const frame = { profile: profile.name, origin: 'recorded', about, answers, values };
  writeFileSync(options.record!, `${JSON.stringify(frame, null, 2)}\n`);
  process.stdout.write(`\nrecorded to ${options.record}\n`);
}

function readOptions(): Options {
  try {
    const { values } = parseArgs({
      options: {
        profile: { type: 'string' },
        'profile-dir': { type: 'string' },
        host: { type: 'string' },
        port: { type: 'string', default: '502' },
        ...LINE_OPTIONS,
        record: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(`${USAGE}\n`);
      process.exit(0);
    }
    if (values.profile === undefined) throw new TypeError('--profile NAME is missing');
    return { ...values, profile: values.profile };
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n\n${USAGE}\n`);
    process.exit(64);
  }
}
