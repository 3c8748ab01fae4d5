import { messageOf } from '@access-layer/core/errors';
import { type CedarValueJson, schemaToJsonWithResolvedTypes } from '@cedar-policy/cedar-wasm/nodejs';

/** Attributes as code and the test table write them: ids are plain texts, sets are lists. */
export type PlainAttributes = Record<string, string | number | boolean | readonly string[] | undefined>;

interface AttributeType {
  type: string;
  name?: string;
  element?: AttributeType;
  required?: boolean;
}
type Attributes = Record<string, AttributeType>;

/** What the schema of the rules says about the attributes of each type. */
export interface CedarSchema {
  text: string;
  /** Undefined for a type that the schema does not have. */
  attributesOf(type: string): Attributes | undefined;
  actions: ReadonlySet<string>;
  /** Actions that have others as their members. */
  groups: ReadonlySet<string>;
}

export function parseCedarSchema(
  text: string,
): { ok: true; schema: CedarSchema } | { ok: false; errors: string[] } {
  try {
    const answer = schemaToJsonWithResolvedTypes(text);
    if (answer.type === 'failure') return { ok: false, errors: answer.errors.map(({ message }) => message) };
    const { entityTypes, actions } = answer.json['']!;
    return {
      ok: true,
      schema: {
        text,
        attributesOf: (type) => {
          if (!Object.hasOwn(entityTypes, type)) return undefined;
          const entity = entityTypes[type] as { shape?: { attributes?: Attributes } };
          return entity.shape?.attributes ?? {};
        },
        actions: new Set(Object.keys(actions)),
        groups: new Set(
          Object.values(actions).flatMap(({ memberOf }) => (memberOf ?? []).map(({ id }) => id)),
        ),
      },
    };
  } catch (error) {
    return { ok: false, errors: [messageOf(error)] };
  }
}

/** Writes plain attributes as Cedar values of the types that the schema declares; others are left out. */
export function toCedarAttributes(
  schema: CedarSchema,
  type: string,
  plain: PlainAttributes,
): Record<string, CedarValueJson> {
  const values: Record<string, CedarValueJson> = {};
  for (const [name, attribute] of Object.entries(schema.attributesOf(type) ?? {})) {
    const value = plain[name];
    if (value !== undefined) values[name] = toCedarValue(attribute, value);
  }
  return values;
}

function toCedarValue(attribute: AttributeType, value: unknown): CedarValueJson {
  if (attribute.element && Array.isArray(value)) {
    const { element } = attribute;
    return value.map((item) => toCedarValue(element, item));
  }
  if (attribute.type === 'Entity') return { __entity: { type: attribute.name!, id: String(value) } };
  return value as CedarValueJson;
}
