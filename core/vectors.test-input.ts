import { readFileSync } from 'node:fs';

/** Reads a golden file of `vectors/`, for tests. */
export function readVectors<T>(name: string): T {
  const file = new URL(`../vectors/${name}.json`, import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { vectors: T }).vectors;
}
