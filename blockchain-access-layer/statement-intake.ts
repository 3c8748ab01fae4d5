import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '@access-layer/core/errors';
import { TOPICS } from '@access-layer/core/record';
import type { Log } from '@access-layer/kit/log';
import type { Stream, StreamRecord } from '@access-layer/kit/stream';
import type { Intake } from './intake.ts';
import type { PacketLog } from './packet-log.ts';

export interface StatementIntakeOptions {
  stream: Pick<Stream, 'consume'>;
  intake: Pick<Intake, 'offer'>;
  senders: Pick<PacketLog['senders'], 'held'>;
  log: Log;
  /** Pause after something was not taken: the clock leapt, the disk is full. */
  retryMs?: number;
}

const GROUP = 'blockchain-access-layer';
const LINES_A_ROUND = 100;
const HELD_A_ROUND = 256;

/**
 * Takes the signed messages of parties and services from the stream `statements` into the log of packets. The group moves
 * on only behind what is on disk: accepted, held, or refused with a reason; after a crash the last lines come again and
 * are duplicates.
 */
export function startStatementIntake(options: StatementIntakeOptions) {
  const { stream, intake, senders, log, retryMs = 1000 } = options;
  const stopped = new AbortController();
  let problem: string | undefined;
  let retrying: Promise<void> | undefined;
  let heldAfter = 0;

  /** Resolves when all are on disk, in whatever way; rejects where the log takes nothing now. */
  async function offerAll(messages: Uint8Array[]): Promise<void> {
    const offers = messages.map((bytes) => {
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      intake.offer({ node: undefined, bytes, reply: (error) => (error ? reject(error) : resolve()) });
      return promise;
    });
    const refused = (await Promise.allSettled(offers)).find(({ status }) => status === 'rejected');
    if (refused) throw (refused as PromiseRejectedResult).reason;
  }

  async function take(signal: AbortSignal): Promise<void> {
    const source = stream.consume({ topic: TOPICS.statements, group: GROUP, limit: LINES_A_ROUND }, signal);
    for await (const { records, commit } of source) {
      await offerAll(records.map(messageIn));
      await commit();
      problem = undefined;
    }
  }

  async function follow(): Promise<void> {
    while (!stopped.signal.aborted) {
      try {
        await take(stopped.signal);
      } catch (error) {
        problem = `statements wait: ${messageOf(error)}`;
        log.error({ err: error }, 'statements were not taken; trying again');
        await delay(retryMs, undefined, { signal: stopped.signal }).catch(() => undefined);
      }
    }
  }

  async function retryHeld(): Promise<void> {
    const page = senders.held(heldAfter, HELD_A_ROUND);
    heldAfter = page.length === HELD_A_ROUND ? page.at(-1)!.id : 0;
    await offerAll(page.map(({ message }) => message)).catch((error) => {
      log.warn({ reason: messageOf(error) }, 'statements that wait could not be looked at again');
    });
  }

  const ended = follow();
  return {
    /** Why statements are not taken now; undefined where they are. */
    problem: () => problem,

    /** Looks again at messages whose key or predecessor was not known; call it every second or so. */
    tick(): void {
      if (stopped.signal.aborted) return;
      retrying ??= retryHeld().finally(() => {
        retrying = undefined;
      });
    },

    /** Resolves when nothing more is offered; what was offered is answered. */
    async stop(): Promise<void> {
      stopped.abort();
      await ended;
      await retrying;
    },
  };
}

export type StatementIntake = ReturnType<typeof startStatementIntake>;

/** The message that a line carries; of a line that carries none, the line itself, which is then refused as malformed. */
function messageIn({ value }: StreamRecord): Uint8Array {
  try {
    const { payload, signature } = JSON.parse(value) as { payload?: unknown; signature?: unknown };
    if (typeof payload === 'string' && typeof signature === 'string') {
      return Buffer.from(`${signature}\n${payload}`);
    }
  } catch {
    // No JSON, or `null`: refused below like any other text that is no message.
  }
  return Buffer.from(value);
}
