import type { Log } from '@access-layer/kit/log';
import type { Stream } from '@access-layer/kit/stream';
import type { Registry } from '../registry.ts';

export interface OutboxSenderOptions {
  registry: Pick<Registry, 'outbox' | 'sent'>;
  stream: Pick<Stream, 'append'>;
  log: Log;
  /** Pause after the stream refused a record. */
  retryMs?: number;
}

const PRODUCER = 'registry-outbox';
const BATCH = 500;

/**
 * Carries the registry's outbox to the stream, in order, each record once: its position is the producer's sequence, so
 * that one that was appended before a crash is not appended again.
 */
export function createOutboxSender({ registry, stream, log, retryMs = 1000 }: OutboxSenderOptions) {
  let last: Promise<void> = Promise.resolve();
  let retry: NodeJS.Timeout | undefined;
  let closed = false;

  async function sendAll(): Promise<void> {
    for (;;) {
      const records = await registry.outbox(BATCH);
      if (records.length === 0 || closed) return;
      for (const { position, topic, key, value } of records) {
        await stream.append(topic, [{ key, value }], { producer: PRODUCER, sequence: position });
      }
      await registry.sent(records.at(-1)!.position);
    }
  }

  /** Resolves also when the stream refuses: what is in the outbox is safe, and is tried again. */
  function flush(): Promise<void> {
    last = last.then(sendAll).catch((error: unknown) => {
      log.warn({ err: error }, 'the stream refuses records of the outbox; they wait');
      clearTimeout(retry);
      if (!closed) retry = setTimeout(() => void flush(), retryMs).unref();
    });
    return last;
  }

  return {
    flush,
    async close(): Promise<void> {
      closed = true;
      clearTimeout(retry);
      await last;
    },
  };
}
