import type { Pod, Portfolio } from '../registry/documents.ts';
import type { Range } from './aggregate-series.ts';

/** What PoDs can be put together by. */
export const GROUPINGS = ['service-type', 'municipality', 'power-class', 'set-point', 'aggregator'] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** What decides the group of a PoD. */
export interface GroupFacts {
  pod: Pod;
  portfolios: readonly Portfolio[];
  /** Whether a set-point for the PoD was in force in the time asked about. */
  hasSetPoints: boolean;
}

/** Name of the group of what belongs to none. */
const NONE = 'none';

/** The groups of a PoD, each with the part of `ranges` for which it is in it. */
export function groupsOf(
  { pod, portfolios, hasSetPoints }: GroupFacts,
  groupBy: Grouping,
  ranges: Range[],
): { group: string; ranges: Range[] }[] {
  if (groupBy === 'aggregator') return byAggregator(portfolios, ranges);
  const groups = {
    municipality: [pod.municipality],
    'power-class': [pod.powerClass],
    'service-type': pod.serviceTypes.length > 0 ? pod.serviceTypes : [NONE],
    'set-point': [hasSetPoints ? 'with set-points' : 'without set-points'],
  }[groupBy];
  return groups.map((group) => ({ group, ranges }));
}

/** A PoD counts for an aggregator while it is in its portfolio; the rest of the time is nobody's. */
function byAggregator(
  portfolios: readonly Portfolio[],
  ranges: Range[],
): { group: string; ranges: Range[] }[] {
  const names = [...new Set(portfolios.map(({ aggregator }) => aggregator))];
  const parts = names.map((group) => ({
    group,
    ranges: portfolios
      .filter(({ aggregator }) => aggregator === group)
      .flatMap((part) => within(ranges, part)),
  }));
  const free: Range[] = [];
  let at = 0;
  for (const { from, until } of [...portfolios].sort((a, b) => a.from - b.from)) {
    if (from > at) free.push({ from: at, until: from });
    at = until || Number.POSITIVE_INFINITY;
  }
  if (at !== Number.POSITIVE_INFINITY) free.push({ from: at, until: 0 });
  parts.push({ group: NONE, ranges: free.flatMap((piece) => within(ranges, piece)) });
  return parts.filter((part) => part.ranges.length > 0);
}

function within(ranges: Range[], piece: Range): Range[] {
  return ranges.flatMap((range) => {
    const [from, end] = [Math.max(range.from, piece.from), Math.min(endOf(range), endOf(piece))];
    return from < end ? [{ from, until: end === Number.POSITIVE_INFINITY ? 0 : end }] : [];
  });
}

function endOf({ until }: Range): number {
  return until || Number.POSITIVE_INFINITY;
}
