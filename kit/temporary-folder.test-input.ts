import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders: string[] = [];

/**
 * A folder that is removed when the process ends, after everything that a test has started in it. (Hooks `after` run in
 * the order in which they were registered: one that removes the folder would come before the one that stops who writes there.)
 */
export function temporaryFolder(prefix: string): string {
  if (folders.length === 0) {
    process.once('exit', () => folders.forEach((dir) => void rmSync(dir, { recursive: true, force: true })));
  }
  const dir = mkdtempSync(join(tmpdir(), prefix));
  folders.push(dir);
  return dir;
}
