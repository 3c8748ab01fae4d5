import { randomUUID } from 'node:crypto';
import type { Caller } from '@access-layer/kit/token';
import { Consumer, type ConsumerSettings } from './consumer.ts';
import type { Group } from './consumer-group.ts';
import type { GroupOffsets } from './group-offsets.ts';
import { kafkaError } from './kafka-error.ts';
import { mayRead, type TopicCatalogue } from './topic-catalogue.ts';

export interface ConsumersOptions {
  catalogue: TopicCatalogue;
  store: GroupOffsets;
  openGroup: (id: string) => Group;
  /** A consumer that nobody has used for so long is removed; its partitions go to the others of its group. */
  instanceTimeoutMs: number;
  maxPerClient: number;
  max: number;
}

/** All consumer instances of this process. A client sees only its own, and shares a group with itself alone. */
export class Consumers {
  readonly #options: ConsumersOptions;
  readonly #groups = new Map<string, Map<string, Consumer>>();
  readonly #perClient = new Map<string, number>();
  readonly #timer: NodeJS.Timeout;
  #count = 0;

  constructor(options: ConsumersOptions) {
    this.#options = options;
    const everyMs = Math.min(1000, Math.max(20, options.instanceTimeoutMs / 10));
    this.#timer = setInterval(() => this.#removeIdle(), everyMs);
    this.#timer.unref();
    options.catalogue.onChange(() => {
      for (const group of this.#groups.values()) firstOf(group)?.group.balance();
    });
  }

  get count(): number {
    return this.#count;
  }

  /** @throws 40902 where the name is taken, 42901 where the client has too many. */
  create(caller: Caller, groupName: string, name: string | undefined, settings: ConsumerSettings): Consumer {
    const { catalogue, store, openGroup, maxPerClient, max } = this.#options;
    const owned = this.#perClient.get(caller.clientId) ?? 0;
    if (owned >= maxPerClient || this.#count >= max) {
      const whose = owned >= maxPerClient ? `${owned} consumers of this client` : `${max} consumers`;
      throw kafkaError(42901, `${whose} exist; delete those that are no longer used`);
    }
    const id = groupId(caller, groupName);
    const members = this.#groups.get(id) ?? new Map<string, Consumer>();
    const chosen = name ?? `rest-consumer-${randomUUID()}`;
    if (members.has(chosen)) throw kafkaError(40902);
    const group = firstOf(members)?.group ?? openGroup(id);
    const canRead = (topic: string) => mayRead(catalogue.get(topic), caller);
    const consumer = new Consumer({ name: chosen, group, settings, store, mayRead: canRead });
    group.join(consumer);
    this.#groups.set(id, members.set(chosen, consumer));
    this.#perClient.set(caller.clientId, owned + 1);
    this.#count++;
    return consumer;
  }

  /** @throws 40403 */
  get(caller: Caller, groupName: string, name: string): Consumer {
    const consumer = this.#groups.get(groupId(caller, groupName))?.get(name);
    if (!consumer) throw kafkaError(40403);
    consumer.lastUsedMs = Date.now();
    return consumer;
  }

  /** Ends a consumer that says good-bye: what it fetched counts as done. @throws 40403 */
  async remove(caller: Caller, groupName: string, name: string): Promise<void> {
    const consumer = this.get(caller, groupName, name);
    consumer.end();
    await consumer.exclusive(() => consumer.acknowledge());
    this.#drop(consumer);
  }

  /** Where groups are shared, others take over at once. */
  async close(): Promise<void> {
    clearInterval(this.#timer);
    const groups = [...this.#groups.values()].map((members) => firstOf(members)?.group.close());
    this.#groups.clear();
    await Promise.all(groups);
  }

  /** One that vanished may not have dealt with what it fetched last: another one gets that again. */
  #removeIdle(): void {
    const before = Date.now() - this.#options.instanceTimeoutMs;
    for (const members of [...this.#groups.values()]) {
      for (const consumer of [...members.values()]) {
        if (!consumer.busy && consumer.lastUsedMs <= before) this.#drop(consumer);
      }
    }
  }

  #drop(consumer: Consumer): void {
    const { group, name } = consumer;
    const members = this.#groups.get(group.id);
    if (members?.get(name) !== consumer) return;
    members.delete(name);
    if (members.size === 0) this.#groups.delete(group.id);
    const clientId = clientOf(group.id);
    const left = (this.#perClient.get(clientId) ?? 1) - 1;
    if (left > 0) this.#perClient.set(clientId, left);
    else this.#perClient.delete(clientId);
    this.#count--;
    group.leave(consumer);
  }
}

function firstOf(members: ReadonlyMap<string, Consumer> | undefined): Consumer | undefined {
  return members?.values().next().value;
}

/** The parts are percent-encoded, so that no name can be read as another's. */
function groupId({ clientId, subject }: Caller, groupName: string): string {
  return [clientId, subject, groupName].map(encodeURIComponent).join('/');
}

function clientOf(id: string): string {
  return decodeURIComponent(id.split('/')[0]!);
}
