import { readFileSync } from 'node:fs';
import { ROOM } from './room.ts';

/** `major.minor.patch`, and in a bundle a fourth number: how many sets of drivers were laid over the release. */
export const VERSION: string = read('../release.json') ?? read('package.json') ?? 'unknown';

function read(file: string): string | undefined {
  try {
    return JSON.parse(readFileSync(new URL(file, ROOM), 'utf8')).version;
  } catch {
    return undefined;
  }
}
