import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openDatabase } from '@access-layer/kit/sqlite';

/** Clients, people, grants, refresh tokens and signing keys. */
export const accountsFile = (dataDir: string): string => join(dataDir, 'accounts.db');
/** Access statistics: may be deleted without anybody losing access. */
export const statisticsFile = (dataDir: string): string => join(dataDir, 'statistics.db');

const ACCOUNTS = `
  CREATE TABLE IF NOT EXISTS clients (
    client_id TEXT PRIMARY KEY, name TEXT NOT NULL, auth_method TEXT NOT NULL,
    secret_hash TEXT, previous_secret_hash TEXT, previous_until INTEGER NOT NULL DEFAULT 0, jwks TEXT,
    role TEXT, party TEXT, customer TEXT, scopes TEXT NOT NULL, grant_types TEXT NOT NULL,
    redirect_uris TEXT NOT NULL, post_logout_redirect_uris TEXT NOT NULL, native INTEGER NOT NULL,
    first_party INTEGER NOT NULL, created_at INTEGER NOT NULL, disabled_at INTEGER) STRICT;
  CREATE TABLE IF NOT EXISTS users (
    subject TEXT PRIMARY KEY, username TEXT NOT NULL UNIQUE, password_hash TEXT NOT NULL, name TEXT NOT NULL,
    role TEXT NOT NULL, party TEXT, customer TEXT, scopes TEXT NOT NULL, created_at INTEGER NOT NULL,
    disabled_at INTEGER) STRICT;
  CREATE TABLE IF NOT EXISTS login_failures (
    username TEXT PRIMARY KEY, failures INTEGER NOT NULL, last_at INTEGER NOT NULL,
    locked_until INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS oidc_state (
    model TEXT NOT NULL, id TEXT NOT NULL, payload TEXT NOT NULL, grant_id TEXT, uid TEXT, account TEXT,
    consumed_at INTEGER, expires_at INTEGER NOT NULL, PRIMARY KEY (model, id)) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS oidc_state_grant ON oidc_state (grant_id) WHERE grant_id IS NOT NULL;
  CREATE INDEX IF NOT EXISTS oidc_state_uid ON oidc_state (uid) WHERE uid IS NOT NULL;
  CREATE INDEX IF NOT EXISTS oidc_state_account ON oidc_state (account) WHERE account IS NOT NULL;
  CREATE INDEX IF NOT EXISTS oidc_state_expiry ON oidc_state (expires_at);
  CREATE TABLE IF NOT EXISTS issued_tokens (
    jti TEXT PRIMARY KEY, grant_id TEXT NOT NULL, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS issued_tokens_grant ON issued_tokens (grant_id);
  CREATE TABLE IF NOT EXISTS revoked_tokens (
    jti TEXT PRIMARY KEY, expires_at INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS signing_keys (
    kid TEXT PRIMARY KEY, algorithm TEXT NOT NULL, jwk TEXT NOT NULL, state TEXT NOT NULL,
    state_since INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS client_limits (
    client_id TEXT NOT NULL, class TEXT NOT NULL, per_s REAL NOT NULL, burst INTEGER NOT NULL,
    PRIMARY KEY (client_id, class)) STRICT, WITHOUT ROWID;
`;

const STATISTICS = `
  CREATE TABLE IF NOT EXISTS access_statistics (
    day TEXT NOT NULL, client TEXT NOT NULL, route TEXT NOT NULL, requests INTEGER NOT NULL,
    refused INTEGER NOT NULL, limited INTEGER NOT NULL, failed INTEGER NOT NULL, bytes_in INTEGER NOT NULL,
    bytes_out INTEGER NOT NULL, duration_ms INTEGER NOT NULL,
    PRIMARY KEY (day, client, route)) STRICT, WITHOUT ROWID;
`;

/** Opens the accounts; the file holds password hashes and private keys, so only its owner may read it. */
export function openAccounts(file: string): DatabaseSync {
  const database = openDatabase(file);
  for (const name of [file, `${file}-wal`, `${file}-shm`]) if (existsSync(name)) chmodSync(name, 0o600);
  database.exec(ACCOUNTS);
  return database;
}

export function openStatistics(file: string): DatabaseSync {
  const database = openDatabase(file);
  database.exec(STATISTICS);
  return database;
}
