import { setTimeout as delay } from 'node:timers/promises';
import type { AccessLayerClient } from '@access-layer/client/create-client';
import { messageHashOf } from '@access-layer/core/message';
import type { Statement } from '@access-layer/core/payloads/statement';
import type { Log } from '@access-layer/kit/log';
import { consumeKafka } from './consume-kafka.ts';
import type { Stated } from './stakeholder.ts';

/** A record of a certified topic, as it stands in its value. */
export interface Certified {
  payload: string;
  signature: `0x${string}`;
}

/** What a stakeholder hears on the event stream. */
export interface Inbox {
  /** Resolves when it listens, or is closed, or does not get to listen in time. */
  ready: Promise<void>;
  /** Statements of a type with this id, as soon as there is one; none where none comes in time. */
  heard(type: Statement['type'], id: string): Promise<Stated[]>;
  /** Messages since the last time that this was asked, whatever they are. */
  count(): number;
  close(): Promise<void>;
}

export interface InboxOptions {
  /** Server-sent events, or a consumer group of Kafka REST. */
  by: 'server-sent-events' | 'kafka-rest';
  party: string;
  topics: readonly string[];
  hearWithinMs: number;
  log: Log;
}

/** Sealed once in so many seconds, a statement takes a while to be on the stream. */
export const HEAR_WITHIN_MS = 20_000;
const MOST_KEPT = 500;
const AGAIN_MS = 2000;

/** Listens from now on. What was said before is asked for by REST. */
export function openInbox(client: AccessLayerClient, options: InboxOptions): Inbox {
  const { by, party, topics, hearWithinMs, log } = options;
  const closing = new AbortController();
  const { signal } = closing;
  const kept = new Map<string, Stated & { type: string }>();
  const wakes = new Set<() => void>();
  let count = 0;
  const opened = new AbortController();
  const onOpen = () => opened.abort();

  function take({ payload, signature }: Certified): void {
    const { type, sender, id } = JSON.parse(payload) as { type: string; sender?: string; id?: string };
    count++;
    if (sender === undefined || id === undefined) return;
    const messageHash = messageHashOf({ payload, signature });
    kept.set(messageHash, { type, sender, id, messageHash, payload });
    for (const oldest of [...kept.keys()].slice(0, -MOST_KEPT)) kept.delete(oldest);
    for (const wake of wakes) wake();
  }

  async function listen(): Promise<void> {
    while (!signal.aborted) {
      try {
        if (by === 'kafka-rest') {
          for await (const value of consumeKafka(client, { group: party, topics, signal, onOpen }))
            take(value);
        } else {
          for await (const { type, data } of client.follow({ topics, from: 'latest', signal, onOpen })) {
            if (type !== 'gap') take(data.value as Certified);
          }
        }
      } catch (err) {
        if (!signal.aborted) log.warn({ err, party }, 'the event stream broke off');
      }
      await delay(AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  const find = (type: string, id: string) =>
    [...kept.values()].filter((one) => one.type === type && one.id === id);
  const listening = listen();
  const late = () => AbortSignal.any([signal, AbortSignal.timeout(hearWithinMs)]);
  return {
    ready: aborted(AbortSignal.any([opened.signal, late()])),
    async heard(type, id) {
      const until = late();
      while (find(type, id).length === 0 && !until.aborted) {
        await Promise.race([new Promise<void>((resolve) => wakes.add(resolve)), aborted(until)]);
        wakes.clear();
      }
      return find(type, id);
    },
    count() {
      const since = count;
      count = 0;
      return since;
    },
    async close() {
      closing.abort();
      await listening;
    },
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
