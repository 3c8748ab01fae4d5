import { type PolicyJson, policyToJson } from '@cedar-policy/cedar-wasm/nodejs';
import type { CedarSchema } from './cedar-schema.ts';

/**
 * The rules whose head can match a kind of caller and an action. Asking only these gives the same answer, several times
 * faster: the cost of a decision grows with the number of rules.
 */
export function applicableRules(
  policies: Record<string, string>,
  { groups }: CedarSchema,
): (principalType: string, action: string) => Record<string, string> {
  const heads = Object.entries(policies).map(([id, text]) => ({ id, text, head: headOf(text) }));
  return (principalType, action) =>
    Object.fromEntries(
      heads
        .filter(({ head }) => !head || (isFor(head, principalType) && covers(head, action, groups)))
        .map(({ id, text }) => [id, text]),
    );
}

function headOf(text: string): PolicyJson | undefined {
  const answer = policyToJson(text);
  return answer.type === 'success' ? answer.json : undefined;
}

function isFor({ principal }: PolicyJson, type: string): boolean {
  return principal.op !== 'is' || principal.entity_type === type;
}

/** A rule that names a group of actions stays in: only Cedar knows what is in it. */
function covers({ action }: PolicyJson, asked: string, groups: ReadonlySet<string>): boolean {
  if (action.op === 'All') return true;
  const named = 'entities' in action ? action.entities : 'entity' in action ? [action.entity] : undefined;
  if (!named) return true;
  return named.some((entity) => {
    const { id } = '__entity' in entity ? entity.__entity : entity;
    return id === asked || groups.has(id);
  });
}
