import { preparsePolicySet, statefulIsAuthorized } from '@cedar-policy/cedar-wasm/nodejs';
import { alikeQuestions } from './alike.ts';
import { applicableRules } from './applicable.ts';
import { type CedarSchema, parseCedarSchema, toCedarAttributes } from './cedar-schema.ts';
import { checkPolicies, type PolicyFiles } from './check-policies.ts';
import type { ThreadAnswer } from './check-thread.ts';
import type { Question } from './question.ts';

export interface Decision {
  allowed: boolean;
  /** Ids of the rules that decided: those that permit, or those that forbid. Empty where no rule speaks. */
  rules: string[];
  /** What went wrong inside rules; a rule that fails does not count. */
  errors: string[];
}

/** One checked set of rules, ready to be asked. */
export interface Rules {
  /** Rises with every set that was loaded in this process. */
  generation: number;
  schema: CedarSchema;
  decide(question: Question): Decision;
}

const MAX_REMEMBERED = 50_000;
let generations = 0;

/**
 * Reads and checks the rules of a folder. A decision depends on nothing but the question, so questions that the rules
 * cannot tell apart are answered from memory. `slot` names the place where the library keeps the prepared set for the life of the process: a
 * later set with the same slot takes it over, and the earlier one may not be asked any more.
 */
export function loadRules(
  dir: string,
  slot: string,
): { ok: true; rules: Rules } | { ok: false; errors: string[] } {
  const checked = checkPolicies(dir);
  return checked.ok ? { ok: true, rules: prepare(checked.files, slot) } : checked;
}

/** The same of texts that were checked beside the event loop: what is left takes some milliseconds. */
export function loadChecked(
  { schema, policies }: Extract<ThreadAnswer, { ok: true }>,
  slot: string,
): { ok: true; rules: Rules } | { ok: false; errors: string[] } {
  const parsed = parseCedarSchema(schema);
  return parsed.ok ? { ok: true, rules: prepare({ schema: parsed.schema, policies }, slot) } : parsed;
}

function prepare({ schema, policies }: Omit<PolicyFiles, 'rows'>, slot: string): Rules {
  generations += 1;
  const generation = generations;
  const applicable = applicableRules(policies, schema);
  const alike = alikeQuestions(schema, policies);
  const prepared = new Set<string>();
  const setFor = (principalType: string, action: string): string => {
    const name = `${slot} ${principalType} ${action}`;
    if (!prepared.has(name)) {
      const parsed = preparsePolicySet(name, { staticPolicies: applicable(principalType, action) });
      if (parsed.type === 'failure')
        throw new TypeError(parsed.errors.map(({ message }) => message).join('; '));
      prepared.add(name);
    }
    return name;
  };
  const remembered = new Map<string, Decision>();
  return {
    generation,
    schema,
    decide(asked) {
      const question = alike(asked);
      const key = JSON.stringify(question);
      const known = remembered.get(key);
      if (known) return known;
      const decision = ask(setFor(question.principal.type, question.action), schema, question);
      if (remembered.size >= MAX_REMEMBERED) remembered.clear();
      remembered.set(key, decision);
      return decision;
    },
  };
}

function ask(preparsedPolicySetId: string, schema: CedarSchema, question: Question): Decision {
  const { principal, resource, action, context } = question;
  const entities = [principal, resource].map(({ type, id, attributes }) => ({
    uid: { type, id },
    attrs: toCedarAttributes(schema, type, attributes),
    parents: [],
  }));
  const answer = statefulIsAuthorized({
    principal: { type: principal.type, id: principal.id },
    action: { type: 'Action', id: action },
    resource: { type: resource.type, id: resource.id },
    context: context as Record<string, string | string[]>,
    preparsedPolicySetId,
    entities: sameEntity(principal, resource) ? entities.slice(1) : entities,
  });
  if (answer.type === 'failure') {
    return { allowed: false, rules: [], errors: answer.errors.map(({ message }) => message) };
  }
  const { decision, diagnostics } = answer.response;
  const errors = diagnostics.errors.map(({ policyId, error }) => `${policyId}: ${error.message}`);
  return { allowed: decision === 'allow', rules: [...diagnostics.reason].sort(), errors };
}

function sameEntity(a: { type: string; id: string }, b: { type: string; id: string }): boolean {
  return a.type === b.type && a.id === b.id;
}
