import type { Stream } from '@access-layer/kit/stream';
import { CERTIFIED_TOPICS, type CertifiedTopicName } from './certified-records.ts';
import { groupName } from './shared-group.ts';
import type { TopicCatalogue } from './topic-catalogue.ts';
import type { CommittedOffset, TopicStore } from './topic-store.ts';

/** Where groups go on. */
export type GroupOffsets = Pick<TopicStore, 'commit' | 'committed'>;

/**
 * Offsets in certified topics as those of groups on the stream, so that every process has them; the texts beside them
 * are not kept there. Offsets in topics of parties stay with these topics.
 */
export function offsetsOnStream(
  stream: Pick<Stream, 'seek' | 'committed'>,
  store: GroupOffsets,
  catalogue: TopicCatalogue,
): GroupOffsets {
  /** Shares of one lane have offsets of their own each. */
  function placeOf(group: string, name: string, partition: number) {
    if (!Object.hasOwn(CERTIFIED_TOPICS, name)) return undefined;
    const topic = catalogue.get(name);
    const share = topic.lanes < topic.partitions ? `.${partition}` : '';
    return {
      topic: CERTIFIED_TOPICS[name as CertifiedTopicName].stream,
      group: `${groupName(group)}.${name}${share}`,
      lane: topic.laneOf(partition),
    };
  }

  return {
    async commit(group, offsets) {
      const others: CommittedOffset[] = [];
      await Promise.all(
        offsets.map(async (committed) => {
          const place = placeOf(group, committed.topic, committed.partition);
          if (place) await stream.seek(place.topic, place.group, place.lane, committed.offset);
          else others.push(committed);
        }),
      );
      if (others.length > 0) await store.commit(group, others);
    },
    async committed(group, topic, partition) {
      const place = placeOf(group, topic, partition);
      if (!place) return store.committed(group, topic, partition);
      const found = (await stream.committed(place.topic, place.group)).find(
        (own) => own.partition === place.lane,
      );
      return found && { topic, partition, offset: found.next, metadata: '' };
    },
  };
}
