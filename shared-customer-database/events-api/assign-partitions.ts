export interface Subscriber {
  id: string;
  topics: ReadonlySet<string>;
}

/**
 * Who of a group is to read which partition, as Kafka's range assignor has it: of each topic, its subscribers in order
 * of their ids get neighbouring partitions, the first ones one more where it does not come out even.
 */
export function assignPartitions(
  subscribers: readonly Subscriber[],
  topics: readonly { name: string; partitions: number }[],
): Map<string, { topic: string; partition: number; subscriber: string }> {
  const assigned = new Map<string, { topic: string; partition: number; subscriber: string }>();
  const inOrder = [...subscribers].sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const { name, partitions } of topics) {
    const readers = inOrder.filter(({ topics: wanted }) => wanted.has(name));
    let partition = 0;
    for (const [i, { id: subscriber }] of readers.entries()) {
      const share = Math.floor(partitions / readers.length) + (i < partitions % readers.length ? 1 : 0);
      for (const end = partition + share; partition < end; partition++) {
        assigned.set(partitionId(name, partition), { topic: name, partition, subscriber });
      }
    }
  }
  return assigned;
}

export function partitionId(topic: string, partition: number): string {
  return `${topic}:${partition}`;
}
