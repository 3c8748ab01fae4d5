import type Type from 'typebox';
import { Compile } from 'typebox/compile';

/**
 * Checks a configuration against its schema. Nothing is coerced; all errors come at once, each with the path, the
 * value and what was expected; an unknown key names the nearest known one.
 */
export function checkConfig<S extends Type.TSchema>(
  schema: S,
  value: unknown,
): { ok: true; config: Type.Static<S> } | { ok: false; errors: string[] } {
  const meant = chooseNamed(schema, value) as Type.TSchema;
  const checker = Compile(meant);
  if (checker.Check(value)) return { ok: true, config: value as Type.Static<S> };
  const errors = new Set<string>();
  for (const error of checker.Errors(value)) {
    const line = describe(meant, value, error as SchemaError);
    if (line) errors.add(line);
  }
  return { ok: false, errors: [...errors] };
}

interface SchemaNode {
  anyOf?: SchemaNode[];
  properties?: Record<string, SchemaNode>;
  const?: unknown;
}

/** Where one of several adapters is configured, `name` says which: its schema is the one to hold the rest against. */
function chooseNamed(schema: SchemaNode, value: unknown): SchemaNode {
  const names = schema.anyOf?.map((member) => member.properties?.name?.const);
  const at = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  if (names && names.length > 0 && !names.includes(undefined)) {
    const chosen = schema.anyOf!.find((_, i) => names[i] === at.name);
    return (
      chosen ?? ({ type: 'object', properties: { name: { enum: names } }, required: ['name'] } as object)
    );
  }
  if (!schema.properties) return schema;
  const properties = Object.entries(schema.properties).map(([key, part]) => [
    key,
    chooseNamed(part, at[key]),
  ]);
  return { ...schema, properties: Object.fromEntries(properties) };
}

interface SchemaError {
  keyword: string;
  instancePath: string;
  message: string;
  params: { additionalProperties?: string[]; requiredProperties?: string[]; allowedValues?: unknown[] };
}

function describe(schema: Type.TSchema, value: unknown, error: SchemaError): string | undefined {
  if (error.keyword === 'boolean') return undefined; // said again by additionalProperties
  const path = error.instancePath.slice(1).replaceAll('/', '.') || 'configuration';
  if (error.keyword === 'additionalProperties') {
    const known = Object.keys(propertiesAt(schema, error.instancePath));
    return (error.params.additionalProperties ?? [])
      .map((key) => `${path}: unknown key "${key}"${hint(nearest(key, known))}`)
      .join('; ');
  }
  if (error.keyword === 'required') {
    return `${path}: missing ${(error.params.requiredProperties ?? []).join(', ')}`;
  }
  const allowed = error.params.allowedValues;
  const expected = allowed ? `must be one of ${allowed.join(', ')}` : error.message;
  return `${path}: ${JSON.stringify(valueAt(value, error.instancePath))} ${expected}`;
}

function hint(known: string | undefined): string {
  return known ? `; did you mean "${known}"?` : '';
}

function propertiesAt(schema: unknown, path: string): Record<string, unknown> {
  let at = schema as { properties?: Record<string, unknown>; items?: unknown };
  for (const key of path.split('/').slice(1)) {
    at = (at?.properties?.[key] ?? at?.items ?? {}) as typeof at;
  }
  return at?.properties ?? {};
}

function valueAt(value: unknown, path: string): unknown {
  let at = value;
  for (const key of path.split('/').slice(1)) at = (at as Record<string, unknown> | undefined)?.[key];
  return at;
}

/** The known word with the fewest edits, if it is near enough to be meant. */
export function nearest(word: string, known: string[]): string | undefined {
  const scored = known
    .map((candidate) => ({ candidate, edits: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.edits - b.edits);
  const best = scored[0];
  return best && best.edits <= Math.max(2, word.length / 3) ? best.candidate : undefined;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
