import { setTimeout as delay } from 'node:timers/promises';
import {
  type Admin,
  Consumer,
  type Message,
  type MessagesStream,
  stringDeserializers,
} from '@platformatic/kafka';
import type { StreamBatch, StreamRecord } from '../../stream.ts';
import { depart } from './depart.ts';
import { isRefused, unavailable } from './unavailable.ts';

type Texts = Message<string, string, string, string>;
type TextStream = MessagesStream<string, string, string, string>;

export interface GroupReaderOptions {
  client: ConstructorParameters<typeof Consumer>[0] extends infer All ? Omit<All, 'groupId'> : never;
  admin: Admin;
  topic: string;
  group: string;
  limit: number;
}

const PAUSE_MS = 500;
/** Longer than a pause of a busy machine, shorter than what people wait for. */
export const SESSION_MS = 10_000;
export const REBALANCE_MS = 15_000;

/**
 * Records for a member of a consumer group, from where the group committed last. Partitions are shared out among its
 * members; what a member has not committed when it goes comes to another.
 */
export async function* readGroup(
  options: GroupReaderOptions,
  signal: AbortSignal,
): AsyncIterable<StreamBatch> {
  while (!signal.aborted) {
    const consumer = new Consumer<string, string, string, string>({
      ...(options.client as ConstructorParameters<typeof Consumer>[0]),
      ...{ groupId: options.group, deserializers: stringDeserializers, autocommit: false },
      ...{ sessionTimeout: SESSION_MS, rebalanceTimeout: REBALANCE_MS, heartbeatInterval: 1000 },
    } as never);
    try {
      yield* readAsMember(consumer, options, signal);
    } catch (error) {
      if (signal.aborted) return;
      // A broker went or the group was shared out anew: what is not committed comes again.
      if (isRefused(error)) throw unavailable(`consume ${options.topic} as ${options.group}`, error);
      await delay(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    } finally {
      await depart(consumer);
    }
  }
}

async function* readAsMember(
  consumer: Consumer<string, string, string, string>,
  { topic, group, limit, admin }: GroupReaderOptions,
  signal: AbortSignal,
): AsyncIterable<StreamBatch> {
  /** Who has stopped reading may still say how far it came, as long as nobody else reads for the group. */
  const commit = async (offsets: ReturnType<typeof offsetsBehind>) => {
    if (consumer.isActive()) return consumer.commit({ offsets });
    const partitionOffsets = offsets.map(({ partition, offset }) => ({ partition, offset }));
    await admin.alterConsumerGroupOffsets({ groupId: group, topics: [{ name: topic, partitionOffsets }] });
  };
  const stream = await consumer.consume({
    ...{ topics: [topic], mode: 'committed', fallbackMode: 'earliest', autocommit: false },
    ...{ maxWaitTime: 500, minBytes: 1 },
  });
  const stop = () => stream.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    for await (const first of stream) {
      const messages = [first, ...waiting(stream, limit - 1)];
      yield {
        records: messages.map(toRecord),
        commit: () => commit(offsetsBehind(topic, messages)),
      };
      if (signal.aborted) return;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    stream.destroy();
  }
}

/** What has arrived already. */
function waiting(stream: TextStream, most: number): Texts[] {
  const messages: Texts[] = [];
  while (messages.length < most) {
    const message = stream.read() as Texts | null;
    if (!message) break;
    messages.push(message);
  }
  return messages;
}

function toRecord({ partition, offset, timestamp, key, value }: Texts): StreamRecord {
  return { partition, offset: Number(offset), timestampMs: Number(timestamp), key, value };
}

function offsetsBehind(topic: string, messages: Texts[]) {
  const lasts = new Map(messages.map((message) => [message.partition, message]));
  return [...lasts.values()].map(({ partition, offset, leaderEpoch }) => ({
    ...{ topic, partition, offset: offset + 1n, leaderEpoch },
  }));
}
