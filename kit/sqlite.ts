import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { AccessLayerError } from '@access-layer/core/errors';

/**
 * Opens a database whose committed transactions survive power loss: write-ahead log with `synchronous=FULL` (the log is
 * fsynced at every commit; NORMAL loses the last commits when unsynced pages are dropped).
 */
export function openDatabase(file: string, { readOnly = false } = {}): DatabaseSync {
  if (!readOnly) mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file, { readOnly });
  database.exec('PRAGMA busy_timeout=5000');
  if (!readOnly) {
    database.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON');
    // What is deleted is overwritten: nobody finds it in pages that are free.
    database.exec('PRAGMA secure_delete=ON');
  }
  return database;
}

/** Waits between two tries, while another connection reads. */
const LOG_IN_USE_MS = 50;
const MOST_TRIES = 200;

/**
 * Empties the write-ahead log, where everything stands that was ever written since it was last emptied.
 * @throws AccessLayerError SQLITE_LOG_IN_USE where another connection reads from it all the time
 */
export async function emptyLog(database: DatabaseSync): Promise<void> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const { busy } = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
    if (busy === 0) return;
    await delay(LOG_IN_USE_MS);
  }
  throw new AccessLayerError({
    code: 'SQLITE_LOG_IN_USE',
    message: `the write-ahead log of ${database.location()} cannot be emptied: something reads from it all the time`,
    retryable: true,
  });
}

/** Runs `work` in one transaction: committed and fsynced when this returns, rolled back when it throws. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}
