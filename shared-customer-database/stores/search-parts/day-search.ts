import type { EngineClient } from './engine-client.ts';
import type { PacketDocument } from './packet-document.ts';

export type SortValues = (string | number)[];

export interface PacketSearch {
  /** Index names or patterns; those that are not there hold nothing. */
  indices: string[];
  /** Clauses that all must hold. */
  filter: object[];
  /** Fields whose order makes every packet's place one of its own. */
  sort: readonly string[];
  after?: SortValues | undefined;
}

interface Hits {
  hits: { hits: { _source: PacketDocument; sort: SortValues }[] };
}

/** Of up to 64 KiB each. */
const MOST_AT_ONCE = 1000;

/** Up to `limit` packets in their order, behind `after`; fewer only where there are no more. */
export async function searchPackets(
  engine: EngineClient,
  { indices, filter, sort, after }: PacketSearch,
  limit: number,
): Promise<PacketDocument[]> {
  const found: PacketDocument[] = [];
  for (let from = after; found.length < limit; ) {
    const size = Math.min(limit - found.length, MOST_AT_ONCE);
    const { body } = await engine.ask<Hits>('POST', `/${indices.join(',')}/_search?${LENIENT}`, {
      body: {
        ...{ size, query: { bool: { filter } }, sort: sort.map((field) => ({ [field]: 'asc' })) },
        ...{ track_total_hits: false, ...(from ? { search_after: from } : {}) },
      },
    });
    const { hits } = body.hits;
    found.push(...hits.map(({ _source }) => _source));
    if (hits.length < size) break;
    from = hits.at(-1)!.sort;
  }
  return found;
}

interface Buckets {
  aggregations?: { all: { buckets: { key: { value: string }; doc_count: number }[]; after_key?: object } };
}

/** How many packets there are for each value of a field. */
export async function countsBy(
  engine: EngineClient,
  { indices, filter, field }: { indices: string[]; filter: object[]; field: string },
): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (let after: object | undefined; ; ) {
    const sources = [{ value: { terms: { field } } }];
    const composite = { size: MOST_AT_ONCE, sources, ...(after ? { after } : {}) };
    const { body } = await engine.ask<Buckets>('POST', `/${indices.join(',')}/_search?${LENIENT}`, {
      body: { size: 0, query: { bool: { filter } }, aggs: { all: { composite } } },
    });
    const { buckets = [], after_key } = body.aggregations?.all ?? {};
    for (const { key, doc_count } of buckets) counts.set(key.value, doc_count);
    if (buckets.length < MOST_AT_ONCE || !after_key) return counts;
    after = after_key;
  }
}

/** A day that is not there holds nothing; a shard that does not answer is an error, never a part of an answer. */
const LENIENT = 'ignore_unavailable=true&allow_no_indices=true&allow_partial_search_results=false';

export function equals(field: string, value: string | number): object {
  return { term: { [field]: value } };
}

export function between(field: string, range: { gte?: number; lt?: number }): object {
  return { range: { [field]: range } };
}
