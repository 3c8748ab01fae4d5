import type { Page } from '../store.ts';

/** A page of `limit` items, out of as many and one more. */
export function pageOf<Item, Cursor>(
  items: Item[],
  limit: number,
  cursorOf: (last: Item) => Cursor,
): Page<Item, Cursor> {
  if (items.length <= limit) return { items };
  const page = items.slice(0, limit);
  return { items: page, next: cursorOf(page.at(-1)!) };
}
