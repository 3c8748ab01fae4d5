import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ErasedPeriod } from '@access-layer/core/erasure';
import { formatTime } from '@access-layer/core/time';
import type { DayCursor, DaySize, ErasableStore, LifecycleStore, StoreAction } from '../lifecycle-store.ts';
import type {
  PacketCursor,
  PacketsQuery,
  Page,
  RangeQuery,
  ReadingCursor,
  ReadingsQuery,
  SealedPacket,
  StoreAdapter,
  StoredPacket,
  StoredReading,
  StoreOptions,
} from '../store.ts';
import { DayFile } from './day-file.ts';
import { pageOf } from './page-of.ts';

const FILE = /^measurements-(\d{4}-\d{2}-\d{2})\.db$/;
const SQLITE_FILES = ['', '-wal', '-shm'];
const WRITABLE = 0o200;
const READ_ONLY = 0o400;
const DAY_MS = 86_400_000;
const DEFAULT_OPEN_DAYS = 32;
/** Below this many days it is cheaper to look for each file than to list the folder. */
const FEW_DAYS = 62;
/** Outside these, a JavaScript date has no four-digit year. */
const FIRST_MS = Date.parse('0000-01-01T00:00:00.000Z');
const LAST_MS = 253_402_300_799_999;

/** Measurements in SQLite, one file a UTC day: `measurements-yyyy-MM-dd.db`. */
class SqliteDays implements LifecycleStore, ErasableStore {
  /** Each day is a file of its own without shards: there is nothing to roll over or to shrink. */
  readonly actions = ['force-merge', 'read-only'] as const;
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
    for (const [day, ofDay] of Map.groupBy(packets, (packet) => packet.day)) {
      this.#allowWriting(day);
      this.#file(day).put(ofDay);
    }
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

  async dayPackets(
    day: string,
    { limit, cursor }: { limit: number; cursor?: DayCursor },
  ): Promise<Page<StoredPacket, DayCursor>> {
    if (!this.#exists(day)) return { items: [] };
    const items = this.#file(day).allPackets(limit + 1, cursor);
    return pageOf(items, limit, ({ pod, fromMs, node, seq }) => ({ pod, fromMs, node, seq }));
  }

  async erase(period: ErasedPeriod): Promise<number> {
    const [first, last] = [dayOf(period.fromMs), dayOf(period.untilMs - 1)];
    let erased = 0;
    for (const day of (await this.days()).filter((each) => each >= first && each <= last)) {
      this.#allowWriting(day);
      erased += await this.#file(day).erase(period);
      await nextTurn();
    }
    return erased;
  }

  async daySize(day: string): Promise<DaySize> {
    if (!this.#exists(day)) return { packets: 0, bytes: 0, readOnly: false };
    const sizes = SQLITE_FILES.map((end) => statSync(this.#path(day) + end, { throwIfNoEntry: false }));
    const bytes = sizes.reduce((sum, found) => sum + (found?.size ?? 0), 0);
    return { packets: this.#file(day).count(), bytes, readOnly: (sizes[0]!.mode & WRITABLE) === 0 };
  }

  /** Read-only is the mode of the file: other programs leave it alone, and a late packet makes it writable again. */
  async rest(day: string, actions: readonly StoreAction[]): Promise<void> {
    if (!this.#exists(day)) return;
    if (actions.includes('force-merge')) this.#file(day).merge();
    if (!actions.includes('read-only')) return;
    const isAlone = this.#file(day).leaveLog();
    this.#forget(day);
    if (isAlone) chmodSync(this.#path(day), READ_ONLY);
  }

  /** Whoever has the file open closes it when it looks for the day the next time. */
  async deleteDay(day: string, packets: number): Promise<boolean> {
    if (!this.#exists(day)) return packets === 0;
    if (this.#file(day).count() !== packets) return false;
    this.#forget(day);
    for (const end of SQLITE_FILES) rmSync(this.#path(day) + end, { force: true });
    return true;
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
    return existsSync(this.#path(day));
  }

  #forget(day: string): void {
    this.#open.get(day)?.close();
    this.#open.delete(day);
  }

  #allowWriting(day: string): void {
    const found = statSync(this.#path(day), { throwIfNoEntry: false });
    if (found && (found.mode & WRITABLE) === 0) chmodSync(this.#path(day), found.mode | WRITABLE);
  }

  #file(day: string): DayFile {
    // Another that has the folder open may have deleted the day, and late packets may have begun it anew.
    if (this.#open.get(day)?.isReplaced()) this.#forget(day);
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

export default {
  name: 'sqlite-days',
  create: async (options: StoreOptions) => new SqliteDays(options),
} satisfies StoreAdapter;
