import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Hex } from '@access-layer/core/bytes';
import { AccessLayerError } from '@access-layer/core/errors';
import { openDatabase } from '@access-layer/kit/sqlite';

/**
 * Everything that an acknowledgement or an anchor stands on, in one file. `packet.id` counts accepted packets without
 * gaps in order of acceptance, so a batch is a range of ids and leaf i of it is `first_id + i`: sealing writes nothing
 * to a packet. Signed messages of parties and services stand among the packets, under a "node" whose name has a slash
 * in it (their chain); `sender_message` counts them. A packet has one index only, of numbers that grow: every further page is synced before its PUBACK. All times are milliseconds, all hashes 32 bytes.
 */
const SCHEMA = `
  CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS node (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE IF NOT EXISTS packet (
    id INTEGER PRIMARY KEY, node_id INTEGER NOT NULL, seq INTEGER NOT NULL, received_at INTEGER NOT NULL,
    pod TEXT NOT NULL, payload_hash BLOB NOT NULL, message_hash BLOB NOT NULL, message BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS packet_seq ON packet (node_id, seq);
  CREATE TABLE IF NOT EXISTS batch (
    idx INTEGER PRIMARY KEY, root BLOB NOT NULL, count INTEGER NOT NULL, from_ms INTEGER NOT NULL,
    to_ms INTEGER NOT NULL, first_id INTEGER NOT NULL, last_id INTEGER NOT NULL, sealed_at INTEGER NOT NULL,
    published_at INTEGER, state TEXT NOT NULL DEFAULT 'sealed' CHECK (state IN ('sealed', 'final', 'conflict')),
    tx_id INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS batch_open ON batch (idx) WHERE state <> 'final';
  CREATE INDEX IF NOT EXISTS batch_first ON batch (first_id);
  CREATE INDEX IF NOT EXISTS batch_unpublished ON batch (idx) WHERE published_at IS NULL;
  CREATE TABLE IF NOT EXISTS tree (idx INTEGER PRIMARY KEY, nodes BLOB NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS anchor_tx (
    id INTEGER PRIMARY KEY, idx INTEGER NOT NULL, nonce INTEGER NOT NULL, raw TEXT NOT NULL, hash TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('signed', 'final', 'void')), signed_at INTEGER NOT NULL,
    sent_at INTEGER, block_number INTEGER, block_hash TEXT, block_time INTEGER
  ) STRICT;
  CREATE INDEX IF NOT EXISTS anchor_tx_live ON anchor_tx (idx) WHERE state = 'signed';
  CREATE TABLE IF NOT EXISTS rejection (
    id INTEGER PRIMARY KEY AUTOINCREMENT, node TEXT NOT NULL, seq INTEGER NOT NULL, payload_hash BLOB NOT NULL,
    reason TEXT NOT NULL, at INTEGER NOT NULL, UNIQUE (node, payload_hash)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS refused (reason TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS fork (
    id INTEGER PRIMARY KEY, node TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, accepted BLOB NOT NULL,
    message_hash BLOB NOT NULL UNIQUE, message BLOB NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS fork_node ON fork (node);
  CREATE TABLE IF NOT EXISTS rotation (
    node TEXT PRIMARY KEY, old_key TEXT NOT NULL, new_key TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS sender_message (
    packet_id INTEGER PRIMARY KEY, ordinal INTEGER NOT NULL, type TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS held (
    id INTEGER PRIMARY KEY AUTOINCREMENT, payload_hash BLOB NOT NULL UNIQUE, since INTEGER NOT NULL,
    reason TEXT NOT NULL, message BLOB NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS quarantine (
    id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL,
    payload_hash BLOB NOT NULL, message BLOB NOT NULL, UNIQUE (payload_hash, reason)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS refused_statement (reason TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS confirmed (
    node TEXT PRIMARY KEY, anchored_id INTEGER NOT NULL, from_seq INTEGER NOT NULL,
    highest_id INTEGER NOT NULL DEFAULT 0) STRICT;`;

/** Pages of the write-ahead log before it is folded into the file: 16 MB, so that bursts wait for fewer of these. */
const CHECKPOINT_PAGES = 4000;

/**
 * Opens the service's database. It belongs to one anchorer for good, as the numbers of its batches do.
 * @throws AccessLayerError BAL_ANCHORER_CHANGED
 */
export function openBalDatabase(dataDir: string, anchorer: Hex): DatabaseSync {
  const database = openDatabase(join(dataDir, 'bal.db'));
  database.exec(`PRAGMA wal_autocheckpoint=${CHECKPOINT_PAGES}`);
  database.exec(SCHEMA);
  addHighestId(database);
  const owner = readMeta(database, 'anchorer');
  if (owner !== undefined && owner !== anchorer) {
    database.close();
    throw new AccessLayerError({
      code: 'BAL_ANCHORER_CHANGED',
      message: `${dataDir} belongs to anchorer ${owner}, the keystore holds ${anchorer}; use that key or another dataDir`,
    });
  }
  writeMeta(database, 'anchorer', anchorer);
  return database;
}

/** Databases of earlier versions do not have what a node has ever confirmed, apart from what it is to be told again. */
function addHighestId(database: DatabaseSync): void {
  const columns = database.prepare("SELECT name FROM pragma_table_info('confirmed')").all();
  if (columns.some(({ name }) => name === 'highest_id')) return;
  database.exec(`ALTER TABLE confirmed ADD COLUMN highest_id INTEGER NOT NULL DEFAULT 0;
    UPDATE confirmed SET highest_id = anchored_id`);
}

/**
 * Holds a data folder for this process alone, until it ends in whatever way: two that number the same batches would
 * fight for every index. Waits a moment for one that is ending; answers the release.
 * @throws AccessLayerError BAL_DATA_IN_USE
 */
export function lockDataDir(dataDir: string, waitMs = 5000): () => void {
  mkdirSync(dataDir, { recursive: true });
  const lock = new DatabaseSync(join(dataDir, 'lock.db'));
  try {
    lock.exec(`PRAGMA busy_timeout=${waitMs}; BEGIN EXCLUSIVE`);
  } catch (cause) {
    lock.close();
    const message = `${dataDir} is in use by another process; stop that one, or use another dataDir`;
    throw new AccessLayerError({ code: 'BAL_DATA_IN_USE', message, cause });
  }
  return () => lock.close();
}

export function readMeta(database: DatabaseSync, key: string): string | undefined {
  const row = database.prepare('SELECT value FROM meta WHERE key = ?').get(key);
  return (row as { value: string } | undefined)?.value;
}

export function writeMeta(database: DatabaseSync, key: string, value: string): void {
  database
    .prepare('INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value')
    .run(key, value);
}
