import { Admin, Consumer, murmur2, ProduceAcks, Producer, stringSerializers } from '@platformatic/kafka';
import type {
  ConsumeOptions,
  NewRecord,
  SharedWork,
  Stream,
  StreamAdapter,
  StreamBatch,
  StreamRecord,
} from '../stream.ts';
import type { KafkaStreamConfig } from '../stream-config.ts';
import { clientOptions } from './kafka-parts/client-options.ts';
import { readGroup } from './kafka-parts/group-reader.ts';
import { shareGroup } from './kafka-parts/group-share.ts';
import { type HeadedRecord, readPartition } from './kafka-parts/partition-reader.ts';
import {
  createPartitionWriter,
  type PartitionWriter,
  type PlacedRecord,
} from './kafka-parts/partition-writer.ts';
import { createTopics, type Topics } from './kafka-parts/topics.ts';
import { unavailable } from './kafka-parts/unavailable.ts';

export type KafkaOptions = Omit<KafkaStreamConfig, 'name'>;

const DEFAULT_LIMIT = 500;
const TAIL_PAGE = 500;
const EARLIEST = -2n;
const LATEST = -1n;

/**
 * Apache Kafka. A record counts when all copies that are in step have it. Records of a key are in one partition, chosen
 * as Kafka's own clients do.
 */
class KafkaStream implements Stream {
  readonly #client: ReturnType<typeof clientOptions>;
  readonly #prefix: string;
  readonly #topics: Topics;
  readonly #admin: Admin;
  readonly #producer: Producer<string, string, string, string>;
  readonly #reader: Consumer;
  readonly #writers = new Map<string, PartitionWriter>();

