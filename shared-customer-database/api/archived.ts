import type { FastifyReply } from 'fastify';
import { dayAt } from '../lifecycle/lifecycle.ts';
import type { LifecycleBook } from '../lifecycle/lifecycle-book.ts';
import { DAY_MS } from '../lifecycle/policy.ts';
import type { Span } from '../released/spans.ts';
import { withheldAnswer } from './answers.ts';

/** Which of a range is in the archive and not here; asked for each answer. */
export type ArchivedIn = (span: Span) => Span[];

/** The first and last day that have four digits for their year. */
const [EARLIEST_MS, LATEST_MS] = [Date.parse('0000-01-01'), Date.parse('9999-12-31')];

/** Whole UTC days of which the archive holds packets that the store does not, neighbours as one. */
export function createArchivedIn(book: Pick<LifecycleBook, 'days'>): ArchivedIn {
  return ({ fromMs, untilMs }) => {
    const from = dayAt(Math.max(fromMs, EARLIEST_MS));
    const spans: Span[] = [];
    for (const entry of book.days(
      untilMs > LATEST_MS ? { from } : { from, until: dayAt(untilMs - 1 + DAY_MS) },
    )) {
      if (entry.storedPackets >= entry.archivedPackets - entry.erased) continue;
      const startMs = Date.parse(entry.day);
      const last = spans.at(-1);
      if (last?.untilMs === startMs) last.untilMs = startMs + DAY_MS;
      else spans.push({ fromMs: startMs, untilMs: startMs + DAY_MS });
    }
    return spans;
  };
}

/** Whether a day (yyyy-MM-dd) is one of them. */
export function isArchivedIn(book: Pick<LifecycleBook, 'days'>): (day: string) => boolean {
  const archivedIn = createArchivedIn(book);
  return (day) => archivedIn({ fromMs: Date.parse(day), untilMs: Date.parse(day) + DAY_MS }).length > 0;
}

/** Says so in a header, whatever the form; for JSON the answer is what belongs in it. */
export function tellArchived(
  reply: FastifyReply,
  spans: Span[],
): { archived?: { from: string; until: string }[] } {
  if (spans.length === 0) return {};
  const archived = spans.map(withheldAnswer);
  reply.header('access-layer-archived', archived.map(({ from, until }) => `${from}/${until}`).join(', '));
  return { archived };
}
