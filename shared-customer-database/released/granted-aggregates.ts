import type { Caller } from '@access-layer/kit/token';
import type { Access, AllowedRange } from '../access/access.ts';
import type { Range } from '../aggregates/aggregate-series.ts';
import { QUARTER_MS } from '../aggregates/summary.ts';
import { gapsBetween, type Span } from './spans.ts';

export interface GrantOptions {
  access: Pick<Access, 'allowedRanges'>;
  caller: Caller;
}

export interface AggregateGrant {
  /** Of which aggregates may be seen; a little more than asked, for the registers at the borders. None if nothing may. */
  ranges: Range[];
  /** Parts of the time asked about of which none may be seen. */
  withheld: Span[];
  /** Whether one PoD may be told apart: single readings are open too, or its customer has consented to this. */
  isOpen: boolean;
  /** Why, and whose data it is: for the read ledger. */
  basis: AllowedRange[];
}

/** Registers are looked for so far outside the borders of what is asked. */
const REACH_MS = 2 * QUARTER_MS;

/** What the rules let a caller see of the aggregates of a PoD. */
export async function grantedAggregates(
  { access, caller }: GrantOptions,
  { pod, purpose, whole }: { pod: string; purpose: string | undefined; whole: Span },
): Promise<AggregateGrant> {
  const reach = { from: Math.max(0, whole.fromMs - REACH_MS), until: whole.untilMs + REACH_MS };
  const question = { pod, ...reach, ...(purpose ? { purpose } : {}) };
  const { ranges, basis } = await access.allowedRanges(caller, { ...question, dataSet: 'aggregates' });
  const inside = ranges
    .map(({ from, until }) => ({
      fromMs: Math.max(from, whole.fromMs),
      untilMs: Math.min(until || Number.POSITIVE_INFINITY, whole.untilMs),
    }))
    .filter(({ fromMs, untilMs }) => fromMs < untilMs);
  if (inside.length === 0) return { ranges: [], withheld: [whole], isOpen: false, basis: [] };
  const withheld = gapsBetween(inside, whole);
  const isConsented = basis.length > 0 && basis.every(({ consents }) => consents.length > 0);
  const isOpen = isConsented || (await readsSingle(access, caller, question, ranges));
  return { ranges, withheld, isOpen, basis };
}

/** Whether the single readings are open wherever the aggregates are. */
async function readsSingle(
  access: GrantOptions['access'],
  caller: Caller,
  question: Range & { pod: string; purpose?: string },
  ranges: readonly Range[],
): Promise<boolean> {
  const single = (await access.allowedRanges(caller, { ...question, dataSet: 'measurements' })).ranges;
  const endOf = (until: number) => until || Number.POSITIVE_INFINITY;
  return ranges.every((range) =>
    single.some(({ from, until }) => from <= range.from && endOf(until) >= endOf(range.until)),
  );
}
