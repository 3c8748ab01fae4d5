import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import type { Registry, RegistryAdapter } from '../registry.ts';
import type { RegistryConfig } from './registry-config.ts';

/** Opens the registry adapter that the configuration names. */
export async function openRegistry({ name, ...options }: RegistryConfig): Promise<Registry> {
  try {
    const adapter = (await import(`../registries/${name}.ts`)) as { default: RegistryAdapter<object> };
    return await adapter.default.create(options);
  } catch (cause) {
    throw new AccessLayerError({
      code: 'SCD_ADAPTER',
      message: `registry.name: there is no registry adapter "${name}" (or it cannot be opened): ${messageOf(cause)}`,
      context: { port: 'registry', name },
      cause,
    });
  }
}
