import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '@access-layer/core/errors';
import {
  checkParsePolicySet,
  type DetailedError,
  policySetTextToParts,
  policyToJson,
  validate,
} from '@cedar-policy/cedar-wasm/nodejs';
import { type CedarSchema, parseCedarSchema } from './cedar-schema.ts';
import { DATA_SETS, readAction } from './data-set.ts';
import { tableFaults } from './policy-table.ts';
import { ACTIONS } from './question.ts';

export const SCHEMA_FILE = 'schema.cedarschema';
export const TABLE_FILE = 'table.yaml';

/** A set of rules that was read and checked. */
export interface PolicyFiles {
  schema: CedarSchema;
  /** Text of each rule by its `@id`. */
  policies: Record<string, string>;
  /** How many rows of the table came out as they say. */
  rows: number;
}

export type CheckedPolicies = { ok: true; files: PolicyFiles } | { ok: false; errors: string[] };

/**
 * Checks a folder of rules: syntax, names and types against its schema, an `@id` for each rule, and every row of its
 * test table. Answers all errors at once, each with file and line. Never throws.
 */
export function checkPolicies(dir: string): CheckedPolicies {
  try {
    const parsed = parseCedarSchema(readFileSync(join(dir, SCHEMA_FILE), 'utf8'));
    if (!parsed.ok) return { ok: false, errors: parsed.errors.map((error) => `${SCHEMA_FILE}: ${error}`) };
    const errors = missingActions(parsed.schema);
    const policies = readPolicies(dir, parsed.schema, errors);
    if (errors.length > 0) return { ok: false, errors };
    const table = tableFaults(readFileSync(join(dir, TABLE_FILE), 'utf8'), parsed.schema, policies);
    if (table.faults.length > 0) {
      return { ok: false, errors: table.faults.map((fault) => `${TABLE_FILE}: ${fault}`) };
    }
    return { ok: true, files: { schema: parsed.schema, policies, rows: table.rows } };
  } catch (error) {
    return { ok: false, errors: [`${dir}: ${messageOf(error)}`] };
  }
}

/** Every question that this program asks must be one that rules can answer. */
function missingActions({ actions }: CedarSchema): string[] {
  return [...DATA_SETS.map(readAction), ...ACTIONS]
    .filter((action) => !actions.has(action))
    .map((action) => `${SCHEMA_FILE}: the action "${action}" is missing`);
}

function readPolicies(dir: string, schema: CedarSchema, errors: string[]): Record<string, string> {
  const policies: Record<string, string> = {};
  const files = readdirSync(dir)
    .filter((name) => name.endsWith('.cedar'))
    .sort();
  if (files.length === 0) errors.push(`${dir}: no file ends in .cedar`);
  for (const file of files) {
    const text = readFileSync(join(dir, file), 'utf8');
    const faults = textFaults(text, schema);
    errors.push(...faults.map((fault) => `${file}:${fault}`));
    if (faults.length === 0) addPolicies(policies, file, text, errors);
  }
  return policies;
}

/** `line: message` for what the parser and the validator find in one file. */
function textFaults(text: string, schema: CedarSchema): string[] {
  const parsed = checkParsePolicySet({ staticPolicies: text });
  if (parsed.type === 'failure') return parsed.errors.map((error) => atLine(text, error));
  const answer = validate({ schema: schema.text, policies: { staticPolicies: text } });
  if (answer.type === 'failure') return answer.errors.map((error) => atLine(text, error));
  return [...answer.validationErrors, ...answer.validationWarnings].map(({ error }) => atLine(text, error));
}

function atLine(text: string, { message, help, sourceLocations }: DetailedError): string {
  const bytes = Buffer.from(text).subarray(0, sourceLocations?.[0]?.start ?? 0);
  const line = bytes.toString().split('\n').length;
  return `${line}: ${message}${help ? ` (${help})` : ''}`;
}

function addPolicies(policies: Record<string, string>, file: string, text: string, errors: string[]): void {
  const parts = policySetTextToParts(text);
  if (parts.type === 'failure') return;
  if (parts.policy_templates.length > 0) errors.push(`${file}: templates are not supported`);
  for (const policy of parts.policies) {
    const id = idOf(policy);
    const start = policy.replace(/\s+/g, ' ').slice(0, 60);
    if (!id) errors.push(`${file}: the rule "${start}…" has no @id("…") in front of it`);
    else if (Object.hasOwn(policies, id)) errors.push(`${file}: the @id "${id}" stands twice`);
    else policies[id] = policy;
  }
}

function idOf(policy: string): string | undefined {
  const answer = policyToJson(policy);
  return answer.type === 'success' ? answer.json.annotations?.id : undefined;
}
