/** Sequence numbers from the first to the second, both included. */
export type Range = [from: number, to: number];

/**
 * More are taken for one: what came in between would have to come again to close it, so such a node keeps its gap open.
 */
const MOST_RANGES = 200;

/** Adds numbers above all that are there. */
export function addMissing(ranges: Range[], added: Range): void {
  if (ranges.length >= MOST_RANGES) ranges.at(-1)![1] = added[1];
  else ranges.push(added);
}

/** Takes a number out; false where it was not missing. */
export function fillMissing(ranges: Range[], seq: number): boolean {
  const index = ranges.findIndex(([from, to]) => from <= seq && seq <= to);
  if (index < 0) return false;
  const [from, to] = ranges[index]!;
  const rest: Range[] = [
    [from, seq - 1],
    [seq + 1, to],
  ];
  ranges.splice(index, 1, ...rest.filter(([first, last]) => first <= last));
  return true;
}

export function countMissing(ranges: readonly Range[]): number {
  return ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
}
