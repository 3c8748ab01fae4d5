import { existsSync, renameSync, rmSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '@access-layer/kit/sqlite';

/** A day file names its batches itself, so that it can be moved, archived and restored alone. */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS pod (id INTEGER PRIMARY KEY, code TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE IF NOT EXISTS batch (
    id INTEGER PRIMARY KEY, anchorer BLOB NOT NULL, idx INTEGER NOT NULL, root BLOB NOT NULL, count INTEGER NOT NULL,
    UNIQUE (anchorer, idx, root, count)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS packet (
    id INTEGER PRIMARY KEY, pod_id INTEGER NOT NULL, node TEXT NOT NULL, seq INTEGER NOT NULL, meter TEXT NOT NULL,
    role TEXT, type TEXT NOT NULL, payload TEXT NOT NULL, signature TEXT NOT NULL,
    payload_hash BLOB NOT NULL, message_hash BLOB NOT NULL, prev BLOB NOT NULL,
    signed_at_ms INTEGER NOT NULL, received_at_ms INTEGER NOT NULL, from_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL,
    batch_id INTEGER NOT NULL, leaf_index INTEGER NOT NULL, signer BLOB,
    UNIQUE (node, seq)
  ) STRICT;
  CREATE INDEX IF NOT EXISTS packet_time ON packet (pod_id, from_ms);
  CREATE TABLE IF NOT EXISTS reading (
    pod_id INTEGER NOT NULL, time_ms INTEGER NOT NULL, packet_id INTEGER NOT NULL, position INTEGER NOT NULL,
    PRIMARY KEY (pod_id, time_ms, packet_id, position)
  ) STRICT, WITHOUT ROWID;`;

/** A day's indexes are filled from every PoD at once; what changed is carried into the file once in 8 MiB of log. */
const WRITER = 'PRAGMA cache_size=-8192; PRAGMA wal_autocheckpoint=2048;';

/** Weeks are open at once, on several threads: what has been read stays in the system's cache, which all of them share. */
export const READER = 'PRAGMA cache_size=-256';

/** Opens the file of a day; one that is not there is made, except by who only reads. */
export function openDay(file: string, { readOnly }: { readOnly: boolean }): DatabaseSync {
  if (!readOnly && !existsSync(file)) createWhole(file);
  const database = openDatabase(file, { readOnly });
  database.exec(readOnly ? READER : WRITER);
  if (!readOnly && !keepsSigners(database)) database.exec('ALTER TABLE packet ADD COLUMN signer BLOB');
  return database;
}

/** Files of the first days have no column for the signer; their packets' signatures tell it. */
export function keepsSigners(database: DatabaseSync): boolean {
  return (
    database.prepare("SELECT 1 FROM pragma_table_info('packet') WHERE name = 'signer'").get() !== undefined
  );
}

/** Another process may be looking for the day at this moment: it sees no file, or one with all its tables. */
function createWhole(file: string): void {
  const unfinished = `${file}.new`;
  rmSync(unfinished, { force: true });
  const database = openDatabase(unfinished);
  database.exec(SCHEMA);
  database.close();
  renameSync(unfinished, file);
}
