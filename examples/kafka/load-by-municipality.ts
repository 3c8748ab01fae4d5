// node load-by-municipality.ts TOPIC PODS.json [COUNT]: from the certified readings of a topic, the load of each
// municipality in each quarter-hour, one JSON line as soon as the quarter is over. PODS.json tells of each PoD its
// municipality, as `GET /v1/pods` of the Data API has it.
import { readFileSync } from 'node:fs';
import { Consumer, stringDeserializers } from '@platformatic/kafka';
import { connection } from './connection.ts';
import { createLoads } from './loads.ts';

const [topic, podsFile, most = 'Infinity'] = process.argv.slice(2);
if (!topic || !podsFile) throw new Error('node load-by-municipality.ts TOPIC PODS.json [COUNT]');

const municipalityOf = JSON.parse(readFileSync(podsFile, 'utf8')) as Record<string, string>;
const consumer = new Consumer({
  ...connection(),
  groupId: `party.${process.env.KAFKA_USER}.load-${process.pid}`,
  deserializers: stringDeserializers,
});
consumer.topics.track(topic);
const at = async (timestamp: bigint) =>
  (await consumer.listOffsets({ topics: [topic], timestamp })).get(topic)!;
const [first, next] = [await at(-2n), await at(-1n)];
const filled = next.flatMap((offset, partition) => (offset > first[partition]! ? [partition] : []));
const loads = createLoads(municipalityOf, filled);
// The state is in memory and made anew from the begin at each start: nothing is committed, and nothing counts twice.
const stream = await consumer.consume({ topics: [topic], mode: 'earliest', autocommit: false });
let left = Number(most);
reading: for await (const { value, partition } of stream) {
  for (const load of loads.take(partition, JSON.parse(JSON.parse(value).payload))) {
    console.log(JSON.stringify(load));
    if (--left <= 0) break reading;
  }
}
await consumer.close(true);
