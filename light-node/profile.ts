import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkConfig, nearest } from '@access-layer/core/config';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import type { MeterRole } from '@access-layer/core/payloads/measurement';
import type Type from 'typebox';
import { parse } from 'yaml';
import { type Chain2Map, chain2 } from './profiles/chain2.ts';
import type { ProtocolReader } from './profiles/head.ts';
import { type JsonMap, json } from './profiles/json.ts';
import { type ModbusMap, modbus } from './profiles/modbus.ts';
import { type SunspecMap, sunspec } from './profiles/sunspec.ts';
import { type ZwaveMap, zwave } from './profiles/zwave.ts';
import { ROOM } from './room.ts';

/** What each protocol adds to the head of a profile; its reader is in PROTOCOLS under the same name. */
interface Parts {
  chain2: Chain2Map;
  json: JsonMap;
  modbus: ModbusMap;
  sunspec: SunspecMap;
  zwave: ZwaveMap;
}

const PROTOCOLS: { [P in Protocol]: ProtocolReader<Type.TSchema, Parts[P]> } = {
  chain2,
  json,
  modbus,
  sunspec,
  zwave,
};

export type Protocol = keyof Parts;

/** What is known of a meter whatever its protocol. */
export interface ProfileHead {
  name: string;
  brand: string;
  model: string;
  source: string;
  role: MeterRole;
  pollIntervalS: number;
}

/** A meter as one YAML file, checked and planned: the head, and what its protocol needs. */
export type ProfileOf<P extends Protocol> = { [Q in P]: ProfileHead & { protocol: Q } & Parts[Q] }[P];
export type Profile = ProfileOf<Protocol>;

/** The profiles that come with the Light Node. */
export const PROFILE_DIR = fileURLToPath(new URL('./meters', ROOM));

/** Names of the profiles in a folder. */
export function listProfiles(dir = PROFILE_DIR): string[] {
  return readdirSync(dir)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => basename(file, '.yaml'))
    .sort();
}

/**
 * Loads `<dir>/<name>.yaml`.
 * @throws AccessLayerError LN_PROFILE_UNKNOWN, LN_PROFILE_INVALID with every error in `context.errors`
 */
export function loadProfile(name: string, dir = PROFILE_DIR): Profile {
  const known = listProfiles(dir);
  if (!known.includes(name)) {
    const hint = nearest(name, known);
    throw new AccessLayerError({
      code: 'LN_PROFILE_UNKNOWN',
      message: `no meter profile "${name}" in ${dir}${hint ? `; did you mean "${hint}"?` : ''}; there are ${known.join(', ')}`,
    });
  }
  return parseProfile(name, readFileSync(join(dir, `${name}.yaml`), 'utf8'));
}

/** Reads the text of a profile. Errors as `loadProfile`. */
export function parseProfile(name: string, text: string): Profile {
  const raw = readYaml(name, text);
  const { protocol } = (raw ?? {}) as { protocol?: unknown };
  if (!isProtocol(protocol)) throw invalid(name, [unknownProtocol(protocol)]);
  const reader = PROTOCOLS[protocol] as ProtocolReader<Type.TSchema, Parts[Protocol]>;
  const checked = checkConfig(reader.schema, raw);
  if (!checked.ok) throw invalid(name, checked.errors);
  const errors: string[] = [];
  const part = reader.parse(checked.config, errors);
  if (errors.length > 0) throw invalid(name, errors);
  const { brand, model, source, role, pollIntervalS } = checked.config as ProfileHead;
  return { name, brand, model, source, protocol, role, pollIntervalS, ...part } as Profile;
}

/** @throws AccessLayerError LN_PROFILE_PROTOCOL unless the driver speaks the protocol of the profile */
export function checkProtocol<P extends Protocol>(
  profile: Profile,
  driver: { name: string; protocols: readonly P[] },
): asserts profile is Profile & ProfileOf<P> {
  if ((driver.protocols as readonly string[]).includes(profile.protocol)) return;
  throw new AccessLayerError({
    code: 'LN_PROFILE_PROTOCOL',
    message: `the driver ${driver.name} speaks ${driver.protocols.join(' and ')}; the profile ${profile.name} is of a meter that speaks ${profile.protocol}`,
  });
}

function isProtocol(protocol: unknown): protocol is Protocol {
  return typeof protocol === 'string' && Object.hasOwn(PROTOCOLS, protocol);
}

function unknownProtocol(protocol: unknown): string {
  const known = Object.keys(PROTOCOLS);
  if (protocol === undefined) return `configuration: missing protocol; there are ${known.join(', ')}`;
  const hint = nearest(String(protocol), known);
  return `protocol: ${JSON.stringify(protocol)} is none of ${known.join(', ')}${hint ? `; did you mean "${hint}"?` : ''}`;
}

function readYaml(name: string, text: string): unknown {
  try {
    return parse(text, { uniqueKeys: true, strict: true });
  } catch (cause) {
    throw invalid(name, [messageOf(cause)], cause);
  }
}

function invalid(name: string, errors: string[], cause?: unknown): AccessLayerError {
  return new AccessLayerError({
    code: 'LN_PROFILE_INVALID',
    message: `meter profile ${name}.yaml is not valid:\n${errors.map((error) => `  ${error}`).join('\n')}`,
    context: { errors },
    cause,
  });
}
