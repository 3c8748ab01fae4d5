import type { callerOf } from '@access-layer/kit/token';
import type { Pod } from '../registry/documents.ts';
import type { PodFacts } from '../registry.ts';
import { type AggregateSources, readsSingle } from './aggregate-routes.ts';
import type { Range, SeriesQuestion } from './aggregate-series.ts';
import type { Contribution } from './group-cells.ts';

export const GROUPINGS = ['service-type', 'municipality', 'power-class', 'set-point', 'aggregator'] as const;
export type Grouping = (typeof GROUPINGS)[number];

export interface GroupsAsked {
  groupBy: Grouping;
  from: number;
  until: number;
  purpose: string | undefined;
  role: string;
}

const PAGE = 500;
const NONE = 'none';

/** What to ask of each PoD that the caller may see, and how many PoDs he may not. */
export async function groupQuestions(
  sources: Pick<AggregateSources, 'access' | 'registry'>,
  caller: ReturnType<typeof callerOf>,
  { groupBy, from, until, purpose, role }: GroupsAsked,
) {
  const questions: (SeriesQuestion & Contribution)[] = [];
  let [pods, hiddenPods] = [0, 0];
  for await (const pod of allPods(sources)) {
    const question = { pod: pod.id, from, until, ...(purpose ? { purpose } : {}) };
    const { ranges } = await sources.access.allowedRanges(caller, { ...question, dataSet: 'aggregates' });
    if (ranges.length === 0) {
      hiddenPods++;
      continue;
    }
    pods++;
    const open = await readsSingle(sources, caller, question, ranges);
    const facts = await sources.registry.podFacts(pod.id);
    for (const part of await groupsOf(sources, pod, facts, groupBy, ranges, { from, until })) {
      questions.push({ pod: pod.id, role, open, holders: facts.holdings, ...part });
    }
  }
  return { questions, pods, hiddenPods };
}

async function* allPods({ registry }: Pick<AggregateSources, 'registry'>): AsyncGenerator<Pod> {
  for (let after = ''; ; ) {
    const page = await registry.list('pod', { limit: PAGE, ...(after ? { after } : {}) });
    for (const { document } of page) yield document;
    if (page.length < PAGE) return;
    after = page.at(-1)!.id;
  }
}

async function groupsOf(
  { registry }: Pick<AggregateSources, 'registry'>,
  pod: Pod,
  facts: PodFacts,
  groupBy: Grouping,
  ranges: Range[],
  asked: Range,
): Promise<{ group: string; ranges: Range[] }[]> {
  const all = (groups: string[]) => groups.map((group) => ({ group, ranges }));
  if (groupBy === 'municipality') return all([pod.municipality]);
  if (groupBy === 'power-class') return all([pod.powerClass]);
  if (groupBy === 'service-type') return all(pod.serviceTypes.length > 0 ? pod.serviceTypes : [NONE]);
  if (groupBy === 'aggregator') return byAggregator(facts, ranges);
  const setPoints = await registry.statements({ type: 'set-point', pod: pod.id, limit: 1000 });
  const takesPart = setPoints.some(({ from, until }) => from < asked.until && (!until || until > asked.from));
  return all([takesPart ? 'with set-points' : 'without set-points']);
}

/** A PoD counts for an aggregator while it is in its portfolio; the rest of the time is nobody's. */
function byAggregator({ portfolios }: PodFacts, ranges: Range[]): { group: string; ranges: Range[] }[] {
  const parts = portfolios.map((portfolio) => ({
    group: portfolio.aggregator,
    ranges: within(ranges, portfolio),
  }));
  const rest = [...portfolios].sort((a, b) => a.from - b.from);
  const free: Range[] = [];
  let at = 0;
  for (const { from, until } of rest) {
    if (from > at) free.push({ from: at, until: from });
    at = until || Number.POSITIVE_INFINITY;
  }
  if (at !== Number.POSITIVE_INFINITY) free.push({ from: at, until: 0 });
  parts.push({ group: NONE, ranges: free.flatMap((piece) => within(ranges, piece)) });
  return parts.filter((part) => part.ranges.length > 0);
}

function within(ranges: Range[], piece: Range): Range[] {
  const endOf = ({ until }: Range) => until || Number.POSITIVE_INFINITY;
  return ranges.flatMap((range) => {
    const [from, end] = [Math.max(range.from, piece.from), Math.min(endOf(range), endOf(piece))];
    return from < end ? [{ from, until: end === Number.POSITIVE_INFINITY ? 0 : end }] : [];
  });
}
