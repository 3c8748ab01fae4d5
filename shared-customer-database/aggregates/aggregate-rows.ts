import { formatTime } from '@access-layer/core/time';
import type { Columns } from '../exports/row-text.ts';
import type { Cell, MeterSeries } from './aggregate-series.ts';
import type { GroupCell } from './group-cells.ts';
import type { TimeInterval } from './local-intervals.ts';
import type { RegisterEnergy } from './register-energy.ts';

/** Columns of a PoD's aggregates, with their types in Parquet. */
export const POD_COLUMNS: Columns = {
  ...{ pod: 'VARCHAR', meter: 'VARCHAR', role: 'VARCHAR', from: 'TIMESTAMPTZ', until: 'TIMESTAMPTZ' },
  ...{ energyImportWh: 'BIGINT', energyExportWh: 'BIGINT' },
  ...{ powerMinW: 'DOUBLE', powerMeanW: 'DOUBLE', powerMaxW: 'DOUBLE', readings: 'BIGINT' },
  ...{ quartersExpected: 'BIGINT', quartersCovered: 'BIGINT', quartersHidden: 'BIGINT' },
  ...{ completeness: 'DOUBLE', quality: 'VARCHAR' },
  ...{ importBorders: 'VARCHAR', importFalls: 'BIGINT', importGaps: 'BIGINT' },
  ...{ exportBorders: 'VARCHAR', exportFalls: 'BIGINT', exportGaps: 'BIGINT' },
};

/** Columns of aggregates across PoDs. */
export const GROUP_COLUMNS: Columns = {
  ...{ group: 'VARCHAR', from: 'TIMESTAMPTZ', until: 'TIMESTAMPTZ', suppressed: 'VARCHAR' },
  ...{ pods: 'BIGINT', meters: 'BIGINT', energyImportWh: 'BIGINT', energyExportWh: 'BIGINT' },
  ...{ powerMeanW: 'DOUBLE', quartersExpected: 'BIGINT', quartersCovered: 'BIGINT' },
  ...{ quartersHidden: 'BIGINT', completeness: 'DOUBLE', quality: 'VARCHAR' },
  ...{ completeRegisters: 'BIGINT', interpolatedBorders: 'BIGINT', missingBorders: 'BIGINT' },
  ...{ falls: 'BIGINT', gaps: 'BIGINT' },
};

/** One row for each meter and interval. */
export function podRows(pod: string, series: readonly MeterSeries[], intervals: readonly TimeInterval[]) {
  return series.flatMap(({ meter, role, cells }) =>
    cells.map((cell, i) => ({ pod, meter, role, ...times(intervals[i]!), ...ofCell(cell) })),
  );
}

function ofCell(cell: Cell) {
  const { expected, hidden, covered, readings, qualities, power } = cell;
  return {
    ...{ energyImportWh: cell.import?.energyWh, energyExportWh: cell.export?.energyWh },
    ...{ powerMinW: power?.minW, powerMeanW: power?.meanW, powerMaxW: power?.maxW, readings },
    ...{ quartersExpected: expected, quartersCovered: covered, quartersHidden: hidden },
    completeness: completeness(covered, expected),
    quality: qualities.join(' '),
    ...{
      importBorders: borders(cell.import),
      importFalls: cell.import?.falls,
      importGaps: cell.import?.gaps,
    },
    ...{
      exportBorders: borders(cell.export),
      exportFalls: cell.export?.falls,
      exportGaps: cell.export?.gaps,
    },
  };
}

/** What a caller gets of a group's cell: nothing but the reason where too few customers stand behind it. */
export function groupRow(cell: GroupCell, interval: TimeInterval, fewestCustomers: number) {
  const { group, pods, meters, expected, covered, hidden, veiledPods, veiledCustomers } = cell;
  const place = { group, ...times(interval) };
  if (veiledPods > 0 && veiledCustomers < fewestCustomers) {
    const suppressed = `fewer than ${fewestCustomers} customers of whom only aggregates may be seen`;
    return { ...place, suppressed };
  }
  return {
    ...{ ...place, pods, meters },
    ...{ energyImportWh: cell.importWh, energyExportWh: cell.exportWh, powerMeanW: cell.powerMeanW },
    ...{ quartersExpected: expected, quartersCovered: covered, quartersHidden: hidden },
    completeness: completeness(covered, expected),
    quality: cell.qualities.join(' '),
    ...{ completeRegisters: cell.completeRegisters, interpolatedBorders: cell.interpolatedBorders },
    ...{ missingBorders: cell.missingBorders, falls: cell.falls, gaps: cell.gaps },
  };
}

function times({ startMs, endMs }: TimeInterval) {
  return { from: formatTime(startMs), until: formatTime(endMs) };
}

function completeness(covered: number, expected: number): number {
  return expected === 0 ? 0 : covered / expected;
}

function borders(register: RegisterEnergy | undefined): string | undefined {
  return register && `${register.start} ${register.end}`;
}
