// node consumer.ts TOPIC GROUP [COUNT]: prints what is new in a topic, one JSON line a packet; after COUNT of them it ends.
import { Consumer, stringDeserializers } from '@platformatic/kafka';
import { connection } from './connection.ts';

const [topic, group, most = 'Infinity'] = process.argv.slice(2);
if (!topic || !group) throw new Error('node consumer.ts TOPIC GROUP [COUNT]');

const consumer = new Consumer({
  ...connection(),
  // Groups of a party begin with its name.
  groupId: `party.${process.env.KAFKA_USER}.${group}`,
  deserializers: stringDeserializers,
});
const stream = await consumer.consume({
  topics: [topic],
  mode: 'committed',
  fallbackMode: 'earliest',
  autocommit: false,
});
let left = Number(most);
for await (const message of stream) {
  // `payload` is the text that was signed: keep it as it is, with its signature and certificate, and it can be proven.
  const { payload, receivedAt } = JSON.parse(message.value);
  const { pod, node, seq, readings } = JSON.parse(payload);
  console.log(JSON.stringify({ pod, node, seq, receivedAt, readings }));
  // Only now: what was not dealt with comes again, so the same packet may come twice. Node and number tell.
  await message.commit();
  if (--left <= 0) break;
}
await consumer.close(true);