  constructor(options: KafkaOptions) {
    this.#client = clientOptions({ name: 'kafka', ...options });
    this.#prefix = options.topicPrefix ?? '';
    this.#admin = new Admin(this.#client);
    this.#topics = createTopics(this.#admin, this.#prefix, options);
    this.#producer = new Producer({
      ...this.#client,
      ...{ serializers: stringSerializers, idempotent: true, acks: ProduceAcks.ALL },
    });
    this.#reader = new Consumer({ ...this.#client, groupId: `${this.#prefix}readers` });
  }

  async append(
    topic: string,
    records: NewRecord[],
    once?: { producer: string; sequence: number },
  ): Promise<void> {
    const { name, partitions } = await this.#topics.open(topic);
    const placed = records.map((record, position): PlacedRecord => ({ ...record, position }));
    const byPartition = Map.groupBy(placed, ({ key }) => partitionOf(key, partitions));
    await Promise.all(
      [...byPartition].map(([partition, own]) => this.#writer(name, partition).append(own, once)),
    );
  }

  async read(topic: string, partition: number, fromOffset: number, limit: number): Promise<StreamRecord[]> {
    const { name } = await this.#topics.open(topic);
    const bounds = (await this.offsets(topic))[partition];
    if (!bounds || fromOffset >= bounds.next) return [];
    const from = Math.max(fromOffset, bounds.first);
    const records = await readPartition(this.#reader, name, partition, from, limit);
    return records.map(({ headers: _, ...record }) => record);
  }

  async *consume(
    { topic, group, limit = DEFAULT_LIMIT }: ConsumeOptions,
    signal: AbortSignal,
  ): AsyncIterable<StreamBatch> {
    const { name } = await this.#topics.open(topic);
    yield* readGroup(
      { client: this.#client, admin: this.#admin, topic: name, group: this.#groupOf(topic, group), limit },
      signal,
    );
  }

  async offsets(topic: string): Promise<{ partition: number; first: number; next: number }[]> {
    const { name } = await this.#topics.open(topic);
    const [first, next] = await Promise.all([this.#offsetsAt(name, EARLIEST), this.#offsetsAt(name, LATEST)]);
    return first.map((offset, partition) => ({ partition, first: offset, next: next[partition]! }));
  }

  async committed(topic: string, group: string): Promise<{ partition: number; next: number }[]> {
    const { name, partitions } = await this.#topics.open(topic);
    const partitionIndexes = Array.from({ length: partitions }, (_, partition) => partition);
    const asked = { groupId: this.#groupOf(topic, group), topics: [{ name, partitionIndexes }] };
    const [found] = await this.#admin.listConsumerGroupOffsets({ groups: [asked] }).catch((error) => {
      throw unavailable(`offsets of ${group} on ${topic}`, error);
    });
    return (found?.topics[0]?.partitions ?? [])
      .map(({ partitionIndex, committedOffset }) => ({
        partition: partitionIndex,
        next: Number(committedOffset),
      }))
      .filter(({ next }) => next >= 0);
  }

  share(group: string, onAssigned: Parameters<NonNullable<Stream['share']>>[1]): SharedWork {
    return shareGroup(this.#client, this.#prefix + group, onAssigned);
  }

  async seek(topic: string, group: string, partition: number, offset: number): Promise<void> {
    const { name } = await this.#topics.open(topic);
    const partitionOffsets = [{ partition, offset: BigInt(offset) }];
    await this.#admin
      .alterConsumerGroupOffsets({
        groupId: this.#groupOf(topic, group),
        topics: [{ name, partitionOffsets }],
      })
      .catch((error) => {
        throw unavailable(`move ${group} on ${topic} (its readers must have stopped)`, error);
      });
  }

  async trim(topic: string, beforeMs: number): Promise<number> {
    const { name } = await this.#topics.open(topic);
    const bounds = await this.offsets(topic);
    const firstKept = await this.#offsetsAt(name, BigInt(beforeMs));
    const gone = bounds
      .map(({ partition, first, next }) => {
        // No record is that young: all go.
        const kept = firstKept[partition]! < 0 ? next : firstKept[partition]!;
        return { partition, offset: BigInt(kept), count: kept - first };
      })
      .filter(({ count }) => count > 0);
    if (gone.length === 0) return 0;
    const partitions = gone.map(({ partition, offset }) => ({ partition, offset }));
    await this.#admin.deleteRecords({ topics: [{ name, partitions }] }).catch((error) => {
      throw unavailable(`trim ${topic}`, error);
    });
    return gone.reduce((sum, { count }) => sum + count, 0);
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.#producer.close(), this.#reader.close(true), this.#admin.close()]);
  }

  async #offsetsAt(name: string, timestamp: bigint): Promise<number[]> {
    this.#reader.topics.track(name);
    const ask = () => this.#reader.listOffsets({ topics: [name], timestamp });
    // Where a broker went, another leads by now.
    const askAnew = () => this.#reader.metadata({ topics: [name], forceUpdate: true }).then(ask);
    const found = await ask()
      .catch(askAnew)
      .catch((error) => {
        throw unavailable(`offsets of ${name}`, error);
      });
    return (found.get(name) ?? []).map(Number);
  }

  /** Groups of Kafka are over all topics; ours are one for each. */
  #groupOf(topic: string, group: string): string {
    return `${this.#prefix}${group}.${topic}`;
  }

  #writer(topic: string, partition: number): PartitionWriter {
    const key = `${topic} ${partition}`;
    const known = this.#writers.get(key);
    if (known) return known;
    const producer = this.#producer;
    const writer = createPartitionWriter({
      ...{ producer, topic, partition },
      tail: () => this.#tail(topic, partition),
    });
    this.#writers.set(key, writer);
    return writer;
  }

  async *#tail(name: string, partition: number): AsyncIterable<HeadedRecord[]> {
    const [first, next] = await Promise.all([this.#offsetsAt(name, EARLIEST), this.#offsetsAt(name, LATEST)]);
    for (let end = next[partition]!; end > first[partition]!; ) {
      const from = Math.max(first[partition]!, end - TAIL_PAGE);
      yield await readPartition(this.#reader, name, partition, from, end - from);
      end = from;
    }
  }
}

function partitionOf(key: string, partitions: number): number {
  return (murmur2(Buffer.from(key)) & 0x7fffffff) % partitions;
}

export default {
  name: 'kafka',
  create: async (options: KafkaOptions) => new KafkaStream(options),
} satisfies StreamAdapter<KafkaOptions>;
