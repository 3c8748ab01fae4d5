import { Worker } from 'node:worker_threads';
import type { Log } from '@access-layer/kit/log';
import type { SumFolders } from './aggregate-task.ts';
import { daysIn } from './open-days.ts';
import type { ProjectionNews, ProjectionWork } from './projection-thread.ts';

export interface KeptProjections {
  /** Days whose sums are not ready: a question about them makes them first. */
  daysBehind(): number;
  close(): Promise<void>;
}

export type KeepOptions = SumFolders & { log: Log; everyMs?: number };

const EVERY_MS = 30_000;
const AGAIN_MS = 10_000;

/**
 * Makes what sums are computed from beside ingest, on a thread that steps back behind all others: days that have closed,
 * the day that goes on, and days that late data has touched.
 */
export function keepProjections({ log, everyMs = EVERY_MS, ...folders }: KeepOptions): KeptProjections {
  let daysBehind = 'store' in folders ? 0 : daysIn(folders).length;
  let closed = false;
  let again: NodeJS.Timeout | undefined;
  let worker = start();

  function start(): Worker {
    const workerData: ProjectionWork = { ...folders, everyMs };
    const thread = new Worker(new URL('./projection-thread.ts', import.meta.url), { workerData });
    thread.unref();
    thread.on('message', (news: ProjectionNews) => {
      if ('daysBehind' in news) daysBehind = news.daysBehind;
      else log.warn(news, 'the sums of a day could not be made; trying again');
    });
    thread.on('error', (error) =>
      log.error({ err: error }, 'the thread that makes sums ended; starting another'),
    );
    thread.on('exit', () => {
      if (!closed) again = setTimeout(() => (worker = start()), AGAIN_MS).unref();
    });
    return thread;
  }

  return {
    daysBehind: () => daysBehind,
    async close() {
      closed = true;
      clearTimeout(again);
      await worker.terminate();
    },
  };
}
