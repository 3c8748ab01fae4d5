import type { Check } from '@access-layer/core/checks/check';
import type { DossierVerification } from '@access-layer/core/dossier/verify-dossier';
import type { Verification } from '@access-layer/core/verify';
import type { Paint, Style } from './terminal.ts';

export type FileVerdict = { file: string } & (
  | Verification
  | DossierVerification
  | { outcome: 'unreadable'; detail: string }
);

const MOST_FINDINGS = 20;

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
    ...('findings' in verdict ? findingLines(verdict, paint) : []),
    ...verdict.warnings.map((warning) => `  ${paint('yellow', 'warning')}: ${warning}`),
    lastLine(verdict, paint),
  ];
}

/** What is wrong inside an archive; the first of many. */
function findingLines({ findings }: DossierVerification, paint: Paint): string[] {
  const wrong = findings.filter(({ outcome }) => outcome !== 'incomplete');
  const lines = wrong
    .slice(0, MOST_FINDINGS)
    .map(({ file, reasons }) => `    ${paint('red', file)}: ${reasons.join('; ')}`);
  const more = wrong.length - lines.length;
  return more > 0 ? [...lines, `    and ${more} more`] : lines;
}

function checkLine(
  { name, result, reason }: Pick<Check, 'result' | 'reason'> & { name: string },
  paint: Paint,
): string {
  const { word, style } = RESULTS[result];
  return `  ${name.padEnd(11)} ${paint(style, word.padEnd(12))} ${reason}`;
}

function lastLine(verdict: Verification | DossierVerification, paint: Paint): string {
  const { outcome } = verdict;
  const checks: { name: string; result: Check['result'] }[] = verdict.checks;
  const about = 'title' in verdict ? verdict.title : 'this reading';
  const names = (result: Check['result']) =>
    checks.filter((check) => check.result === result).map(({ name }) => name);
  if (outcome === 'failed')
    return `${paint('red', 'NOT VERIFIED')}: ${names('fail').join(', ')} failed. Do not trust ${about}.`;
  const open = names('not-checked');
  if (outcome === 'incomplete') {
    return `${paint('yellow', 'INCOMPLETE')}: nothing fails, but ${open.join(', ')} could not be checked.`;
  }
  const apart = open.length > 0 ? ` (${open.join(', ')} apart: a development network)` : '';
  if ('title' in verdict) {
    return `${paint('green', 'VERIFIED')}: ${about}; every proof holds and every figure follows from them.`;
  }
  return `${paint('green', 'VERIFIED')}: signed by the bound key, anchored and unchanged${apart}.`;
}
