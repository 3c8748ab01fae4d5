import type { Caller } from '@access-layer/kit/token';
import type { Access, AllowedRange } from '../access/access.ts';
import type { DataSet } from '../access/data-set.ts';

/** A piece of time in milliseconds, half-open. */
export interface Span {
  fromMs: number;
  untilMs: number;
}

export interface Granted {
  /** What the caller may read of what he asked for; in order, disjoint. */
  allowed: Span[];
  /** What he asked for and may not read. */
  withheld: Span[];
  /** Why, and whose data it is: for the read ledger. */
  basis: AllowedRange[];
}

/** End of the last year that a request can name: nothing is asked beyond it. */
const END_MS = Date.parse('9999-12-31T23:59:59.999Z') + 1;

/** What the rules let a caller read of a kind of data of a PoD. Nobody has data of before 1970. */
export async function grantedSpans(
  access: Pick<Access, 'allowedRanges'>,
  caller: Caller,
  asked: Span & { pod: string; dataSet: DataSet },
): Promise<Granted> {
  const { pod, dataSet, untilMs } = asked;
  const fromMs = Math.max(0, asked.fromMs);
  if (untilMs <= fromMs) return { allowed: [], withheld: [], basis: [] };
  const until = untilMs >= END_MS ? 0 : untilMs;
  const { ranges, basis } = await access.allowedRanges(caller, { pod, dataSet, from: fromMs, until });
  const allowed = ranges.map((range) => ({ fromMs: range.from, untilMs: range.until || untilMs }));
  return { allowed, withheld: gapsBetween(allowed, { fromMs, untilMs }), basis };
}

/** The parts of a span that are in none of these, which are in order and disjoint. */
export function gapsBetween(allowed: Span[], asked: Span): Span[] {
  const gaps: Span[] = [];
  let fromMs = asked.fromMs;
  for (const span of allowed) {
    if (fromMs < span.fromMs) gaps.push({ fromMs, untilMs: span.fromMs });
    fromMs = span.untilMs;
  }
  if (fromMs < asked.untilMs) gaps.push({ fromMs, untilMs: asked.untilMs });
  return gaps;
}

/** Whether one of the spans holds all of a closed interval. */
export function holds(spans: Span[], { fromMs, toMs }: { fromMs: number; toMs: number }): boolean {
  return spans.some((span) => span.fromMs <= fromMs && toMs < span.untilMs);
}
