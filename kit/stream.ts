/**
 * The stream: topics of records that stay in order, read by groups that each have their own offsets.
 *
 * An adapter MUST resolve `append` only when the records survive power loss; MUST keep the order of `append` within a
 * key; MUST NOT append again what a producer has appended under the same sequence; MUST deliver to a group every record
 * that it has not committed (so a reader MUST be idempotent); MUST NOT move a group's offset before `commit`.
 */
export interface Stream {
  append(topic: string, records: NewRecord[], once?: { producer: string; sequence: number }): Promise<void>;
  /** Records from a position on, for people and rebuilds; fewer than `limit` where the topic ends. */
  read(topic: string, partition: number, fromOffset: number, limit: number): Promise<StreamRecord[]>;
  /** Records for a group, from where it committed last; waits for more until the signal aborts. */
  consume(options: ConsumeOptions, signal: AbortSignal): AsyncIterable<StreamBatch>;
  /** First kept offset, and the offset that the next record will get, per partition. */
  offsets(topic: string): Promise<{ partition: number; first: number; next: number }[]>;
  /** Where a group goes on, of the partitions in which it has committed. */
  committed(topic: string, group: string): Promise<{ partition: number; next: number }[]>;
  /** Moves a group, so that `consume` starts there. */
  seek(topic: string, group: string, partition: number, offset: number): Promise<void>;
  /** Forgets records appended before a time, so that nothing of them is on the disk; answers how many. */
  trim(topic: string, beforeMs: number): Promise<number>;
  /**
   * Changes what was appended, for an erasure: `change` answers the new value, null to remove the record, or undefined to
   * leave it. When it resolves, nothing of the former values is on the disk. Answers how many were changed. Absent where
   * the stream cannot: there `trim` is what ends them.
   */
  rewrite?(topic: string, change: (record: StreamRecord) => string | null | undefined): Promise<number>;
  /**
   * Becomes a member of a group whose members, in any process, share out partitions of names that mean nothing to the
   * stream. `onAssigned` is told what this member has now, each time that changes; a process that dies is noticed within
   * ten seconds. Absent where all members are in one process.
   */
  share?(group: string, onAssigned: (assigned: ReadonlyMap<string, readonly number[]>) => void): SharedWork;
  close(): Promise<void>;
}

/** What a member of a group asks for. */
export interface SharedWork {
  /** Of these names, with so many partitions each; instead of what it asked for before. */
  want(topics: Readonly<Record<string, number>>): void;
  leave(): Promise<void>;
}

export interface NewRecord {
  key: string;
  value: string;
}

export interface StreamRecord extends NewRecord {
  partition: number;
  offset: number;
  /** When it was appended, milliseconds since 1970. */
  timestampMs: number;
}

export interface ConsumeOptions {
  topic: string;
  group: string;
  /** At most this many records a batch; default 500. */
  limit?: number;
}

export interface StreamBatch {
  records: StreamRecord[];
  /** Moves the group behind this batch; call it after the work is durable. */
  commit(): Promise<void>;
}

/** What each file in `streams/` exports by default. */
export interface StreamAdapter<Options> {
  name: string;
  create(options: Options): Promise<Stream>;
}
