import type { Stream } from '@access-layer/kit/stream';
import { CERTIFIED_TOPICS, type CertifiedTopicName } from './certified-records.ts';
import { partitionOf } from './murmur2.ts';
import { StreamPieces } from './stream-pieces.ts';
import type { EventRecord, EventTopic } from './topic.ts';

export interface CertifiedTopicsOptions {
  stream: Stream;
  /** Partitions of each view where the stream has one; a group shares the load by them. */
  partitions: number;
  keepBytes?: number;
}

/** The public topics: views over our internal streams, with the offsets of those. */
export async function openCertifiedTopics(options: CertifiedTopicsOptions): Promise<EventTopic[]> {
  const names = Object.keys(CERTIFIED_TOPICS) as CertifiedTopicName[];
  const pieces = new Map<string, { pieces: StreamPieces; lanes: number }>();
  for (const topic of new Set(Object.values(CERTIFIED_TOPICS).map(({ stream }) => stream))) {
    const lanes = (await options.stream.offsets(topic)).length;
    pieces.set(topic, { lanes, pieces: new StreamPieces({ ...options, topic }) });
  }
  return names.map((name) => openView(name, options, pieces.get(CERTIFIED_TOPICS[name].stream)!));
}

function openView(
  name: CertifiedTopicName,
  { stream, partitions: shares }: CertifiedTopicsOptions,
  { pieces, lanes }: { pieces: StreamPieces; lanes: number },
): EventTopic {
  const shared = lanes === 1;
  const partitions = shared ? shares : lanes;
  const partitionIn = (lane: number, key: string) => (shared ? partitionOf(Buffer.from(key), shares) : lane);
  return {
    name,
    certified: true,
    partitions,
    lanes,
    laneOf: (partition) => (shared ? 0 : partition),
    configs: { 'cleanup.policy': 'delete' },
    bounds: async (lane) => {
      const all = await stream.offsets(CERTIFIED_TOPICS[name].stream);
      const found = all.find(({ partition }) => partition === lane);
      return { first: found?.first ?? 0, next: found?.next ?? 0 };
    },
    read: async (lane, from) => {
      const { entries, next } = await pieces.read(lane, from);
      const records: EventRecord[] = [];
      for (const entry of entries) {
        if (entry.topic === name) records.push({ ...entry, partition: partitionIn(lane, entry.key) });
      }
      return { records, next };
    },
  };
}
