import type { ReleaseSubject } from './release.ts';

/**
 * A topic as its readers see it: partitions of records with rising offsets. Gaps between offsets are normal (a view
 * leaves out what is another topic's, as a compacted Kafka topic does).
 *
 * Partitions lie in lanes: one lane is one sequence of offsets that is read at once. Where a stream has a single
 * partition, the partitions of its views are shares of that one lane, by the hash of the key; else each partition is
 * its own lane.
 */
export interface EventTopic {
  name: string;
  /** Certified: what the Blockchain Access Layer has sealed, and the DSO's own records. Nobody produces to it. */
  certified: boolean;
  partitions: number;
  laneOf(partition: number): number;
  lanes: number;
  /** Settings as Kafka names them. */
  configs: Readonly<Record<string, string>>;
  /** First kept offset and the one that comes next, of a lane. */
  bounds(lane: number): Promise<{ first: number; next: number }>;
  /**
   * Records of a lane from an offset on: one piece of bounded size. `next` is where to go on; it equals `from` where
   * the lane ends.
   */
  read(lane: number, from: number): Promise<{ records: EventRecord[]; next: number }>;
}

export interface EventRecord {
  partition: number;
  offset: number;
  /** Text of a certified topic; the producer's bytes of an outside one. */
  key: string | Uint8Array | null;
  /** Text that is JSON of a certified topic; the producer's bytes of an outside one. */
  value: string | Uint8Array | null;
  headers?: RecordHeader[];
  timestampMs: number;
  /** Key and value together, unencoded. */
  sizeBytes: number;
  subject: ReleaseSubject;
}

export interface RecordHeader {
  name: string;
  /** base64 */
  value: string | null;
}
