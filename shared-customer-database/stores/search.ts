import type { ErasedPeriod } from '@access-layer/core/erasure';
import { formatTime } from '@access-layer/core/time';
import type {
  CountedStore,
  DayCursor,
  DayQuery,
  DaySize,
  ErasableStore,
  LifecycleStore,
  OpenSnapshot,
  SnapshotStore,
  StoreAction,
} from '../lifecycle-store.ts';
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
import { pageOf } from './page-of.ts';
import { bulkPut } from './search-parts/bulk-put.ts';
import { between, countsBy, equals, searchPackets } from './search-parts/day-search.ts';
import { createEngineClient, type EngineClient } from './search-parts/engine-client.ts';
import { eraseOnDay } from './search-parts/erase-on-day.ts';
import { createIndexNames, type IndexNames } from './search-parts/index-names.ts';
import { putTemplate } from './search-parts/index-template.ts';
import { idOf, type PacketDocument, toPacket } from './search-parts/packet-document.ts';
import { placeOf, readReadings } from './search-parts/read-readings.ts';
import { restDay } from './search-parts/rest-day.ts';
import type { SearchStoreConfig } from './search-parts/search-config.ts';
import { openDay, settingsOf } from './search-parts/shrink-day.ts';
import { createSnapshots, type Snapshots } from './search-parts/snapshots.ts';

export type SearchOptions = Omit<SearchStoreConfig, 'name'> & Pick<StoreOptions, 'readOnly'>;

const NOT_FOUND = 404;
const DAY_MS = 86_400_000;
/** A longer list of names does not fit into the first line of a request, which the engines hold to 4 KiB. */
const FEW_DAYS = 31;
const PACKET_ORDER = ['fromMs', 'node', 'seq'] as const;
/** Outside these, a JavaScript date has no four-digit year. */
const FIRST_MS = Date.parse('0000-01-01T00:00:00.000Z');
const LAST_MS = 253_402_300_799_999;

