import type { Consumer } from '@platformatic/kafka';
import type { StreamRecord } from '../../stream.ts';
import { unavailable } from './unavailable.ts';

/** A record with what its producer said of it. */
export interface HeadedRecord extends StreamRecord {
  headers: Record<string, string>;
}

const MAX_BYTES = 8 * 1024 * 1024;
/** Bit of a batch that holds a marker of the broker, and no records of anybody. */
const CONTROL = 0b100000;

/** Reads a partition from an offset on, for nobody's group; fewer than `limit` where it ends. */
export async function readPartition(
  reader: Consumer,
  topic: string,
  partition: number,
  fromOffset: number,
  limit: number,
): Promise<HeadedRecord[]> {
  const records: HeadedRecord[] = [];
  let next = fromOffset;
  while (records.length < limit) {
    const page = await fetchPage(reader, topic, partition, next).catch((error) => {
      throw unavailable(`read ${topic} ${partition} from ${next}`, error);
    });
    if (page.next === next) break;
    records.push(...page.records);
    next = page.next;
  }
  return records.slice(0, limit);
}

async function fetchPage(reader: Consumer, topic: string, partition: number, from: number) {
  reader.topics.track(topic);
  const metadata = await reader.metadata({ topics: [topic] });
  const { id, partitions } = metadata.topics.get(topic)!;
  const { leader, leaderEpoch } = partitions[partition]!;
  const wanted = {
    ...{ partition, fetchOffset: BigInt(from), currentLeaderEpoch: leaderEpoch },
    ...{ lastFetchedEpoch: -1, partitionMaxBytes: MAX_BYTES },
  };
  const topics = [{ topicId: id, partitions: [wanted] }];
  const response = await reader.fetch({
    node: leader,
    topics,
    maxWaitTime: 1,
    minBytes: 0,
    maxBytes: MAX_BYTES,
  });
  const batches = response.responses[0]?.partitions[0]?.records ?? [];
  const last = batches.at(-1);
  return {
    records: batches
      .filter(({ attributes }) => (attributes & CONTROL) === 0)
      .flatMap((batch) =>
        batch.records.map(
          (record): HeadedRecord => ({
            partition,
            offset: Number(batch.firstOffset) + record.offsetDelta,
            // LogAppendTime: the broker's time is the batch's.
            timestampMs: Number(batch.maxTimestamp),
            key: record.key?.toString() ?? '',
            value: record.value?.toString() ?? '',
            headers: Object.fromEntries(record.headers.map(([name, value]) => [`${name}`, `${value}`])),
          }),
        ),
      )
      .filter(({ offset }) => offset >= from),
    next: last ? Number(last.firstOffset) + last.lastOffsetDelta + 1 : from,
  };
}
