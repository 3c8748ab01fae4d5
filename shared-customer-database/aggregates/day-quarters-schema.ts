import type { DatabaseSync } from 'node:sqlite';
import { openDatabase, transaction } from '@access-layer/kit/sqlite';
import { READER } from '../stores/day-schema.ts';

/** Raised with the tables or with what is in them: a file of another version is made anew. */
const VERSION = 2;

/** A projection of one day file: may be deleted at any time, and is made again from the signed payloads. */
const SCHEMA = `
  CREATE TABLE source (
    id INTEGER PRIMARY KEY CHECK (id = 1), inode INTEGER NOT NULL, last_packet INTEGER NOT NULL, complete INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE built (pod TEXT PRIMARY KEY, up_to INTEGER NOT NULL, is_behind INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE quarters (pod TEXT NOT NULL, meter TEXT NOT NULL, role TEXT NOT NULL, summaries BLOB NOT NULL,
    PRIMARY KEY (pod, meter, role)) STRICT;
  CREATE TABLE whole (pod TEXT NOT NULL, meter TEXT NOT NULL, role TEXT NOT NULL, last_at TEXT NOT NULL,
    summary BLOB NOT NULL, PRIMARY KEY (pod, meter, role)) STRICT, WITHOUT ROWID;`;

/** Opens a projection for reading and writing. */
export function openProjection(file: string): DatabaseSync {
  const database = openDatabase(file);
  // Losing the last commits costs a rebuild.
  database.exec(`PRAGMA synchronous=NORMAL; ${READER}`);
  if (versionOf(database) !== VERSION) transaction(database, () => renew(database));
  return database;
}

/** Another thread may have done it while this one waited for its turn. */
function renew(database: DatabaseSync): void {
  if (versionOf(database) === VERSION) return;
  for (const table of ['source', 'built', 'quarters', 'whole'])
    database.exec(`DROP TABLE IF EXISTS ${table}`);
  database.exec(`${SCHEMA} PRAGMA user_version=${VERSION}`);
}

function versionOf(database: DatabaseSync): number {
  return (database.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
}
