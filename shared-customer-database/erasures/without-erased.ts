import type { Access, AllowedRange } from '../access/access.ts';
import type { DataSet } from '../access/data-set.ts';
import type { Interval } from '../registry/documents.ts';
import type { Erasure } from './erasure-book.ts';

/** What an erasure takes away; who held a PoD, and that there were packets, it does not. */
const TAKEN: ReadonlySet<DataSet> = new Set<DataSet>([
  ...(['measurements', 'aggregates', 'activations', 'set-points', 'settlements', 'events'] as const),
  ...(['baselines', 'forecasts', 'reads'] as const),
]);

/** The access rules, without what was erased: from its confirmation on nobody is given anything of it. */
export function withoutErased(access: Access, confirmed: () => readonly Erasure[]): Access {
  return {
    ...access,
    async allowedRanges(caller, question) {
      const answer = await access.allowedRanges(caller, question);
      const periods = TAKEN.has(question.dataSet)
        ? confirmed().filter(({ pod }) => pod === question.pod)
        : [];
      if (periods.length === 0 || answer.ranges.length === 0) return answer;
      const cut = <T extends Interval>(pieces: T[]) =>
        periods.reduce((left, period) => left.flatMap((piece) => outside(piece, period)), pieces);
      const ranges = cut(answer.ranges);
      const basis: AllowedRange[] = cut(answer.basis);
      return {
        ranges,
        basis,
        ...(ranges.length === 0 ? { refused: 'the data of this time were erased' } : {}),
      };
    },
  };
}

/** The parts of a piece before and after a period. */
function outside<T extends Interval>(piece: T, { fromMs, untilMs }: Erasure): T[] {
  const end = piece.until || Number.POSITIVE_INFINITY;
  if (end <= fromMs || piece.from >= untilMs) return [piece];
  const before = piece.from < fromMs ? [{ ...piece, until: fromMs }] : [];
  const after = untilMs < end ? [{ ...piece, from: untilMs }] : [];
  return [...before, ...after];
}
