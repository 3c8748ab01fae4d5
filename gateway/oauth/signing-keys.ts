import type { DatabaseSync } from 'node:sqlite';
import { transaction } from '@access-layer/kit/sqlite';
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JSONWebKeySet, type JWK } from 'jose';

export type SigningAlgorithm = 'ES256' | 'RS256';
/**
 * A key is published one rotation before it signs (`next`), so whoever keeps the key set has it in time; it signs
 * (`current`); then it stays published until the last token that it signed has expired (`retired`).
 */
export type KeyState = 'next' | 'current' | 'retired';

export interface SigningKeyInfo {
  kid: string;
  algorithm: SigningAlgorithm;
  state: KeyState;
  stateSinceMs: number;
}

interface StoredKey extends SigningKeyInfo {
  jwk: JWK;
}

/** No token, ID token included, lives longer; a retired key is kept for this long. */
export const RETIRED_KEY_MS = 2 * 3_600_000;

const ORDER = `CASE state WHEN 'current' THEN 0 WHEN 'next' THEN 1 ELSE 2 END, state_since DESC`;

/** Private keys, the current one first; retired ones whose tokens have all expired are dropped. */
export function readKeys(database: DatabaseSync): StoredKey[] {
  const rows = database
    .prepare(`SELECT * FROM signing_keys WHERE state != 'retired' OR state_since > ? ORDER BY ${ORDER}`)
    .all(Date.now() - RETIRED_KEY_MS);
  return rows.map((row) => ({
    kid: String(row.kid),
    algorithm: row.algorithm as SigningAlgorithm,
    state: row.state as KeyState,
    stateSinceMs: Number(row.state_since),
    jwk: JSON.parse(String(row.jwk)),
  }));
}

/** Makes the first keys, or changes over to another algorithm. */
export async function ensureKeys(database: DatabaseSync, algorithm: SigningAlgorithm): Promise<void> {
  const [current, next] = readKeys(database);
  if (current?.algorithm === algorithm && next?.state === 'next' && next.algorithm === algorithm) return;
  const made = [await makeKey(algorithm), await makeKey(algorithm)];
  transaction(database, () => {
    retireAll(database);
    insert(database, made[0]!, 'current');
    insert(database, made[1]!, 'next');
  });
}

/** The next key becomes the one that signs, the current one is retired, and a new next one is published. */
export async function rotateKeys(database: DatabaseSync): Promise<SigningKeyInfo[]> {
  const algorithm = readKeys(database)[0]?.algorithm ?? 'ES256';
  await ensureKeys(database, algorithm);
  const made = await makeKey(algorithm);
  transaction(database, () => {
    const now = Date.now();
    const set = database.prepare('UPDATE signing_keys SET state = ?, state_since = ? WHERE state = ?');
    set.run('retired', now, 'current');
    set.run('current', now, 'next');
    insert(database, made, 'next');
    database
      .prepare(`DELETE FROM signing_keys WHERE state = 'retired' AND state_since < ?`)
      .run(now - RETIRED_KEY_MS);
  });
  return readKeys(database).map(({ jwk: _, ...info }) => info);
}

/** What `/oauth/jwks` shows. */
export function publicKeys(keys: StoredKey[]): JSONWebKeySet {
  return {
    keys: keys.map(({ jwk: { d, p, q, dp, dq, qi, ...open }, kid, algorithm }) => ({
      ...open,
      kid,
      alg: algorithm,
      use: 'sig',
    })),
  } as JSONWebKeySet;
}

function retireAll(database: DatabaseSync): void {
  database
    .prepare(`UPDATE signing_keys SET state = 'retired', state_since = ? WHERE state != 'retired'`)
    .run(Date.now());
}

function insert(database: DatabaseSync, key: StoredKey, state: KeyState): void {
  database
    .prepare('INSERT INTO signing_keys (kid, algorithm, jwk, state, state_since) VALUES (?, ?, ?, ?, ?)')
    .run(key.kid, key.algorithm, JSON.stringify(key.jwk), state, Date.now());
}

async function makeKey(algorithm: SigningAlgorithm): Promise<StoredKey> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  return {
    kid,
    algorithm,
    state: 'next',
    stateSinceMs: 0,
    jwk: { ...jwk, kid, alg: algorithm, use: 'sig' },
  };
}
