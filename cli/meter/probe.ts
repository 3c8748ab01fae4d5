import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { AccessLayerError } from '@access-layer/core/errors';
import { type Values, Values as ValuesSchema } from '@access-layer/core/payloads/measurement';
import { createLog } from '@access-layer/kit/log';
import { createBus } from '@access-layer/light-node/modbus/bus';
import { rtuFraming, tcpFraming } from '@access-layer/light-node/modbus/framing';
import { openSerial, openSocket } from '@access-layer/light-node/modbus/lines';
import { type Candidate, type ProbeResult, probe } from '@access-layer/light-node/probe/probe';
import { type DeviceDriver, probeDevice } from '@access-layer/light-node/probe/probe-device';
import { listProfiles, loadProfile, type Profile, type ProfileOf } from '@access-layer/light-node/profile';
import type { Surroundings } from '../command.ts';
import { painter } from '../terminal.ts';
import { parseAddress } from './address.ts';
import { type LineChoice, parseLine } from './line-choice.ts';

const EXIT = { fits: 0, none: 1, silent: 2, usage: 64 } as const;

/** `access-layer meter probe`. Answers the exit code. */
export async function probeMeter(args: string[], around: Surroundings): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      unit: { type: 'string', default: '1' },
      rtu: { type: 'string' },
      baud: { type: 'string', default: '9600' },
      parity: { type: 'string', default: 'none' },
      'stop-bits': { type: 'string', default: '1' },
      'rtu-over-tcp': { type: 'boolean', default: false },
      'profile-dir': { type: 'string' },
      timeout: { type: 'string', default: '1000' },
      json: { type: 'boolean', default: false },
      device: { type: 'string' },
      channel: { type: 'string', default: '0' },
      username: { type: 'string' },
      'password-file': { type: 'string' },
      'ca-file': { type: 'string' },
      listen: { type: 'string', default: '60' },
      'z-wave': { type: 'string' },
      node: { type: 'string', default: '' },
    },
  });
  const zwave = values['z-wave'];
  const address = parseAddress(positionals.length > 1 ? undefined : positionals[0], { ...values, zwave });
  const line = address ?? parseLine(values, positionals);
  if (!line.ok) {
    around.stderr.write(`${line.detail}\naccess-layer meter --help says more.\n`);
    return EXIT.usage;
  }
  try {
    const [where, result] =
      'driver' in line
        ? [{ meter: line.where }, { candidates: await askDevice(line, allProfiles(values['profile-dir'])) }]
        : [whereOf(line.choice), await ask(line.choice, values['profile-dir'])];
    if (values.json) around.stdout.write(`${JSON.stringify(forPrograms(where, result), null, 2)}\n`);
    else report(where, result, around);
    return result.candidates.some(({ fits }) => fits) ? EXIT.fits : EXIT.none;
  } catch (error) {
    if (!(error instanceof AccessLayerError) || !error.code.startsWith('LN_METER_')) throw error;
    around.stderr.write(`${error.message}\n`);
    return EXIT.silent;
  }
}

async function askDevice(
  { driver, listenMs }: { driver: DeviceDriver; listenMs: number },
  profiles: Profile[],
): Promise<Candidate[]> {
  if (driver.name !== 'z-wave') return probeDevice({ driver, profiles, listenMs });
  const cacheDir = mkdtempSync(join(tmpdir(), 'zwave-probe-'));
  try {
    return await probeDevice({ driver: { ...driver, cacheDir }, profiles, listenMs });
  } finally {
    rmSync(cacheDir, { recursive: true, force: true });
  }
}

async function ask(choice: LineChoice, profileDir: string | undefined): Promise<ProbeResult> {
  const { where, unit, timeoutMs } = choice;
  const open = () => {
    if (choice.kind === 'serial') return openSerial(choice.settings, rtuFraming());
    return openSocket(choice, choice.kind === 'rtu-tcp' ? rtuFraming() : tcpFraming(), timeoutMs);
  };
  const log = createLog({ name: 'probe', level: 'silent' });
  const bus = createBus({ where, open, timeoutMs, reconnectMinMs: 1, reconnectMaxMs: 1, log });
  try {
    return await probe(bus, unit, profilesToAsk(profileDir));
  } finally {
    await bus.close();
  }
}

function profilesToAsk(profileDir: string | undefined): ProfileOf<'modbus' | 'sunspec'>[] {
  return allProfiles(profileDir).filter(
    ({ protocol }) => protocol === 'modbus' || protocol === 'sunspec',
  ) as ProfileOf<'modbus' | 'sunspec'>[];
}

function allProfiles(profileDir: string | undefined): Profile[] {
  const own = profileDir ? listProfiles(profileDir).map((name) => loadProfile(name, profileDir)) : [];
  return [...own, ...listProfiles().map((name) => loadProfile(name))];
}

/** Names the meter for people and programs. */
interface Where {
  meter: string;
  unit?: number;
}

function whereOf({ where, unit }: LineChoice): Where {
  return { meter: where, unit };
}

function forPrograms(where: Where, { candidates, sunspec }: ProbeResult) {
  const described = candidates.map(({ profile: { name, brand, model }, fits, because, values }) => ({
    profile: name,
    brand,
    model,
    fits,
    because,
    values,
  }));
  return {
    ...where,
    best: candidates.find(({ fits }) => fits)?.profile.name ?? null,
    sunspec,
    candidates: described,
  };
}

function report({ meter, unit }: Where, { candidates, sunspec }: ProbeResult, around: Surroundings): void {
  const { stdout, env } = around;
  const paint = painter(stdout, env);
  stdout.write(`${paint('dim', unit === undefined ? meter : `${meter}, unit ${unit}`)}\n`);
  if (sunspec) {
    const { manufacturer, model, serial, base, models } = sunspec;
    const ids = models.map(({ id }) => id).join(', ');
    stdout.write(`SunSpec at ${base}: ${manufacturer} ${model}, serial number ${serial}; models ${ids}\n`);
  }
  const width = Math.max(0, ...candidates.map(({ profile }) => profile.name.length));
  for (const { profile, fits, because } of candidates) {
    const mark = fits ? paint('green', 'fits') : paint('dim', 'no  ');
    stdout.write(`  ${mark}  ${profile.name.padEnd(width)}  ${because}\n`);
  }
  const [best, second] = candidates;
  if (!best?.fits) {
    stdout.write('\nNo profile fits. docs/adding-a-meter.md tells how to write one.\n');
    return;
  }
  const equal = second?.fits && second.score === best.score ? ` (${second.profile.name} fits as well)` : '';
  stdout.write(`\n${paint('bold', best.profile.name)}${equal} shows\n${table(best)}`);
}

function table({ values }: Candidate): string {
  const rows = Object.entries(values);
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows
    .map(([name, value]) => `  ${name.padEnd(width)}  ${value} ${unitOf(name)}`.trimEnd())
    .join('\n')
    .concat('\n');
}

/** The unit of a value, as its schema has it. */
function unitOf(name: string): string {
  const { description = '' } = ValuesSchema.properties[name as keyof Values] as { description?: string };
  const [unit = ''] = description.split(',');
  return unit === '1' ? '' : unit;
}
