import type { TSchema } from 'typebox';

/** One story through the whole document: a biller's group reads its topic. */
const PARAMETERS: Record<string, string> = {
  cluster: 'access-layer',
  topic: 'invoices',
  partition: '0',
  group: 'billing',
  instance: 'billing-1',
  name: 'retention.ms',
};

interface Described {
  params?: TSchema;
  [part: string]: unknown;
}

/** The description of a route with an example for each parameter of its path. */
export function withExamples(schema: Described): Described {
  const { params, ...rest } = schema;
  if (!params) return schema;
  const { properties } = params as unknown as { properties: Record<string, object> };
  const shown = Object.entries(properties).map(([name, property]) => {
    return [name, name in PARAMETERS ? { ...property, example: PARAMETERS[name] } : property];
  });
  return { ...rest, params: { ...params, properties: Object.fromEntries(shown) } };
}

/** Answers of a route, with the content types that they come as where their description names none. */
export function answeredAs(
  types: readonly string[],
  answers: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(answers).map(([status, answer]) => {
      const {
        content,
        type,
        description = 'Default Response',
        ...schema
      } = answer as Described & { description?: string };
      if (content || type === 'null') return [status, answer];
      const body = { schema: { ...schema, ...(type ? { type } : {}) } };
      return [status, { description, content: Object.fromEntries(types.map((name) => [name, body])) }];
    }),
  );
}
