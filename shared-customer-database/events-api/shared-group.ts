import type { SharedWork, Stream } from '@access-layer/kit/stream';
import { partitionId } from './assign-partitions.ts';
import type { Consumer } from './consumer.ts';
import { type Group, type Holding, newHolding } from './consumer-group.ts';
import type { TopicCatalogue } from './topic-catalogue.ts';

export interface SharedGroupOptions {
  id: string;
  catalogue: TopicCatalogue;
  share: NonNullable<Stream['share']>;
}

interface Member {
  work: SharedWork | undefined;
  /** What it asked for last. */
  wanted: string;
}

/**
 * A group whose consumers are in several processes: each is a member of a group on the brokers, which say who holds which
 * partition. What has moved to another consumer begins there behind the last commit, so a change of members may bring
 * twice what was fetched since.
 */
export class SharedGroup implements Group {
  readonly id: string;
  readonly #options: SharedGroupOptions;
  readonly #members = new Map<Consumer, Member>();
  readonly #leaving = new Set<Promise<void>>();

  constructor(options: SharedGroupOptions) {
    this.id = options.id;
    this.#options = options;
  }

  join(consumer: Consumer): void {
    this.#members.set(consumer, { work: undefined, wanted: '{}' });
  }

  leave(consumer: Consumer): void {
    const member = this.#members.get(consumer);
    this.#members.delete(consumer);
    this.#assign(consumer, new Map());
    if (!member?.work) return;
    const leaving = member.work.leave().finally(() => this.#leaving.delete(leaving));
    this.#leaving.add(leaving);
  }

  balance(): void {
    const names = this.#options.catalogue.names();
    for (const [consumer, member] of this.#members) {
      if (consumer.subscription?.kind === 'assigned') continue;
      const topics = Object.fromEntries(
        consumer.subscribedTopics(names).map((name) => [name, this.#options.catalogue.get(name).partitions]),
      );
      const wanted = JSON.stringify(topics);
      if (wanted === member.wanted) continue;
      member.wanted = wanted;
      member.work ??= this.#options.share(groupName(this.id), (assigned) => {
        if (this.#members.get(consumer) === member) this.#assign(consumer, assigned);
      });
      member.work.want(topics);
    }
  }

  settle(): void {
    // The brokers have decided already.
  }

  /** It has been committed: who takes over may be in another process. */
  begunAt(): undefined {
    return undefined;
  }

  async begin({ topic, partition, owner }: Holding, position: number): Promise<void> {
    await owner.commit([{ topic: topic.name, partition, offset: position, metadata: '' }]);
  }

  async close(): Promise<void> {
    for (const consumer of [...this.#members.keys()]) this.leave(consumer);
    await Promise.all(this.#leaving);
  }

  #assign(consumer: Consumer, assigned: ReadonlyMap<string, readonly number[]>): void {
    const wanted = new Set(
      [...assigned].flatMap(([topic, partitions]) =>
        partitions.map((partition) => partitionId(topic, partition)),
      ),
    );
    for (const [id, holding] of consumer.holdings) {
      if (wanted.has(id)) continue;
      holding.live = false;
      consumer.holdings.delete(id);
    }
    for (const [name, partitions] of assigned) {
      const topic = this.#options.catalogue.find(name);
      for (const partition of topic ? partitions : []) {
        const id = partitionId(name, partition);
        if (!consumer.holdings.has(id)) consumer.holdings.set(id, newHolding(topic!, partition, consumer));
      }
    }
  }
}

/** Of members, and with a topic behind it of offsets. The id is percent-encoded: no name reads as another's. */
export function groupName(id: string): string {
  return `events.${id}`;
}
