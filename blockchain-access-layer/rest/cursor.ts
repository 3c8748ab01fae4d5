import { AccessLayerError } from '@access-layer/core/errors';

export const DEFAULT_LIMIT = 100;

/**
 * The number that a cursor says; `start` without one.
 * @throws AccessLayerError BAL_CURSOR
 */
export function numberCursor(after: string | undefined, start: number): number {
  if (after === undefined) return start;
  if (/^\d{1,15}$/.test(after)) return Number(after);
  throw new AccessLayerError({
    code: 'BAL_CURSOR',
    message: `after: "${after.slice(0, 80)}" is not a cursor of this list; give what the page before answered as "next"`,
  });
}

export function limitOf(limit: string | undefined): number {
  return limit === undefined ? DEFAULT_LIMIT : Number(limit);
}

/** A page; it has a next one where it is full. */
export function page<T, A>(
  items: T[],
  limit: number,
  { cursor, answer }: { cursor: (item: T) => string | number; answer: (item: T) => A },
): { items: A[]; next?: string } {
  const last = items.length === limit ? items.at(-1) : undefined;
  return { items: items.map(answer), ...(last !== undefined && { next: String(cursor(last)) }) };
}
