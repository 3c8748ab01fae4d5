import type { Caller } from '@access-layer/kit/token';
import { CERTIFIED_TOPICS } from './certified-records.ts';
import { kafkaError } from './kafka-error.ts';
import { openOutsideTopic } from './outside-topic.ts';
import type { EventTopic } from './topic.ts';
import { configOf, isAmong } from './topic-configs.ts';
import type { TopicStore } from './topic-store.ts';

/** As Kafka has it. */
const NAME = /^[a-zA-Z0-9._-]{1,249}$/;
/** Names of our own streams, which nobody shall take for public topics; and what Kafka keeps for itself. */
const RESERVED = /^(packets|anchors|registry|statements|__.*)$/;

/** All topics by name: the certified views, and those that an administrator has made. */
export class TopicCatalogue {
  readonly #store: TopicStore;
  readonly #topics = new Map<string, EventTopic>();
  readonly #listeners = new Set<() => void>();

  constructor(store: TopicStore, certified: EventTopic[]) {
    this.#store = store;
    for (const topic of certified) this.#topics.set(topic.name, topic);
  }

  /** Reads the topics that exist already. */
  async open(): Promise<this> {
    for (const stored of await this.#store.topics()) {
      this.#topics.set(stored.name, openOutsideTopic(this.#store, stored));
    }
    return this;
  }

  /** Those that a caller may read or produce to, by name. */
  list(caller: Caller): EventTopic[] {
    const shown = [...this.#topics.values()].filter(
      (topic) => mayRead(topic, caller) || mayWrite(topic, caller),
    );
    return shown.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  names(): string[] {
    return [...this.#topics.keys()].sort();
  }

  find(name: string): EventTopic | undefined {
    return this.#topics.get(name);
  }

  /** @throws 40401 */
  get(name: string): EventTopic {
    const topic = this.#topics.get(name);
    if (!topic) throw kafkaError(40401);
    return topic;
  }

  /** @throws 40402 */
  partition(topic: EventTopic, partition: number): number {
    if (Number.isInteger(partition) && partition >= 0 && partition < topic.partitions) return partition;
    throw kafkaError(40402);
  }

  /** @throws 40002 where the name cannot be or is taken. */
  async create(name: string, partitions: number, configs: Record<string, string>): Promise<EventTopic> {
    requireFreeName(name, this.#topics);
    const stored = { name, partitions, configs };
    if (!(await this.#store.create(stored))) throw alreadyExists(name);
    return this.#put(openOutsideTopic(this.#store, stored));
  }

  async configure(topic: EventTopic, configs: Record<string, string>): Promise<void> {
    const { name, partitions } = topic;
    if (!(await this.#store.configure(name, configs))) throw kafkaError(40401);
    this.#put(openOutsideTopic(this.#store, { name, partitions, configs }));
  }

  async remove(name: string): Promise<void> {
    this.#topics.delete(name);
    if (!(await this.#store.remove(name))) throw kafkaError(40401);
    this.#changed();
  }

  /** Calls when there are other topics, or others may read them. */
  onChange(listener: () => void): void {
    this.#listeners.add(listener);
  }

  #put(topic: EventTopic): EventTopic {
    this.#topics.set(topic.name, topic);
    this.#changed();
    return topic;
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}

export function mayRead(topic: EventTopic, caller: Caller): boolean {
  return topic.certified || isAmong(configOf(topic.configs, 'access.readers'), caller);
}

export function mayWrite(topic: EventTopic, caller: Caller): boolean {
  return !topic.certified && isAmong(configOf(topic.configs, 'access.writers'), caller);
}

/** @throws 40002 */
export function requireFreeName(name: string, taken: ReadonlyMap<string, unknown>): void {
  if (!NAME.test(name) || name === '.' || name === '..') {
    const expected = 'expected 1 to 249 of letters, digits, dot, hyphen and underscore';
    throw kafkaError(40002, `Topic name "${name.slice(0, 300)}" is invalid: ${expected}`, { instead: true });
  }
  if (Object.hasOwn(CERTIFIED_TOPICS, name) || taken.has(name)) throw alreadyExists(name);
  if (RESERVED.test(name)) throw kafkaError(40002, `Topic name "${name}" is reserved`, { instead: true });
}

function alreadyExists(name: string) {
  return kafkaError(40002, `Topic '${name}' already exists.`, { instead: true });
}
