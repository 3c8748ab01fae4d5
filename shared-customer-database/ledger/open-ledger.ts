import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '@access-layer/kit/sqlite';
import { CERTIFICATE_SCHEMA } from './certificates.ts';

/**
 * What is known of every packet without its contents: which sequence numbers are there, what their hashes are, where
 * they are filed. Beside it what was refused and why, and the openings of bindings. It decides what is a duplicate and
 * what is a fork; it is the last to be committed, so what it counts as stored is stored.
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS name (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, text TEXT NOT NULL, UNIQUE (kind, text))
    STRICT;
  CREATE TABLE IF NOT EXISTS sequence (
    node_id INTEGER NOT NULL, seq INTEGER NOT NULL, pod_id INTEGER NOT NULL, meter_id INTEGER NOT NULL,
    from_ms INTEGER NOT NULL, to_ms INTEGER NOT NULL, signed_at_ms INTEGER NOT NULL, received_at_ms INTEGER NOT NULL,
    readings INTEGER NOT NULL, payload_hash BLOB NOT NULL, prev BLOB NOT NULL,
    anchorer_id INTEGER NOT NULL, batch_index INTEGER NOT NULL, leaf_index INTEGER NOT NULL,
    PRIMARY KEY (node_id, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS hash (
    prefix INTEGER NOT NULL, node_id INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (prefix, node_id, seq)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS series (
    pod_id INTEGER NOT NULL, node_id INTEGER NOT NULL, meter_id INTEGER NOT NULL, role TEXT,
    packets INTEGER NOT NULL, readings INTEGER NOT NULL, first_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL,
    PRIMARY KEY (pod_id, node_id, meter_id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS node_day (
    pod_id INTEGER NOT NULL, node_id INTEGER NOT NULL, day TEXT NOT NULL,
    min_seq INTEGER NOT NULL, max_seq INTEGER NOT NULL,
    PRIMARY KEY (pod_id, node_id, day)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS duplicate (
    node_id INTEGER NOT NULL, seq INTEGER NOT NULL, anchorer_id INTEGER NOT NULL, batch_index INTEGER NOT NULL,
    leaf_index INTEGER NOT NULL, message_hash BLOB NOT NULL, received_at_ms INTEGER NOT NULL,
    PRIMARY KEY (node_id, seq, anchorer_id, batch_index, leaf_index)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS quarantine (
    id INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL,
    position INTEGER NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL, evidence TEXT NOT NULL,
    pod TEXT, node TEXT, meter TEXT, seq INTEGER, time_ms INTEGER, payload_hash BLOB,
    anchorer BLOB, batch_index INTEGER, root BLOB, once TEXT NOT NULL UNIQUE
  ) STRICT;
  CREATE INDEX IF NOT EXISTS quarantine_node ON quarantine (node, seq);
  CREATE INDEX IF NOT EXISTS quarantine_conflict ON quarantine (anchorer, batch_index) WHERE reason = 'batch-conflict';
  CREATE TABLE IF NOT EXISTS opening (
    key TEXT NOT NULL, node TEXT NOT NULL, pod TEXT NOT NULL, meter TEXT NOT NULL, salt TEXT NOT NULL,
    kind TEXT NOT NULL, role TEXT, from_ms INTEGER NOT NULL, until_ms INTEGER NOT NULL, revoked_at_ms INTEGER,
    PRIMARY KEY (key, node, pod, meter, salt)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS erased_period (
    erasure TEXT PRIMARY KEY, pod TEXT NOT NULL, from_ms INTEGER NOT NULL, until_ms INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS counter (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  ${CERTIFICATE_SCHEMA}`;

/** Opens the ledger; a process that only serves may come first, and then makes the empty tables. */
export function openLedger(file: string, { readOnly = false } = {}): DatabaseSync {
  return openWithSchema(file, SCHEMA, readOnly);
}

/**
 * Hashes go to any page of their index, round after round: 32 MiB of pages are kept at hand, and those that changed are
 * carried from the log into the file once in 32 MiB, not once in 4.
 */
const WRITER = 'PRAGMA cache_size=-32768; PRAGMA wal_autocheckpoint=8192;';

export function openWithSchema(file: string, schema: string, readOnly: boolean): DatabaseSync {
  if (!readOnly || !existsSync(file)) {
    const database = openDatabase(file);
    database.exec(`${WRITER} BEGIN IMMEDIATE; ${schema} COMMIT;`);
    if (!readOnly) return database;
    database.close();
  }
  return openDatabase(file, { readOnly: true });
}
