type Json = Record<string, unknown>;

/** What a document says of the token that each request brings. */
export const BEARER = {
  components: {
    securitySchemes: { accessToken: { type: 'http' as const, scheme: 'bearer', bearerFormat: 'JWT' } },
  },
  security: [{ accessToken: [] }],
};

/** What every guarded route may answer: form, token, role and host are asked before it. */
const ALWAYS = [400, 401, 403, 414, 503];

/** Answers of a route other than its success, all of one schema: those of every route, and these. */
export function errorAnswers<S>(schema: S): (...statuses: number[]) => Record<string, S> {
  return (...statuses) => Object.fromEntries([...ALWAYS, ...statuses].map((status) => [status, schema]));
}

/**
 * For `transformObject` of @fastify/swagger: schemas that have a `title` stand once, under `components.schemas` by that
 * title, and are referred to everywhere else; and so do answers that are nothing but such a schema. So a document stays
 * readable, and the types made from it have names.
 *
 * @throws TypeError where two different schemas have one title
 */
export function shareSchemas<D extends object>(document: D): D {
  const shared: Record<string, Json> = {};
  const { paths, components, ...rest } = document as { paths?: Json; components?: Json };
  const own = (components?.schemas as Json | undefined) ?? {};
  const schemas = { ...(moved(own, shared) as Json) };
  const responses: Record<string, Json> = {};
  const movedPaths = withResponses(moved(paths ?? {}, shared) as Json, responses);
  return {
    ...rest,
    components: { ...components, schemas: sorted({ ...schemas, ...shared }), responses: sorted(responses) },
    paths: movedPaths,
  } as D;
}

/** What Fastify says of an answer that nobody has described. */
const UNDESCRIBED = 'Default Response';

function withResponses(paths: Json, shared: Record<string, Json>): Json {
  const each = (value: unknown, change: (entry: unknown) => unknown) =>
    Object.fromEntries(Object.entries(value as Json).map(([key, entry]) => [key, change(entry)]));
  const ofOperation = (operation: unknown) => {
    const { responses, ...rest } = operation as Json;
    return responses
      ? { ...rest, responses: each(responses, (answer) => referred(answer as Json, shared)) }
      : operation;
  };
  return each(paths, (item) =>
    each(item, (operation) => (Array.isArray(operation) ? operation : ofOperation(operation))),
  );
}

function referred(answer: Json, shared: Record<string, Json>): Json {
  const content = answer.content as Record<string, { schema?: { $ref?: string } }> | undefined;
  const [ref, ...others] = [...new Set(Object.values(content ?? {}).map(({ schema }) => schema?.$ref))];
  const isNothingElse = ref !== undefined && others.length === 0 && answer.description === UNDESCRIBED;
  if (!isNothingElse) return answer;
  const name = ref.slice(ref.lastIndexOf('/') + 1);
  const named = { ...answer, description: name };
  // The same schema in other media types stays where it is.
  if (shared[name] && JSON.stringify(shared[name]) !== JSON.stringify(named)) return answer;
  shared[name] = named;
  return { $ref: `#/components/responses/${name}` };
}

/** The same value, with a reference in place of every titled schema in it. */
function moved(value: unknown, shared: Record<string, Json>): unknown {
  if (Array.isArray(value)) return value.map((item) => moved(item, shared));
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, moved(item, shared)]));
  const { title } = copy;
  if (!isSchema(copy) || typeof title !== 'string') return copy;
  const text = JSON.stringify(copy);
  if (shared[title] && JSON.stringify(shared[title]) !== text) {
    throw new TypeError(
      `two schemas of one document have the title "${title}":\n${JSON.stringify(shared[title])}\n${text}`,
    );
  }
  shared[title] = copy;
  return { $ref: `#/components/schemas/${title}` };
}

/** The head of a document has a title too; a schema also says what it takes. */
function isSchema(value: Json): boolean {
  return ['type', 'anyOf', 'oneOf', 'allOf', 'enum'].some((word) => word in value);
}

function sorted(schemas: Json): Json {
  return Object.fromEntries(Object.entries(schemas).sort(([a], [b]) => (a < b ? -1 : 1)));
}
