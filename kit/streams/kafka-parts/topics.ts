import { AccessLayerError } from '@access-layer/core/errors';
import { TOPICS } from '@access-layer/core/record';
import { type Admin, findErrorBy, type ProtocolError } from '@platformatic/kafka';
import { unavailable } from './unavailable.ts';

const TOPIC = /^[a-z0-9.-]{1,100}$/;
const DEFAULT_PARTITIONS = 6;
const DEFAULT_REPLICAS = 3;
/**
 * Topics that tell a state in the order in which it came about: who wants it reads them from the begin, as one log. One
 * partition each, whatever the others have.
 */
const ONE_LOG: ReadonlySet<string> = new Set([
  ...[TOPICS.registry, TOPICS.pods, TOPICS.certificates, TOPICS.anchors],
  ...[TOPICS.erasureOrders, TOPICS.erasureReports, 'registry-requests', 'registry-answers'],
]);
const ALREADY_EXISTS = 'TOPIC_ALREADY_EXISTS';

export interface TopicSettings {
  partitions?: number | undefined;
  replicas?: number | undefined;
}

/** Makes topics on first use, with explicit settings; those that are there stay as they are. */
export function createTopics(admin: Admin, prefix: string, settings: TopicSettings) {
  const { replicas = DEFAULT_REPLICAS } = settings;
  const known = new Map<string, Promise<number>>();

  async function open(name: string, partitions: number): Promise<number> {
    const there = await partitionsOf(name);
    if (there) return there;
    await admin
      .createTopics({
        ...{ topics: [name], partitions, replicas },
        configs: [
          { name: 'min.insync.replicas', value: String(Math.max(1, replicas - 1)) },
          { name: 'unclean.leader.election.enable', value: 'false' },
          // Records carry the time at which the broker took them, and are kept until they are trimmed.
          { name: 'message.timestamp.type', value: 'LogAppendTime' },
          { name: 'retention.ms', value: '-1' },
          { name: 'max.message.bytes', value: '4194304' },
        ],
      })
      .catch((error: Error) => {
        // Another service was first.
        if (!findErrorBy<ProtocolError>(error, 'apiId', ALREADY_EXISTS))
          throw unavailable(`make ${name}`, error);
      });
    return (await partitionsOf(name)) || partitions;
  }

  async function partitionsOf(name: string): Promise<number> {
    const topics = await admin.listTopics({}).catch((error) => {
      throw unavailable('list topics', error);
    });
    if (!topics.includes(name)) return 0;
    const metadata = await admin.metadata({ topics: [name], forceUpdate: true }).catch((error) => {
      throw unavailable(`look at ${name}`, error);
    });
    return metadata.topics.get(name)?.partitionsCount ?? 0;
  }

  return {
    /** Name of a topic on the brokers, and how many partitions it has. */
    async open(topic: string): Promise<{ name: string; partitions: number }> {
      if (!TOPIC.test(topic)) {
        throw new AccessLayerError({
          code: 'STREAM_TOPIC',
          message: `"${topic}" is no topic name; expected up to 100 of a-z, 0-9, dot and hyphen`,
        });
      }
      const name = prefix + topic;
      const partitions = ONE_LOG.has(topic) ? 1 : (settings.partitions ?? DEFAULT_PARTITIONS);
      if (!known.has(name)) known.set(name, open(name, partitions));
      const count = await known.get(name)!.catch((error) => {
        known.delete(name);
        throw error;
      });
      return { name, partitions: count };
    },
  };
}

export type Topics = ReturnType<typeof createTopics>;
