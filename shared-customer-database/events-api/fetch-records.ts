import type { Caller } from '@access-layer/kit/token';
import type { Consumer, Delivery } from './consumer.ts';
import type { Holding } from './consumer-group.ts';
import type { Release } from './release.ts';
import type { EventRecord } from './topic.ts';
import type { TopicWatch } from './topic-watch.ts';

export interface FetchOptions {
  caller: Caller;
  release: Release;
  watch: TopicWatch;
  timeoutMs: number;
  maxBytes: number;
  /** Aborts when the client has gone. */
  signal: AbortSignal;
}

export interface FetchedRecord {
  topic: string;
  record: EventRecord;
  holding: Holding;
}

export interface Fetched {
  records: FetchedRecord[];
  deliveries: Delivery[];
}

const LOOK_AGAIN_MS = 100;

/** Records and positions gathered by one fetch. */
interface Basket {
  records: FetchedRecord[];
  before: Map<Holding, number>;
  bytes: number;
  full: boolean;
}

/**
 * Reads on in every partition that the consumer holds, leaving out what its caller may not have; the way past that is
 * progress, too. Ends when it has enough bytes (`fetch.min.bytes`, or one record), at `maxBytes` (one record is always
 * given), or in time.
 */
export async function fetchRecords(consumer: Consumer, options: FetchOptions): Promise<Fetched> {
  const { timeoutMs, watch, signal } = options;
  const endMs = Date.now() + timeoutMs;
  const basket: Basket = { records: [], before: new Map(), bytes: 0, full: false };
  while (!signal.aborted) {
    const moved = await readOn(consumer, basket, options, endMs);
    if (basket.full || isEnough(consumer, basket) || Date.now() >= endMs) break;
    if (!moved) await watch.more(lanesOf(consumer), patienceOf(consumer, endMs - Date.now()), signal);
  }
  return settle(basket);
}

/** A consumer that holds nothing may be given something at any time. */
function patienceOf({ holdings }: Consumer, leftMs: number): number {
  return holdings.size === 0 ? Math.min(leftMs, LOOK_AGAIN_MS) : leftMs;
}

function isEnough({ settings }: Consumer, { records, bytes }: Basket): boolean {
  return records.length > 0 && bytes >= settings.fetchMinBytes;
}

/** Reads each partition to its end, or until the basket is full; answers whether any position moved. */
async function readOn(
  consumer: Consumer,
  basket: Basket,
  options: FetchOptions,
  endMs: number,
): Promise<boolean> {
  let moved = false;
  for (const [id, holding] of [...consumer.holdings]) {
    while (holding.live && !options.signal.aborted) {
      const from = await consumer.positionOf(holding);
      const next = await readPiece(holding, from, basket, options);
      if (next === from) break;
      moved = true;
      if (basket.full) {
        toTheBack(consumer, id, holding);
        return moved;
      }
      await yieldToOthers();
      if (Date.now() >= endMs) return moved;
    }
  }
  return moved;
}

async function readPiece(
  holding: Holding,
  from: number,
  basket: Basket,
  { caller, release, maxBytes }: FetchOptions,
): Promise<number> {
  const { topic, partition } = holding;
  const piece = await topic.read(topic.laneOf(partition), from);
  let next = piece.next;
  for (const record of piece.records) {
    if (record.partition !== partition) continue;
    const released = release(caller, topic.name, record.subject);
    if (!(typeof released === 'boolean' ? released : await released)) continue;
    if (basket.records.length > 0 && basket.bytes + record.sizeBytes > maxBytes) {
      basket.full = true;
      next = record.offset;
      break;
    }
    basket.records.push({ topic: topic.name, record, holding });
    basket.bytes += record.sizeBytes;
  }
  if (!holding.live) return from;
  if (!basket.before.has(holding)) basket.before.set(holding, from);
  holding.position = next;
  return next;
}

/** The next fetch begins with another partition. */
function toTheBack(consumer: Consumer, id: string, holding: Holding): void {
  if (consumer.holdings.get(id) !== holding) return;
  consumer.holdings.delete(id);
  consumer.holdings.set(id, holding);
}

function lanesOf(consumer: Consumer) {
  return [...consumer.holdings.values()].map(({ topic, partition, position }) => ({
    topic,
    lane: topic.laneOf(partition),
    next: position ?? 0,
  }));
}

/** What was gathered from partitions that another consumer has by now is left to that one. */
function settle({ records, before }: Basket): Fetched {
  const kept = records.filter(({ holding }) => holding.live);
  for (const { holding } of kept) holding.delivered = true;
  const deliveries = [...before]
    .filter(([holding]) => holding.live)
    .map(([holding, from]) => ({ holding, before: from, after: holding.position! }));
  return { records: kept, deliveries };
}

function yieldToOthers(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
