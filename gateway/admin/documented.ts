import type { FastifyInstance } from 'fastify';
import Type from 'typebox';

export const ErrorAnswer = Type.Object(
  { code: Type.String({ example: 'GW_CLIENT_UNKNOWN' }), message: Type.String() },
  { title: 'Error' },
);
export const Time = Type.String({ format: 'date-time', example: '2026-02-01T10:15:00.000Z' });
/** Shown once: whoever has it is the client or the person. */
export const Secret = Type.String({ example: 'c2VjcmV0' });

/** What the checks before every route may answer (admission.ts), and what reading a body may. */
const ALWAYS = [400, 401, 403, 404, 408, 413, 414, 415, 429, 503];

/** Adds to the description of every documented route what any of them may answer. */
export function describeErrors(http: FastifyInstance): void {
  const refusals = Object.fromEntries(ALWAYS.map((status) => [status, ErrorAnswer]));
  // The schemas describe the answers; a serializer made from them would silently drop what they forget.
  http.setSerializerCompiler(() => (value) => JSON.stringify(value));
  http.addHook('onRoute', (route) => {
    const schema = route.schema as { tags?: string[]; response?: object } | undefined;
    if (schema?.tags) schema.response = { ...refusals, ...schema.response };
  });
}
