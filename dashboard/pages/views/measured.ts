import type { Cell } from '../../api/reports.ts';
import type { ViewPanel } from '../../api/views.ts';
import { csvOf } from '../../parts/csv.ts';

export type Measure = ViewPanel['measure'];

/** Unit of each measure; a completeness is a share. */
export const UNITS: Record<Measure, string> = {
  energyImportWh: 'Wh',
  energyExportWh: 'Wh',
  powerMeanW: 'W',
  completeness: '',
};

export interface Group {
  group: string;
  pods: number;
  /** Energy is the sum over the intervals, power and completeness their mean; undefined where nobody knows. */
  value?: number;
  suppressed: boolean;
  /** By interval, as `timesMs` of all; null is a gap. */
  values: (number | null)[];
}

export interface Measured {
  timesMs: number[];
  /** The largest first. */
  groups: Group[];
}

/** What a panel draws, from the cells of the API. What nobody knows stays unknown: it is neither zero nor drawn. */
export function measuredOf(cells: readonly Cell[], measure: Measure): Measured {
  const times = [...new Set(cells.map(({ from }) => from))].sort();
  const groups = Object.entries(Object.groupBy(cells, ({ group }) => group)).map(([group, own = []]) => {
    const at = new Map(own.map((cell) => [cell.from, measureOf(cell, measure)]));
    const values = times.map((time) => at.get(time) ?? null);
    const value = whole(own, measure);
    return {
      ...{ group, values, pods: Math.max(0, ...own.map(({ pods = 0 }) => pods)) },
      ...(value === undefined ? {} : { value }),
      suppressed: own.every(({ suppressed }) => suppressed !== undefined),
    };
  });
  groups.sort((a, b) => (b.value ?? -1) - (a.value ?? -1));
  return { timesMs: times.map((time) => Date.parse(time)), groups };
}

/** All groups as one number, for a gauge: energies and powers add up, a completeness is weighed by what is expected. */
export function totalOf(cells: readonly Cell[], measure: Measure): number | undefined {
  if (measure !== 'powerMeanW') return whole(cells, measure);
  const known = measuredOf(cells, measure).groups.flatMap(({ value }) =>
    value === undefined ? [] : [value],
  );
  return known.length === 0 ? undefined : sum(known);
}

function whole(cells: readonly Cell[], measure: Measure): number | undefined {
  if (measure === 'completeness') {
    const known = cells.filter(({ quartersExpected = 0 }) => quartersExpected > 0);
    const expected = sum(known.map(({ quartersExpected = 0 }) => quartersExpected));
    return expected === 0
      ? undefined
      : sum(known.map(({ quartersCovered = 0 }) => quartersCovered)) / expected;
  }
  const values = cells.flatMap((cell) => cell[measure] ?? []);
  if (values.length === 0) return undefined;
  return measure === 'powerMeanW' ? sum(values) / values.length : sum(values);
}

function measureOf(cell: Cell, measure: Measure): number | undefined {
  const { quartersExpected, quartersCovered } = cell;
  // Of a time without a reading a sum of nothing is no zero.
  if (measure !== 'completeness')
    return cell[measure] === 0 && quartersCovered === 0 ? undefined : cell[measure];
  return quartersExpected ? (quartersCovered ?? 0) / quartersExpected : undefined;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** One line a group and interval. */
export function panelsCsv(
  panels: readonly { title: string; measure: Measure; cells: readonly Cell[] }[],
): string {
  const rows = panels.flatMap(({ title, measure, cells }) =>
    cells.map((cell) => [title, cell.group, cell.from, cell.until, measure, measureOf(cell, measure)]),
  );
  return csvOf([['panel', 'group', 'from', 'until', 'measure', 'value'], ...rows]);
}
