import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';

/** Makes a folder whole or not at all: what was interrupted is made anew. */
export async function installOnce(dir: string, make: (unfinished: string) => Promise<void>): Promise<string> {
  if (existsSync(dir)) return dir;
  const unfinished = `${dir}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { recursive: true });
  await make(unfinished);
  mkdirSync(dirname(dir), { recursive: true });
  renameSync(unfinished, dir);
  return dir;
}
