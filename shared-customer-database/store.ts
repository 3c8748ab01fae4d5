import type { Hex } from '@access-layer/core/bytes';
import type { Packet } from '@access-layer/core/payload';

/**
 * The measurements: packets as received, filed by UTC day, and their readings over time.
 *
 * An adapter MUST resolve `put` only when the packets survive power loss; MUST keep payload and signature as the text
 * they came in; MUST keep what it has for a (node, seq) and ignore a repeat; MUST show the packets of one day and one
 * call at once, and where a put fails, complete it when the same is put again; MUST answer readings in the order
 * (timeMs, node, seq, position) and packets in the order (fromMs, node, seq), whatever the order of arrival, and pages
 * that neither skip nor repeat what was there when the first was read. It MUST NOT decide what is a duplicate or a fork: the ledger has done so before.
 */
export interface Store {
  put(packets: SealedPacket[]): Promise<void>;
  /** One page of the readings of a PoD with from ≤ timeMs < until. */
  readings(query: ReadingsQuery): Promise<Page<StoredReading, ReadingCursor>>;
  /** One page of the packets of a PoD that touch from ≤ t < until. */
  packets(query: PacketsQuery): Promise<Page<StoredPacket, PacketCursor>>;
  /** The packet of a node's sequence number on a day (yyyy-MM-dd). */
  packet(day: string, node: string, seq: number): Promise<StoredPacket | undefined>;
  /** Days of which something is stored, ascending. */
  days(): Promise<string[]>;
  close(): Promise<void>;
}

export interface PlaceInBatch {
  anchorer: Hex;
  index: number;
  root: Hex;
  count: number;
  leafIndex: number;
}

export interface StoredPacket {
  pod: string;
  node: string;
  seq: number;
  meter: string;
  /** Of a measurement. */
  role: string | undefined;
  type: Packet['type'];
  /** Exactly as it was signed. */
  payload: string;
  signature: Hex;
  /** Address whose key made the signature. */
  signer: Hex;
  payloadHash: Hex;
  messageHash: Hex;
  prev: Hex;
  signedAtMs: number;
  receivedAtMs: number;
  /** UTC day it is filed under, yyyy-MM-dd: core's `measurementDay`. */
  day: string;
  /** First and last instant that it speaks of, on that day. */
  fromMs: number;
  toMs: number;
  batch: PlaceInBatch;
}

/** A packet that passed every check of ingest. */
export interface SealedPacket extends StoredPacket {
  /** Instant that each reading is filed under; empty for what is no measurement. */
  readingTimesMs: number[];
}

export interface StoredReading {
  /** `at`; one millisecond less where the values cover a period that ends at `at`, so that a day has its 96 quarters. */
  timeMs: number;
  /** Place in the packet's list. */
  position: number;
  /** The reading's own JSON, cut out of the payload. */
  text: string;
  packet: StoredPacket;
}

export interface RangeQuery<Cursor> {
  pod: string;
  fromMs: number;
  untilMs: number;
  limit: number;
  /** Begin behind this one. */
  cursor?: Cursor;
}

export interface ReadingsQuery extends RangeQuery<ReadingCursor> {
  meter?: string;
}

export interface PacketsQuery extends RangeQuery<PacketCursor> {
  type?: string;
}

export interface ReadingCursor {
  timeMs: number;
  node: string;
  seq: number;
  position: number;
}

export interface PacketCursor {
  fromMs: number;
  node: string;
  seq: number;
}

export interface Page<Item, Cursor> {
  items: Item[];
  /** Absent on the last page. */
  next?: Cursor;
}

export interface StoreOptions {
  dir: string;
  /** For a process that only serves. */
  readOnly?: boolean;
  /** At most this many day files are open at once. */
  openDays?: number;
}

/** What each file in `stores/` exports by default. */
export interface StoreAdapter<Options = StoreOptions> {
  name: string;
  create(options: Options): Promise<Store>;
}
