import type { EventTopic } from './topic.ts';

export interface LanePosition {
  topic: EventTopic;
  lane: number;
  /** Where a reader stands. */
  next: number;
}

interface WatchedLane {
  topic: EventTopic;
  lane: number;
  waiters: Set<{ next: number; wake: () => void }>;
}

/** One look at each lane that anybody waits for, every `pollMs`, however many wait. */
export class TopicWatch {
  readonly #pollMs: number;
  readonly #lanes = new Map<string, WatchedLane>();
  #timer: NodeJS.Timeout | undefined;

  constructor(pollMs = 50) {
    this.#pollMs = pollMs;
  }

  /** Resolves when one of the lanes goes beyond its position, the time is over, or the signal aborts. */
  async more(positions: LanePosition[], timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || timeoutMs <= 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, timeoutMs);
    signal.addEventListener('abort', () => resolve(), { once: true });
    const leave = positions.map((position) => this.#join(position, resolve));
    this.#schedule();
    await promise;
    clearTimeout(timer);
    for (const left of leave) left();
  }

  /** Looks at once: something was appended. */
  poke(): void {
    if (this.#lanes.size > 0) void this.#look();
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const { waiters } of this.#lanes.values()) for (const { wake } of waiters) wake();
    this.#lanes.clear();
  }

  #join({ topic, lane, next }: LanePosition, wake: () => void): () => void {
    const id = `${topic.name}:${lane}`;
    const watched = this.#lanes.get(id) ?? { topic, lane, waiters: new Set() };
    this.#lanes.set(id, watched);
    const waiter = { next, wake };
    watched.waiters.add(waiter);
    return () => {
      watched.waiters.delete(waiter);
      if (watched.waiters.size === 0 && this.#lanes.get(id) === watched) this.#lanes.delete(id);
    };
  }

  #schedule(): void {
    if (this.#timer || this.#lanes.size === 0) return;
    this.#timer = setTimeout(async () => {
      this.#timer = undefined;
      await this.#look();
      this.#schedule();
    }, this.#pollMs);
    this.#timer.unref();
  }

  async #look(): Promise<void> {
    for (const { topic, lane, waiters } of [...this.#lanes.values()]) {
      // A topic that has just been removed wakes its readers; they see for themselves.
      const next = await topic.bounds(lane).then(
        (bounds) => bounds.next,
        () => Number.POSITIVE_INFINITY,
      );
      for (const waiter of [...waiters]) if (next > waiter.next) waiter.wake();
    }
  }
}
