import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { formatTime } from '@access-layer/core/time';
import type {
  PacketCursor,
  PacketsQuery,
  Page,
  RangeQuery,
  ReadingCursor,
  ReadingsQuery,
  SealedPacket,
  Store,
  StoreAdapter,
  StoredPacket,
  StoredReading,
  StoreOptions,
} from '../store.ts';
import { DayFile } from './day-file.ts';

const FILE = /^measurements-(\d{4}-\d{2}-\d{2})\.db$/;
const DAY_MS = 86_400_000;
const DEFAULT_OPEN_DAYS = 32;
/** Below this many days it is cheaper to look for each file than to list the folder. */
const FEW_DAYS = 62;
/** Outside these, a JavaScript date has no four-digit year. */
const FIRST_MS = Date.parse('0000-01-01T00:00:00.000Z');
const LAST_MS = 253_402_300_799_999;

/** Measurements in SQLite, one file a UTC day: `measurements-yyyy-MM-dd.db`. */
class SqliteDays implements Store {
  readonly #dir: string;
  readonly #readOnly: boolean;
  readonly #openDays: number;
  /** Least recently used first. */
  readonly #open = new Map<string, DayFile>();

  constructor({ dir, readOnly = false, openDays = DEFAULT_OPEN_DAYS }: StoreOptions) {
    this.#dir = dir;
    this.#readOnly = readOnly;
    this.#openDays = openDays;
    mkdirSync(dir, { recursive: true });
  }

  async put(packets: SealedPacket[]): Promise<void> {
    for (const [day, ofDay] of Map.groupBy(packets, (packet) => packet.day)) this.#file(day).put(ofDay);
  }

  async readings(query: ReadingsQuery): Promise<Page<StoredReading, ReadingCursor>> {
    const items = await this.#collect(query, query.cursor?.timeMs, (file, rest) =>
      file.readings({ ...query, ...rest }),
    );
    return pageOf(items, query.limit, ({ timeMs, position, packet: { node, seq } }) => ({
      timeMs,
      node,
      seq,
      position,
    }));
  }

  async packets(query: PacketsQuery): Promise<Page<StoredPacket, PacketCursor>> {
    const items = await this.#collect(query, query.cursor?.fromMs, (file, rest) =>
      file.packets({ ...query, ...rest }),
    );
    return pageOf(items, query.limit, ({ fromMs, node, seq }) => ({ fromMs, node, seq }));
  }

  async packet(day: string, node: string, seq: number): Promise<StoredPacket | undefined> {
    return this.#exists(day) ? this.#file(day).packet(node, seq) : undefined;
  }

  async days(): Promise<string[]> {
    return readdirSync(this.#dir)
      .map((name) => FILE.exec(name)?.[1])
      .filter((day) => day !== undefined)
      .sort();
  }

  async close(): Promise<void> {
    for (const file of this.#open.values()) file.close();
    this.#open.clear();
  }

  /** One more than a page, from the days that the range touches; other work gets its turn between two days. */
  async #collect<T, C>(
    query: RangeQuery<C>,
    cursorMs: number | undefined,
    read: (file: DayFile, rest: { limit: number; cursor: C | undefined }) => T[],
  ): Promise<T[]> {
    const items: T[] = [];
    const first = dayOf(Math.max(query.fromMs, cursorMs ?? query.fromMs));
    for (const day of await this.#daysIn(first, dayOf(query.untilMs - 1))) {
      const limit = query.limit + 1 - items.length;
      items.push(...read(this.#file(day), { limit, cursor: day === first ? query.cursor : undefined }));
      if (items.length > query.limit) break;
      await nextTurn();
    }
    return items;
  }

  async #daysIn(first: string, last: string): Promise<string[]> {
    const count = (Date.parse(last) - Date.parse(first)) / DAY_MS + 1;
    if (count > FEW_DAYS) return (await this.days()).filter((day) => day >= first && day <= last);
    const days = Array.from({ length: Math.max(count, 0) }, (_, i) => dayOf(Date.parse(first) + i * DAY_MS));
    return days.filter((day) => this.#exists(day));
  }

  #exists(day: string): boolean {
    return this.#open.has(day) || existsSync(this.#path(day));
  }

  #file(day: string): DayFile {
    const known = this.#open.get(day);
    const file = known ?? new DayFile(this.#path(day), day, { readOnly: this.#readOnly });
    this.#open.delete(day);
    this.#open.set(day, file);
    for (const [oldest, unused] of this.#open) {
      if (this.#open.size <= this.#openDays) break;
      unused.close();
      this.#open.delete(oldest);
    }
    return file;
  }

  #path(day: string): string {
    return join(this.#dir, `measurements-${day}.db`);
  }
}

function dayOf(timeMs: number): string {
  return formatTime(Math.min(Math.max(timeMs, FIRST_MS), LAST_MS)).slice(0, 10);
}

function pageOf<Item, Cursor>(
  items: Item[],
  limit: number,
  cursorOf: (last: Item) => Cursor,
): Page<Item, Cursor> {
  if (items.length <= limit) return { items };
  const page = items.slice(0, limit);
  return { items: page, next: cursorOf(page.at(-1)!) };
}

export default {
  name: 'sqlite-days',
  create: async (options: StoreOptions) => new SqliteDays(options),
} satisfies StoreAdapter;
