import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import type { Damage } from '../archive/damage.ts';
import type { RepairedDay } from '../archive/repair-day.ts';
import type { LifecycleBook, Restore, RestoredDay } from './lifecycle-book.ts';
import { archivedIn, type Done, type LifecycleRooms, lookAtDay, noteDay } from './look-at-day.ts';
import { DAY_MS } from './policy.ts';

/** Where a pass stands. */
export interface Progress {
  day: string;
  /** Days looked at, of so many. */
  done: number;
  of: number;
  what: Done | 'restore' | 'repair';
  packets: number;
}

export interface PassOptions {
  /** Only this one. */
  day?: string;
  /** Archive all that there is at once, as who asks for it by hand expects. */
  eager?: boolean;
}

/** What is still wrong with a day after its repair. */
export interface Left {
  left: Damage[];
}

export interface PassReport {
  days: number;
  did: Partial<Record<Done, number>>;
  problems: { day: string; problem: string }[];
  tookMs: number;
}

const NOTHING_THERE = 'none of these days is in the archive; its calendar shows what is';

export type Lifecycle = ReturnType<typeof createLifecycle>;

/** The life of all days: one thing at a time, whoever asks. */
export function createLifecycle(rooms: LifecycleRooms, onProgress: (progress: Progress) => void = () => {}) {
  const { store, archive, book, now } = rooms;
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };

  async function pass({ day: only, eager = false }: PassOptions): Promise<PassReport> {
    const startedMs = performance.now();
    const all = [
      ...new Set([...(await store.days()), ...(await archive.days()), ...daysArchivedIn(book)]),
    ].sort();
    const days = only === undefined ? all : all.filter((day) => day === only);
    const report: PassReport = { days: days.length, did: {}, problems: [], tookMs: 0 };
    for (const [done, day] of days.entries()) {
      const entry = await lookAtDay({ ...rooms, eager }, day, (what) => {
        report.did[what] = (report.did[what] ?? 0) + 1;
        onProgress({ day, done, of: days.length, what, packets: book.day(day)?.storedPackets ?? 0 });
      });
      if (entry.problem) report.problems.push({ day, problem: entry.problem });
    }
    report.tookMs = performance.now() - startedMs;
    book.keepNote('last-pass', JSON.stringify({ ...report, atMs: now() }));
    return report;
  }

  /** Brings back the days of one restore; where the chain does not answer it waits. */
  async function bringBack(restore: Restore): Promise<Restore> {
    book.keepRestore({ ...restore, state: 'running' });
    const days: RestoredDay[] = [];
    const asked = (await archive.days()).filter((day) => day >= restore.fromDay && day < restore.untilDay);
    try {
      for (const [done, day] of asked.entries()) {
        const restored = await bringBackDay(day);
        days.push(restored);
        onProgress({ day, done: done + 1, of: asked.length, what: 'restore', packets: restored.packets });
        book.keepRestore({ ...restore, state: 'running', days });
      }
      const detail = asked.length > 0 ? null : NOTHING_THERE;
      return { ...restore, state: 'restored', detail, days };
    } catch (error) {
      const isLater =
        error instanceof AccessLayerError && (error.retryable || error.code === 'SCD_CANCELLED');
      if (!isLater) book.count('failures');
      return { ...restore, state: isLater ? 'waiting' : 'failed', detail: messageOf(error), days };
    }
  }

  async function bringBackDay(day: string): Promise<RestoredDay> {
    const { packets, damages } = await rooms.run({ kind: 'restore', day });
    book.keepDamages(day, damages, now());
    const { packets: storedPackets, bytes: storedBytes } = await store.daySize(day);
    const entry = book.day(day);
    // What was brought back did not come late: it goes again when the restore ends.
    if (entry) book.keepDay({ ...entry, storedPackets, storedBytes, seenPackets: storedPackets });
    return { day, packets, damaged: damages.length };
  }

  /** Days whose last restore has ended leave the store again. */
  async function endRestores(): Promise<void> {
    for (const restore of book.restores()) {
      const isOver = restore.endsAtMs <= now() && ['restored', 'waiting', 'running'].includes(restore.state);
      if (!isOver) continue;
      book.keepRestore({ ...restore, state: 'ended' });
      for (const { day } of restore.days) await lookAtDay(rooms, day, () => undefined);
    }
  }

  /** Repairs one day, or those that the last checks found damaged; each is checked again afterwards. */
  async function repair(only?: string): Promise<(RepairedDay & Left)[]> {
    const days = only === undefined ? [...book.damageCounts().keys()].sort() : [only];
    const repaired: (RepairedDay & Left)[] = [];
    for (const [done, day] of days.entries()) {
      const outcome = await rooms.run({ kind: 'repair', day, atMs: now() });
      const { damages } = await rooms.run({ kind: 'verify', day });
      book.keepDamages(day, damages, now());
      const entry = book.day(day);
      // What was damaged was the day's problem; the next look says what is.
      if (entry && damages.length === 0)
        book.keepDay({ ...entry, ...(await archivedIn(archive, day)), problem: null });
      onProgress({ day, done: done + 1, of: days.length, what: 'repair', packets: outcome.fromStore });
      repaired.push({ ...outcome, left: damages });
    }
    return repaired;
  }

  return {
    /** Makes damaged parts of the archive good, as far as that can be done. */
    repair: (day?: string) => inTurn(() => repair(day)),

    /** Looks at all days, or one, and does what is due. */
    pass: (options: PassOptions = {}) => inTurn(() => pass(options)),

    /** Notes days of the store that nobody has looked at yet; what the archive has of one too is for the next look. */
    noteNew: () =>
      inTurn(async () => {
        const fresh = (await store.days()).filter((day) => !book.day(day));
        const archived = fresh.length > 0 ? await archive.days() : [];
        for (const day of fresh) if (!archived.includes(day)) await noteDay(rooms, day);
      }),

    /** Brings back what was asked for, and ends what is over. */
    restores: () =>
      inTurn(async () => {
        await endRestores();
        for (const restore of book.restores().toReversed()) {
          if (restore.state !== 'waiting' && restore.state !== 'running') continue;
          const done = await bringBack(restore);
          // Whoever has taken it back meanwhile has the last word on its end.
          const { endsAtMs } = book.restore(restore.id) ?? restore;
          book.keepRestore({ ...done, endsAtMs });
        }
      }),

    /** Writes down what the archive holds of days, after it was changed from outside, by an erasure for example. */
    refresh: (days: string[]) =>
      inTurn(async () => {
        for (const day of days) {
          const entry = book.day(day);
          if (entry) book.keepDay({ ...entry, ...(await archivedIn(archive, day)) });
        }
      }),

    /** Work on the archive that must not meet a pass. */
    inTurn,
  };
}

/** Days that are in the archive as far as the book knows: one that has gone from there is missed. */
export function daysArchivedIn(book: LifecycleBook): string[] {
  return book
    .days()
    .flatMap(({ day, parts, archivedAtMs }) => (parts > 0 || archivedAtMs !== null ? [day] : []));
}

/** The UTC day of a time. */
export function dayAt(timeMs: number): string {
  return new Date(Math.floor(timeMs / DAY_MS) * DAY_MS).toISOString().slice(0, 10);
}
