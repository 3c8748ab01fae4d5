import { AccessLayerError } from '@access-layer/core/errors';
import type { Fetch } from './access-tokens.ts';
import { refusal } from './errors.ts';
import { pause } from './patient-fetch.ts';
import { type EventStreamState, readEvents } from './server-sent-events.ts';

export interface FollowOptions {
  topics: readonly string[];
  /** Where to begin without `lastEventId`: `latest` where absent. */
  from?: 'earliest' | 'latest';
  /** Where an earlier reader was. */
  lastEventId?: string;
  signal?: AbortSignal;
  /** Each time that a stream has begun: from now on nothing is missed. */
  onOpen?: () => void;
}

/** A record of a topic, or a gap: records that are no longer kept. */
export interface FollowedEvent {
  /** The topic, or `gap`. */
  type: string;
  /** Give it as `lastEventId` to go on behind this one. */
  id: string;
  // biome-ignore lint/suspicious/noExplicitAny: what it holds is the topic's; the AsyncAPI document says it
  data: any;
}

const RETRY_MS = 2000;

/**
 * Follows topics until the signal aborts: when a stream ends (its token ran out, the server stops, the line breaks) it goes
 * on in a new one from the last event that came.
 * @throws AccessLayerError where the topics are refused or closed
 */
export async function* follow(
  fetch: Fetch,
  url: string,
  { topics, from, lastEventId = '', signal, onOpen }: FollowOptions,
): AsyncGenerator<FollowedEvent, void, undefined> {
  const query = new URLSearchParams({ topics: topics.join(','), ...(from ? { from } : {}) });
  const state: EventStreamState = { lastEventId };
  while (!signal?.aborted) {
    try {
      const body = await open(fetch, `${url}/v1/events/stream?${query}`, state, signal);
      onOpen?.();
      for await (const event of readEvents(body, state, signal)) {
        if (event.type === 'end') checkEnd(event.data);
        else yield { type: event.type, id: event.lastEventId, data: JSON.parse(event.data) };
      }
    } catch (error) {
      if (signal?.aborted) return;
      if (error instanceof AccessLayerError && !error.retryable) throw error;
    }
    await pause(state.retryMs ?? RETRY_MS, signal).catch(() => undefined);
  }
}

async function open(
  fetch: Fetch,
  url: string,
  { lastEventId }: EventStreamState,
  signal: AbortSignal | undefined,
): Promise<ReadableStream<Uint8Array>> {
  const headers = new Headers({ accept: 'text/event-stream' });
  if (lastEventId) headers.set('last-event-id', lastEventId);
  const response = await fetch(new Request(url, { headers, ...(signal ? { signal } : {}) }));
  if (response.ok && response.body) return response.body;
  throw refusal(response.status, await response.json().catch(() => undefined));
}

/** A topic that was removed, or closed to this client, does not come back by asking again. */
function checkEnd(data: string): void {
  const { reason } = JSON.parse(data) as { reason: string };
  if (reason !== 'topic-closed') return;
  throw new AccessLayerError({
    code: 'CLIENT_TOPIC_CLOSED',
    message: 'a topic was removed or closed to this client',
  });
}
