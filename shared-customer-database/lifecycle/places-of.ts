import { join } from 'node:path';
import type { ScdConfig } from '../config.ts';
import type { LifecyclePlaces } from './lifecycle-task.ts';

/** Where the lifecycle of a database finds everything. */
export interface LifecycleFolders {
  places: LifecyclePlaces;
  bookFile: string;
  /** Of what aggregates keep of each day. */
  projectionsDir: string;
}

/** The same for the service and for the command line. */
export function placesOf(config: ScdConfig): LifecycleFolders {
  const { dataDir, network, podPattern, stream, chain } = config;
  return {
    places: {
      ...{ network, podPattern, stream, chain },
      store: { ...(config.store ?? { name: 'sqlite-days' }), dir: join(dataDir, 'measurements') },
      archive: config.archive ?? { name: 'folder', dir: join(dataDir, 'archive') },
      ledgerFile: join(dataDir, 'ledger.db'),
      batchesFile: join(dataDir, 'batches.db'),
      scratchDir: join(dataDir, 'scratch'),
    },
    bookFile: join(dataDir, 'lifecycle.db'),
    projectionsDir: join(dataDir, 'quarters'),
  };
}
