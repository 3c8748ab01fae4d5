import { AccessLayerError } from '@access-layer/core/errors';
import type { ArchiveConfig } from './archive/archive-config.ts';
import type { Archive, ArchiveAdapter } from './archive.ts';
import type { TopicStore, TopicStoreAdapter } from './events-api/topic-store.ts';
import type { Store, StoreAdapter, StoreOptions } from './store.ts';

/** Opens the store adapter that the configuration names. */
export async function openStore({ name, ...options }: { name: string } & StoreOptions): Promise<Store> {
  const adapter = await load<StoreAdapter>('store', name, () => import(`./stores/${name}.ts`));
  return adapter.create(options);
}

/** Opens the archive adapter that the configuration names. */
export async function openArchive({ name, ...options }: ArchiveConfig): Promise<Archive> {
  const adapter = await load<ArchiveAdapter<object>>('archive', name, () => import(`./archives/${name}.ts`));
  return adapter.create(options);
}

/** Opens the store of topics that parties produce to. */
export async function openTopicStore({
  name,
  ...options
}: {
  name: string;
  dir: string;
}): Promise<TopicStore> {
  const adapter = await load<TopicStoreAdapter<object>>(
    'topics',
    name,
    () => import(`./events-api/topic-stores/${name}.ts`),
  );
  return adapter.create(options);
}

async function load<T>(port: string, name: string, read: () => Promise<unknown>): Promise<T> {
  try {
    return ((await read()) as { default: T }).default;
  } catch (cause) {
    throw new AccessLayerError({
      code: 'SCD_ADAPTER',
      message: `${port}.name: there is no ${port} adapter "${name}" (or it cannot be loaded)`,
      context: { port, name },
      cause,
    });
  }
}
