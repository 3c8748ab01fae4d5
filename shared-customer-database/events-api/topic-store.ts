import type { RecordHeader } from './topic.ts';

/**
 * Keeps the topics that outside parties produce to, and what every outside group has committed (of certified topics,
 * too).
 *
 * An adapter MUST resolve `append` and `commit` only when they survive power loss; MUST give the records of a partition
 * the offsets 0, 1, 2 … in order of `append`, and never the same twice; MUST keep keys and values to the byte, null
 * apart from empty; MUST NOT show anything of a removed topic in one that is created anew under its name.
 */
export interface TopicStore {
  topics(): Promise<StoredTopic[]>;
  /** False where the name is taken. */
  create(topic: StoredTopic): Promise<boolean>;
  /** Replaces the settings; false where there is no such topic. */
  configure(name: string, configs: Record<string, string>): Promise<boolean>;
  /** False where there is no such topic. */
  remove(name: string): Promise<boolean>;
  /** All of them, or none; answers their offsets in the same order. `compress`: values may be kept smaller. */
  append(name: string, records: NewEvent[], options?: { compress?: boolean }): Promise<number[]>;
  /** Records from an offset on: at most `limit`, and no more after `maxBytes` are reached. */
  read(name: string, partition: number, from: number, limits: ReadLimits): Promise<StoredEvent[]>;
  /** First kept offset, and the offset that the next record will get, of each partition from 0 on. */
  bounds(name: string): Promise<{ first: number; next: number }[]>;
  /** Forgets records appended before a time; answers how many. */
  trim(name: string, beforeMs: number): Promise<number>;
  commit(group: string, offsets: CommittedOffset[]): Promise<void>;
  committed(group: string, topic: string, partition: number): Promise<CommittedOffset | undefined>;
  close(): Promise<void>;
}

export interface StoredTopic {
  name: string;
  partitions: number;
  configs: Record<string, string>;
}

export interface ReadLimits {
  limit: number;
  maxBytes: number;
}

export interface NewEvent {
  partition: number;
  key: Uint8Array | null;
  value: Uint8Array | null;
  headers?: RecordHeader[];
  /** Milliseconds since 1970; the time of `append` where absent. */
  timestampMs?: number;
}

export interface StoredEvent {
  offset: number;
  key: Uint8Array | null;
  value: Uint8Array | null;
  headers?: RecordHeader[];
  timestampMs: number;
}

export interface CommittedOffset {
  topic: string;
  partition: number;
  /** Where the group goes on: one behind the last record that is done. */
  offset: number;
  metadata: string;
}

/** What each file in `topic-stores/` exports by default. */
export interface TopicStoreAdapter<Options> {
  name: string;
  create(options: Options): Promise<TopicStore>;
}
