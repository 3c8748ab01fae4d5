import { join } from 'node:path';
import type { Log } from '@access-layer/kit/log';
import { openArchive } from '../adapter.ts';
import type { ScdConfig } from '../config.ts';
import { hasLifecycle, requireLifecycle } from '../lifecycle-store.ts';
import type { Store } from '../store.ts';
import { startLifecycle } from './start-lifecycle.ts';

export interface LifecycleRoleOptions {
  config: ScdConfig;
  rooms: {
    store: { name: string; dir: string };
    archive: { name: string; dir: string };
    ledgerFile: string;
    batchesFile: string;
    bookFile: string;
  };
  /** The instance that ingest puts into. */
  store: Store;
  log: Log;
}

/**
 * The lifecycle as the configuration wants it; undefined where it does not say so and the store has none.
 * @throws AccessLayerError SCD_ADAPTER
 */
export async function startLifecycleRole({ config, rooms, store, log }: LifecycleRoleOptions) {
  const { network, podPattern, stream, chain, dataDir } = config;
  if (!config.roles && !hasLifecycle(store)) {
    log.warn({ store: rooms.store.name }, 'days stay for ever: this store has no lifecycle');
    return undefined;
  }
  const archive = await openArchive(rooms.archive);
  const { ledgerFile, batchesFile, bookFile } = rooms;
  const lifecycle = startLifecycle({
    places: {
      ...{ network, podPattern, stream, chain, ledgerFile, batchesFile },
      ...{ store: rooms.store, archive: rooms.archive, scratchDir: join(dataDir, 'scratch') },
    },
    store: requireLifecycle(store, rooms.store.name),
    ...{ archive, bookFile, log, policy: config.lifecycle, projectionsDir: join(dataDir, 'quarters') },
  });
  return {
    ...lifecycle,
    async stop() {
      await lifecycle.stop();
      await archive.close();
    },
  };
}
