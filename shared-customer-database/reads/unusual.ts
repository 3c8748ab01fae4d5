import type { DatabaseSync } from 'node:sqlite';
import type { Reader, ReadPiece } from './read-entry.ts';

/** Why an entry is pointed out to the customer. */
export const UNUSUAL = ['new-reader', 'more-than-usual'] as const;
export type Unusual = (typeof UNUSUAL)[number];

const DAY_MS = 86_400_000;
/** Who has not read for so many days is new again. */
const NEW_AFTER_DAYS = 90;
/** What is usual: the most entries of one of so many days before. */
const USUAL_DAYS = 30;
const TIMES_USUAL = 3;
/** So many entries a day are never too many. */
const NEVER_TOO_MANY = 20;

/**
 * What is unusual about an entry, by a rule that anyone can check by hand: `new-reader` where its organisation (or
 * client, where it has none) has not read the PoD of this holder for 90 days; `more-than-usual` for the first entry of a
 * UTC day beyond three times the most of one of the 30 days before, and beyond 20. A holder's own reading is never
 * unusual, and what nobody holds is nobody's.
 */
export function createUnusual(database: DatabaseSync) {
  const lastDay = database.prepare(
    'SELECT max(day) AS day FROM reader_day WHERE pod = ? AND holders = ? AND reader = ?',
  );
  const count = database.prepare(
    `INSERT INTO reader_day VALUES (?, ?, ?, ?, 1) ON CONFLICT DO UPDATE SET reads = reads + 1 RETURNING reads`,
  );
  const mostBefore = database.prepare(
    `SELECT max(reads) AS most FROM reader_day WHERE pod = ? AND holders = ? AND reader = ? AND day < ? AND day >= ?`,
  );

  /** Counts the entry, too: call it once for each, in the transaction that adds it. */
  return (reader: Reader, { pod, holders }: ReadPiece, atMs: number): Unusual | undefined => {
    if (holders.length === 0 || holders.includes(reader.customer ?? '')) return undefined;
    const place = [pod, JSON.stringify(holders), reader.party ?? reader.client];
    const day = Math.floor(atMs / DAY_MS);
    const { day: last } = lastDay.get(...place) as { day: number | null };
    const { reads } = count.get(...place, day) as { reads: number };
    if (last === null || last < day - NEW_AFTER_DAYS) return 'new-reader';
    const { most } = mostBefore.get(...place, day, day - USUAL_DAYS) as { most: number | null };
    const usual = Math.max(NEVER_TOO_MANY, TIMES_USUAL * (most ?? 0));
    return reads === usual + 1 ? 'more-than-usual' : undefined;
  };
}
