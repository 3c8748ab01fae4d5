import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openDatabase, transaction } from '@access-layer/kit/sqlite';

/**
 * Everything that onboarding has to know after any crash. Times in milliseconds. What is told to others stands in
 * `outbox`, in the transaction of the change that it tells.
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS code (
    id TEXT PRIMARY KEY, secret_hash BLOB NOT NULL UNIQUE, node TEXT NOT NULL, pod TEXT NOT NULL, meter TEXT NOT NULL,
    role TEXT NOT NULL, replaces TEXT, place TEXT, created_at INTEGER NOT NULL, expires_at INTEGER NOT NULL,
    created_by TEXT NOT NULL, state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'used', 'withdrawn')),
    key TEXT, csr_hash BLOB, used_at INTEGER
  ) STRICT;
  CREATE TABLE IF NOT EXISTS node (
    name TEXT PRIMARY KEY, state TEXT NOT NULL, since INTEGER NOT NULL, reason TEXT, place TEXT, replaced_by TEXT
  ) STRICT;
  CREATE TABLE IF NOT EXISTS certificate (
    fingerprint TEXT PRIMARY KEY, node TEXT NOT NULL, pem TEXT NOT NULL, csr_hash BLOB NOT NULL UNIQUE,
    issued_at INTEGER NOT NULL, end_at INTEGER NOT NULL, revoked_at INTEGER, reason TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS certificate_node ON certificate (node);
  CREATE TABLE IF NOT EXISTS change (
    id INTEGER PRIMARY KEY AUTOINCREMENT, request TEXT NOT NULL UNIQUE, node TEXT NOT NULL, action TEXT NOT NULL,
    status TEXT NOT NULL DEFAULT 'requested' CHECK (status IN ('requested', 'done', 'failed')), reason TEXT,
    by TEXT NOT NULL, at INTEGER NOT NULL, done_at INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS change_node ON change (node);
  CREATE TABLE IF NOT EXISTS rotation (
    node TEXT PRIMARY KEY, old_key TEXT NOT NULL, new_key TEXT NOT NULL, old_signature TEXT NOT NULL,
    new_signature TEXT NOT NULL, asked_at INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS outbox (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL
  ) STRICT;`;

export interface OutgoingRecord {
  sequence: number;
  topic: string;
  key: string;
  value: string;
}

export function openBook(dataDir: string) {
  const database = openDatabase(join(dataDir, 'onboarding.db'));
  database.exec(SCHEMA);
  const insert = database.prepare('INSERT INTO outbox (topic, key, value) VALUES (?, ?, ?)');
  const first = database.prepare('SELECT * FROM outbox ORDER BY sequence LIMIT 1');
  const remove = database.prepare('DELETE FROM outbox WHERE sequence = ?');
  return {
    database,
    /** All of it or nothing; nothing that waits may be in it. */
    atomically: <T>(work: () => T): T => transaction(database, work),
    /** In the transaction of what it tells. */
    tell: (topic: string, key: string, value: object) => void insert.run(topic, key, JSON.stringify(value)),
    nextToTell: () => first.get() as unknown as OutgoingRecord | undefined,
    told: (sequence: number) => void remove.run(sequence),
    close: () => database.close(),
  };
}

export type Book = ReturnType<typeof openBook>;
export type Tell = Book['tell'];
export type Database = DatabaseSync;
