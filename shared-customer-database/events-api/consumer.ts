import { partitionId } from './assign-partitions.ts';
import { type Group, type Holding, newHolding } from './consumer-group.ts';
import type { GroupOffsets } from './group-offsets.ts';
import { kafkaError } from './kafka-error.ts';
import type { PlainFormat } from './media-type.ts';
import { awaitAnswer, type PendingAnswer } from './pending-answer.ts';
import type { EventTopic } from './topic.ts';
import { matchTopics } from './topic-pattern.ts';
import type { CommittedOffset } from './topic-store.ts';

export interface ConsumerSettings {
  format: PlainFormat;
  autoCommit: boolean;
  offsetReset: 'earliest' | 'latest' | 'none';
  requestTimeoutMs: number;
  /** A fetch answers as soon as it has so many bytes; below 1: as soon as it has a record. */
  fetchMinBytes: number;
}

export type Subscription =
  | { kind: 'topics'; topics: string[] }
  | { kind: 'pattern'; pattern: string }
  | { kind: 'assigned' };

/** What moved a partition's position, to move it back if the answer never reached the client. */
export interface Delivery {
  holding: Holding;
  before: number;
  after: number;
}

const EXCLUSIVE =
  'You must choose only one way to configure your consumer: (1) subscribe to specific topics by name, ' +
  '(2) subscribe to topics matching a regex pattern, (3) assign itself specific topic-partitions.';
/** Requests of one consumer run one after the other; more than these do not wait. */
const MAX_WAITING = 8;
/** How often the way past records that a caller may not see is remembered. */
const SKIPPED_COMMIT_MS = 5000;

