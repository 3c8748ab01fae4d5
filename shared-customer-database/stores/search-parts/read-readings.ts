import type { ReadingCursor, ReadingsQuery, StoredReading } from '../../store.ts';
import { readingTexts } from '../reading-texts.ts';
import { type PacketDocument, toPacket } from './packet-document.ts';

/** The next packets that hold readings of the range, in the order (fromMs, node, seq). */
export type NextPackets = (after: PacketDocument | undefined, limit: number) => Promise<PacketDocument[]>;

const FIRST_LOOK = 50;
const MOST_AT_ONCE = 1000;

/**
 * Up to `limit` readings in their order (timeMs, node, seq, position). Packets come by their first instant, so what is
 * earlier than the first instant of the last one is complete.
 */
export async function readReadings(
  query: ReadingsQuery,
  limit: number,
  next: NextPackets,
): Promise<StoredReading[]> {
  const ready: StoredReading[] = [];
  let waiting: StoredReading[] = [];
  let last: PacketDocument | undefined;
  for (let size = Math.min(limit, FIRST_LOOK); ready.length < limit; size = nextSize(size, limit)) {
    const packets = await next(last, size);
    const isEnd = packets.length < size;
    last = packets.at(-1) ?? last;
    waiting.push(...packets.flatMap((packet) => readingsOf(packet, query)));
    waiting.sort((a, b) => compare(placeOf(a), placeOf(b)));
    const firstOpen = isEnd ? -1 : waiting.findIndex(({ timeMs }) => timeMs >= last!.fromMs);
    const complete = firstOpen < 0 ? waiting.length : firstOpen;
    ready.push(...waiting.slice(0, complete));
    waiting = waiting.slice(complete);
    if (isEnd) break;
  }
  return ready.slice(0, limit);
}

function nextSize(size: number, limit: number): number {
  return Math.min(2 * size, Math.max(limit, FIRST_LOOK), MOST_AT_ONCE);
}

function readingsOf(document: PacketDocument, { fromMs, untilMs, cursor }: ReadingsQuery): StoredReading[] {
  const packet = toPacket(document);
  const texts = readingTexts(packet.payload);
  return document.readingTimesMs
    .map((timeMs, position) => ({ timeMs, position, text: texts[position]!, packet }))
    .filter(({ timeMs }) => timeMs >= fromMs && timeMs < untilMs)
    .filter((reading) => !cursor || compare(placeOf(reading), cursor) > 0);
}

export function placeOf({ timeMs, position, packet: { node, seq } }: StoredReading): ReadingCursor {
  return { timeMs, node, seq, position };
}

function compare(a: ReadingCursor, b: ReadingCursor): number {
  const byTime = a.timeMs - b.timeMs;
  if (byTime !== 0) return byTime;
  if (a.node !== b.node) return a.node < b.node ? -1 : 1;
  return a.seq - b.seq || a.position - b.position;
}
