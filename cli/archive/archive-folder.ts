import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AccessLayerError } from '@access-layer/core/errors';
import { loadConfig } from '@access-layer/kit/config';
import { openArchive, openStore } from '@access-layer/shared-customer-database/adapter';
import { ScdConfig } from '@access-layer/shared-customer-database/config';
import { createLifecycle, type Progress } from '@access-layer/shared-customer-database/lifecycle/lifecycle';
import { LifecycleBook } from '@access-layer/shared-customer-database/lifecycle/lifecycle-book';
import { createWork } from '@access-layer/shared-customer-database/lifecycle/lifecycle-task';
import type { RunTask } from '@access-layer/shared-customer-database/lifecycle/look-at-day';
import { placesOf } from '@access-layer/shared-customer-database/lifecycle/places-of';
import { DEFAULT_POLICY } from '@access-layer/shared-customer-database/lifecycle/policy';
import { unwrap } from '@access-layer/shared-customer-database/lifecycle/start-lifecycle';
import { requireLifecycle } from '@access-layer/shared-customer-database/lifecycle-store';
import type { Surroundings } from '../command.ts';
import { type DataFolder, dataFolder } from '../data-folder.ts';
import { isRunningOn, lockDataFolder, waitForLeftovers } from '../system/folder-lock.ts';

/** The archive of a data folder, beside a running system or without one. */
export interface ArchiveFolder {
  folder: DataFolder;
  config: ScdConfig;
  isRunning: boolean;
  book: LifecycleBook;
  run: RunTask;
  close(): Promise<void>;
}

/** The configuration of the Shared Customer Database in a data folder. @throws AccessLayerError CLI_NO_ARCHIVE */
export function configOf({ data }: { data?: string | undefined }, around: Surroundings): ScdConfig {
  const file = join(dataFolder(data, around).scd, 'config.yaml');
  if (!existsSync(file)) throw nothingThere(file);
  return loadConfig(ScdConfig, {
    file,
    env: around.env,
    prefix: 'ACCESS_LAYER_SHARED_CUSTOMER_DATABASE',
  });
}

/** @throws AccessLayerError CLI_NO_ARCHIVE where nothing was ever started on the folder */
export function openArchiveFolder(
  { data, rpc }: { data?: string | undefined; rpc?: string | undefined },
  around: Surroundings,
): ArchiveFolder {
  const folder = dataFolder(data, around);
  const config = configOf({ data }, around);
  const { places, bookFile } = placesOf(config);
  const work = createWork({ ...places, chain: rpc ? { ...config.chain, rpcUrl: rpc } : config.chain });
  const book = new LifecycleBook(bookFile);
  return {
    ...{ folder, config, book, isRunning: isRunningOn(folder) },
    run: async (task) => unwrap(await work.run(task)),
    async close() {
      await work.close();
      book.close();
    },
  };
}

/** The lifecycle of a folder that nothing runs on: this process takes it. @throws AccessLayerError CLI_FOLDER_IN_USE */
export async function takeLifecycle(
  { folder, config, book, run }: ArchiveFolder,
  { pid, now, onProgress }: { pid: number; now: () => number; onProgress: (progress: Progress) => void },
) {
  const unlock = lockDataFolder(folder, pid);
  await waitForLeftovers(folder, () => undefined).catch((error: unknown) => {
    unlock();
    throw error;
  });
  const { places, projectionsDir } = placesOf(config);
  const store = requireLifecycle(await openStore(places.store), places.store.name);
  const archive = await openArchive(places.archive);
  const policy = { ...DEFAULT_POLICY, ...config.lifecycle };
  const lifecycle = createLifecycle({ store, archive, book, policy, run, now, projectionsDir }, onProgress);
  return {
    ...lifecycle,
    async close() {
      await store.close();
      await archive.close();
      unlock();
    },
  };
}

function nothingThere(file: string): AccessLayerError {
  return new AccessLayerError({
    code: 'CLI_NO_ARCHIVE',
    message: `${file} is not there: nothing was started on this data folder yet. Name another one with --data`,
  });
}
