import { formatTime } from '@access-layer/core/time';
import type { DayState } from './archive-schemas.ts';
import type { DayEntry, LifecycleBook, Restore } from './lifecycle-book.ts';

export interface CalendarDay {
  day: string;
  state: DayState;
  phase: DayEntry['phase'];
  stored: { packets: number; bytes: number; readOnly: boolean };
  archived: { packets: number; erased: number; parts: number; bytes: number };
  waiting: number;
  damages: number;
  archivedAt?: string;
  verifiedAt?: string;
  deletedAt?: string;
  restoredUntil?: string;
  problem?: string;
}

/** Each day with where it is, by the book. */
export function calendarOf(
  book: LifecycleBook,
  { from, until, nowMs }: { from?: string | undefined; until?: string | undefined; nowMs: number },
): CalendarDay[] {
  const damages = book.damageCounts();
  return book.days({ ...(from ? { from } : {}), ...(until ? { until } : {}) }).map((entry) => {
    const restoredUntilMs = book.restoredUntil(entry.day);
    const isRestored = restoredUntilMs > nowMs && entry.deletedAtMs !== null && entry.storedPackets > 0;
    const found = damages.get(entry.day) ?? 0;
    return {
      ...{ day: entry.day, state: stateOf(entry, found, isRestored), phase: entry.phase },
      stored: { packets: entry.storedPackets, bytes: entry.storedBytes, readOnly: entry.readOnly },
      archived: {
        ...{ packets: entry.archivedPackets, erased: entry.erased },
        ...{ parts: entry.parts, bytes: entry.archivedBytes },
      },
      ...{ waiting: entry.waiting, damages: found },
      ...timeAt('archivedAt', entry.archivedAtMs),
      ...timeAt('verifiedAt', entry.verifiedAtMs),
      ...timeAt('deletedAt', entry.deletedAtMs),
      ...(isRestored ? timeAt('restoredUntil', restoredUntilMs) : {}),
      ...(entry.problem === null ? {} : { problem: entry.problem }),
    };
  });
}

/** Figures over all days. */
export function archiveStatus(book: LifecycleBook, nowMs: number) {
  const calendar = calendarOf(book, { nowMs });
  const sum = (pick: (day: CalendarDay) => number) => calendar.reduce((all, day) => all + pick(day), 0);
  const days: Partial<Record<DayState, number>> = {};
  for (const { state } of calendar) days[state] = (days[state] ?? 0) + 1;
  const lastPass = JSON.parse(book.note('last-pass') ?? '{}') as { atMs?: number };
  return {
    days,
    stored: { packets: sum(({ stored }) => stored.packets), bytes: sum(({ stored }) => stored.bytes) },
    archived: {
      packets: sum(({ archived }) => archived.packets),
      bytes: sum(({ archived }) => archived.bytes),
    },
    problems: calendar.filter(({ problem }) => problem !== undefined).length,
    damages: sum((day) => day.damages),
    ...timeAt('lastVerification', Number(book.note('last-verification') ?? 0) || null),
    ...timeAt('lastPass', lastPass.atMs ?? null),
  };
}

export function restoreAnswer(restore: Restore) {
  const { id, fromDay, untilDay, state, detail, requestedBy, requestedAtMs, endsAtMs, days } = restore;
  return {
    ...{ id, from: fromDay, until: untilDay, state, requestedBy },
    ...(detail === null ? {} : { detail }),
    ...{ requestedAt: formatTime(requestedAtMs), endsAt: formatTime(endsAtMs), days },
  };
}

function stateOf(entry: DayEntry, damages: number, isRestored: boolean): DayState {
  if (damages > 0) return 'damaged';
  if (isRestored) return 'restored';
  // What came late for a day that has left stays for a while; the day itself is in the archive.
  const isHere = entry.storedPackets > 0 && entry.deletedAtMs === null;
  if (!isHere) return 'archived';
  return entry.phase === 'delete' ? 'cold' : entry.phase;
}

function timeAt<Name extends string>(name: Name, ms: number | null): Partial<Record<Name, string>> {
  return ms === null ? {} : ({ [name]: formatTime(ms) } as Record<Name, string>);
}
