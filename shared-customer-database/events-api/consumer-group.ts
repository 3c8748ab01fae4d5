import { assignPartitions, partitionId } from './assign-partitions.ts';
import type { Consumer } from './consumer.ts';
import type { EventTopic } from './topic.ts';
import type { TopicCatalogue } from './topic-catalogue.ts';

/** A partition in the hands of one consumer. */
export interface Holding {
  topic: EventTopic;
  partition: number;
  owner: Consumer;
  /** Where the next fetch begins; undefined until it is known. */
  position: number | undefined;
  /** Set when the client moved it, or it is new: whether it lies within the topic is to be looked at. */
  unchecked: boolean;
  /** Records went to the client, and it has not come back since. */
  delivered: boolean;
  /** False when it has been taken away. */
  live: boolean;
}

/** Who of some consumers holds which partition: in this process, or over several. */
export interface Group {
  /** As the topic store knows it: apart from the same name of another client. */
  readonly id: string;
  join(consumer: Consumer): void;
  /** Takes everything from a consumer, for the others. */
  leave(consumer: Consumer): void;
  /** Shares anew: after members, subscriptions or topics have changed. */
  balance(): void;
  /** Hands over what a consumer was to lose and has dealt with. */
  settle(consumer: Consumer): void;
  /** Where reading began without a commit: who takes over must not begin later than that. */
  begunAt(holding: Holding): number | undefined;
  begin(holding: Holding, position: number): void | Promise<void>;
  close(): Promise<void>;
}

/**
 * The consumers that share one group's topics. A partition whose records a living consumer has just been given stays
 * with it until it asks for more (it has dealt with them then) or is gone; so a change of members brings nothing twice
 * that need not be, and nothing is lost.
 */
export class ConsumerGroup implements Group {
  readonly id: string;
  readonly #catalogue: TopicCatalogue;
  readonly #members = new Set<Consumer>();
  readonly #holdings = new Map<string, Holding>();
  readonly #begun = new Map<string, number>();
  #target = new Map<string, { topic: string; partition: number; subscriber: string }>();

  constructor(id: string, catalogue: TopicCatalogue) {
    this.id = id;
    this.#catalogue = catalogue;
  }

  get size(): number {
    return this.#members.size;
  }

  join(consumer: Consumer): void {
    this.#members.add(consumer);
  }

  leave(consumer: Consumer): void {
    this.#members.delete(consumer);
    for (const holding of consumer.holdings.values()) this.#take(holding);
    this.balance();
  }

  balance(): void {
    const subscribers = [...this.#members].filter(({ subscription }) => subscription?.kind !== 'assigned');
    const names = this.#catalogue.names();
    const wanted = subscribers.map((consumer) => ({
      id: consumer.name,
      topics: new Set(consumer.subscribedTopics(names)),
    }));
    const topics = names.map((name) => this.#catalogue.get(name));
    this.#target = assignPartitions(wanted, topics);
    for (const holding of [...this.#holdings.values()]) {
      const { topic, partition, owner, delivered } = holding;
      const stays = this.#target.get(partitionId(topic.name, partition))?.subscriber === owner.name;
      const gone = this.#catalogue.find(topic.name) === undefined;
      if (gone || (!stays && !delivered)) this.#take(holding);
      else if (!gone) holding.topic = this.#catalogue.get(topic.name);
    }
    this.#give();
  }

  settle(consumer: Consumer): void {
    for (const [id, holding] of [...consumer.holdings]) {
      if (this.#holdings.get(id) !== holding) continue;
      if (this.#target.get(id)?.subscriber !== consumer.name && !holding.delivered) this.#take(holding);
    }
    this.#give();
  }

  begunAt(holding: Holding): number | undefined {
    return this.#begun.get(partitionId(holding.topic.name, holding.partition));
  }

  begin(holding: Holding, position: number): void {
    this.#begun.set(partitionId(holding.topic.name, holding.partition), position);
  }

  async close(): Promise<void> {
    // Nobody else knows of it.
  }

  #give(): void {
    for (const [id, { topic, partition, subscriber }] of this.#target) {
      if (this.#holdings.has(id)) continue;
      const owner = [...this.#members].find(({ name }) => name === subscriber);
      if (!owner) continue;
      const holding = newHolding(this.#catalogue.get(topic), partition, owner);
      this.#holdings.set(id, holding);
      owner.holdings.set(id, holding);
    }
  }

  #take(holding: Holding): void {
    const id = partitionId(holding.topic.name, holding.partition);
    holding.live = false;
    holding.owner.holdings.delete(id);
    if (this.#holdings.get(id) === holding) this.#holdings.delete(id);
  }
}

export function newHolding(topic: EventTopic, partition: number, owner: Consumer): Holding {
  return { topic, partition, owner, position: undefined, unchecked: true, delivered: false, live: true };
}
