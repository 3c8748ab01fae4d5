import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkConfig, nearest } from '@access-layer/core/config';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { MeterRole, type ValueName, Values } from '@access-layer/core/payloads/measurement';
import Type from 'typebox';
import { parse } from 'yaml';
import { type Block, findOverlap, planBlocks } from './block-plan.ts';
import { REGISTER_TYPES, type RegisterType, type RegisterValue, wordsOf } from './register-value.ts';

const closed = { additionalProperties: false } as const;
const Address = Type.Integer({ minimum: 0, maximum: 65_535 });
const Kind = Type.Enum([...REGISTER_TYPES]);
const Order = Type.Enum(['high-first', 'low-first']);

const ValueEntry = Type.Object(
  {
    address: Type.Optional(Address),
    sum: Type.Optional(Type.Array(Address, { minItems: 2, description: 'addresses of parts that add up' })),
    type: Type.Optional(Kind),
    wordOrder: Type.Optional(Order),
    factor: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, description: 'raw number to the unit of the name' }),
    ),
    sign: Type.Optional(Type.Enum([1, -1])),
    notAvailable: Type.Optional(Type.Array(Type.String({ pattern: '^0x[0-9A-Fa-f]{1,16}$' }))),
  },
  closed,
);

/** A meter as one YAML file. `values` is by the names of formats 2; `defaults` stand where a value says nothing. */
export const ProfileFile = Type.Object(
  {
    brand: Type.String({ minLength: 1 }),
    model: Type.String({ minLength: 1 }),
    source: Type.String({ minLength: 1, description: 'where the addresses were taken from' }),
    protocol: Type.Literal('modbus'),
    functionCode: Type.Enum([3, 4]),
    maxRegisters: Type.Optional(Type.Integer({ minimum: 4, maximum: 125 })),
    maxGap: Type.Optional(Type.Integer({ minimum: 0, maximum: 121 })),
    role: MeterRole,
    pollIntervalS: Type.Integer({ minimum: 1, maximum: 86_400 }),
    defaults: Type.Object(
      { type: Kind, wordOrder: Type.Optional(Order), notAvailable: ValueEntry.properties.notAvailable },
      closed,
    ),
    values: Type.Object(
      Object.fromEntries(Object.keys(Values.properties).map((name) => [name, Type.Optional(ValueEntry)])),
      { ...closed, minProperties: 1 },
    ),
  },
  closed,
);
type ProfileFile = Type.Static<typeof ProfileFile>;
type ValueEntry = Type.Static<typeof ValueEntry>;

/** A meter, checked and planned. */
export interface Profile {
  name: string;
  brand: string;
  model: string;
  functionCode: 3 | 4;
  role: ProfileFile['role'];
  pollIntervalS: number;
  values: readonly RegisterValue[];
  blocks: readonly Block[];
}

/** The profiles that come with the Light Node. */
export const PROFILE_DIR = fileURLToPath(new URL('./meters', import.meta.url));

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
  const checked = checkConfig(ProfileFile, readYaml(name, text));
  if (!checked.ok) throw invalid(name, checked.errors);
  const file = checked.config;
  const errors: string[] = [];
  const values = Object.entries(file.values as Record<ValueName, ValueEntry>).map(([value, entry]) =>
    readValue(value as ValueName, entry, file, errors),
  );
  const overlap = findOverlap(values);
  if (overlap) {
    const [a, b] = overlap;
    errors.push(
      `values: registers ${a.start}..${a.end - 1} and ${b.start}..${b.end - 1} overlap; check address and type`,
    );
  }
  if (errors.length > 0) throw invalid(name, errors);
  const limits = { maxRegisters: file.maxRegisters ?? 125, maxGap: file.maxGap ?? 16 };
  return {
    name,
    brand: file.brand,
    model: file.model,
    functionCode: file.functionCode,
    role: file.role,
    pollIntervalS: file.pollIntervalS,
    values,
    blocks: planBlocks(values, limits),
  };
}

function readYaml(name: string, text: string): unknown {
  try {
    return parse(text, { uniqueKeys: true, strict: true });
  } catch (cause) {
    throw invalid(name, [messageOf(cause)], cause);
  }
}

function readValue(
  name: ValueName,
  entry: ValueEntry,
  { defaults }: ProfileFile,
  errors: string[],
): RegisterValue {
  const type: RegisterType = entry.type ?? defaults.type;
  if ((entry.address === undefined) === (entry.sum === undefined)) {
    errors.push(`values.${name}: give either "address" or "sum"`);
  }
  const addresses = entry.sum ?? [entry.address ?? 0];
  for (const address of addresses) {
    if (address + wordsOf(type) > 65_536)
      errors.push(`values.${name}: ${type} at ${address} ends after 65535`);
  }
  const width = 4 * wordsOf(type);
  const notAvailable = entry.notAvailable ?? defaultNotAvailable(entry, defaults);
  for (const raw of notAvailable) {
    if (raw.length - 2 !== width) {
      errors.push(`values.${name}: notAvailable ${raw} has ${raw.length - 2} digits; ${type} has ${width}`);
    }
  }
  return {
    name,
    addresses,
    type,
    wordOrder: entry.wordOrder ?? defaults.wordOrder ?? 'high-first',
    factor: entry.factor ?? 1,
    sign: entry.sign ?? 1,
    notAvailable: notAvailable.map(BigInt),
  };
}

/** The default list speaks of the default type: a value of another type has its own list or none. */
function defaultNotAvailable(entry: ValueEntry, defaults: ProfileFile['defaults']): readonly string[] {
  return (entry.type ?? defaults.type) === defaults.type ? (defaults.notAvailable ?? []) : [];
}

function invalid(name: string, errors: string[], cause?: unknown): AccessLayerError {
  return new AccessLayerError({
    code: 'LN_PROFILE_INVALID',
    message: `meter profile ${name}.yaml is not valid:\n${errors.map((error) => `  ${error}`).join('\n')}`,
    context: { errors },
    cause,
  });
}
