import { setTimeout as delay } from 'node:timers/promises';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import type { Log } from '@access-layer/kit/log';
import type { Channel, ChannelBody, Sender, SenderAdapter, SenderContext } from './channel.ts';
import type { Channels } from './channels.ts';
import { alarmsError } from './errors.ts';
import type { History } from './history.ts';
import type { Notice } from './notice.ts';
import type { Book } from './open-book.ts';
import type { Delivery, Outbox } from './outbox.ts';

/** The senders by kind of channel, each loaded by its name. */
export async function loadSenders(context: SenderContext): Promise<Record<ChannelBody['kind'], Sender>> {
  const load = async (kind: ChannelBody['kind']) => {
    const { default: adapter } = (await import(`./senders/${kind}.ts`)) as { default: SenderAdapter };
    return adapter.create(context);
  };
  return { email: await load('email'), slack: await load('slack'), webhook: await load('webhook') };
}

export type Senders = Awaited<ReturnType<typeof loadSenders>>;

export interface DeliverOptions {
  book: Book;
  outbox: Outbox;
  channels: Channels;
  history: History;
  senders: Senders;
  giveUpAfterS: number;
  log: Log;
  now: () => number;
  /** After something has changed that people look at. */
  changed(owner: string): void;
}

const RETRY_MS = 1000;
const LEAST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 60_000;

/** Sends what waits, each channel in order and beside the others, until it is stopped; what was not taken is tried again. */
export function startDelivering(options: DeliverOptions) {
  const { outbox, log, now } = options;
  const stopped = new AbortController();
  let wake: () => void = () => undefined;

  async function run(): Promise<void> {
    while (!stopped.signal.aborted) {
      const asked = new Promise<void>((resolve) => {
        wake = resolve;
      });
      try {
        const due = outbox.due();
        await Promise.all(due.map((delivery) => deliver(options, delivery)));
        if (due.length > 0) continue;
        const timer = setTimeout(() => wake(), untilNextMs());
        await asked;
        clearTimeout(timer);
      } catch (error) {
        log.error({ err: error }, 'what is to be sent cannot be read or written; trying again');
        await delay(RETRY_MS, undefined, { signal: stopped.signal }).catch(() => undefined);
      }
    }
  }

  /** The next try that is due; what is new wakes it before. */
  function untilNextMs(): number {
    return Math.min(LONGEST_PAUSE_MS, Math.max(LEAST_PAUSE_MS, (outbox.nextDueMs() ?? Infinity) - now()));
  }

  const ended = run();
  return {
    kick: () => wake(),
    async stop(): Promise<void> {
      stopped.abort();
      wake();
      await ended;
    },
  };
}

async function deliver(options: DeliverOptions, delivery: Delivery): Promise<void> {
  const { book, outbox, channels, history, senders, giveUpAfterS, log, now, changed } = options;
  const { id, owner, alarm, notice, madeAtMs } = delivery;
  const channel = channels.find(delivery.channel);
  try {
    if (!channel) throw alarmsError('ALM_CHANNEL_UNKNOWN', 'the channel was removed');
    const answer = await send(senders, channel, notice);
    book.atomically(() => {
      outbox.sent(id, answer);
      history.add(owner, 'sent', `${notice.what} to ${channel.name}: ${answer.slice(0, 200)}`, { alarm });
    });
  } catch (error) {
    const message = messageOf(error);
    const isFinal = !(error instanceof AccessLayerError && error.retryable);
    log.warn({ err: error, channel: delivery.channel, tries: delivery.tries + 1 }, 'a notice was not taken');
    if (!isFinal && now() < madeAtMs + giveUpAfterS * 1000) return outbox.again(delivery, message);
    book.atomically(() => {
      outbox.failed(id, message);
      history.add(owner, 'failed', `${notice.what} to ${channel?.name ?? delivery.channel}: ${message}`, {
        alarm,
      });
    });
  }
  changed(owner);
}

export function send(senders: Senders, channel: Channel, notice: Notice): Promise<string> {
  return senders[channel.kind].send(channel, notice);
}
