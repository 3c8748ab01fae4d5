import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.ts';

/**
 * Unpacks Debian packages into `dir` without installing them: no root, and no service that starts by itself. What they
 * need beside the C library is not fetched.
 */
export async function debianPackages(engine: string, names: string[], dir: string): Promise<void> {
  const download = () => run(engine, 'apt-get', ['-qq', 'download', ...names], { cwd: dir });
  try {
    await download();
  } catch (error) {
    // Lists that were never fetched, or are too old; only root may fetch them.
    if (process.getuid?.() !== 0) throw error;
    await run(engine, 'apt-get', ['-qq', 'update']);
    await download();
  }
  for (const file of readdirSync(dir).filter((name) => name.endsWith('.deb'))) {
    await run(engine, 'dpkg-deb', ['-x', join(dir, file), dir]);
  }
}
