import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { AccessLayerError } from '@access-layer/core/errors';

/**
 * Takes a folder for this process. The lock is the operating system's lock on a SQLite file, so it ends with the
 * process however that ends. Returns the function that gives it back. Throws CHAIN_FOLDER_IN_USE.
 */
export function lockFolder(dir: string): () => void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(join(dir, 'lock.db'), { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    throw new AccessLayerError({
      code: 'CHAIN_FOLDER_IN_USE',
      message: `The chain folder ${dir} is in use by another process. End that one first, or use another folder.`,
      cause: error,
    });
  }
  return () => database.close();
}
