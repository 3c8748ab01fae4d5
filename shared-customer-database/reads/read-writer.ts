import { Worker } from 'node:worker_threads';
import { AccessLayerError } from '@access-layer/core/errors';
import type { ReadGroup, ReadGroupAnswer, ReadOrder, ReadThreadOptions } from './read-thread.ts';

export interface ReadWriter {
  /**
   * Resolves when the order is on disk.
   * @throws AccessLayerError SCD_READ_LEDGER
   */
  write(order: ReadOrder): Promise<void>;
  /** Writes it soon, with what somebody waits for. */
  writeLater(order: ReadOrder): void;
  /** Why the last group could not be written; undefined where it was. */
  problem(): string | undefined;
  close(): Promise<void>;
}

interface Waiting {
  order: ReadOrder;
  settle: PromiseWithResolvers<void> | undefined;
}

/** What nobody waits for is written after so long at the latest. */
const LATER_MS = 25;

/**
 * Writes the read ledger on a thread of its own, so that the serving thread never waits for the disk: everything that
 * came while a group was under way is the next group, with one fsync.
 */
export function createReadWriter(options: ReadThreadOptions): ReadWriter {
  let worker: Worker | undefined;
  let waiting: Waiting[] = [];
  let underWay: Waiting[] | undefined;
  let timer: NodeJS.Timeout | undefined;
  let nextId = 0;
  let failure: string | undefined;
  let idle = Promise.withResolvers<void>();
  let closed = false;

  function start(): Worker {
    const started = new Worker(new URL('./read-thread.ts', import.meta.url), { workerData: options });
    started.on('message', ({ error }: ReadGroupAnswer) => settle(error));
    const ended = (reason: string) => {
      if (worker !== started) return;
      worker = undefined;
      settle(reason);
    };
    started.on('error', ({ message }) => ended(message));
    started.on('exit', (code) => ended(`its thread ended with ${code}`));
    return started;
  }

  function settle(error: string | undefined): void {
    failure = error;
    worker?.unref();
    const group = underWay ?? [];
    underWay = undefined;
    for (const { settle } of group) {
      if (error === undefined) settle?.resolve();
      else settle?.reject(refusal(error));
    }
    next();
  }

  function next(): void {
    clearTimeout(timer);
    timer = undefined;
    if (underWay) return;
    if (waiting.length === 0) {
      idle.resolve();
      return;
    }
    underWay = waiting;
    waiting = [];
    worker ??= start();
    const group: ReadGroup = { id: nextId++, orders: underWay.map(({ order }) => order) };
    worker.ref(); // somebody waits
    worker.postMessage(group);
  }

  function add(order: ReadOrder, settle: Waiting['settle']): void {
    if (waiting.length === 0 && !underWay) idle = Promise.withResolvers();
    waiting.push({ order, settle });
  }

  return {
    write(order) {
      if (closed) return Promise.reject(refusal('it is closed'));
      const settle = Promise.withResolvers<void>();
      add(order, settle);
      next();
      return settle.promise;
    },
    writeLater(order) {
      if (closed) return;
      add(order, undefined);
      timer ??= setTimeout(next, LATER_MS).unref();
    },
    problem: () => failure,
    async close() {
      closed = true;
      next();
      if (underWay) await idle.promise;
      const ending = worker;
      worker = undefined;
      await ending?.terminate();
    },
  };
}

function refusal(reason: string): AccessLayerError {
  return new AccessLayerError({
    code: 'SCD_READ_LEDGER',
    message: `the read ledger cannot be written (${reason}), so nothing is read; try again`,
    retryable: true,
  });
}
