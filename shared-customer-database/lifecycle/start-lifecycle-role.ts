import type { Log } from '@access-layer/kit/log';
import { openArchive } from '../adapter.ts';
import type { ScdConfig } from '../config.ts';
import { hasLifecycle, requireLifecycle } from '../lifecycle-store.ts';
import type { Store } from '../store.ts';
import { placesOf } from './places-of.ts';
import { startLifecycle } from './start-lifecycle.ts';

/**
 * The lifecycle as the configuration wants it, over the instance that ingest puts into; undefined where it does not say so
 * and the store has none.
 * @throws AccessLayerError SCD_ADAPTER
 */
export async function startLifecycleRole(config: ScdConfig, store: Store, log: Log) {
  const { places, bookFile, projectionsDir } = placesOf(config);
  if (!config.roles && !hasLifecycle(store)) {
    log.warn({ store: places.store.name }, 'days stay for ever: this store has no lifecycle');
    return undefined;
  }
  const archive = await openArchive(places.archive);
  const lifecycle = startLifecycle({
    store: requireLifecycle(store, places.store.name),
    ...{ places, archive, bookFile, projectionsDir, log, policy: config.lifecycle },
  });
  return {
    ...lifecycle,
    async stop() {
      await lifecycle.stop();
      await archive.close();
    },
  };
}
