import { type LocalClock, localClock } from '../local-time.ts';
import type { SettlementParameters } from './parameters.ts';
import type { Slice } from './slices.ts';

const DAY_MS = 86_400_000;

export interface SimilarDays {
  /** Local dates, the latest first. */
  days: string[];
  excluded: { date: string; reason: 'event' | 'other-holder' }[];
}

export interface SimilarDaysAsked {
  /** Of the activation. */
  period: Slice;
  /** Other times in which something was asked of the PoD. */
  events: readonly Slice[];
  /** Since when the customer holds the PoD: what was measured before is another's. */
  heldSinceMs: number;
  parameters: Pick<SettlementParameters, 'zone' | 'holidays' | 'lookBackDays'>;
}

/** Days before that of an activation which are like it: weekdays or weekend, and nothing asked of the PoD in them. */
export function similarDays({ period, events, heldSinceMs, parameters }: SimilarDaysAsked): SimilarDays {
  const clock = localClock(parameters.zone);
  const eventDays = new Set(events.flatMap((event) => datesOf(event, clock)));
  const today = Date.parse(clock.dateOf(period.fromMs));
  const isWeekend = weekendBy(parameters.holidays);
  const found: SimilarDays = { days: [], excluded: [] };
  for (let back = 1; back <= parameters.lookBackDays; back++) {
    const dayMs = today - back * DAY_MS;
    const date = dateText(dayMs);
    if (isWeekend(date) !== isWeekend(dateText(today))) continue;
    const beginsMs = clock.instantOf(dayMs) ?? dayMs;
    if (beginsMs < heldSinceMs) found.excluded.push({ date, reason: 'other-holder' });
    else if (eventDays.has(date)) found.excluded.push({ date, reason: 'event' });
    else found.days.push(date);
  }
  return found;
}

function weekendBy(holidays: readonly string[]): (date: string) => boolean {
  return (date) => [0, 6].includes(new Date(date).getUTCDay()) || holidays.includes(date);
}

function datesOf({ fromMs, untilMs }: Slice, clock: LocalClock): string[] {
  const last = Date.parse(clock.dateOf(untilMs - 1));
  const dates: string[] = [];
  for (let dayMs = Date.parse(clock.dateOf(fromMs)); dayMs <= last; dayMs += DAY_MS)
    dates.push(dateText(dayMs));
  return dates;
}

function dateText(dayMs: number): string {
  return new Date(dayMs).toISOString().slice(0, 10);
}