/** Measurements in Elasticsearch 8 or OpenSearch 3, one index a UTC day: `measurements-yyyy-MM-dd`. */
class SearchStore implements LifecycleStore, ErasableStore, SnapshotStore, CountedStore {
  readonly actions: readonly StoreAction[];
  readonly #engine: EngineClient;
  readonly #names: IndexNames;
  readonly #snapshots: Snapshots | undefined;
  /** What changes a day is done one after the other. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(engine: EngineClient, { prefix, snapshots }: SearchOptions) {
    this.#engine = engine;
    this.#names = createIndexNames(prefix);
    this.#snapshots = snapshots && createSnapshots(engine, this.#names, snapshots);
    const kept = this.#snapshots ? (['snapshot'] as const) : [];
    this.actions = ['rollover', 'shrink', 'force-merge', ...kept, 'read-only'];
  }

  put(packets: SealedPacket[]): Promise<void> {
    return this.#inTurn(async () => {
      for (const [day, ofDay] of Map.groupBy(packets, (packet) => packet.day)) {
        const unblock = (isLate: boolean) => openDay(this.#engine, this.#names, day, isLate);
        await bulkPut(this.#engine, ofDay, { index: this.#names.day(day), unblock });
      }
    });
  }

  async readings(query: ReadingsQuery): Promise<Page<StoredReading, ReadingCursor>> {
    const { pod, meter, cursor, fromMs, untilMs, limit } = query;
    const lowestMs = Math.max(fromMs, cursor?.timeMs ?? fromMs);
    const filter = [
      ...[equals('pod', pod), equals('type', 'measurement'), between('toMs', { gte: lowestMs })],
      ...[between('fromMs', { lt: untilMs }), ...(meter === undefined ? [] : [equals('meter', meter)])],
    ];
    const indices = await this.#indicesIn({ fromMs: lowestMs, untilMs });
    const next = (after: PacketDocument | undefined, count: number) =>
      searchPackets(
        this.#engine,
        { indices, filter, sort: PACKET_ORDER, after: after && [after.fromMs, after.node, after.seq] },
        count,
      );
    const items = await readReadings(query, limit + 1, next);
    return pageOf(items, limit, placeOf);
  }

  async packets(query: PacketsQuery): Promise<Page<StoredPacket, PacketCursor>> {
    const { pod, type, cursor, fromMs, untilMs, limit } = query;
    const filter = [
      ...[equals('pod', pod), between('fromMs', { lt: untilMs }), between('toMs', { gte: fromMs })],
      ...(type === undefined ? [] : [equals('type', type)]),
    ];
    const after = cursor && [cursor.fromMs, cursor.node, cursor.seq];
    const indices = await this.#indicesIn(query);
    const found = await searchPackets(
      this.#engine,
      { indices, filter, sort: PACKET_ORDER, after },
      limit + 1,
    );
    return pageOf(found.map(toPacket), limit, ({ fromMs, node, seq }) => ({ fromMs, node, seq }));
  }

  async packet(day: string, node: string, seq: number): Promise<StoredPacket | undefined> {
    const path = `/${this.#names.day(day)}/_doc/${encodeURIComponent(idOf({ node, seq }))}`;
    const { status, body } = await this.#engine.ask<{ _source: PacketDocument }>('GET', path, {
      accept: [NOT_FOUND],
    });
    return status === NOT_FOUND ? undefined : toPacket(body._source);
  }

  async days(): Promise<string[]> {
    const { everyDay, dayOf } = this.#names;
    const [indices, aliases] = await Promise.all([
      this.#engine.ask<{ index: string; 'docs.count': string | null }[]>(
        'GET',
        `/_cat/indices/${everyDay}?format=json&h=index,docs.count`,
      ),
      this.#engine.ask<{ index: string; alias: string }[]>(
        'GET',
        `/_cat/aliases/${everyDay}?format=json&h=index,alias`,
      ),
    ]);
    const filled = indices.body.filter((row) => Number(row['docs.count']) > 0).map(({ index }) => index);
    const successors = aliases.body.filter(({ index }) => filled.includes(index)).map(({ alias }) => alias);
    const days = [...filled, ...successors].map(dayOf).filter((day) => day !== undefined);
    return [...new Set(days)].sort();
  }

  dayPackets(day: string, query: DayQuery): Promise<Page<StoredPacket, DayCursor>> {
    return this.#allPackets(this.#names.day(day), query);
  }

  async daySize(day: string): Promise<DaySize> {
    const index = this.#names.day(day);
    const settings = await settingsOf(this.#engine, index);
    if (!settings) return { packets: 0, bytes: 0, readOnly: false };
    const { body } = await this.#engine.ask<{ _all: { total: { store: { size_in_bytes: number } } } }>(
      'GET',
      `/${index}/_stats/store`,
    );
    const packets = await this.#count(index);
    return {
      packets,
      bytes: body._all.total.store.size_in_bytes,
      readOnly: settings.blocks?.write === 'true',
    };
  }

  async podCounts(day: string, pods?: readonly string[]): Promise<Map<string, number>> {
    const filter = [equals('type', 'measurement'), ...(pods ? [{ terms: { pod: pods } }] : [])];
    return countsBy(this.#engine, { indices: [this.#names.day(day)], filter, field: 'pod' });
  }

  async rest(day: string, actions: readonly StoreAction[]): Promise<void> {
    const context = { engine: this.#engine, names: this.#names, snapshots: this.#snapshots };
    await restDay(context, day, actions);
  }

  /** Closed to writing before it is counted: nothing comes between the count and the end. */
  deleteDay(day: string, packets: number): Promise<boolean> {
    return this.#inTurn(async () => {
      const index = this.#names.day(day);
      const settings = await settingsOf(this.#engine, index);
      if (!settings) return packets === 0;
      await this.#engine.ask('PUT', `/${index}/_block/write`);
      await this.#engine.ask('POST', `/${index}/_refresh`);
      if ((await this.#count(index)) === packets) {
        await this.#remove(index);
        return true;
      }
      if (settings.blocks?.write !== 'true') await openDay(this.#engine, this.#names, day, false);
      return false;
    });
  }

  erase(period: ErasedPeriod): Promise<number> {
    return this.#inTurn(async () => {
      let erased = 0;
      const [first, last] = [dayOf(period.fromMs), dayOf(period.untilMs - 1)];
      const kept = (await this.#snapshots?.days()) ?? [];
      const days = new Set([...(await this.days()), ...kept]);
      for (const day of [...days].sort().filter((each) => each >= first && each <= last)) {
        const context = { engine: this.#engine, names: this.#names, snapshots: this.#snapshots };
        erased += await eraseOnDay(context, day, period);
      }
      return erased;
    });
  }

  async openSnapshot(day: string): Promise<OpenSnapshot | undefined> {
    const index = await this.#snapshots?.restore(day);
    if (!index) return undefined;
    return {
      dayPackets: (query) => this.#allPackets(index, query),
      close: () => this.#remove(index),
    };
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#engine.close();
  }

  async #allPackets(index: string, { limit, cursor }: DayQuery): Promise<Page<StoredPacket, DayCursor>> {
    const after = cursor && [cursor.pod, cursor.fromMs, cursor.node, cursor.seq];
    const search = { indices: [index], filter: [], sort: ['pod', ...PACKET_ORDER], after };
    const found = await searchPackets(this.#engine, search, limit + 1);
    return pageOf(found.map(toPacket), limit, ({ pod, fromMs, node, seq }) => ({ pod, fromMs, node, seq }));
  }

  async #count(index: string): Promise<number> {
    return (await this.#engine.ask<{ count: number }>('GET', `/${index}/_count`)).body.count;
  }

  /** By any of its names: only an index by its own can be deleted. */
  async #remove(index: string): Promise<void> {
    const { body } = await this.#engine.ask<Record<string, unknown>>('GET', `/${index}`, {
      accept: [NOT_FOUND],
    });
    const own = Object.keys(body).filter((name) => name !== 'error' && name !== 'status');
    if (own.length > 0) await this.#engine.ask('DELETE', `/${own.join(',')}`, { accept: [NOT_FOUND] });
  }

  async #indicesIn({ fromMs, untilMs }: Pick<RangeQuery<never>, 'fromMs' | 'untilMs'>): Promise<string[]> {
    const first = Date.parse(dayOf(fromMs));
    const count = (Date.parse(dayOf(untilMs - 1)) - first) / DAY_MS + 1;
    if (count > FEW_DAYS) return [this.#names.everyDay];
    return Array.from({ length: Math.max(count, 1) }, (_, i) => this.#names.day(dayOf(first + i * DAY_MS)));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}

function dayOf(timeMs: number): string {
  return formatTime(Math.min(Math.max(timeMs, FIRST_MS), LAST_MS)).slice(0, 10);
}

export default {
  name: 'search',
  async create(options: SearchOptions) {
    const engine = createEngineClient(options);
    if (!options.readOnly) await putTemplate(engine, createIndexNames(options.prefix), options);
    return new SearchStore(engine, options);
  },
} satisfies StoreAdapter<SearchOptions>;
