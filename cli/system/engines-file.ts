import { loadConfig } from '@access-layer/kit/config';
import { StreamConfig } from '@access-layer/kit/stream-config';
import { ArchiveConfig } from '@access-layer/shared-customer-database/archive/archive-config';
import { RegistryConfig } from '@access-layer/shared-customer-database/registry/registry-config';
import { StoreConfig } from '@access-layer/shared-customer-database/store-config';
import Type from 'typebox';

const closed = { additionalProperties: false } as const;

/** What the system uses instead of what is embedded; each as in the configurations of the services (docs/engines.md). */
export const EnginesFile = Type.Object(
  {
    stream: Type.Optional(StreamConfig),
    store: Type.Optional(StoreConfig),
    archive: Type.Optional(ArchiveConfig),
    registry: Type.Optional(RegistryConfig),
    chain: Type.Optional(
      Type.Object(
        {
          rpcUrl: Type.String({
            pattern: '^https?://',
            description: 'JSON-RPC of a QBFT chain with free gas',
          }),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type EnginesFile = Type.Static<typeof EnginesFile>;

/** Reads a YAML file; paths in it are relative to it. @throws AccessLayerError CONFIG_INVALID */
export function readEnginesFile(file: string): EnginesFile {
  return loadConfig(EnginesFile, { file });
}
