import type { SetPoint } from '../payloads/set-point.ts';
import type { ActivationOutcome } from '../settlement/settle.ts';

/** An activation as the summary and the market document tell it. */
export interface SummarisedActivation {
  setPoint: SetPoint;
  outcome: ActivationOutcome;
}

type Cell = string | number | boolean | undefined;

const COLUMNS: [name: string, of: (activation: SummarisedActivation) => Cell][] = [
  ['pod', ({ setPoint }) => setPoint.pod],
  ['setPoint', ({ setPoint }) => setPoint.id],
  ['number', ({ setPoint }) => setPoint.seq],
  ['from', ({ setPoint }) => setPoint.from],
  ['until', ({ setPoint }) => setPoint.until],
  ['service', ({ setPoint }) => setPoint.service],
  ['mode', ({ setPoint }) => setPoint.mode],
  ['valueW', ({ setPoint }) => setPoint.valueW],
  ['order', ({ setPoint }) => setPoint.order],
  ['state', ({ outcome }) => outcome.state],
  ['said', ({ outcome }) => outcome.said],
  ['finding', ({ outcome }) => outcome.finding],
  ['contradicted', ({ outcome }) => outcome.contradicted],
  ['direction', ({ outcome }) => outcome.direction],
  ['orderedW', ({ outcome }) => outcome.orderedW],
  ['completenessPercent', ({ outcome }) => outcome.completenessPercent],
  ['measuredWh', ({ outcome }) => outcome.measuredWh],
  ['settledBy', ({ outcome }) => outcome.settledBy],
  ['computedBaselineWh', ({ outcome }) => outcome.computedBaselineWh],
  ['sentBaselineWh', ({ outcome }) => outcome.sentBaselineWh],
  ['deliveredWh', ({ outcome }) => outcome.deliveredWh],
  ['settledWh', ({ outcome }) => outcome.settledWh],
  ['priceEurPerMwh', ({ outcome }) => outcome.priceEurPerMwh],
  ['amountEur', ({ outcome }) => outcome.amountEur],
  ['reasons', ({ outcome }) => outcome.reasons.join('; ')],
];

/** One line an activation (RFC 4180). */
export function summaryCsv(activations: readonly SummarisedActivation[]): string {
  const lines = [
    COLUMNS.map(([name]) => name),
    ...activations.map((one) => COLUMNS.map(([, of]) => cell(of(one)))),
  ];
  return `${lines.map((line) => line.join(',')).join('\r\n')}\r\n`;
}

/** A text that a spreadsheet would take for a formula gets an apostrophe before it: reasons are written by devices. */
function cell(value: Cell): string {
  if (typeof value !== 'string') return value === undefined ? '' : String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
