// node producer.ts TOPIC < lines: sends each line, a JSON object, to a topic that the operator has opened to this player.
import { createInterface } from 'node:readline';
import { ProduceAcks, Producer, stringSerializers } from '@platformatic/kafka';
import { connection } from './connection.ts';

const [topic] = process.argv.slice(2);
if (!topic) throw new Error('node producer.ts TOPIC < lines');

const producer = new Producer({
  ...connection(),
  serializers: stringSerializers,
  // A line that is sent again after a failure is there once; a send counts when all copies in step have it.
  idempotent: true,
  acks: ProduceAcks.ALL,
});
let sent = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const { pod } = JSON.parse(line);
  // Records of a key stay in order. One send after the other: two at once to a partition may lose one.
  await producer.send({ messages: [{ topic, key: String(pod), value: line }] });
  sent++;
}
console.log(`${sent} sent to ${topic}`);
await producer.close();
