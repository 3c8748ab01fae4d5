import { messageOf } from '@access-layer/core/errors';
import { TOPICS } from '@access-layer/core/record';
import { formatTime } from '@access-layer/core/time';
import type { Log } from '@access-layer/kit/log';
import type { Stream } from '@access-layer/kit/stream';
import type { UnusualReadValue } from '../events-api/record-schemas.ts';
import type { Entry, ReadReader } from './read-reader.ts';
import type { ReadWriter } from './read-writer.ts';

/** Entries that are pointed out to whose data was read. */
export const UNUSUAL_READS = 'unusual-reads';
const PAGE = 200;

export interface SenderOptions {
  reader: Pick<ReadReader, 'unsent' | 'unusual' | 'progress'>;
  writer: Pick<ReadWriter, 'write'>;
  stream: Pick<Stream, 'append'>;
  /** Under this name messages are numbered. */
  service: string;
  /** Address of its key: another key is another producer. */
  signer: string;
}

/**
 * Carries signed messages to the stream `statements`, where they go into the log like everybody's, and unusual entries to
 * the stream `unusual-reads`; each once and in order.
 */
export function createAttestedSender({ reader, writer, stream, service, signer }: SenderOptions) {
  async function sendMessages(): Promise<void> {
    for (;;) {
      const messages = reader.unsent(PAGE);
      for (const { seq, payload, signature } of messages) {
        const value = JSON.stringify({ payload, signature });
        const once = { producer: `${service}/${signer}`, sequence: seq };
        await stream.append(TOPICS.statements, [{ key: service, value }], once);
      }
      if (messages.length > 0) await writer.write({ kind: 'sent', seq: messages.at(-1)!.seq });
      if (messages.length < PAGE) return;
    }
  }

  async function sendUnusual(): Promise<void> {
    for (;;) {
      const entries = reader.unusual(reader.progress(UNUSUAL_READS), PAGE);
      for (const entry of entries) {
        const once = { producer: `${UNUSUAL_READS}/${service}`, sequence: entry.id };
        await stream.append(
          UNUSUAL_READS,
          [{ key: entry.pod, value: JSON.stringify(noticeOf(entry)) }],
          once,
        );
      }
      if (entries.length > 0)
        await writer.write({ kind: 'progress', name: UNUSUAL_READS, id: entries.at(-1)!.id });
      if (entries.length < PAGE) return;
    }
  }

  return {
    /** Sends all that there is. */
    async send(): Promise<void> {
      await sendMessages();
      await sendUnusual();
    },
  };
}

/** What a customer is told; the record of the topic `unusual-reads`. */
function noticeOf(entry: Entry): UnusualReadValue {
  const { id, pod, atMs, client, subject, role, party, customer, purpose, consents, dataSet } = entry;
  return {
    ...{ entry: id, pod, unusual: entry.unusual!, at: formatTime(atMs), client },
    ...(subject ? { subject } : {}),
    role,
    ...(party ? { party } : {}),
    ...(customer ? { customer } : {}),
    ...(purpose ? { purpose } : {}),
    ...{ consents, dataSet, from: formatTime(entry.fromMs), until: formatTime(entry.untilMs) },
  };
}

/** Runs some work every so often, one at a time; what fails is tried again the next time. */
export function everySo(intervalMs: number, work: () => Promise<void>, log: Log) {
  let last: Promise<void> = Promise.resolve();
  let failure: string | undefined;
  const run = () => {
    last = last.then(work).then(
      () => {
        failure = undefined;
      },
      (error: unknown) => {
        failure = messageOf(error);
        log.error({ err: error }, 'signed messages were not handed on; trying again');
      },
    );
    return last;
  };
  const timer = setInterval(() => void run(), intervalMs).unref();
  return {
    run,
    problem: () => failure,
    async stop(): Promise<void> {
      clearInterval(timer);
      await last;
    },
  };
}
