import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openDatabase, transaction } from '@access-layer/kit/sqlite';

/**
 * Everything that the alarms have to know after any crash. Times in milliseconds. What is to be sent stands in `delivery`
 * in the transaction of what it tells, and how far events were read stands in that of what they led to: after a crash
 * nothing is told twice and nothing is passed over.
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS rule (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, revision INTEGER NOT NULL, body TEXT NOT NULL, changed_at INTEGER NOT NULL,
    by TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS watch (
    rule TEXT NOT NULL, subject TEXT NOT NULL, phase TEXT NOT NULL, since INTEGER NOT NULL, PRIMARY KEY (rule, subject)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS alarm (
    id INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT NOT NULL, rule TEXT, name TEXT NOT NULL, severity TEXT NOT NULL,
    subject TEXT NOT NULL, text TEXT NOT NULL, text_it TEXT, value REAL, since INTEGER NOT NULL, rang_at INTEGER NOT NULL,
    over_at INTEGER, over_why TEXT, acked_at INTEGER, acked_by TEXT, ack_note TEXT, told_at INTEGER,
    told INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  CREATE INDEX IF NOT EXISTS alarm_active ON alarm (over_at, owner);
  CREATE TABLE IF NOT EXISTS event (
    id INTEGER PRIMARY KEY AUTOINCREMENT, owner TEXT NOT NULL, alarm INTEGER, what TEXT NOT NULL, at INTEGER NOT NULL,
    by TEXT, text TEXT NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS event_owner ON event (owner, id);
  CREATE TABLE IF NOT EXISTS silence (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, rule TEXT, subject TEXT, severity TEXT, from_at INTEGER NOT NULL,
    until_at INTEGER NOT NULL, by TEXT NOT NULL, reason TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS channel (
    id TEXT PRIMARY KEY, revision INTEGER NOT NULL, body TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS delivery (
    id TEXT PRIMARY KEY, owner TEXT NOT NULL, alarm INTEGER, channel TEXT NOT NULL, notice TEXT NOT NULL,
    made_at INTEGER NOT NULL, due_at INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'failed')), answer TEXT, ended_at INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS delivery_due ON delivery (state, due_at);
  CREATE TABLE IF NOT EXISTS cursor (topic TEXT PRIMARY KEY, last TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS seen (pod TEXT PRIMARY KEY, at INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS sample (
    series TEXT NOT NULL, at INTEGER NOT NULL, value REAL NOT NULL, PRIMARY KEY (series, at)
  ) STRICT, WITHOUT ROWID;`;

export function openBook(dataDir: string) {
  const database = openDatabase(join(dataDir, 'alarms.db'));
  database.exec(SCHEMA);
  addItalian(database);
  return {
    database,
    /** All of it or nothing, on disk when it returns; nothing that waits may be in it. Within another it is part of that. */
    atomically: <T>(work: () => T): T => (database.isTransaction ? work() : transaction(database, work)),
    close: () => database.close(),
  };
}

/** Alarms of before there were two languages have one text. */
function addItalian(database: DatabaseSync): void {
  const columns = database.prepare("SELECT name FROM pragma_table_info('alarm')").all();
  if (!columns.some(({ name }) => name === 'text_it'))
    database.exec('ALTER TABLE alarm ADD COLUMN text_it TEXT');
}

export type Book = ReturnType<typeof openBook>;
export type Database = DatabaseSync;
