import { AccessLayerError } from '@access-layer/core/errors';
import { isMap, isScalar, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import { type Profile, type ProfileOf, parseProfile } from './profile.ts';
import type { RegisterValue } from './register-value.ts';

/** One thing that is wrong or doubtful in a profile. */
export interface Finding {
  severity: 'error' | 'warning';
  /** Counted from 1. */
  line: number;
  message: string;
  /** What to do about it. */
  help: string;
}

/** Reads the text of a profile as a person would check it. No findings of severity `error`: it can be used. */
export function lintProfile(name: string, text: string): { profile?: Profile; findings: Finding[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { uniqueKeys: true, strict: true, lineCounter: lines });
  if (document.errors.length > 0) {
    const findings = document.errors.map(({ pos, message }) => {
      const [first = ''] = message.split('\n');
      return finding(
        'error',
        lines.linePos(pos[0]).line,
        first.replace(/ at line \d+, column \d+:?$/, ''),
        /unique/.test(first) ? undefined : YAML_HELP,
      );
    });
    return { findings };
  }
  const lineOf = (path: readonly string[]) => lines.linePos(offsetOf(document.contents, path)).line;
  try {
    const profile = parseProfile(name, text);
    return { profile, findings: inOrder(doubts(name, profile, lineOf)) };
  } catch (error) {
    if (!(error instanceof AccessLayerError)) throw error;
    const errors = error.context.errors as string[];
    return { findings: inOrder(errors.map((message) => finding('error', lineOf(pathIn(message)), message))) };
  }
}

const HELP: [RegExp, string][] = [
  [/unknown key/, 'Correct its spelling or remove it; docs/adding-a-meter.md lists the keys.'],
  [/missing protocol|none of/, 'Say which protocol the meter speaks; it decides which other keys there are.'],
  [/missing /, 'Add the key; docs/adding-a-meter.md says what it means.'],
  [
    /overlap/,
    'Compare both addresses and types with the maker’s table: 32 bits fill two registers, 64 bits four.',
  ],
  [/ends after 65535/, 'Addresses are zero-based as on the wire: 30001 and 40001 of a table are both 0.'],
  [
    /either "address" or "sum"/,
    'One register: address. Parts that add up, such as tariffs: sum with a list.',
  ],
  [/either "text" or "equals"/, 'Text that the name begins with, or the numbers that the register may hold.'],
  [/notAvailable/, 'Write the raw content in full width: 0xFFFF for 16 bits, 0xFFFFFFFF for 32, and so on.'],
  [/models:/, 'Name models of this device that are in the list.'],
  [/unique|duplicate/i, 'Remove one of the two.'],
  [/must/, 'Correct the value as the message says.'],
];

const YAML_HELP = 'Correct the YAML: indent by spaces, close every bracket and quotation mark.';

function finding(severity: Finding['severity'], line: number, message: string, help?: string): Finding {
  const known = HELP.find(([pattern]) => pattern.test(message))?.[1];
  return { severity, line, message, help: help ?? known ?? YAML_HELP };
}

function inOrder(findings: Finding[]): Finding[] {
  return findings.sort((a, b) => a.line - b.line);
}

/** The keys that a message speaks of: what stands before its colon, and an unknown key that it quotes. */
function pathIn(message: string): string[] {
  const [before = ''] = message.split(':');
  const path = /^[\w.-]+$/.test(before) && before !== 'configuration' ? before.split('.') : [];
  const unknown = /unknown key "([^"]+)"/.exec(message)?.[1];
  return unknown ? [...path, unknown] : path;
}

/** Where a path stands in the text; its nearest parent where the path itself is not there. */
function offsetOf(root: Node | null | undefined, path: readonly string[]): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const key of path) {
    if (!isMap(node)) break;
    const pair = (node as YAMLMap).items.find((item) => isScalar(item.key) && String(item.key.value) === key);
    if (!pair) break;
    offset = (pair.key as Node).range?.[0] ?? offset;
    node = pair.value;
  }
  return offset;
}

/** What is allowed and seldom meant. */
function doubts(name: string, profile: Profile, lineOf: (path: readonly string[]) => number): Finding[] {
  const found: Finding[] = [];
  if (!/^[a-z0-9-]{1,64}$/.test(name)) {
    const message = `the file is called "${name}.yaml"`;
    found.push(finding('warning', 1, message, 'Use small letters, digits and hyphens: the name is signed.'));
  }
  if (profile.protocol === 'sunspec' || profile.protocol === 'chain2') return found; // they settle it themselves
  for (const value of profile.protocol === 'modbus' ? profile.values : []) {
    const doubt = doubtOf(value, profile.role);
    if (doubt) found.push(finding('warning', lineOf(['values', value.name]), ...doubt));
  }
  if (profile.protocol === 'json') found.push(...doubtsOfJson(profile, lineOf));
  const values: readonly { name: string }[] = profile.values;
  if (!values.some(({ name: value }) => value === 'activePowerW' || value === 'energyImportWh')) {
    const message = 'values: neither activePowerW nor energyImportWh';
    found.push(finding('warning', lineOf(['values']), message, 'Add what is settled by: power or energy.'));
  }
  return found;
}

/** A source that no value is taken from is asked for in vain; more often a value has the wrong `source`. */
function doubtsOfJson(
  { sources, values, serial }: ProfileOf<'json'>,
  lineOf: (path: readonly string[]) => number,
): Finding[] {
  const used = new Set([...values.map(({ source }) => source), serial?.source]);
  return Object.keys(sources)
    .filter((name) => !used.has(name))
    .map((name) =>
      finding(
        'warning',
        lineOf(['sources', name]),
        `sources.${name}: nothing is taken from it`,
        'Remove it, or name it as the source of a value.',
      ),
    );
}

function doubtOf(
  { name, type, factor, minus, sign }: RegisterValue,
  role: Profile['role'],
): [string, string] | undefined {
  if (
    /^(re)?activePower/i.test(name) &&
    type.startsWith('u') &&
    !minus &&
    sign === 1 &&
    role !== 'load' &&
    role !== 'charger'
  ) {
    return [
      `values.${name}: ${type} has no sign`,
      'Check the table: power that flows out would look enormous.',
    ];
  }
  if (/Wh$|Varh$/.test(name) && type === 'f32' && factor === 1) {
    const help =
      'Meters with 32-bit floats count kWh as a rule: factor 1000. In Wh a float loses units above 16.7 MWh.';
    return [`values.${name}: f32 with factor 1`, help];
  }
  return undefined;
}
