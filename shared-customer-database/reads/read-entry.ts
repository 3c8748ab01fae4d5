import type { AllowedRange } from '../access/access.ts';
import type { Span } from '../released/spans.ts';

/** Who reads. `subject` is the person where a program acts for one. */
export interface Reader {
  client: string;
  subject?: string;
  role: string;
  party?: string;
  customer?: string;
}

/** What is read of one holder of a PoD. Times in milliseconds, half-open. */
export interface ReadPiece {
  pod: string;
  /** The customers whose data it is; none where nobody held the PoD. */
  holders: string[];
  dataSet: string;
  purpose?: string;
  /** Ids of the consents that opened it. */
  consents: string[];
  fromMs: number;
  untilMs: number;
  /** Records that were given so far. */
  count: number;
}

/** Something to write down. Under one key counts add up until it ends. */
export interface EnterOrder {
  key: string;
  atMs: number;
  reader: Reader;
  pieces: ReadPiece[];
}

/** End of the last year that four digits name. */
const END_MS = Date.parse('9999-12-31T23:59:59.999Z');

/**
 * The pieces of a question, one for each holder whose data was asked for: each sees what was read of his time. What
 * nobody held is a piece only where nobody held any of it.
 */
export function piecesOf(
  basis: readonly Pick<AllowedRange, 'from' | 'until' | 'consents' | 'holders'>[],
  asked: Pick<ReadPiece, 'pod' | 'dataSet' | 'purpose'> & Span,
): ReadPiece[] {
  const { fromMs, untilMs, ...about } = asked;
  const whole = { fromMs: Math.max(0, fromMs), untilMs: Math.min(untilMs, END_MS) };
  const pieces = new Map<string, ReadPiece>();
  for (const { from, until, consents, holders } of basis) {
    const span = { fromMs: Math.max(from, whole.fromMs), untilMs: Math.min(until || END_MS, whole.untilMs) };
    if (span.fromMs >= span.untilMs) continue;
    const key = holders.join();
    const known = pieces.get(key);
    if (!known) pieces.set(key, { ...about, holders, consents: [...consents], ...span, count: 0 });
    else {
      known.fromMs = Math.min(known.fromMs, span.fromMs);
      known.untilMs = Math.max(known.untilMs, span.untilMs);
      known.consents = [...new Set([...known.consents, ...consents])].sort();
    }
  }
  if (pieces.size === 0) return [{ ...about, holders: [], consents: [], ...whole, count: 0 }];
  const all = [...pieces.values()];
  const held = all.filter(({ holders }) => holders.length > 0);
  return held.length > 0 ? held : all;
}

/** Counts records into the pieces that their times fall into; what falls into none counts for the last. */
export function countInto(pieces: readonly ReadPiece[], timesMs: Iterable<number>): ReadPiece[] {
  const counted = pieces.map((piece) => ({ ...piece, count: 0 }));
  for (const timeMs of timesMs) {
    const piece = counted.find(({ fromMs, untilMs }) => fromMs <= timeMs && timeMs < untilMs);
    (piece ?? counted.at(-1)!).count += 1;
  }
  return counted;
}
