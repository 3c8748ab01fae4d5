import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { checkConfig, nearest } from '@access-layer/core/config';
import { AccessLayerError } from '@access-layer/core/errors';
import type Type from 'typebox';
import type { ClockAdapter } from './clock.ts';
import type { EmsAdapter } from './ems.ts';
import type { AnyMeter, MeterDriver } from './meter.ts';
import type { Protocol } from './profile.ts';
import { ROOM } from './room.ts';

/** Adapters are TypeScript here, and JavaScript in a bundle. */
const EXTENSION = import.meta.url.endsWith('.ts') ? '.ts' : '.js';

interface Adapters {
  drivers: MeterDriver<Type.TSchema, Protocol, AnyMeter>;
  clocks: ClockAdapter;
  ems: EmsAdapter;
}

/**
 * Loads the adapter that a configuration names, and checks its part of the configuration.
 * @throws AccessLayerError LN_ADAPTER_UNKNOWN, CONFIG_INVALID
 */
export async function loadAdapter<P extends keyof Adapters>(
  port: P,
  options: { name: string },
): Promise<Adapters[P]> {
  const known = readdirSync(new URL(`./${port}`, ROOM))
    .filter((file) => file.endsWith(EXTENSION) && !file.endsWith('.test.ts'))
    .map((file) => basename(file, EXTENSION));
  if (!known.includes(options.name)) {
    const hint = nearest(options.name, known);
    throw new AccessLayerError({
      code: 'LN_ADAPTER_UNKNOWN',
      message: `${port} has no "${options.name}"${hint ? `; did you mean "${hint}"?` : ''}; there are ${known.join(', ')}`,
    });
  }
  const adapter: Adapters[P] = (await import(new URL(`./${port}/${options.name}${EXTENSION}`, ROOM).href))
    .default;
  checkOptions(port, adapter.options, options);
  return adapter;
}

function checkOptions(port: string, schema: Type.TSchema, options: { name: string }): void {
  const checked = checkConfig(schema, options);
  if (checked.ok) return;
  const errors = checked.errors.map((error) => `${port}/${options.name}: ${error}`);
  throw new AccessLayerError({ code: 'CONFIG_INVALID', message: errors.join('\n'), context: { errors } });
}
