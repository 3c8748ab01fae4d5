import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { openArchive, openStore } from '../adapter.ts';
import type { AnchorCheck } from '../ingest/anchor-check.ts';
import { requireLifecycle } from '../lifecycle-store.ts';
import type { StoreConfig } from '../store-config.ts';
import { NETWORK } from '../test/test-records.ts';
import { POD_PATTERN } from '../test/test-scd.ts';
import { createLifecycle, type Progress } from './lifecycle.ts';
import { LifecycleBook } from './lifecycle-book.ts';
import { createWork, type LifecyclePlaces } from './lifecycle-task.ts';
import type { RunTask } from './look-at-day.ts';
import { DEFAULT_POLICY, type WholePolicy } from './policy.ts';
import { unwrap } from './start-lifecycle.ts';

export interface TestLifecycleOptions {
  now: () => number;
  policy?: Partial<WholePolicy>;
  checkAnchor?: AnchorCheck;
  store?: StoreConfig;
}

export function placesIn(dir: string, store: StoreConfig = { name: 'sqlite-days' }): LifecyclePlaces {
  return {
    ...{ network: NETWORK, podPattern: POD_PATTERN.source },
    store: { ...store, dir: join(dir, 'measurements') },
    archive: { name: 'folder', dir: join(dir, 'archive') },
    stream: { name: 'embedded', dir: join(dir, 'stream') },
    ...{
      ledgerFile: join(dir, 'ledger.db'),
      batchesFile: join(dir, 'batches.db'),
      scratchDir: join(dir, 'scratch'),
    },
  };
}

/** The lifecycle of a database folder, a pass when the test says so; the chain's word is given by the test. */
export async function openLifecycle(t: TestContext, dir: string, options: TestLifecycleOptions) {
  const places = placesIn(dir, options.store);
  const checkAnchor: AnchorCheck = options.checkAnchor ?? (async () => ({ answer: 'confirmed' }));
  const work = createWork(places, checkAnchor);
  const store = requireLifecycle(await openStore(places.store), places.store.name);
  const archive = await openArchive(places.archive);
  const book = new LifecycleBook(join(dir, 'lifecycle.db'));
  const run: RunTask = async (task) => unwrap(await work.run(task));
  const policy = { ...DEFAULT_POLICY, ...options.policy };
  const progress: Progress[] = [];
  const rooms = {
    store,
    archive,
    book,
    policy,
    run,
    now: options.now,
    projectionsDir: join(dir, 'quarters'),
  };
  const lifecycle = createLifecycle(rooms, (step) => progress.push(step));
  t.after(async () => {
    await work.close();
    await store.close();
    await archive.close();
    book.close();
  });
  return { ...lifecycle, store, archive, book, progress };
}
