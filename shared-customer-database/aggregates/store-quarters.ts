import { existsSync, mkdirSync } from 'node:fs';
import { formatTime } from '@access-layer/core/time';
import { transaction } from '@access-layer/kit/sqlite';
import { openStore } from '../adapter.ts';
import { type CountedStore, requireCounts } from '../lifecycle-store.ts';
import type { PacketCursor, StoredPacket } from '../store.ts';
import type { StorePlace } from '../store-config.ts';
import { DAY_MS } from './day-quarters.ts';
import { OpenDays, projectionFileOf } from './open-days.ts';
import { newReadings, type PacketContent, QuarterFile } from './quarter-file.ts';

/** Where the days are no files of ours: the store, and the folder of what is made from it. */
export interface StoreFolders {
  store: StorePlace;
  projectionsDir: string;
}

const PAGE = 500;

/**
 * The quarter-hours of days that a search engine holds, by the same arithmetic as those of day files. Packets are only
 * ever added to a day: a PoD with another number of them than when its quarter-hours were made is made anew.
 */
export class StoreQuarters {
  readonly #place: StorePlace;
  readonly #projectionsDir: string;
  readonly #open: OpenDays<QuarterFile>;
  #store: Promise<CountedStore> | undefined;

  constructor({ store, projectionsDir }: StoreFolders) {
    this.#place = store;
    this.#projectionsDir = projectionsDir;
    mkdirSync(projectionsDir, { recursive: true });
    this.#open = new OpenDays((day) => {
      const file = projectionFileOf({ projectionsDir }, day);
      return existsSync(file) ? new QuarterFile(day, file) : undefined;
    });
  }

  /** Days of which something is stored, the latest first. */
  async days(): Promise<string[]> {
    return (await (await this.#opened()).days()).toReversed();
  }

  /** PoDs of a day whose quarter-hours lack something, with their packets; of these, or of all. */
  async behind(dayMs: number, pods?: readonly string[]): Promise<Map<string, number>> {
    const counts = await (await this.#opened()).podCounts(dayOf(dayMs), pods);
    const file = this.#open.get(dayMs);
    const known = new Map<string, number>();
    const rows = file?.on('SELECT pod, up_to FROM built WHERE is_behind = 0').all() ?? [];
    for (const { pod, up_to } of rows as { pod: string; up_to: number }[]) known.set(pod, up_to);
    return new Map([...counts].filter(([pod, count]) => known.get(pod) !== count));
  }

  /** Makes the quarter-hours of a PoD anew. */
  async make(dayMs: number, pod: string, count: number): Promise<void> {
    const store = await this.#opened();
    const packets: StoredPacket[] = [];
    const query = { pod, fromMs: dayMs, untilMs: dayMs + DAY_MS, type: 'measurement', limit: PAGE };
    for (let cursor: PacketCursor | undefined; ; ) {
      const page = await store.packets({ ...query, ...(cursor ? { cursor } : {}) });
      packets.push(...page.items);
      cursor = page.next;
      if (!cursor) break;
    }
    packets.sort((a, b) => (a.node < b.node ? -1 : a.node > b.node ? 1 : a.seq - b.seq));
    const contents = packets.map(
      ({ meter, role = '', payload }): PacketContent => ({ meter, role, payload }),
    );
    const file = this.#open.get(dayMs) ?? this.#create(dayMs);
    const keep = file.on('INSERT OR REPLACE INTO built (pod, up_to, is_behind) VALUES (?, ?, 0)');
    transaction(file.database, () => {
      file.replace(pod, newReadings(contents));
      keep.run(pod, count);
    });
  }

  /** False where it was cancelled. */
  async prepare(days: number[], pods: readonly string[], cancelled: () => boolean): Promise<boolean> {
    for (const dayMs of days) {
      for (const [pod, count] of await this.behind(dayMs, pods)) {
        if (cancelled()) return false;
        await this.make(dayMs, pod, count);
      }
    }
    return true;
  }

  viewOf(pods: readonly string[]) {
    return this.#open.viewOf(pods);
  }

  async close(): Promise<void> {
    this.#open.close();
    await (await this.#store)?.close();
  }

  #create(dayMs: number): QuarterFile {
    const day = dayOf(dayMs);
    new QuarterFile(day, projectionFileOf({ projectionsDir: this.#projectionsDir }, day)).close();
    return this.#open.get(dayMs)!;
  }

  #opened(): Promise<CountedStore> {
    this.#store ??= openStore({ ...this.#place, readOnly: true }).then((store) =>
      requireCounts(store, this.#place.name),
    );
    return this.#store;
  }
}

function dayOf(dayMs: number): string {
  return formatTime(dayMs).slice(0, 10);
}
