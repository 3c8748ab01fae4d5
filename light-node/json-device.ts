import { AccessLayerError } from '@access-layer/core/errors';
import type { Values } from '@access-layer/core/payloads/measurement';
import Type from 'typebox';
import { toNumber, toQuantity } from './decode.ts';
import type { ProfileOf } from './profile.ts';
import type { JsonSource } from './profiles/json.ts';

/** What a configuration fills in for `{name}` in topics, paths and pointers of a profile. */
export const Vars = Type.Record(
  Type.String({ pattern: '^[a-z][A-Za-z0-9]*$' }),
  Type.String({ pattern: '^[^+#{}]+$', description: 'no wildcard of MQTT' }),
);
export type Vars = Type.Static<typeof Vars>;

/** What one document says. */
export interface Decoded {
  values: Values;
  /** When it was measured, where the document tells; ms since 1970. */
  atMs?: number;
  serial?: string;
}

export interface JsonDevice {
  /** Sources by name, filled in. */
  sources: ReadonlyMap<string, JsonSource>;
  /** Values that a document of a source carries; undefined where it says itself that it has none. */
  decode(source: string, document: unknown): Decoded | undefined;
}

/**
 * Reads documents as a profile says.
 * @throws AccessLayerError LN_PROFILE_INVALID where a `{name}` has no value in the configuration
 */
export function createJsonDevice(profile: ProfileOf<'json'>, vars: Vars = {}): JsonDevice {
  const fill = (text: string) => fillIn(text, vars, profile.name);
  const sources = new Map(
    Object.entries(profile.sources).map(([name, source]) => [name, fillSource(source, fill)] as const),
  );
  const values = profile.values.map((value) => ({ ...value, paths: value.paths.map(fill) }));
  const { serial } = profile;
  return {
    sources,
    decode(name, document) {
      const { at, valid } = sources.get(name)!;
      if (valid && valueAt(document, valid.path) !== valid.equals) return undefined;
      const entries = values
        .filter(({ source }) => source === name)
        .map(({ name: value, paths, scale, notAvailable }) => {
          const raw = paths.map((path) => valueAt(document, path));
          const gone = raw.some((each) => notAvailable.includes(each as number));
          return [value, gone ? undefined : decodeRaw(value, raw, scale)] as const;
        });
      const atMs = at && timeOf(valueAt(document, at.path), at.unit);
      const number = serial?.source === name ? valueAt(document, fill(serial.path)) : undefined;
      return {
        values: Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as Values,
        ...(atMs !== undefined && { atMs }),
        ...(typeof number === 'string' && number !== '' && { serial: number }),
      };
    },
  };
}

function fillSource(source: JsonSource, fill: (text: string) => string): JsonSource {
  const { topic, get, at, valid } = source;
  return {
    ...(topic !== undefined && { topic: fill(topic) }),
    ...(get !== undefined && { get: fill(get) }),
    ...(at && { at: { ...at, path: fill(at.path) } }),
    ...(valid && { valid: { ...valid, path: fill(valid.path) } }),
  };
}

function fillIn(text: string, vars: Vars, profile: string): string {
  return text.replace(/\{([^}]*)\}/g, (_, name: string) => {
    const value = Object.hasOwn(vars, name) ? vars[name] : undefined;
    if (value !== undefined) return value;
    throw new AccessLayerError({
      code: 'LN_PROFILE_INVALID',
      message: `profile ${profile} needs "${name}" for "${text}"; set it in meter.driver.vars of the node's configuration`,
    });
  });
}

/** The value at a JSON Pointer (RFC 6901); undefined where there is none. */
export function valueAt(document: unknown, pointer: string): unknown {
  let at = document;
  for (const token of pointer.split('/').slice(1)) {
    const key = token.replaceAll('~1', '/').replaceAll('~0', '~');
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}

function decodeRaw(name: string, raw: readonly unknown[], scale: number): number | string | undefined {
  if (name === 'tariffBand')
    return typeof raw[0] === 'string' || typeof raw[0] === 'number' ? String(raw[0]) : undefined;
  let sum = 0;
  for (const each of raw) {
    const number = toNumber(each);
    if (number === undefined) return undefined;
    sum += number;
  }
  return toQuantity(name, sum * scale);
}

function timeOf(raw: unknown, unit: 'iso' | 's' | 'ms'): number | undefined {
  const ms = unit === 'iso' ? isoTime(raw) : Number(toNumber(raw) ?? Number.NaN) * (unit === 's' ? 1000 : 1);
  return Number.isFinite(ms) && ms > 0 ? Math.round(ms) : undefined;
}

/** A time without a zone is of nobody knows where: not taken. */
function isoTime(raw: unknown): number {
  const withZone = typeof raw === 'string' && /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:?\d{2})$/.test(raw);
  return withZone ? Date.parse(raw) : Number.NaN;
}
