import { type ValueName, Values } from '@access-layer/core/payloads/measurement';
import Type from 'typebox';
import { closed, headOf, type ProtocolReader } from './head.ts';

/** RFC 6901. `{name}` is filled in from `vars` of the driver's configuration; "" is the whole document. */
const Pointer = Type.String({
  pattern: '^(/[^/]*)*$',
  description: 'JSON Pointer, for example /emeters/0/power',
});

const Source = Type.Object(
  {
    topic: Type.Optional(Type.String({ pattern: '^[^+#]+$', description: 'MQTT topic, without wildcards' })),
    get: Type.Optional(Type.String({ pattern: '^/', description: 'path and query of an HTTP GET' })),
    at: Type.Optional(
      Type.Object(
        { path: Pointer, unit: Type.Enum(['iso', 's', 'ms']) },
        { ...closed, description: 'when measured' },
      ),
    ),
    valid: Type.Optional(
      Type.Object(
        { path: Pointer, equals: Type.Union([Type.Boolean(), Type.Number(), Type.String()]) },
        { ...closed, description: 'otherwise the document has no values' },
      ),
    ),
  },
  closed,
);
export type JsonSource = Type.Static<typeof Source>;

const ValueEntry = Type.Object(
  {
    source: Type.Optional(Type.String({ minLength: 1, description: 'needed where there are several' })),
    path: Type.Optional(Pointer),
    sum: Type.Optional(
      Type.Array(Pointer, { minItems: 2, description: 'parts that add up, of one document' }),
    ),
    factor: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, description: 'number to the unit of the name' }),
    ),
    sign: Type.Optional(Type.Enum([1, -1])),
    notAvailable: Type.Optional(Type.Array(Type.Union([Type.Number(), Type.String()]))),
  },
  closed,
);
type ValueEntry = Type.Static<typeof ValueEntry>;

/** A device that gives JSON, over MQTT or HTTP. `values` is by the names of formats 2. */
const schema = Type.Object(
  {
    ...headOf('json'),
    silentAfterS: Type.Optional(
      Type.Integer({ minimum: 1, description: 'three times pollIntervalS unless given' }),
    ),
    sources: Type.Record(Type.String({ pattern: '^[A-Za-z0-9_-]+$' }), Source, { minProperties: 1 }),
    serial: Type.Optional(Type.Object({ source: Type.Optional(Type.String()), path: Pointer }, closed)),
    values: Type.Object(
      Object.fromEntries(Object.keys(Values.properties).map((name) => [name, Type.Optional(ValueEntry)])),
      { ...closed, minProperties: 1 },
    ),
  },
  closed,
);
type JsonFile = Type.Static<typeof schema>;

export interface JsonValue {
  name: ValueName;
  source: string;
  paths: readonly string[];
  /** `value = sign * factor * sum of the numbers at paths`. */
  scale: number;
  notAvailable: readonly (number | string)[];
}

/** A device that gives JSON, checked. */
export interface JsonMap {
  silentAfterS: number;
  sources: Readonly<Record<string, JsonSource>>;
  values: readonly JsonValue[];
  serial?: { source: string; path: string };
}

export const json: ProtocolReader<typeof schema, JsonMap> = {
  schema,
  parse(file, errors) {
    for (const [name, { topic, get }] of Object.entries(file.sources)) {
      if (topic === undefined && get === undefined)
        errors.push(`sources.${name}: give "topic" (MQTT) or "get" (HTTP)`);
    }
    const values = Object.entries(file.values as Record<ValueName, ValueEntry>).map(([name, entry]) =>
      readValue(name as ValueName, entry, file, errors),
    );
    const serial = file.serial && {
      path: file.serial.path,
      source: sourceOf('serial', file.serial.source, file, errors),
    };
    const silentAfterS = file.silentAfterS ?? 3 * file.pollIntervalS;
    return { silentAfterS, sources: file.sources, values, ...(serial && { serial }) };
  },
};

function readValue(name: ValueName, entry: ValueEntry, file: JsonFile, errors: string[]): JsonValue {
  if ((entry.path === undefined) === (entry.sum === undefined)) {
    errors.push(`values.${name}: give either "path" or "sum"`);
  }
  return {
    name,
    source: sourceOf(`values.${name}`, entry.source, file, errors),
    paths: entry.sum ?? [entry.path ?? ''],
    scale: (entry.factor ?? 1) * (entry.sign ?? 1),
    notAvailable: entry.notAvailable ?? [],
  };
}

function sourceOf(where: string, given: string | undefined, { sources }: JsonFile, errors: string[]): string {
  const known = Object.keys(sources);
  const [first = ''] = known;
  if (given === undefined && known.length === 1) return first;
  if (given !== undefined && known.includes(given)) return given;
  errors.push(
    `${where}: source ${given === undefined ? 'is missing' : `"${given}" is unknown`}; there are ${known.join(', ')}`,
  );
  return first;
}
