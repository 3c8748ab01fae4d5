import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '@access-layer/core/errors';
import type { Log } from '@access-layer/kit/log';
import type { Stream } from '@access-layer/kit/stream';
import type { Book } from './open-book.ts';

const PRODUCER = 'onboarding';
const RETRY_MS = 1000;

/** Sends what waits in the outbox to the stream, each record once and in order, as soon as it is there. */
export function startRelay(book: Book, stream: Pick<Stream, 'append'>, log: Log) {
  const stopped = new AbortController();
  let failure: string | undefined;
  let wake: () => void = () => undefined;

  async function send(): Promise<void> {
    for (let record = book.nextToTell(); record; record = book.nextToTell()) {
      const { topic, key, value, sequence } = record;
      await stream.append(topic, [{ key, value }], { producer: PRODUCER, sequence });
      book.told(sequence);
    }
  }

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      const asked = new Promise<void>((resolve) => {
        wake = resolve;
      });
      try {
        await send();
        failure = undefined;
        await asked;
      } catch (error) {
        failure = messageOf(error);
        log.error({ err: error }, 'the stream cannot be written; trying again');
        await delay(RETRY_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
      }
    }
  }

  const ended = run();
  return {
    kick: () => wake(),
    failure: () => failure,
    async stop(): Promise<void> {
      stopped.abort();
      wake();
      await ended;
    },
  };
}
