import type { Check } from '@access-layer/core/checks/check';
import type { Verification } from '@access-layer/core/verify';
import type { Paint, Style } from './terminal.ts';

export type FileVerdict = { file: string } & (Verification | { outcome: 'unreadable'; detail: string });

const RESULTS: Record<Check['result'], { word: string; style: Style }> = {
  pass: { word: 'pass', style: 'green' },
  fail: { word: 'FAIL', style: 'red' },
  'not-checked': { word: 'not checked', style: 'yellow' },
};

/** One line a check, the warnings, and one line that says it all. */
export function verdictLines(verdict: FileVerdict, paint: Paint): string[] {
  const title = paint('bold', verdict.file);
  if (verdict.outcome === 'unreadable') {
    return [title, `${paint('red', 'CANNOT BE READ')}: ${verdict.detail}`];
  }
  return [
    title,
    ...verdict.checks.map((check) => checkLine(check, paint)),
    ...verdict.warnings.map((warning) => `  ${paint('yellow', 'warning')}: ${warning}`),
    lastLine(verdict, paint),
  ];
}

function checkLine({ name, result, reason }: Check, paint: Paint): string {
  const { word, style } = RESULTS[result];
  return `  ${name.padEnd(11)} ${paint(style, word.padEnd(12))} ${reason}`;
}

function lastLine({ outcome, checks }: Verification, paint: Paint): string {
  const names = (result: Check['result']) =>
    checks.filter((check) => check.result === result).map(({ name }) => name);
  if (outcome === 'failed')
    return `${paint('red', 'NOT VERIFIED')}: ${names('fail').join(', ')} failed. Do not trust this reading.`;
  const open = names('not-checked');
  if (outcome === 'incomplete') {
    return `${paint('yellow', 'INCOMPLETE')}: nothing fails, but ${open.join(', ')} could not be checked.`;
  }
  const apart = open.length > 0 ? ` (${open.join(', ')} apart: a development network)` : '';
  return `${paint('green', 'VERIFIED')}: signed by the bound key, anchored and unchanged${apart}.`;
}