/** One consumer instance: its subscription, and where it stands in the partitions that it holds. */
export class Consumer {
  readonly name: string;
  readonly group: Group;
  readonly settings: ConsumerSettings;
  readonly holdings = new Map<string, Holding>();
  subscription: Subscription | undefined;
  lastUsedMs = Date.now();
  /** The answer to the last fetch, until it has left. */
  pending: PendingAnswer | undefined;
  readonly #store: GroupOffsets;
  /** Reads topics that its caller may; the names are asked again whenever topics change. */
  readonly #mayRead: (topic: string) => boolean;
  readonly #committed = new Map<Holding, { position: number; atMs: number }>();
  readonly #end = new AbortController();
  #running: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(options: {
    name: string;
    group: Group;
    settings: ConsumerSettings;
    store: GroupOffsets;
    mayRead: (topic: string) => boolean;
  }) {
    this.name = options.name;
    this.group = options.group;
    this.settings = options.settings;
    this.#store = options.store;
    this.#mayRead = options.mayRead;
  }

  get busy(): boolean {
    return this.#waiting > 0;
  }

  /** Aborts when the consumer is to be removed: a waiting fetch answers at once. */
  get ended(): AbortSignal {
    return this.#end.signal;
  }

  end(): void {
    this.#end.abort();
  }

  /** Runs requests of this consumer one after the other. @throws 42901 where too many wait. */
  async exclusive<T>(work: () => Promise<T>): Promise<T> {
    if (this.#waiting >= MAX_WAITING) {
      throw kafkaError(42901, `consumer ${this.name} answers ${MAX_WAITING} requests already`);
    }
    this.#waiting++;
    const mine = this.#running.then(work);
    this.#running = mine.catch(() => undefined);
    try {
      return await mine;
    } finally {
      this.#waiting--;
      this.lastUsedMs = Date.now();
    }
  }

  /** Of all topics, those that it is subscribed to. */
  subscribedTopics(names: readonly string[]): string[] {
    if (!this.subscription || this.subscription.kind === 'assigned') return [];
    const { subscription } = this;
    const wanted =
      subscription.kind === 'topics' ? subscription.topics : this.#match(subscription.pattern, names);
    return wanted.filter((name) => names.includes(name) && this.#mayRead(name));
  }

  /** @throws 40903 where it has partitions assigned by hand, 42204 where the pattern is wrong. */
  subscribe(subscription: Exclude<Subscription, { kind: 'assigned' }>, names: readonly string[]): void {
    if (this.subscription?.kind === 'assigned' && this.holdings.size > 0) throw kafkaError(40903, EXCLUSIVE);
    if (subscription.kind === 'pattern') matchTopics(subscription.pattern, names);
    this.subscription = subscription;
    this.group.balance();
  }

  /** Gives everything back. */
  unsubscribe(): void {
    this.subscription = undefined;
    this.group.leave(this);
    this.group.join(this);
  }

  /** Takes these partitions by hand, beside what the group shares. @throws 40903 where it is subscribed. */
  assign(partitions: { topic: EventTopic; partition: number }[]): void {
    if (this.subscription && this.subscription.kind !== 'assigned') throw kafkaError(40903, EXCLUSIVE);
    this.subscription = { kind: 'assigned' };
    const wanted = new Set(partitions.map(({ topic, partition }) => partitionId(topic.name, partition)));
    for (const [id, holding] of this.holdings) {
      if (wanted.has(id)) continue;
      holding.live = false;
      this.holdings.delete(id);
    }
    for (const { topic, partition } of partitions) {
      const id = partitionId(topic.name, partition);
      if (!this.holdings.has(id)) this.holdings.set(id, newHolding(topic, partition, this));
    }
  }

  /** Moves the next fetch. @throws 40903 where it does not hold the partition. */
  async seek(topic: string, partition: number, to: number | 'beginning' | 'end'): Promise<void> {
    const holding = this.holdings.get(partitionId(topic, partition));
    if (!holding) throw kafkaError(40903, `No current assignment for partition ${topic}-${partition}`);
    if (typeof to === 'number') holding.position = to;
    else {
      const { first, next } = await holding.topic.bounds(holding.topic.laneOf(partition));
      holding.position = to === 'beginning' ? first : next;
    }
    holding.unchecked = true;
    holding.delivered = false;
  }

  /** The client has come back: what it was given counts as done, and is committed if that goes by itself. */
  async acknowledge(): Promise<void> {
    await this.#answered();
    if (this.settings.autoCommit) {
      const due = [...this.holdings.values()].filter((holding) => this.#isDue(holding));
      if (due.length > 0) await this.#commit(due);
    }
    for (const holding of this.holdings.values()) holding.delivered = false;
  }

  /** Commits everything that has been fetched. */
  async commitFetched(): Promise<void> {
    await this.#answered();
    const moved = [...this.holdings.values()].filter(({ position }) => position !== undefined);
    if (moved.length > 0) await this.#commit(moved);
    for (const holding of moved) holding.delivered = false;
  }

  async commit(offsets: CommittedOffset[]): Promise<void> {
    await this.#store.commit(this.group.id, offsets);
    for (const { topic, partition, offset } of offsets) {
      const holding = this.holdings.get(partitionId(topic, partition));
      if (holding?.position !== undefined && offset >= holding.position) holding.delivered = false;
    }
  }

  committed(topic: string, partition: number): Promise<CommittedOffset | undefined> {
    return this.#store.committed(this.group.id, topic, partition);
  }

  /** Where the next fetch from a partition begins. @throws 50002 where nothing says so and it is not to be reset. */
  async positionOf(holding: Holding): Promise<number> {
    if (holding.position !== undefined && !holding.unchecked) return holding.position;
    const { topic, partition } = holding;
    const { first, next } = await topic.bounds(topic.laneOf(partition));
    const wanted =
      holding.position ??
      (await this.committed(topic.name, partition))?.offset ??
      this.group.begunAt(holding);
    holding.unchecked = false;
    if (wanted !== undefined && wanted >= first && wanted <= next) holding.position = wanted;
    else holding.position = await this.#resetPosition(holding, first, next, wanted);
    return holding.position;
  }

  /** Moves back what an answer would have delivered that never reached the client. */
  takeBack(deliveries: readonly Delivery[]): void {
    for (const { holding, before, after } of deliveries) {
      if (!holding.live || holding.position !== after) continue;
      holding.position = before;
      holding.delivered = false;
    }
  }

  async #answered(): Promise<void> {
    if (this.pending) await awaitAnswer(this.pending);
    this.pending = undefined;
  }

  /** A pattern that has become too slow with new names is dropped: it must not hold up what others do. */
  #match(pattern: string, names: readonly string[]): string[] {
    try {
      return matchTopics(pattern, names);
    } catch {
      this.subscription = undefined;
      return [];
    }
  }

  async #resetPosition(
    holding: Holding,
    first: number,
    next: number,
    wanted: number | undefined,
  ): Promise<number> {
    const { offsetReset } = this.settings;
    const { topic, partition } = holding;
    if (offsetReset === 'none') {
      const which = wanted === undefined ? 'no committed offset' : `offset ${wanted} out of range`;
      throw kafkaError(
        50002,
        `${which} for partition ${topic.name}-${partition}, and auto.offset.reset is none`,
      );
    }
    const position = offsetReset === 'earliest' ? first : next;
    await this.group.begin(holding, position);
    return position;
  }

  #isDue(holding: Holding): boolean {
    if (holding.position === undefined) return false;
    const last = this.#committed.get(holding);
    if (last?.position === holding.position) return false;
    return holding.delivered || Date.now() - (last?.atMs ?? this.lastUsedMs) > SKIPPED_COMMIT_MS;
  }

  async #commit(holdings: Holding[]): Promise<void> {
    await this.#store.commit(
      this.group.id,
      holdings.map(({ topic, partition, position }) => ({
        topic: topic.name,
        partition,
        offset: position!,
        metadata: '',
      })),
    );
    const atMs = Date.now();
    for (const holding of holdings) this.#committed.set(holding, { position: holding.position!, atMs });
    for (const holding of this.#committed.keys()) if (!holding.live) this.#committed.delete(holding);
  }
}
