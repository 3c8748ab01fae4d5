import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { toHex } from '@access-layer/core/bytes';
import { BindingsAnswer, bindingsText } from '@access-layer/core/enrolment';
import { AccessLayerError } from '@access-layer/core/errors';
import { addressOf, newPrivateKey, signPayload } from '@access-layer/core/sign';
import { loadConfig } from '@access-layer/kit/config';
import { loadKey } from '@access-layer/kit/keystore';
import { parseDocument } from 'yaml';
import { LightNodeConfig } from '../config.ts';
import { encrypt, writeSecret } from '../keystore-folder.ts';
import { nextKeystoreOf } from '../signing-key.ts';
import { writeDurably } from '../write-durably.ts';
import { post } from './device-client.ts';
import { enroll, readCode } from './enroll.ts';
import { type Found, METER_OPTIONS, meterOf, optionError, wholeNumber } from './meter-options.ts';
import { renewCertificate, requireOnboarding } from './renew-certificate.ts';

export const DEVICE_USAGE = `On the device (all keys are made there and stay there):

  enroll CODE --url URL    gets a new Light Node in; docs/onboarding.md
  renew                    gets a new certificate now; a running node does so by itself in the last third
  rotate                   makes another signing key and announces it; the DSO confirms it
  meter ID                 writes another meter into the configuration, once the DSO has bound it

  --dir DIR                folder of the Light Node (default: light-node)
  --config FILE            its configuration, where it is not config.yaml in the folder
  --meter HOST[:PORT]      enroll, meter: a meter by Modbus TCP (port 502)
  --rtu DEVICE             enroll, meter: a meter by Modbus RTU, for example /dev/ttyUSB0
  --baud N --parity none|even|odd --stop-bits 1|2   of the serial port (default 9600, none, 1)
  --rtu-over-tcp           HOST is a serial server that carries RTU frames
  --unit N                 unit (slave) number of the meter (default 1)
  --profile NAME           enroll, meter: a file of light-node/meters; found by asking the meter where absent
  --profile-dir DIR        enroll, meter: profiles of your own, looked for there too
  --driver-file FILE       enroll, meter: YAML with any other driver ({name: rest, …}); needs --profile
  --port N                 enroll: status page of the node on loopback (default 4110)
  --vouch-for-clock        enroll: something outside of this machine keeps its clock right
  --no-run                 enroll: only writes the configuration, for a service manager to run`;

/** What the commands need of their surroundings. */
export interface DeviceIo {
  cwd: string;
  stdout: { write(text: string): unknown };
}

const OPTIONS = {
  url: { type: 'string' },
  dir: { type: 'string', default: 'light-node' },
  config: { type: 'string' },
  ...METER_OPTIONS,
  port: { type: 'string', default: '4110' },
  'vouch-for-clock': { type: 'boolean', default: false },
  'no-run': { type: 'boolean', default: false },
} as const;
type Options = ReturnType<typeof parseArgs<{ options: typeof OPTIONS }>>['values'];

export const DEVICE_COMMANDS = ['enroll', 'renew', 'rotate', 'meter'] as const;
export type DeviceCommand = (typeof DEVICE_COMMANDS)[number];

/** What is to be run when the command is done. */
export interface Done {
  run?: string;
}

/**
 * Runs one command of a device.
 * @throws AccessLayerError LN_…
 */
export async function runDevice(command: DeviceCommand, args: string[], io: DeviceIo): Promise<Done> {
  const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const dir = resolve(io.cwd, values.dir);
  const say = (line: string) => void io.stdout.write(`${line}\n`);
  const [operand, ...rest] = positionals;
  const wanted = command === 'enroll' || command === 'meter';
  if (rest.length > 0 || (operand !== undefined) !== wanted) {
    throw optionError(
      `"${command}" takes ${wanted ? 'one argument' : 'no argument'}: ${positionals.join(' ')}`,
    );
  }
  if (command === 'enroll') return enrollHere(operand!, values, { dir, io, say });
  const file = values.config ? resolve(io.cwd, values.config) : resolve(dir, 'config.yaml');
  const config = loadConfig(LightNodeConfig, { file });
  const privateKey = loadKey(config.keystoreFile, config.passphraseFile);
  if (command === 'renew')
    say(`certificate of ${config.id} until ${await renewCertificate(config, privateKey)}`);
  else if (command === 'rotate') rotate(config, privateKey, say);
  else await changeMeter(operand!, { file, config, privateKey, meter: await meterOf(values, io.cwd) }, say);
  return {};
}

