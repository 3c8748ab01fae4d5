import type { EngineClient } from './engine-client.ts';
import type { IndexNames } from './index-names.ts';
import { MAPPINGS } from './packet-document.ts';
import type { SearchStoreConfig } from './search-config.ts';

const ORDER = ['pod', 'fromMs', 'node', 'seq'];

/** What every index of a day is made with. */
export function indexTemplate(names: IndexNames, { shards = 1, replicas = 1 }: Partial<SearchStoreConfig>) {
  return {
    index_patterns: [names.everyDay],
    priority: 200,
    template: {
      settings: {
        number_of_shards: shards,
        number_of_replicas: replicas,
        // A write is answered when every copy has it on disk.
        'translog.durability': 'request',
        // A put makes its packets seen, all of them at once; in between nothing changes.
        refresh_interval: '-1',
        codec: 'best_compression',
        // What is asked for together lies together.
        'sort.field': ORDER,
        'sort.order': ORDER.map(() => 'asc'),
      },
      mappings: MAPPINGS,
    },
  };
}

export async function putTemplate(
  engine: EngineClient,
  names: IndexNames,
  config: Partial<SearchStoreConfig>,
): Promise<void> {
  await engine.ask('PUT', `/_index_template/${names.template}`, { body: indexTemplate(names, config) });
}
