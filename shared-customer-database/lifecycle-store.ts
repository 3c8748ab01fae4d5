import type { ErasedPeriod } from '@access-layer/core/erasure';
import { AccessLayerError } from '@access-layer/core/errors';
import type { Page, Store, StoredPacket } from './store.ts';

/**
 * What a store offers for the life of its days beside `Store`; an adapter without it keeps everything for ever.
 *
 * An adapter MUST answer the packets of a day in the order (pod, fromMs, node, seq), in pages that neither skip nor
 * repeat; MUST take late packets for a day whatever was done to it, also one that it has deleted; MUST delete a day only
 * where it holds as many packets as were said, and then so that nothing of it is served or found on disk afterwards.
 * `rest` MUST change no packet, and may do less than it was asked for while a day is being read.
 */
export interface LifecycleStore extends Store {
  /** One page of all packets of a day. */
  dayPackets(day: string, query: DayQuery): Promise<Page<StoredPacket, DayCursor>>;
  daySize(day: string): Promise<DaySize>;
  /** Which of the actions mean something here. */
  readonly actions: readonly StoreAction[];
  /** Performs the actions that mean something, for a day that is written no more but for late packets. */
  rest(day: string, actions: readonly StoreAction[]): Promise<void>;
  /** False where it holds another number of packets: some came since they were counted. Only the instance that puts. */
  deleteDay(day: string, packets: number): Promise<boolean>;
}

/**
 * `rollover`: the next day has a store of its own; `shrink`: fewer shards; `force-merge`: no room for what was deleted;
 * `snapshot`: a copy that the store itself can bring back.
 */
export const STORE_ACTIONS = ['rollover', 'shrink', 'force-merge', 'snapshot', 'read-only'] as const;
export type StoreAction = (typeof STORE_ACTIONS)[number];

export interface DayQuery {
  limit: number;
  cursor?: DayCursor;
}

export interface DayCursor {
  pod: string;
  fromMs: number;
  node: string;
  seq: number;
}

export interface DaySize {
  packets: number;
  bytes: number;
  /** Whether `rest` has made it read-only and nothing came since. */
  readOnly: boolean;
}

export function hasLifecycle(store: Store): store is LifecycleStore {
  return 'deleteDay' in store;
}

/** @throws AccessLayerError SCD_ADAPTER for a store whose days have no end */
export function requireLifecycle(store: Store, name: string): LifecycleStore {
  if (hasLifecycle(store)) return store;
  throw new AccessLayerError({
    code: 'SCD_ADAPTER',
    message: `the store "${name}" has no lifecycle; expected another one, or roles without "lifecycle"`,
  });
}

/**
 * What a store offers that keeps snapshots of days. An adapter MUST open the last whole snapshot under a name of its own,
 * so that nothing of it is served before it was verified; and MUST destroy erased packets in snapshots too.
 */
export interface SnapshotStore extends LifecycleStore {
  /** Undefined where the day has none. */
  openSnapshot(day: string): Promise<OpenSnapshot | undefined>;
}

export interface OpenSnapshot {
  /** As the store's own. */
  dayPackets(query: DayQuery): Promise<Page<StoredPacket, DayCursor>>;
  /** What was brought back goes again. */
  close(): Promise<void>;
}

export function hasSnapshots(store: Store): store is SnapshotStore {
  return 'openSnapshot' in store;
}

/**
 * What a store offers for erasures. An adapter MUST destroy payload, signature and readings of every packet of the PoD
 * whose first instant lies in from ≤ t < until, so that nothing of them is served or found on disk when it resolves; MUST
 * leave every other packet as it is; and MUST answer the same when the same comes again. It answers how many there were.
 */
export interface ErasableStore extends Store {
  erase(period: ErasedPeriod): Promise<number>;
}

export function hasErasure(store: Store): store is ErasableStore {
  return 'erase' in store;
}

/** What a store offers whose days are no files of ours, so that sums can be made of them. */
export interface CountedStore extends Store {
  /** How many measurements each PoD has on a day; of these PoDs, or of all. PoDs without are not in it. */
  podCounts(day: string, pods?: readonly string[]): Promise<Map<string, number>>;
}

/** @throws AccessLayerError SCD_ADAPTER */
export function requireCounts(store: Store, name: string): CountedStore {
  if ('podCounts' in store) return store as CountedStore;
  throw new AccessLayerError({
    code: 'SCD_ADAPTER',
    message: `the store "${name}" does not tell how much it holds of a PoD, so no sums can be made`,
  });
}
