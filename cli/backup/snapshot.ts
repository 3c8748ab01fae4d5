import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';

/** Databases as they all were at one instant, whatever is written meanwhile. */
export interface Snapshot {
  files: string[];
  /** How long writers had to wait for it. */
  heldMs: number;
  /** Writes one of them to a file of its own. */
  write(file: string, to: string): Promise<void>;
  close(): void;
}

/** A writer waits this long for its turn, and so do we. */
const BUSY_MS = 10_000;
/** Pages copied in one step. */
const PAGES = 2000;

/**
 * Takes the snapshot: for some milliseconds nobody writes to any of the databases, so what one of them says of another
 * is so in both. Then everybody goes on, and the copies are made from what was seen.
 */
export function takeSnapshot(dir: string, files: string[]): Snapshot {
  const held: DatabaseSync[] = [];
  const readers = new Map<string, DatabaseSync>();
  const startedMs = performance.now();
  try {
    for (const file of files.filter((each) => isWritable(join(dir, each)))) held.push(hold(join(dir, file)));
    for (const file of files) if (existsSync(join(dir, file))) readers.set(file, read(join(dir, file)));
  } catch (cause) {
    for (const reader of readers.values()) reader.close();
    throw new AccessLayerError({
      code: 'CLI_BACKUP',
      message: `the databases in ${dir} cannot be held for a moment: ${messageOf(cause)}. Try again`,
      cause,
    });
  } finally {
    for (const database of held) {
      database.exec('ROLLBACK');
      database.close();
    }
  }
  return {
    files: [...readers.keys()],
    heldMs: performance.now() - startedMs,
    async write(file, to) {
      mkdirSync(dirname(to), { recursive: true, mode: 0o700 });
      await backup(readers.get(file)!, to, { rate: PAGES });
    },
    close() {
      for (const reader of readers.values()) reader.close();
    },
  };
}

function hold(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: BUSY_MS });
  database.exec('BEGIN IMMEDIATE');
  return database;
}

/** A transaction that reads sees the database as it was when it began. */
function read(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { readOnly: true, timeout: BUSY_MS });
  database.exec('BEGIN');
  database.prepare('SELECT count(*) FROM sqlite_schema').get();
  return database;
}

function isWritable(file: string): boolean {
  try {
    accessSync(file, constants.W_OK);
    return true;
  } catch {
    return false; // a day at rest, or one that was deleted since the list was made
  }
}
