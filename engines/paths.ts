import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import versions from './versions.json' with { type: 'json' };

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Of everything that is fetched and built; deleting it is the reset. */
export const ENGINES_DIR = join(ROOT, '.engines');

/** Where a program lies once it is installed: its version is in the path, so another version is another folder. */
export function installDir(engine: string, version: string): string {
  return join(ENGINES_DIR, 'installed', `${engine}-${version}`.replaceAll(/[^\w.-]/g, '_'));
}

export function runDir(engine: string): string {
  return join(ENGINES_DIR, 'run', engine);
}

export { versions };
