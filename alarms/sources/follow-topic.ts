import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '@access-layer/core/errors';
import type { Parts } from '../parts.ts';

export interface TopicFollower {
  topic: string;
  /** Whether some rule asks for it now. */
  isWanted(): boolean;
  /** Every so often beside the events: what no event tells. */
  again?(): Promise<void>;
  /** The value of a record. */
  take(value: unknown): Promise<void>;
}

const RETRY_MS = 2000;
const LOOK_EVERY_MS = 1000;

/** Follows a topic of the Events API while some rule asks for it, from where it was read last; answers when it is stopped. */
export async function followTopic(parts: Parts, of: TopicFollower, signal: AbortSignal): Promise<void> {
  const { watches, sources, log } = parts;
  const { topic, isWanted } = of;
  while (!signal.aborted) {
    if (!isWanted()) {
      sources.rests(topic);
      watches.forgetCursor(topic); // whoever asks for it next begins then
      await delay(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
      continue;
    }
    try {
      await followOnce(parts, of, signal);
    } catch (error) {
      sources.failed(topic, messageOf(error));
      log.error({ err: error, topic }, 'a topic cannot be followed; trying again');
      await delay(RETRY_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}

/** Until nobody asks for it any more. */
async function followOnce(
  { client, watches, sources }: Parts,
  { topic, isWanted, take }: TopicFollower,
  signal: AbortSignal,
): Promise<void> {
  const ending = new AbortController();
  const end = () => ending.abort();
  signal.addEventListener('abort', end);
  const timer = setInterval(() => !isWanted() && end(), LOOK_EVERY_MS);
  const lastEventId = watches.cursor(topic);
  const options = { topics: [topic], ...(lastEventId ? { lastEventId } : {}) };
  try {
    sources.ok(topic);
    for await (const { type, id, data } of client.follow({ ...options, signal: ending.signal })) {
      if (type !== 'gap') await take((data as { value?: unknown }).value);
      watches.read(topic, id);
    }
  } finally {
    clearInterval(timer);
    signal.removeEventListener('abort', end);
  }
}