interface Here {
  dir: string;
  io: DeviceIo;
  say: (line: string) => void;
}

async function enrollHere(code: string, values: Options, { dir, io, say }: Here): Promise<Done> {
  if (!values.url) throw optionError('--url is missing; the DSO gives it together with the code');
  readCode(code);
  const meter = await meterOf(values, io.cwd);
  if (!meter) throw optionError('name the meter: --meter HOST[:PORT], --rtu DEVICE, or --driver-file FILE');
  say(`meter: profile ${meter.profile}${meter.because ? ` (${meter.because})` : ''}`);
  const more = {
    http: { port: wholeNumber('--port', values.port, 0, 65_535) },
    ...(values['vouch-for-clock'] && { clock: { name: 'system', assumeSynchronised: true } }),
  };
  const { configFile, answer } = await enroll({
    ...{ code, url: values.url, dir, meter: partOf(meter), more, say },
  });
  say(
    `${answer.node} is bound to PoD ${answer.pod}, meter ${answer.meter}; its configuration is ${configFile}`,
  );
  return values['no-run'] ? {} : { run: configFile };
}

/** A pending key is not replaced: the DSO may be about to confirm it. */
function rotate(
  { keystoreFile, passphraseFile, id }: LightNodeConfig,
  old: Uint8Array,
  say: Here['say'],
): void {
  const file = nextKeystoreOf(keystoreFile);
  if (existsSync(file)) {
    throw new AccessLayerError({
      code: 'LN_ROTATION_PENDING',
      message: `${file} waits for the DSO to confirm it; remove it first to announce another key`,
    });
  }
  const next = newPrivateKey();
  writeSecret(file, encrypt(next, readFileSync(passphraseFile, 'utf8').replace(/\r?\n$/, '')));
  say(`${id} signs with ${addressOf(old)} until the DSO confirms ${addressOf(next)}`);
  say(`the running node announces it within a second; the DSO confirms: access-layer node confirm ${id}`);
}

/** What the configuration says under `meter`. */
function partOf({ profile, profileDir, driver }: Found) {
  return { profile, ...(profileDir && { profileDir }), driver };
}

interface MeterChange {
  file: string;
  config: LightNodeConfig;
  privateKey: Uint8Array;
  meter: Found | undefined;
}

/** Refused before the DSO has bound it: what is measured at a meter that is not bound is refused for good. */
async function changeMeter(
  id: string,
  { file, config, privateKey, meter }: MeterChange,
  say: Here['say'],
): Promise<void> {
  const { url, caFile } = requireOnboarding(config);
  const asked = { node: config.id, nonce: toHex(randomBytes(32)) };
  const { signature } = signPayload(bindingsText(asked), privateKey);
  const trust = { authority: readFileSync(caFile, 'utf8'), answer: BindingsAnswer };
  const { bindings } = await post(new URL('/bindings', url).href, { ...asked, signature }, trust);
  const key = addressOf(privateKey);
  if (!bindings.some((bound) => bound.meter === id && bound.key === key)) {
    throw new AccessLayerError({
      code: 'LN_METER_UNBOUND',
      message: `the DSO has not bound ${config.id} to the meter ${id}; first: access-layer node swap-meter ${config.id} --meter ${id}`,
    });
  }
  const document = parseDocument(readFileSync(file, 'utf8'));
  document.setIn(['meter', 'id'], id);
  if (meter) {
    document.deleteIn(['meter', 'profileDir']);
    for (const [key, value] of Object.entries(partOf(meter))) document.setIn(['meter', key], value);
  }
  writeDurably(file, document.toString());
  say(`${file} names the meter ${id}; start the Light Node again: it tells of the change and goes on`);
}
