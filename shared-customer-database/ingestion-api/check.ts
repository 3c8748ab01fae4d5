import { nearest } from '@access-layer/core/config';
import type { AccessLayerError } from '@access-layer/core/errors';
import type Type from 'typebox';
import { Compile } from 'typebox/compile';
import { ingestionError } from './errors.ts';

type Checked = { ok: true } | { ok: false; error: AccessLayerError };

interface SchemaError {
  keyword: string;
  instancePath: string;
  message: string;
  params: { additionalProperties?: string[]; requiredProperties?: string[] };
}

/** Checks a value that a caller sent; the first error names field, value and what was expected. Nothing is coerced. */
export function checkerOf(schema: Type.TSchema): (value: unknown) => Checked {
  const checker = Compile(schema);
  return (value) => {
    if (checker.Check(value)) return { ok: true };
    const errors = [...checker.Errors(value)] as unknown as SchemaError[];
    const first =
      errors.find(({ keyword }) => keyword === 'additionalProperties' || keyword === 'required') ?? errors[0];
    return { ok: false, error: describe(schema, value, first) };
  };
}

function describe(schema: Type.TSchema, value: unknown, error: SchemaError | undefined): AccessLayerError {
  const path = error?.instancePath.slice(1).replaceAll('/', '.') ?? '';
  const inside = (key: string) => (path ? `${path}.${key}` : key);
  const unknown = error?.params.additionalProperties?.[0];
  if (error?.keyword === 'additionalProperties' && unknown !== undefined) {
    const known = path ? [] : Object.keys((schema as { properties?: object }).properties ?? {});
    const meant = nearest(unknown, known);
    const hint = meant ? `; did you mean "${meant}"?` : '';
    return ingestionError('SCD_BAD_REQUEST', `unknown field "${inside(unknown)}"${hint}`, {
      field: inside(unknown),
    });
  }
  const missing = error?.params.requiredProperties?.[0];
  if (error?.keyword === 'required' && missing !== undefined) {
    return ingestionError('SCD_BAD_REQUEST', `"${inside(missing)}" is missing`, { field: inside(missing) });
  }
  const shown = (JSON.stringify(valueAt(value, error?.instancePath ?? '')) ?? 'nothing').slice(0, 100);
  const message = `${path || 'the body'} ${shown} ${error?.message ?? 'does not fit'}`;
  return ingestionError('SCD_BAD_REQUEST', message, path ? { field: path } : {});
}

function valueAt(value: unknown, path: string): unknown {
  let at = value;
  for (const key of path.split('/').slice(1)) at = (at as Record<string, unknown> | undefined)?.[key];
  return at;
}

/** Fastify's validator for these routes. In a query every value is text: whole numbers are read where they are meant. */
export function compileIngestionValidator({
  schema,
  httpPart,
}: {
  schema: Type.TSchema;
  httpPart?: string | undefined;
}) {
  const check = checkerOf(schema);
  const { properties = {} } = schema as { properties?: Record<string, { type?: string }> };
  return (sent: unknown) => {
    const value =
      httpPart === 'querystring' ? readNumbers(sent as Record<string, unknown>, properties) : sent;
    const checked = check(value);
    return checked.ok ? { value } : { error: checked.error };
  };
}

function readNumbers(sent: Record<string, unknown>, properties: Record<string, { type?: string }>) {
  return Object.fromEntries(
    Object.entries(sent).map(([name, value]) => {
      const meant =
        properties[name]?.type === 'integer' && typeof value === 'string' && /^\d{1,15}$/.test(value);
      return [name, meant ? Number(value) : value];
    }),
  );
}
