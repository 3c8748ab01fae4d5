import { formatTime } from '@access-layer/core/time';
import type { PodDays } from '../archive/pod-days.ts';
import type { Span } from '../released/spans.ts';
import type {
  PacketCursor,
  Page,
  ReadingCursor,
  SealedPacket,
  Store,
  StoredPacket,
  StoredReading,
} from '../store.ts';
import { readingTexts } from '../stores/reading-texts.ts';

/** What a settlement follows from: of the store, and where a day has left that, of the archive. */
export interface Measured {
  readings(asked: Span & { pod: string }): Promise<StoredReading[]>;
  packets(asked: Span & { pod: string; type: string }): Promise<StoredPacket[]>;
  /** Packets of these days that the archive has lost or damaged. */
  damaged(asked: Span & { pod: string }): Promise<{ node?: string; seq?: number }[]>;
}

export interface MeasuredOptions {
  store: Pick<Store, 'readings' | 'packets'>;
  podDays: Pick<PodDays, 'packetsOf'>;
  /** Whether the archive holds packets of a day that the store does not. */
  isArchived: (day: string) => boolean;
  /** What was erased is in nobody's settlement, in an old copy of the archive neither. */
  isErased: (pod: string, atMs: number) => boolean;
}

const PAGE = 500;
const DAY_MS = 86_400_000;

export function createMeasured({ store, podDays, isArchived, isErased }: MeasuredOptions): Measured {
  async function archivedOf({ pod, fromMs, untilMs }: Span & { pod: string }) {
    const found = [];
    for (const day of daysOf({ fromMs, untilMs }).filter(isArchived))
      found.push(await podDays.packetsOf(pod, day));
    return {
      packets: found.flatMap(({ packets }) => packets).filter(({ fromMs: atMs }) => !isErased(pod, atMs)),
      damaged: found.flatMap(({ damaged }) => damaged),
    };
  }

  return {
    async readings(asked) {
      const stored = await allPages((cursor?: ReadingCursor) =>
        store.readings({ ...asked, limit: PAGE, ...(cursor ? { cursor } : {}) }),
      );
      const { packets } = await archivedOf(asked);
      const archived = packets.flatMap(readingsOf).filter(({ timeMs }) => isWithin(timeMs, asked));
      return merged(stored, archived, ({ packet, position }) => `${nameOf(packet)} ${position}`).sort(
        (a, b) => a.timeMs - b.timeMs || inOrder(a.packet, b.packet) || a.position - b.position,
      );
    },

    async packets({ type, ...asked }) {
      const stored = await allPages((cursor?: PacketCursor) =>
        store.packets({ ...asked, type, limit: PAGE, ...(cursor ? { cursor } : {}) }),
      );
      const { packets } = await archivedOf(asked);
      const archived = packets.filter(
        (packet) => packet.type === type && packet.fromMs < asked.untilMs && packet.toMs >= asked.fromMs,
      );
      return merged(stored, archived, nameOf).sort((a, b) => a.fromMs - b.fromMs || inOrder(a, b));
    },

    damaged: async (asked) => (await archivedOf(asked)).damaged,
  };
}

async function allPages<Item, Cursor>(
  read: (cursor?: Cursor) => Promise<Page<Item, Cursor>>,
): Promise<Item[]> {
  const items: Item[] = [];
  for (let cursor: Cursor | undefined; ; ) {
    const page = await read(cursor);
    items.push(...page.items);
    if (page.next === undefined) return items;
    cursor = page.next;
  }
}

function readingsOf(packet: SealedPacket): StoredReading[] {
  const texts = readingTexts(packet.payload);
  return packet.readingTimesMs.map((timeMs, position) => ({
    ...{ timeMs, position, text: texts[position]!, packet },
  }));
}

/** What came late for a day that has left is in the store, and may be in the archive already. */
function merged<Item>(stored: Item[], archived: Item[], keyOf: (item: Item) => string): Item[] {
  if (archived.length === 0) return stored;
  return [...new Map([...archived, ...stored].map((item) => [keyOf(item), item] as const)).values()];
}

function daysOf({ fromMs, untilMs }: Span): string[] {
  const first = Math.floor(fromMs / DAY_MS);
  const count = Math.max(0, Math.ceil(untilMs / DAY_MS) - first);
  return Array.from({ length: count }, (_, i) => formatTime((first + i) * DAY_MS).slice(0, 10));
}

const nameOf = ({ node, seq }: StoredPacket) => `${node} ${seq}`;
const isWithin = (timeMs: number, { fromMs, untilMs }: Span) => fromMs <= timeMs && timeMs < untilMs;

function inOrder(a: StoredPacket, b: StoredPacket): number {
  return a.node < b.node ? -1 : a.node > b.node ? 1 : a.seq - b.seq;
}
