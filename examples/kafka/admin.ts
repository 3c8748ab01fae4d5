// node admin.ts [GROUP [--from-begin]]: topics that this player sees; how far a group is behind; moves it to the begin.
import { Admin, Consumer } from '@platformatic/kafka';
import { connection } from './connection.ts';

const [group, action] = process.argv.slice(2);
const groupId = `party.${process.env.KAFKA_USER}.${group ?? 'admin'}`;
const admin = new Admin(connection());
const reader = new Consumer({ ...connection(), groupId });
const topics = await admin.listTopics();
for (const topic of topics) {
  reader.topics.track(topic);
  const at = async (timestamp: bigint) =>
    (await reader.listOffsets({ topics: [topic], timestamp })).get(topic)!;
  const [first, next] = [await at(-2n), await at(-1n)];
  const partitions = first.map((_, partition) => partition);
  if (action === '--from-begin') {
    // Its consumers must have stopped.
    const partitionOffsets = first.map((offset, partition) => ({ partition, offset }));
    await admin.alterConsumerGroupOffsets({ groupId, topics: [{ name: topic, partitionOffsets }] });
  }
  const records = next.reduce((sum, offset, partition) => sum + Number(offset - first[partition]!), 0);
  let behind = '';
  if (group) {
    const asked = { groupId, topics: [{ name: topic, partitionIndexes: partitions }] };
    const [found] = await admin.listConsumerGroupOffsets({ groups: [asked] });
    const done = new Map(
      found?.topics[0]?.partitions.map(({ partitionIndex, committedOffset }) => [
        partitionIndex,
        committedOffset,
      ]),
    );
    const lag = next.reduce((sum, offset, partition) => {
      const committed = done.get(partition) ?? -1n;
      return sum + Number(offset - (committed < first[partition]! ? first[partition]! : committed));
    }, 0);
    behind = `, ${lag} not yet read by ${group}`;
  }
  console.log(`${topic}: ${records} records in ${partitions.length} partitions${behind}`);
}
await reader.close();
await admin.close();
