import { localClock } from '@access-layer/core/local-time';
import type { Slice } from '@access-layer/core/settlement/slices';
import type { Caller } from '@access-layer/kit/token';
import { badRequest } from '../api/bad-request.ts';
import type { KnownSetPoint, Settlements } from './settlements.ts';

/** A local month. @throws AccessLayerError SCD_BAD_REQUEST */
export function monthSpan(month: string, zone: string): Slice {
  const [year, number] = month.split('-').map(Number) as [number, number];
  if (!(year >= 1970 && number >= 1 && number <= 12))
    throw badRequest('month', month, 'a month like 2026-02');
  const clock = localClock(zone);
  const beginOf = (monthIndex: number) => {
    const wallMs = Date.UTC(year, monthIndex, 1);
    return clock.instantOf(wallMs) ?? wallMs;
  };
  return { fromMs: beginOf(number - 1), untilMs: beginOf(number) };
}

export interface MonthPlace {
  pod: string;
  seq: number;
}

export interface MonthPage {
  items: KnownSetPoint[];
  /** Activations of the PoDs looked at that the caller may not see. */
  hidden: number;
  /** The last one of the page; absent on the last page. */
  next?: MonthPlace;
}

const PODS_A_PAGE = 200;

/** Activations that begin in a month, by PoD and number, behind a place. */
export async function monthPage(
  settlements: Pick<Settlements, 'visible' | 'pods'>,
  caller: Caller,
  {
    within,
    after,
    limit,
    pod,
  }: { within: Slice; after: MonthPlace | undefined; limit: number; pod?: string | undefined },
): Promise<MonthPage> {
  const page: MonthPage = { items: [], hidden: 0 };
  for await (const code of podsFrom(settlements, after?.pod, pod)) {
    const { seen, hidden } = await settlements.visible(caller, code, within);
    const rest = code === after?.pod ? seen.filter(({ setPoint }) => setPoint.seq > after.seq) : seen;
    if (code !== after?.pod) page.hidden += hidden;
    for (const known of rest) {
      if (page.items.length === limit) return { ...page, next: placeOf(page.items.at(-1)!) };
      page.items.push(known);
    }
  }
  return page;
}

async function* podsFrom(
  { pods }: Pick<Settlements, 'pods'>,
  begin: string | undefined,
  only: string | undefined,
): AsyncGenerator<string> {
  if (only !== undefined) {
    yield only;
    return;
  }
  if (begin !== undefined) yield begin;
  for (let after = begin ?? ''; ; ) {
    const page = await pods(after, PODS_A_PAGE);
    yield* page;
    if (page.length < PODS_A_PAGE) return;
    after = page.at(-1)!;
  }
}

function placeOf({ setPoint: { pod, seq } }: KnownSetPoint): MonthPlace {
  return { pod, seq };
}
