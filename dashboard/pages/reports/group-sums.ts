import type { Cell } from '../../api/reports.ts';
import { csvOf } from '../../parts/csv.ts';

export interface GroupSum {
  group: string;
  pods: number;
  energyImportWh?: number;
  energyExportWh?: number;
  /** W, over the time that has a reading. */
  meanW?: number;
  completeness?: number;
  suppressed: boolean;
}

type Summed = 'energyImportWh' | 'energyExportWh' | 'quartersExpected' | 'quartersCovered';

/** Cells of a report summed by group, over all intervals. What is unknown in every interval stays unknown: not zero. */
export function groupSums(cells: readonly Cell[]): GroupSum[] {
  return Object.entries(Object.groupBy(cells, ({ group }) => group)).map(([group, own = []]) => {
    const known = own.filter(({ suppressed }) => suppressed === undefined);
    const add = (name: Summed) => {
      const values = known.flatMap((cell) => knownOf(cell, name) ?? []);
      return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0);
    };
    const powers = known.flatMap(({ powerMeanW }) => (powerMeanW === undefined ? [] : [powerMeanW]));
    const expected = add('quartersExpected');
    return {
      group,
      pods: Math.max(0, ...known.map(({ pods = 0 }) => pods)),
      ...defined({ energyImportWh: add('energyImportWh'), energyExportWh: add('energyExportWh') }),
      ...(powers.length > 0 ? { meanW: powers.reduce((sum, power) => sum + power, 0) / powers.length } : {}),
      ...(expected ? { completeness: (add('quartersCovered') ?? 0) / expected } : {}),
      suppressed: known.length === 0,
    };
  });
}

/** Of a time without a reading a sum of nothing is no zero. */
function knownOf(cell: Cell, name: Summed): number | undefined {
  const isEnergy = name === 'energyImportWh' || name === 'energyExportWh';
  return isEnergy && cell[name] === 0 && cell.quartersCovered === 0 ? undefined : cell[name];
}

type Known<T> = { [Name in keyof T]?: Exclude<T[Name], undefined> };

function defined<T extends object>(values: T): Known<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Known<T>;
}

export interface GroupSeries {
  timesMs: number[];
  /** Wh by group, one for each time; null where nobody knows. */
  byGroup: { group: string; values: (number | null)[] }[];
}

/** Withdrawal by interval and group, for a chart: at most `most` groups, those with the most energy. */
export function groupSeries(cells: readonly Cell[], most: number): GroupSeries {
  const times = [...new Set(cells.map(({ from }) => from))].sort();
  const sums = groupSums(cells).sort((a, b) => (b.energyImportWh ?? 0) - (a.energyImportWh ?? 0));
  const at = new Map(cells.map((cell) => [`${cell.group} ${cell.from}`, knownOf(cell, 'energyImportWh')]));
  return {
    timesMs: times.map((time) => Date.parse(time)),
    byGroup: sums.slice(0, most).map(({ group }) => ({
      group,
      values: times.map((time) => at.get(`${group} ${time}`) ?? null),
    })),
  };
}

const COLUMNS = ['group', 'pods', 'energyImportWh', 'energyExportWh', 'meanW', 'completeness'] as const;

export function reportCsv(rows: readonly GroupSum[]): string {
  return csvOf([COLUMNS, ...rows.map((row) => COLUMNS.map((name) => row[name]))]);
}
