import { join } from 'node:path';
import { run } from './run.ts';

/** Installs a package of the Python index into `dir`, without what it needs of others. */
export async function pypiPackage(engine: string, requirement: string, dir: string): Promise<void> {
  await run(engine, 'python3', ['-m', 'venv', join(dir, 'venv')]);
  const pip = join(dir, 'venv', 'bin', 'pip');
  await run(engine, pip, ['install', '--quiet', '--no-deps', '--target', join(dir, 'site'), requirement]);
}
