export const CHECKS = [
  'format',
  'signature',
  'identity',
  'binding',
  'validity',
  'inclusion',
  'anchor',
  'timeliness',
  'finality',
] as const;
export type CheckName = (typeof CHECKS)[number];

/** One named answer of the verifier, with a reason that a person understands. */
export interface Check {
  name: CheckName;
  result: 'pass' | 'fail' | 'not-checked';
  reason: string;
}

export function pass(name: CheckName, reason: string): Check {
  return { name, result: 'pass', reason };
}

export function fail(name: CheckName, reason: string): Check {
  return { name, result: 'fail', reason };
}

export function notChecked(name: CheckName, reason: string): Check {
  return { name, result: 'not-checked', reason };
}

/** What the chain did not say is not checked; what was said in its name and does not hold is a failure. */
export function unanswered(name: CheckName, { reason, broken }: { reason: string; broken?: true }): Check {
  return broken ? fail(name, reason) : notChecked(name, reason);
}
