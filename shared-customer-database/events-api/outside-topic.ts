import type { EventRecord, EventTopic } from './topic.ts';
import type { StoredEvent, StoredTopic, TopicStore } from './topic-store.ts';

/** One reading of the store: enough to be quick, little enough to keep memory bounded. */
const READ = { limit: 200, maxBytes: 1024 * 1024 };

/** A topic that parties produce to. Its records are about nobody's PoD as far as we know: settings say who reads it. */
export function openOutsideTopic(store: TopicStore, { name, partitions, configs }: StoredTopic): EventTopic {
  return {
    name,
    certified: false,
    partitions,
    lanes: partitions,
    laneOf: (partition) => partition,
    configs,
    bounds: async (lane) => (await store.bounds(name))[lane]!,
    read: async (lane, from) => {
      const events = await store.read(name, lane, from, READ);
      const last = events.at(-1);
      return { records: events.map((event) => toRecord(lane, event)), next: last ? last.offset + 1 : from };
    },
  };
}

function toRecord(partition: number, event: StoredEvent): EventRecord {
  const { timestampMs } = event;
  return {
    ...event,
    partition,
    sizeBytes: (event.key?.length ?? 0) + (event.value?.length ?? 0),
    subject: { certified: false, pods: [], fromMs: timestampMs, untilMs: timestampMs + 1 },
  };
}
