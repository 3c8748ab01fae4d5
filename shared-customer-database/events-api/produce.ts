import type { Caller } from '@access-layer/kit/token';
import type { EventsContext } from './events-context.ts';
import { writeJson } from './json-text.ts';
import { kafkaError } from './kafka-error.ts';
import type { PlainFormat } from './media-type.ts';
import { partitionOf } from './murmur2.ts';
import type { EventTopic, RecordHeader } from './topic.ts';
import { mayWrite } from './topic-catalogue.ts';
import { configOf } from './topic-configs.ts';

/** A record as a producer hands it in, in bytes. */
export interface ProducedRecord {
  key: Uint8Array | null;
  value: Uint8Array | null;
  partition?: number;
  headers?: RecordHeader[];
  timestampMs?: number;
}

export type ProduceResult = { ok: true; partition: number; offset: number } | { ok: false; reason: string };

/** @throws 40301 for certified topics, and topics whose settings name other writers. */
export function requireWritable(topic: EventTopic, caller: Caller): void {
  if (topic.certified) {
    throw kafkaError(40301, `topic ${topic.name} is certified: nothing is produced to it from outside`);
  }
  if (!mayWrite(topic, caller))
    throw kafkaError(40301, `this client does not produce to topic ${topic.name}`);
}

/** Appends what can be: a record with a wrong partition or beyond the size is refused alone. */
export function createProducer({ store, watch, compression }: EventsContext) {
  const turns = new Map<string, number>();
  return async (topic: EventTopic, records: ProducedRecord[]): Promise<ProduceResult[]> => {
    const checked = records.map((record) => place(topic, record, turns));
    const good = checked.flatMap((result) => (result.ok ? [result.record] : []));
    const compress = isCompressed(topic, compression);
    const offsets = good.length > 0 ? await store.append(topic.name, good, { compress }) : [];
    watch.poke();
    let at = 0;
    return checked.map((result) =>
      result.ok ? { ok: true, partition: result.record.partition, offset: offsets[at++]! } : result,
    );
  };
}
export type Producer = ReturnType<typeof createProducer>;

type Placed = { ok: true; record: ProducedRecord & { partition: number } } | { ok: false; reason: string };

function place(topic: EventTopic, record: ProducedRecord, turns: Map<string, number>): Placed {
  const { key, value, headers, partition = choose(topic, key, turns) } = record;
  if (partition < 0 || partition >= topic.partitions) {
    const range = `is not in the range [0...${topic.partitions})`;
    return { ok: false, reason: `Invalid partition given with record: ${partition} ${range}.` };
  }
  const size = (key?.length ?? 0) + (value?.length ?? 0) + (headers ? JSON.stringify(headers).length : 0);
  const limit = Number(configOf(topic.configs, 'max.message.bytes'));
  if (size <= limit) return { ok: true, record: { ...record, partition } };
  const reason = `The message is ${size} bytes when serialized; max.message.bytes of ${topic.name} is ${limit}.`;
  return { ok: false, reason };
}

/** As Kafka: by the hash of the key; without a key in turn. */
function choose(
  { name, partitions }: EventTopic,
  key: Uint8Array | null,
  turns: Map<string, number>,
): number {
  if (key) return partitionOf(key, partitions);
  const turn = turns.get(name) ?? 0;
  turns.set(name, turn + 1);
  return turn % partitions;
}

function isCompressed({ configs }: EventTopic, standard: EventsContext['compression']): boolean {
  const type = configOf(configs, 'compression.type');
  return type === 'producer' ? standard === 'gzip' : type === 'gzip';
}

/** Bytes of what a request embeds. A bare 0, false or "" is its JSON text, never nothing. @throws 400, 422 */
export function embeddedBytes(data: unknown, format: PlainFormat): Uint8Array | null {
  if (data === undefined || data === null) return null;
  if (format === 'binary') return base64Bytes(data);
  try {
    return Buffer.from(writeJson(data));
  } catch {
    throw kafkaError(422, 'a record is nested too deep');
  }
}

/** @throws 400 where it is not base64. */
export function base64Bytes(data: unknown): Uint8Array {
  if (typeof data === 'string') {
    const bytes = Buffer.from(data, 'base64');
    if (bytes.toString('base64').replace(/=+$/, '') === data.replace(/={1,2}$/, '')) return bytes;
  }
  const shown = JSON.stringify(data)?.slice(0, 100);
  throw kafkaError(400, `data=${shown} is not a base64 string.`, { instead: true });
}
