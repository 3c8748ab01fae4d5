import { messageOf } from '@access-layer/core/errors';
import { preparsePolicySet, preparseSchema, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { parse } from 'yaml';
import { type CedarSchema, type PlainAttributes, toCedarAttributes } from './cedar-schema.ts';
import { type CallerIdentity, principalOf } from './question.ts';

const closed = { additionalProperties: false } as const;
const Attribute = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Array(Type.String())]);

/** One row: a question and the answer that the rules must give. */
const Row = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    caller: Type.Object(
      {
        role: Type.String({ pattern: '^[a-z]+(-[a-z]+)*$' }),
        party: Type.Optional(Type.String()),
        customer: Type.Optional(Type.String()),
      },
      closed,
    ),
    action: Type.Union([Type.String(), Type.Array(Type.String(), { minItems: 1 })]),
    resource: Type.Record(Type.String(), Attribute),
    context: Type.Optional(
      Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String())])),
    ),
    expect: Type.Union([Type.Literal('allow'), Type.Literal('deny')]),
  },
  closed,
);
type Row = Type.Static<typeof Row>;
/** The library keeps prepared sets by name; every check takes over this one. */
const PREPARED = 'policy-table';
const checker = Compile(Type.Array(Row, { minItems: 1 }));

/** Asks every row of the table. A row with several actions expects the same answer to each. */
export function tableFaults(
  text: string,
  schema: CedarSchema,
  policies: Record<string, string>,
): { rows: number; faults: string[] } {
  const read = readTable(text);
  if (!read.ok) return { rows: 0, faults: [read.fault] };
  preparseSchema(PREPARED, schema.text);
  preparsePolicySet(PREPARED, { staticPolicies: policies });
  const faults = read.rows.flatMap((row) =>
    [row.action].flat().flatMap((action) => rowFault(row, action, schema) ?? []),
  );
  return { rows: read.rows.length, faults };
}

function readTable(text: string): { ok: true; rows: Row[] } | { ok: false; fault: string } {
  try {
    const rows: unknown = parse(text);
    if (checker.Check(rows)) return { ok: true, rows };
    const [first] = checker.Errors(rows);
    return { ok: false, fault: `${first?.instancePath || 'table'} ${first?.message ?? 'does not fit'}` };
  } catch (error) {
    return { ok: false, fault: messageOf(error) };
  }
}

function rowFault(row: Row, action: string, schema: CedarSchema): string | undefined {
  const answer = ask(row, action, schema);
  if (answer === row.expect) return undefined;
  return `"${row.name}" (${action}): expected ${row.expect}, the rules answer ${answer}`;
}

/** allow or deny, or what is wrong with the row: the request must fit the schema. */
function ask({ caller, resource, context = {} }: Row, action: string, schema: CedarSchema): string {
  const principal = principalOf(caller as CallerIdentity);
  if (!principal) return 'nothing: a customer needs `customer`';
  const {
    type,
    id = 'document',
    ...attributes
  } = resource as PlainAttributes & { type?: string; id?: string };
  if (typeof type !== 'string' || !schema.attributesOf(type)) return `nothing: there is no type ${type}`;
  const unknown = Object.keys(attributes).filter((name) => !Object.hasOwn(schema.attributesOf(type)!, name));
  if (unknown.length > 0) return `nothing: ${type} has no ${unknown.join(', ')}`;
  const answer = statefulIsAuthorized({
    principal: { type: principal.type, id: principal.id },
    action: { type: 'Action', id: action },
    resource: { type, id },
    context,
    preparsedSchemaName: PREPARED,
    validateRequest: true,
    preparsedPolicySetId: PREPARED,
    entities: [
      { ...principal, attrs: principal.attributes },
      { type, id, attrs: attributes },
    ].map((entity) => ({
      uid: { type: entity.type, id: entity.id },
      attrs: toCedarAttributes(schema, entity.type, entity.attrs),
      parents: [],
    })),
  });
  if (answer.type === 'failure') return `nothing: ${answer.errors.map(({ message }) => message).join('; ')}`;
  const { decision, diagnostics } = answer.response;
  if (diagnostics.errors.length > 0) return `nothing: ${diagnostics.errors[0]!.error.message}`;
  return decision;
}
