import type { Log } from '@access-layer/kit/log';
import type { Caller, TokenCheck } from '@access-layer/kit/token';
import type { BaseUriOptions } from './base-uri.ts';
import type { Consumers } from './consumers.ts';
import type { Release, ReleaseSubject } from './release.ts';
import type { TopicCatalogue } from './topic-catalogue.ts';
import type { TopicStore } from './topic-store.ts';
import type { TopicWatch } from './topic-watch.ts';

/** A record that went to a caller, for the read ledger. */
export interface ServedRecord {
  topic: string;
  subject: ReleaseSubject;
}

export interface EventsLimits {
  /** Consumer instances: of one client, and in all. */
  consumersPerClient: number;
  consumers: number;
  /** Server-sent event streams: of one client, and in all. */
  streamsPerClient: number;
  streams: number;
  /** Idle time after which a consumer instance is removed. */
  instanceTimeoutMs: number;
  /** `consumer.request.timeout.ms` where the client sets none. */
  requestTimeoutMs: number;
  /** `consumer.request.max.bytes`: keys and values in one answer. */
  requestMaxBytes: number;
  /** Body of a request that produces. */
  produceMaxBytes: number;
  /** Partitions of certified topics where the stream has one. */
  certifiedPartitions: number;
  /** Partitions of a new topic where its maker names no number. */
  newTopicPartitions: number;
  heartbeatMs: number;
  /** A reader of an event stream who takes nothing for so long is disconnected. */
  slowReaderMs: number;
  /** How often a waiting reader looks for new records. */
  pollMs: number;
}

export const EVENTS_LIMITS: EventsLimits = {
  consumersPerClient: 50,
  consumers: 1000,
  streamsPerClient: 10,
  streams: 500,
  instanceTimeoutMs: 300_000,
  requestTimeoutMs: 1000,
  requestMaxBytes: 8 * 1024 * 1024,
  produceMaxBytes: 4 * 1024 * 1024,
  certifiedPartitions: 4,
  newTopicPartitions: 1,
  heartbeatMs: 15_000,
  slowReaderMs: 30_000,
  pollMs: 50,
};

/** What all routes of the Events API work with. */
export interface EventsContext {
  catalogue: TopicCatalogue;
  store: TopicStore;
  watch: TopicWatch;
  consumers: Consumers;
  check: TokenCheck;
  release: Release;
  /** Called before records are given out; they stay here where it fails. */
  served: (caller: Caller, records: ServedRecord[]) => Promise<void>;
  log: Log;
  limits: EventsLimits;
  baseUri: BaseUriOptions;
  /** Values of all producers are kept compressed, unless their topic says otherwise. */
  compression: 'none' | 'gzip';
  clusterId: string;
}
