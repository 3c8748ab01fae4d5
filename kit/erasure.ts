import { setTimeout as delay } from 'node:timers/promises';
import { messageOf } from '@access-layer/core/errors';
import { Count, PodCode } from '@access-layer/core/payloads/common';
import { TOPICS } from '@access-layer/core/record';
import Type from 'typebox';
import { Compile } from 'typebox/compile';
import type { Log } from './log.ts';
import type { Stream } from './stream.ts';

/** What is to be erased: all of a PoD whose first instant lies in from ≤ t < until. Value of `erasure-orders`. */
export const ErasureOrder = Type.Object({
  erasure: Type.String({ minLength: 1, maxLength: 64 }),
  pod: PodCode,
  fromMs: Count,
  untilMs: Count,
  orderedAtMs: Count,
});
export type ErasureOrder = Type.Static<typeof ErasureOrder>;

/** What a part of the system has done about an order. Value of `erasure-reports`. */
export const ErasureReport = Type.Object({
  erasure: Type.String({ minLength: 1, maxLength: 64 }),
  /** Which part of the system. */
  part: Type.String({ minLength: 1, maxLength: 64 }),
  /** How many it has erased, by where. */
  erased: Type.Record(Type.String(), Count),
});
export type ErasureReport = Type.Static<typeof ErasureReport>;

const orders = Compile(ErasureOrder);
const reports = Compile(ErasureReport);

export interface FollowErasuresOptions {
  stream: Pick<Stream, 'consume' | 'append'>;
  /** Name of this part of the system; its group on the stream, too. */
  part: string;
  /** Destroys what this part holds, so that nothing of it is on the disk when it resolves. May come again after a crash. */
  erase: (order: ErasureOrder) => Promise<Record<string, number>>;
  log: Log;
  /** Pause after an order could not be carried out. */
  retryMs?: number;
}

/**
 * Carries out what `erasure-orders` asks, one after the other, and says so on `erasure-reports`. An order counts as done
 * only behind its report: a crash in between does it again, which changes nothing.
 */
export function followErasures({ stream, part, erase, log, retryMs = 1000 }: FollowErasuresOptions) {
  const stopped = new AbortController();
  let problem: string | undefined;

  async function take(): Promise<void> {
    const consumed = { topic: TOPICS.erasureOrders, group: `erasure-${part}`, limit: 1 };
    for await (const { records, commit } of stream.consume(consumed, stopped.signal)) {
      for (const { value } of records) {
        const order = readErasureOrder(value);
        if (!order) log.warn('a record of the stream "erasure-orders" is no order');
        else {
          const report: ErasureReport = { erasure: order.erasure, part, erased: await erase(order) };
          await stream.append(TOPICS.erasureReports, [{ key: order.erasure, value: JSON.stringify(report) }]);
          log.info(report, 'erased');
        }
      }
      await commit();
      problem = undefined;
    }
  }

  async function follow(): Promise<void> {
    while (!stopped.signal.aborted) {
      try {
        await take();
      } catch (error) {
        problem = `an erasure is not carried out: ${messageOf(error)}`;
        log.error({ err: error }, 'an erasure is not carried out; trying again');
        await delay(retryMs, undefined, { signal: stopped.signal }).catch(() => undefined);
      }
    }
  }

  const ended = follow();
  return {
    problem: () => problem,
    async stop(): Promise<void> {
      stopped.abort();
      await ended;
    },
  };
}

export function readErasureOrder(text: string): ErasureOrder | undefined {
  return read(orders, text);
}

export function readErasureReport(text: string): ErasureReport | undefined {
  return read(reports, text);
}

function read<T>(checker: { Check(value: unknown): value is T }, text: string): T | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return checker.Check(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
