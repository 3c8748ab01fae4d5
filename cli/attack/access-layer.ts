import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Surroundings } from '../command.ts';

const LAUNCHER = fileURLToPath(new URL('../bin/access-layer.js', import.meta.url));
const run = promisify(execFile);

/** Runs one of our own commands as a process of its own; answers what it prints. */
export async function runAccessLayer(
  args: string[],
  { env, cwd }: Pick<Surroundings, 'env' | 'cwd'>,
): Promise<string> {
  const { stdout } = await run(process.execPath, [LAUNCHER, ...args], { env, cwd });
  return stdout;
}
