import type { Page, ReadingCursor, ReadingsQuery, Store, StoredReading } from '../store.ts';
import type { Span } from './spans.ts';

/** One page of the readings that lie in spans, which are in order and disjoint. */
export async function readSpans(
  store: Pick<Store, 'readings'>,
  query: ReadingsQuery,
  spans: readonly Span[],
): Promise<Page<StoredReading, ReadingCursor>> {
  const { cursor, limit, ...rest } = query;
  const items: StoredReading[] = [];
  for (const span of spans) {
    if (cursor && cursor.timeMs >= span.untilMs) continue;
    if (items.length === limit) return { items, next: cursorOf(items.at(-1)!) };
    const begun = cursor && cursor.timeMs >= span.fromMs ? { cursor } : {};
    const page = await store.readings({ ...rest, ...span, ...begun, limit: limit - items.length });
    items.push(...page.items);
    if (page.next) return { items, next: page.next };
  }
  return { items };
}

function cursorOf({ timeMs, position, packet: { node, seq } }: StoredReading): ReadingCursor {
  return { timeMs, node, seq, position };
}
