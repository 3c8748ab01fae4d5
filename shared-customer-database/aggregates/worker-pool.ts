import { Worker } from 'node:worker_threads';
import { AccessLayerError } from '@access-layer/core/errors';
import type { TaskAnswer, TaskMessage } from './task-worker.ts';

export interface WorkerPoolOptions {
  /** Module that exports `createWork(options)`: `{run(task, cancelled)}`. */
  module: URL;
  options: unknown;
  /** Threads, each with one task at a time. */
  threads: number;
  /** Tasks that may wait; one more is refused. */
  maxWaiting: number;
  /** After so long the first thread starts though nobody has asked: the first question does not wait for it. */
  warmAfterMs?: number;
}

export interface WorkerPool {
  /**
   * The worker's answer. When the signal aborts, a waiting task is dropped, and a running one is told and thrown away.
   * What continues an answer that `isBegun` waits however many do.
   * @throws AccessLayerError SCD_BUSY when too many wait, SCD_CANCELLED, SCD_WORKER_FAILED
   */
  run<Answer>(task: unknown, signal?: AbortSignal, options?: { isBegun?: boolean }): Promise<Answer>;
  counts(): { running: number; waiting: number };
  close(): Promise<void>;
}

interface Job {
  id: number;
  task: unknown;
  cancel: Int32Array;
  resolve: (answer: never) => void;
  reject: (error: Error) => void;
}

/** Threads for work that would hold up the event loop. They start with their first task. */
export function createWorkerPool(of: WorkerPoolOptions): WorkerPool {
  const { module, options, threads, maxWaiting, warmAfterMs } = of;
  const idle: Worker[] = [];
  const running = new Map<Worker, Job | undefined>();
  const waiting: Job[] = [];
  let [nextId, closed] = [1, false];

  function start(): Worker {
    const workerData = { module: module.href, options };
    const worker = new Worker(new URL('./task-worker.ts', import.meta.url), { workerData });
    worker.unref();
    worker.on('message', (answer: TaskAnswer) => {
      const job = running.get(worker);
      running.set(worker, undefined);
      idle.push(worker);
      if (job) settle(job, answer);
      next();
    });
    worker.on('error', (error) => ended(worker, error as Error));
    worker.on('exit', () => ended(worker, new Error('the worker thread ended')));
    return worker;
  }

  function ended(worker: Worker, error: Error): void {
    if (!running.has(worker)) return;
    const job = running.get(worker);
    running.delete(worker);
    if (idle.includes(worker)) idle.splice(idle.indexOf(worker), 1);
    job?.reject(failed(error.message));
    if (!closed) next();
  }

  function next(): void {
    while (waiting.length > 0 && (idle.length > 0 || running.size < threads)) {
      const worker = idle.pop() ?? start();
      const job = waiting.shift()!;
      running.set(worker, job);
      worker.postMessage({ id: job.id, task: job.task, cancel: job.cancel } satisfies TaskMessage);
    }
  }

  const warming =
    warmAfterMs === undefined
      ? undefined
      : setTimeout(() => {
          if (running.size > 0) return;
          const worker = start();
          running.set(worker, undefined);
          idle.push(worker);
        }, warmAfterMs).unref();

  const busyCount = () => [...running.values()].filter((job) => job !== undefined).length;

  return {
    run<Answer>(task: unknown, signal?: AbortSignal, { isBegun = false } = {}) {
      if (closed || signal?.aborted) return Promise.reject(cancelled());
      const isFull = waiting.length >= maxWaiting && busyCount() >= threads;
      if (isFull && !isBegun) return Promise.reject(busy(waiting.length));
      return new Promise<Answer>((resolve, reject) => {
        const cancel = new Int32Array(new SharedArrayBuffer(4));
        const job: Job = { id: nextId++, task, cancel, resolve: resolve as never, reject };
        const abort = () => {
          Atomics.store(cancel, 0, 1);
          const place = waiting.indexOf(job);
          if (place >= 0) waiting.splice(place, 1);
          reject(cancelled());
        };
        signal?.addEventListener('abort', abort, { once: true });
        const done = () => signal?.removeEventListener('abort', abort);
        job.resolve = ((answer: Answer) => {
          done();
          resolve(answer);
        }) as never;
        job.reject = (error) => {
          done();
          reject(error);
        };
        waiting.push(job);
        next();
      });
    },
    counts: () => ({ running: busyCount(), waiting: waiting.length }),
    async close() {
      closed = true;
      clearTimeout(warming);
      for (const job of waiting.splice(0)) job.reject(cancelled());
      await Promise.all([...running.keys()].map((worker) => worker.terminate()));
    },
  };
}

function settle(job: Job, answer: TaskAnswer): void {
  if (answer.id !== job.id) return;
  if ('error' in answer) job.reject(failed(answer.error));
  else job.resolve(answer.answer as never);
}

function busy(waiting: number): AccessLayerError {
  const message = `${waiting} heavy questions wait already, which is the limit; ask again in a few seconds`;
  return new AccessLayerError({ code: 'SCD_BUSY', message, retryable: true });
}

function cancelled(): AccessLayerError {
  return new AccessLayerError({ code: 'SCD_CANCELLED', message: 'nobody waits for this answer any more' });
}

function failed(reason: string): AccessLayerError {
  return new AccessLayerError({
    code: 'SCD_WORKER_FAILED',
    message: `the work ended in an error: ${reason}`,
  });
}
