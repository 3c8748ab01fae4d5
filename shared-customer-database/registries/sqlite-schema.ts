import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '@access-layer/kit/sqlite';

/** Documents with their links and history, statements, kept answers and the outbox: one file. */
export const REGISTRY_SCHEMA = `
  CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
  INSERT OR IGNORE INTO meta VALUES ('version', 1);

  CREATE TABLE IF NOT EXISTS document (
    kind TEXT NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, id)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS link (
    kind TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL, id TEXT NOT NULL, target TEXT,
    PRIMARY KEY (kind, field, value, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS link_of ON link (kind, id);
  CREATE INDEX IF NOT EXISTS link_to ON link (target, value) WHERE target IS NOT NULL;

  CREATE TABLE IF NOT EXISTS history (
    position INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, author TEXT NOT NULL, kind TEXT NOT NULL,
    id TEXT NOT NULL, effect TEXT NOT NULL, revision INTEGER NOT NULL, body TEXT
  ) STRICT;
  CREATE INDEX IF NOT EXISTS history_of ON history (kind, id, position);
  CREATE TRIGGER IF NOT EXISTS history_stays BEFORE UPDATE ON history
    BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;
  CREATE TRIGGER IF NOT EXISTS history_is_kept BEFORE DELETE ON history
    BEGIN SELECT RAISE(ABORT, 'the history is append-only'); END;

  CREATE TABLE IF NOT EXISTS statement (
    position INTEGER PRIMARY KEY AUTOINCREMENT, message_hash TEXT NOT NULL UNIQUE, chain TEXT NOT NULL,
    seq INTEGER NOT NULL, payload_hash TEXT NOT NULL, type TEXT NOT NULL, sender TEXT NOT NULL, id TEXT NOT NULL,
    body TEXT NOT NULL, refused TEXT
  ) STRICT;
  CREATE UNIQUE INDEX IF NOT EXISTS statement_place ON statement (chain, seq) WHERE refused IS NULL;
  CREATE UNIQUE INDEX IF NOT EXISTS statement_id ON statement (type, sender, id) WHERE refused IS NULL;
  CREATE INDEX IF NOT EXISTS statement_payload ON statement (payload_hash);
  CREATE INDEX IF NOT EXISTS statement_of ON statement (sender, type, position);
  CREATE TABLE IF NOT EXISTS statement_link (
    field TEXT NOT NULL, value TEXT NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (field, value, position)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS fork (
    position INTEGER PRIMARY KEY AUTOINCREMENT, chain TEXT NOT NULL, seq INTEGER NOT NULL, payload_hash TEXT NOT NULL,
    body TEXT NOT NULL, UNIQUE (chain, seq, payload_hash)
  ) STRICT;

  CREATE TABLE IF NOT EXISTS kept_answer (
    scope TEXT NOT NULL, key TEXT NOT NULL, kept_at INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (scope, key)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS outbox (
    position INTEGER PRIMARY KEY AUTOINCREMENT, topic TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL
  ) STRICT;`;

/**
 * Personal data has a file of its own, so that it can be guarded, backed up and erased apart. What is overwritten or
 * deleted is zeroed (secure_delete), and the write-ahead log is emptied after an erasure. An erased row keeps its
 * revision, so that no ETag comes back.
 */
export const PERSONAL_SCHEMA = `
  PRAGMA secure_delete=ON;
  CREATE TABLE IF NOT EXISTS personal (
    customer TEXT PRIMARY KEY, revision INTEGER NOT NULL, data TEXT
  ) STRICT;`;

/** Files of the first days held numbers and ids of statements for good, also of those that were refused. */
export function renewStatements(database: DatabaseSync): void {
  const columns = database.prepare("SELECT name FROM pragma_table_info('statement')").all();
  if (columns.length === 0 || columns.some(({ name }) => name === 'refused')) return;
  transaction(database, () => {
    database.exec('ALTER TABLE statement RENAME TO statement_before');
    database.exec('DROP INDEX IF EXISTS statement_of');
    database.exec(REGISTRY_SCHEMA);
    database.exec('INSERT INTO statement SELECT *, NULL FROM statement_before; DROP TABLE statement_before');
  });
}
