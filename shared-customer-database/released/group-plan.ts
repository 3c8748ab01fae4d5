import { setImmediate as nextTurn } from 'node:timers/promises';
import type { SeriesQuestion } from '../aggregates/aggregate-series.ts';
import type { Contribution } from '../aggregates/group-cells.ts';
import { type Grouping, groupsOf } from '../aggregates/groupings.ts';
import { type AggregateGrant, type GrantOptions, grantedAggregates } from './granted-aggregates.ts';
import type { RegistryView } from './registry-view.ts';
import type { Span } from './spans.ts';

export interface GroupsAsked {
  groupBy: Grouping;
  purpose: string | undefined;
  role: string;
  /** Of which the aggregates are asked for. */
  whole: Span;
}

/** What to ask of each PoD that the caller may see. */
export interface GroupPlan {
  questions: (SeriesQuestion & Contribution)[];
  groups: number;
  /** PoDs of which the caller may see something of the time, and those of which he may see nothing. */
  pods: number;
  hiddenPods: number;
  /** PoDs in groups of so few customers that each of these is told of, and why that may be. */
  told: { pod: string; basis: AggregateGrant['basis'] }[];
}

/** Deciding holds up other work for this long at most before that gets its turn. */
const TURN_MS = 5;

/** The rules are asked for every PoD of the registry: what they do not open is in no sum. */
export async function groupPlan(
  options: GrantOptions & { view: RegistryView; fewestCustomers: number },
  { groupBy, purpose, role, whole }: GroupsAsked,
): Promise<GroupPlan> {
  const { view, fewestCustomers } = options;
  const { holdings, portfolios } = await view.relations();
  const setPoints = groupBy === 'set-point' ? await view.setPoints() : undefined;
  const questions: GroupPlan['questions'] = [];
  const bases = new Map<string, AggregateGrant['basis']>();
  let [pods, hiddenPods, turnBegan] = [0, 0, performance.now()];
  for await (const pod of view.pods()) {
    if (performance.now() - turnBegan > TURN_MS) {
      await nextTurn();
      turnBegan = performance.now();
    }
    const grant: AggregateGrant = await grantedAggregates(options, { pod: pod.id, purpose, whole });
    if (grant.ranges.length === 0) {
      hiddenPods++;
      continue;
    }
    pods++;
    bases.set(pod.id, grant.basis);
    const facts = {
      pod,
      portfolios: portfolios.get(pod.id) ?? [],
      hasSetPoints: setPoints?.get(pod.id)?.some((interval) => touches(interval, whole)) ?? false,
    };
    const holders = holdings.get(pod.id) ?? [];
    for (const part of groupsOf(facts, groupBy, grant.ranges))
      questions.push({ pod: pod.id, role, open: grant.isOpen, holders, ...part });
  }
  const groups = Map.groupBy(questions, ({ group }) => group);
  const told = [...groups.values()].filter((of) => customersIn(of, whole) < fewestCustomers);
  return {
    ...{ questions, groups: groups.size, pods, hiddenPods },
    // Of who may only see sums, such a cell is veiled.
    told: [...new Set(told.flat().flatMap(({ pod, open }) => (open ? [pod] : [])))].map((pod) => {
      return { pod, basis: bases.get(pod)! };
    }),
  };
}

function customersIn(questions: GroupPlan['questions'], whole: Span): number {
  const held = questions.flatMap(({ holders }) => holders.filter((holder) => touches(holder, whole)));
  return new Set(held.map(({ customer }) => customer)).size;
}

function touches({ from, until }: { from: number; until: number }, { fromMs, untilMs }: Span): boolean {
  return from < untilMs && (until === 0 || until > fromMs);
}
