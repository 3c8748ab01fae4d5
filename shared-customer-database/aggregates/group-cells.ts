import type { Quality } from '@access-layer/core/payloads/measurement';
import type { MeterSeries, Range } from './aggregate-series.ts';
import type { TimeInterval } from './local-intervals.ts';
import { QUARTER_MS } from './summary.ts';

/** What a PoD brings to its group besides its readings. */
export interface Contribution {
  pod: string;
  group: string;
  /** Who held the PoD when. */
  holders: (Range & { customer: string })[];
  /** Whether the caller may read the single readings as well. */
  open: boolean;
}

/** One group over one interval. */
export interface GroupCell {
  group: string;
  interval: number;
  pods: number;
  meters: number;
  expected: number;
  hidden: number;
  covered: number;
  qualities: Quality[];
  importWh: number;
  exportWh: number;
  /** Meters whose register was read at both borders, without fall and gap. */
  completeRegisters: number;
  interpolatedBorders: number;
  missingBorders: number;
  falls: number;
  gaps: number;
  /** Sum of the means of the meters. */
  powerMeanW: number | undefined;
  /** Customers of the PoDs of which the caller may not read single readings. */
  veiledCustomers: number;
  veiledPods: number;
}

type Merged = GroupCell & { customers?: Set<string> };

export function mergeInto(
  cells: Map<string, Merged>,
  { group, holders, open, ranges }: Contribution & { ranges: readonly Range[] },
  intervals: readonly TimeInterval[],
  series: MeterSeries[],
): void {
  for (const [i, interval] of intervals.entries()) {
    const measured = series.map(({ cells: ofMeter }) => ofMeter[i]!).filter(({ readings }) => readings > 0);
    const key = `${i} ${group}`;
    const cell = cells.get(key) ?? emptyCell(group, i);
    cells.set(key, cell);
    if (measured.length === 0) {
      // A PoD that is silent is expected all the same, as far as it may be seen.
      cell.expected += visibleQuarters(interval, ranges);
      continue;
    }
    cell.pods++;
    if (!open) {
      cell.veiledPods++;
      const inForce = holders.filter(
        ({ from, until }) => from < interval.endMs && (!until || until > interval.startMs),
      );
      cell.customers ??= new Set();
      for (const { customer } of inForce) cell.customers.add(customer);
      cell.veiledCustomers = cell.customers.size;
    }
    for (const ofMeter of measured) add(cell, ofMeter);
  }
}

/** Whole quarter-hours of an interval in disjoint ranges. */
function visibleQuarters({ startMs, endMs }: TimeInterval, ranges: readonly Range[]): number {
  const visible = ranges.map(({ from, until }) => {
    const first = Math.ceil(Math.max(from, startMs) / QUARTER_MS);
    return Math.max(0, Math.floor(Math.min(until || endMs, endMs) / QUARTER_MS) - first);
  });
  return visible.reduce((sum, count) => sum + count, 0);
}

/** Plain values, in the order of groups and intervals. */
export function cellsOf(cells: Map<string, Merged>): GroupCell[] {
  return [...cells.values()]
    .map(({ customers: _, ...cell }) => cell)
    .sort((a, b) => (a.group === b.group ? a.interval - b.interval : a.group < b.group ? -1 : 1));
}

function add(cell: Merged, from: MeterSeries['cells'][number]): void {
  cell.meters++;
  cell.expected += from.expected;
  cell.hidden += from.hidden;
  cell.covered += from.covered;
  cell.qualities = [...new Set([...cell.qualities, ...from.qualities])];
  cell.importWh += from.import?.energyWh ?? 0;
  cell.exportWh += from.export?.energyWh ?? 0;
  const registers = [from.import, from.export].filter((register) => register !== undefined);
  for (const { start, end, falls, gaps } of registers) {
    for (const border of [start, end]) {
      if (border === 'interpolated') cell.interpolatedBorders++;
      if (border === 'missing') cell.missingBorders++;
    }
    cell.falls += falls;
    cell.gaps += gaps;
    if (start !== 'missing' && end !== 'missing' && !falls && !gaps) cell.completeRegisters++;
  }
  if (from.power) cell.powerMeanW = (cell.powerMeanW ?? 0) + from.power.meanW;
}

function emptyCell(group: string, interval: number): Merged {
  return {
    ...{ group, interval, pods: 0, meters: 0, expected: 0, hidden: 0, covered: 0, qualities: [] },
    ...{ importWh: 0, exportWh: 0, completeRegisters: 0, interpolatedBorders: 0, missingBorders: 0 },
    ...{ falls: 0, gaps: 0, powerMeanW: undefined, veiledCustomers: 0, veiledPods: 0 },
  };
}
