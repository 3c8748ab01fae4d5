import { nearest } from '@access-layer/core/config';
import type { FastifySchemaCompiler } from 'fastify';
import type Type from 'typebox';
import { Compile } from 'typebox/compile';
import { badRequest } from './bad-request.ts';

interface ObjectSchema {
  properties: Record<string, { type?: string; description?: string }>;
}

/** Checks what clients send with TypeBox. In a query every value is text, so whole numbers are read where they are meant. */
export const compileValidator: FastifySchemaCompiler<Type.TSchema> = ({ schema, httpPart }) => {
  const checker = Compile(schema);
  const { properties } = schema as unknown as ObjectSchema;
  return (sent: unknown) => {
    const value =
      httpPart === 'querystring' ? readNumbers(sent as Record<string, unknown>, properties) : sent;
    if (checker.Check(value)) return { value };
    const unknown = Object.keys(value as object).find((key) => !Object.hasOwn(properties, key));
    if (unknown !== undefined) {
      const hint = nearest(unknown, Object.keys(properties));
      const known = hint ? `"${hint}"` : `one of ${Object.keys(properties).join(', ') || 'none'}`;
      return {
        error: badRequest(`parameter "${unknown}"`, (value as Record<string, unknown>)[unknown], known),
      };
    }
    const [first] = checker.Errors(value);
    const name = first?.instancePath.slice(1) ?? '';
    const wrong = (value as Record<string, unknown>)[name];
    const expected = [properties[name]?.description, first?.message].filter(Boolean).join('; ');
    return { error: badRequest(name || 'parameters', wrong ?? value, expected) };
  };
};

function readNumbers(
  sent: Record<string, unknown>,
  properties: ObjectSchema['properties'],
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(sent).map(([name, value]) => {
      const meant =
        properties[name]?.type === 'integer' && typeof value === 'string' && /^\d{1,15}$/.test(value);
      return [name, meant ? Number(value) : value];
    }),
  );
}
