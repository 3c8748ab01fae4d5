import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { checkConfig } from '@access-layer/core/config';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import type Type from 'typebox';
import { parse } from 'yaml';

export interface ConfigSource {
  /** A YAML file; relative paths in it are relative to it. */
  file: string;
  env?: NodeJS.ProcessEnv;
  /** Environment variables `<prefix>_A_B` lay over `a.b`; the letters of a key are compared without case. */
  prefix?: string;
}

/**
 * Reads a service's configuration: YAML, with environment variables over it, checked by one schema. Strings under keys
 * that end in File, Dir or Files are made absolute.
 * @throws AccessLayerError CONFIG_INVALID, with every error in `context.errors`
 */
export function loadConfig<S extends Type.TSchema>(schema: S, source: ConfigSource): Type.Static<S> {
  const raw = readYaml(source.file);
  overlayEnvironment(raw, schema, source);
  const checked = checkConfig(schema, raw);
  if (!checked.ok) throw invalid(source.file, checked.errors);
  return absolutePaths(checked.config, dirname(resolve(source.file))) as Type.Static<S>;
}

function readYaml(file: string): Record<string, unknown> {
  try {
    return (parse(readFileSync(file, 'utf8')) ?? {}) as Record<string, unknown>;
  } catch (cause) {
    throw invalid(file, [messageOf(cause)], cause);
  }
}

function invalid(file: string, errors: string[], cause?: unknown): AccessLayerError {
  const message = `configuration ${file} is not valid:\n${errors.map((error) => `  ${error}`).join('\n')}`;
  return new AccessLayerError({ code: 'CONFIG_INVALID', message, context: { file, errors }, cause });
}

function overlayEnvironment(raw: Record<string, unknown>, schema: unknown, source: ConfigSource): void {
  if (!source.prefix) return;
  for (const [name, text] of Object.entries(source.env ?? {})) {
    if (!name.startsWith(`${source.prefix}_`) || text === undefined) continue;
    const words = name.slice(source.prefix.length + 1).split('_');
    setPath(raw, schema as SchemaNode, words, text, name);
  }
}

interface SchemaNode {
  properties?: Record<string, SchemaNode>;
  /** One of several adapters: their keys are all known here, and which go together is checked later. */
  anyOf?: SchemaNode[];
}

function propertiesOf({ properties, anyOf = [] }: SchemaNode): Record<string, SchemaNode> {
  return Object.assign({}, ...anyOf.map(propertiesOf), properties);
}

/** Follows the words of a variable's name along the schema's keys; a value is read as YAML, so numbers are numbers. */
function setPath(
  target: Record<string, unknown>,
  schema: SchemaNode,
  words: string[],
  text: string,
  name: string,
) {
  const [word, ...rest] = words;
  const properties = propertiesOf(schema);
  const known = Object.keys(properties);
  const key = known.find((candidate) => candidate.toLowerCase() === word?.toLowerCase());
  if (!key) {
    throw invalid(`environment variable ${name}`, [`unknown key "${word}"; known: ${known.join(', ')}`]);
  }
  if (rest.length === 0) {
    target[key] = parse(text);
    return;
  }
  target[key] ??= {};
  setPath(target[key] as Record<string, unknown>, properties[key]!, rest, text, name);
}

function absolutePaths(value: unknown, base: string, key = ''): unknown {
  if (typeof value === 'string')
    return /(File|Dir|Files|^dir|^file)$/.test(key) ? resolve(base, value) : value;
  if (Array.isArray(value)) return value.map((item) => absolutePaths(item, base, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, absolutePaths(item, base, name)]),
  );
}
