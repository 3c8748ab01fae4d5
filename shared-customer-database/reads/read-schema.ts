import type { DatabaseSync } from 'node:sqlite';
import { openWithSchema } from '../ledger/open-ledger.ts';

/**
 * Who has read what. An entry is written before its answer is given; a little later it is put into a signed message,
 * whose number it then bears. `holders` are the customers whose data it was, as JSON: the messages of one PoD and its
 * holder hold nothing of anybody else. What was erased keeps its number and its hashes.
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT, pod TEXT NOT NULL, holders TEXT NOT NULL, at_ms INTEGER NOT NULL,
    client TEXT NOT NULL, subject TEXT, role TEXT NOT NULL, party TEXT, customer TEXT, purpose TEXT,
    consents TEXT NOT NULL, data_set TEXT NOT NULL, from_ms INTEGER NOT NULL, until_ms INTEGER NOT NULL,
    count INTEGER NOT NULL, unusual TEXT, is_open INTEGER NOT NULL, message INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS entry_pod ON entry (pod, id);
  CREATE INDEX IF NOT EXISTS entry_unsigned ON entry (pod, holders, id) WHERE message IS NULL;
  CREATE INDEX IF NOT EXISTS entry_unusual ON entry (id) WHERE unusual IS NOT NULL;
  CREATE TABLE IF NOT EXISTS message (
    seq INTEGER PRIMARY KEY, type TEXT NOT NULL, pod TEXT, holders TEXT, payload TEXT NOT NULL, signature TEXT NOT NULL,
    payload_hash BLOB NOT NULL, message_hash BLOB NOT NULL, sent INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX IF NOT EXISTS message_unsent ON message (seq) WHERE sent = 0;
  CREATE TABLE IF NOT EXISTS reader_day (
    pod TEXT NOT NULL, holders TEXT NOT NULL, reader TEXT NOT NULL, day INTEGER NOT NULL, reads INTEGER NOT NULL,
    PRIMARY KEY (pod, holders, reader, day)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS progress (name TEXT PRIMARY KEY, id INTEGER NOT NULL) STRICT;`;

/** What is erased here is overwritten, also in pages that nothing uses any more. */
export function openReads(file: string, { readOnly = false } = {}): DatabaseSync {
  const database = openWithSchema(file, SCHEMA, readOnly);
  if (!readOnly) database.exec('PRAGMA secure_delete=ON');
  return database;
}
