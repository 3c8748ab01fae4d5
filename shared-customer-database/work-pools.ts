import { join } from 'node:path';
import type { Log } from '@access-layer/kit/log';
import { keepProjections } from './aggregates/keep-projections.ts';
import { createWorkerPool, type WorkerPool } from './aggregates/worker-pool.ts';
import type { StorePlace } from './store-config.ts';

export interface WorkPools {
  /** Runs `aggregate-page-task.ts`. */
  aggregates: WorkerPool;
  /** Runs `reading-page-task.ts`. */
  pages: WorkerPool;
  /** Runs `parquet-task.ts`. */
  parquet: WorkerPool;
  /** Days whose sums are not ready yet. */
  daysBehind(): number;
  close(): Promise<void>;
}

export interface WorkPoolOptions {
  dataDir: string;
  store: StorePlace;
  batchesFile: string;
  log: Log;
}

/** One more than these may wait is told to come back. */
const MAX_WAITING = 32;

/** When a service has started: the first sum over many PoDs then takes 0.3 s less. */
const WARM_AFTER_MS = 5000;

/** Threads for what would hold up the event loop. They start with their first work. */
export function openWorkPools({ dataDir, store, batchesFile, log }: WorkPoolOptions): WorkPools {
  const pool = (task: string, threads: number, options: unknown, warm?: { warmAfterMs: number }) =>
    createWorkerPool({
      ...{ module: new URL(task, import.meta.url), options, threads, maxWaiting: MAX_WAITING },
      ...warm,
    });
  const projectionsDir = join(dataDir, 'quarters');
  const folders =
    store.name === 'sqlite-days' ? { measurementsDir: store.dir, projectionsDir } : { store, projectionsDir };
  const aggregates = pool('./aggregates/aggregate-page-task.ts', 2, folders, { warmAfterMs: WARM_AFTER_MS });
  const pages = pool('./exports/reading-page-task.ts', 2, { store, batchesFile });
  const parquet = pool('./exports/parquet-task.ts', 1, {});
  const kept = keepProjections({ ...folders, log });
  return {
    ...{ aggregates, pages, parquet, daysBehind: kept.daysBehind },
    async close() {
      await Promise.all([aggregates, pages, parquet, kept].map((each) => each.close()));
    },
  };
}
