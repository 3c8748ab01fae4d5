import type { Duplex } from 'node:stream';
import { timedOut, unreachable, wrongAnswer } from './errors.ts';
import type { Framing } from './framing.ts';

/** An open line to one or more units. It carries one request at a time; its user waits for each answer. */
export interface Link {
  /**
   * Sends a PDU to a unit and gives the PDU of the answer, exceptions included.
   * @throws AccessLayerError LN_METER_TIMEOUT, LN_METER_ANSWER, LN_METER_UNREACHABLE
   */
  exchange(unit: number, pdu: Buffer, timeoutMs: number): Promise<Buffer>;
  /** True from the moment the line is of no use any more. */
  ended(): boolean;
  /** Resolves when the line has been given back. */
  destroy(): Promise<void>;
}

export interface LinkOptions {
  /** Names the line for a person. */
  where: string;
  gapMs?: number;
  /** Gives the stream back to the system; resolves when it has been. */
  end: () => Promise<void>;
}

interface Waiting {
  unit: number;
  finish: (error?: Error, pdu?: Buffer) => void;
}

/**
 * A line over an open stream: a socket or a serial port. `gapMs` is the silence that must lie between what was
 * received and the next request. Where answers carry no number, a request that had no answer in time is followed by
 * one more timeout of listening, so that the late answer is not taken for the next one.
 */
export function createLink(
  stream: Duplex,
  framing: Framing,
  { where, gapMs = 0, end: giveBack }: LinkOptions,
): Link {
  let received: Buffer = Buffer.alloc(0);
  let waiting: Waiting | undefined;
  let lastByteAtMs = 0;
  let owedMs = 0;
  let gone = false;
  let onByte: (() => void) | undefined;
  let givenBack: Promise<void> | undefined;

  stream.on('data', (chunk: Buffer) => {
    lastByteAtMs = performance.now();
    received = waiting ? Buffer.concat([received, chunk]) : Buffer.alloc(0);
    if (waiting) take(waiting);
    else onByte?.();
  });
  const end = (error?: Error) => {
    gone = true;
    waiting?.finish(unreachable(where, error?.message ?? 'it closed the connection'));
  };
  stream.on('error', (error) => {
    end(error);
    givenBack ??= giveBack();
  });
  stream.once('close', () => end());

  function take({ unit, finish }: Waiting): void {
    for (;;) {
      const taken = framing.take(received);
      if (taken.kind === 'wait') return;
      if (taken.kind === 'broken') {
        finish(wrongAnswer(where, unit, taken.detail));
        return;
      }
      received = taken.rest;
      if (taken.kind === 'answer') {
        finish(undefined, taken.pdu);
        return;
      }
    }
  }

  /** What comes late comes now. */
  async function settle(): Promise<void> {
    const untilMs = performance.now() + owedMs;
    owedMs = 0;
    while (!gone && performance.now() < untilMs) {
      const heard = await listen(untilMs - performance.now());
      if (heard) break;
    }
    while (!gone && performance.now() - lastByteAtMs < gapMs) {
      await listen(gapMs - (performance.now() - lastByteAtMs));
    }
  }

  function listen(ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (heard: boolean) => {
        clearTimeout(timer);
        onByte = undefined;
        resolve(heard);
      };
      const timer = setTimeout(done, ms, false);
      onByte = () => done(true);
    });
  }

  return {
    async exchange(unit, pdu, timeoutMs) {
      if (owedMs > 0 || gapMs > 0) await settle();
      if (gone) throw unreachable(where, 'it closed the connection');
      return new Promise((resolve, reject) => {
        const finish: Waiting['finish'] = (error, answer) => {
          clearTimeout(timer);
          waiting = undefined;
          received = Buffer.alloc(0);
          if (error) reject(error);
          else resolve(answer!);
        };
        const timer = setTimeout(() => {
          if (!framing.numbered) owedMs = timeoutMs;
          finish(received.length > 0 ? noise(where, unit, received) : timedOut(where, unit, timeoutMs));
        }, timeoutMs);
        waiting = { unit, finish };
        stream.write(framing.encode(unit, pdu));
      });
    },
    ended: () => gone,
    async destroy() {
      end();
      givenBack ??= giveBack();
      await givenBack;
    },
  };
}

function noise(where: string, unit: number, bytes: Buffer): Error {
  const shown = bytes.subarray(0, 16).toString('hex');
  const detail = `${bytes.length} bytes that are no answer (${shown}); check baud rate, parity, stop bits, wiring and termination`;
  return wrongAnswer(where, unit, detail);
}
