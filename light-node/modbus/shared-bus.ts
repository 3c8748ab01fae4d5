import { isDeepStrictEqual } from 'node:util';
import { AccessLayerError } from '@access-layer/core/errors';
import { type Bus, type BusOptions, createBus } from './bus.ts';

interface Shared {
  bus: Bus;
  settings: object;
  users: number;
}

const open = new Map<string, Shared>();

/**
 * The bus of a line, opened once in this process however many meters and devices are on it. `settings` are those of the
 * line; two users must agree on them. Each user closes once, and the last one ends the line.
 * @throws AccessLayerError CONFIG_INVALID where the line is in use with other settings
 */
export function shareBus(key: string, settings: object, options: BusOptions): Bus {
  const shared = open.get(key) ?? { bus: createBus(options), settings, users: 0 };
  if (!isDeepStrictEqual(shared.settings, settings)) {
    throw new AccessLayerError({
      code: 'CONFIG_INVALID',
      message: `${options.where} is in use as ${JSON.stringify(shared.settings)}, and was named again as ${JSON.stringify(settings)}; give all its meters the same`,
    });
  }
  shared.users += 1;
  open.set(key, shared);
  let mine = true;
  return {
    ...shared.bus,
    async close() {
      if (!mine) return;
      mine = false;
      shared.users -= 1;
      if (shared.users > 0) return;
      open.delete(key);
      await shared.bus.close();
    },
  };
}
