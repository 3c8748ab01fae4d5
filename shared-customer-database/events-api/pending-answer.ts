import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Consumer, Delivery } from './consumer.ts';

/** Records on their way to a client. */
export interface PendingAnswer {
  /** Resolves when they have left, or their connection has broken and they have been taken back. */
  settled: Promise<void>;
  cut(): void;
}

/** How long the next request waits for the answer to the last one; that connection is dead then. */
const MAX_WAIT_MS = 5000;

/** Follows an answer: what does not leave goes back, to be fetched again. */
export function followAnswer(consumer: Consumer, deliveries: Delivery[], raw: ServerResponse): PendingAnswer {
  const settled = new Promise<void>((resolve) => {
    const settle = () => {
      if (!raw.writableFinished) consumer.takeBack(deliveries);
      resolve();
    };
    if (raw.destroyed) settle();
    else raw.once('close', settle);
  });
  return { settled, cut: () => raw.destroy() };
}

/** A client that asks again before its last answer has left has lost that connection, or will. */
export async function awaitAnswer(pending: PendingAnswer): Promise<void> {
  const waited = new AbortController();
  const late = delay(MAX_WAIT_MS, 'late' as const, { signal: waited.signal, ref: false }).catch(
    () => undefined,
  );
  const first = await Promise.race([pending.settled, late]);
  waited.abort();
  if (first !== 'late') return;
  pending.cut();
  await pending.settled;
}
