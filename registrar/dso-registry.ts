import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Hex } from '@access-layer/core/bytes';
import { commitmentOf, LISTED, newSalt } from '@access-layer/core/commitment';
import type { MeterRole } from '@access-layer/core/payloads/measurement';
import { emptyLog, openDatabase, transaction } from '@access-layer/kit/sqlite';
import { createDoneRequests } from './done-requests.ts';

/** A Light Node as the DSO knows it. Its id is never used again, also after the node is gone. */
export interface RegisteredNode {
  ordinal: number;
  id: string;
  podCode: string;
  meterId: string;
  role: MeterRole;
  profile: string;
  key: Hex;
}

/** What a commitment on the chain hides; times in milliseconds, `until` 0 open. Value of the stream `registry`. */
export interface Opening {
  kind: 'light-node';
  key: Hex;
  node: string;
  podCode: string;
  meterId: string;
  role: string;
  salt: Hex;
  from: number;
  until: number;
  revokedAt?: number;
}

/** A key that stands for itself, without a meter: `node` is whom it speaks for. Value of the stream `registry`, too. */
export interface Listing {
  kind: ListedKind;
  key: Hex;
  node: string;
  podCode: '';
  meterId: '';
  role: '';
  salt: Hex;
  from: number;
  until: number;
  revokedAt?: number;
}

export type ListedKind = 'set-point-signer' | 'service' | 'party';
/** When something holds, as the contract has it; 0 for not. */
export type Times = { from: number; until: number; revokedAt: number };
/** A commitment outlives a key: after a rotation another one speaks under it. */
export type BoundKey = { commitment: Hex; key: Hex };
export type NewOpening = Omit<Opening, 'kind' | 'from' | 'until' | 'revokedAt'>;

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS node (
    ordinal INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, pod_code TEXT NOT NULL, meter_id TEXT NOT NULL,
    role TEXT NOT NULL, profile TEXT NOT NULL, key TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS opening (
    commitment TEXT NOT NULL, key TEXT NOT NULL, node TEXT NOT NULL, pod_code TEXT NOT NULL,
    meter_id TEXT NOT NULL, role TEXT NOT NULL, salt TEXT NOT NULL,
    from_ms INTEGER NOT NULL, until_ms INTEGER NOT NULL, revoked_at_ms INTEGER, PRIMARY KEY (commitment, key)
  ) STRICT;
  CREATE TABLE IF NOT EXISTS listing (
    key TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL,
    from_ms INTEGER NOT NULL, until_ms INTEGER NOT NULL, revoked_at_ms INTEGER
  ) STRICT;
  CREATE TABLE IF NOT EXISTS change (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, node TEXT NOT NULL, opening TEXT NOT NULL
  ) STRICT;`;

/**
 * The DSO's own registry: which node, PoD and meter each commitment on the chain stands for, and whose each listed key
 * is. It is the only place that holds the salts beside the proofs; losing it means that bindings can no longer be opened.
 */
export function openDsoRegistry(dir: string) {
  const database = openDatabase(join(dir, 'registry.db'));
  transaction(database, () => allowSeveralKeys(database));
  const requests = createDoneRequests(database);

  function note(value: Opening | Listing): void {
    database
      .prepare('INSERT INTO change (node, opening) VALUES (?, ?)')
      .run(value.node, JSON.stringify(value));
  }

  function addOpening({ key, node, podCode, meterId, role, salt }: NewOpening, fromMs: number): void {
    const commitment = commitmentOf({ node, podCode, meterId, salt });
    database
      .prepare('INSERT OR IGNORE INTO opening VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, NULL)')
      .run(commitment, key, node, podCode, meterId, role, salt, fromMs);
  }

  function addListing(
    { key, kind, name }: { key: Hex; kind: ListedKind; name: string },
    fromMs: number,
  ): void {
    database
      .prepare('INSERT OR IGNORE INTO listing VALUES (?, ?, ?, ?, 0, NULL)')
      .run(key, kind, name, fromMs);
  }

  function confirmOpening({ commitment, key }: BoundKey, { from, until, revokedAt }: Times): void {
    database
      .prepare(
        'UPDATE opening SET from_ms = ?, until_ms = ?, revoked_at_ms = ? WHERE commitment = ? AND key = ?',
      )
      .run(from, until, revokedAt || null, commitment, key);
    const isIt = (entry: { commitment: Hex; opening: Opening }) =>
      entry.commitment === commitment && entry.opening.key === key;
    note(readOpenings(database).find(isIt)!.opening);
  }

  function confirmListing(key: Hex, { from, until, revokedAt }: Times): void {
    database
      .prepare('UPDATE listing SET from_ms = ?, until_ms = ?, revoked_at_ms = ? WHERE key = ?')
      .run(from, until, revokedAt || null, key);
    note(readListings(database).find(({ listing }) => listing.key === key)!.listing);
  }

  return {
    /** Name of this deployment; chosen once, and random, so that nothing signed for one counts in another. */
    network(): string {
      const name = `demo-${randomBytes(3).toString('hex')}`;
      database.prepare("INSERT OR IGNORE INTO setting VALUES ('network', ?)").run(name);
      const row = database.prepare("SELECT value FROM setting WHERE name = 'network'").get();
      return (row as { value: string }).value;
    },

    nodes: (): RegisteredNode[] =>
      database
        .prepare(
          'SELECT ordinal, id, pod_code AS podCode, meter_id AS meterId, role, profile, key FROM node ORDER BY ordinal',
        )
        .all() as unknown as RegisteredNode[],

    /** Adds a node with the opening of its binding, which counts from when the chain holds it. */
    addNode(node: RegisteredNode, fromMs: number): void {
      transaction(database, () => {
        const { ordinal, id, podCode, meterId, role, profile, key } = node;
        database
          .prepare('INSERT INTO node VALUES (?, ?, ?, ?, ?, ?, ?)')
          .run(ordinal, id, podCode, meterId, role, profile, key);
        addOpening({ key, node: id, podCode, meterId, role, salt: newSalt() }, fromMs);
      });
    },

    openings: () => readOpenings(database),

    /** Adds a key that stands for itself; whose key is known already stays as it is. */
    addListing,
    listings: () => readListings(database),

    /** Takes over the times that the contract holds, and records the change for the stream. */
    confirm: (bound: BoundKey, times: Times) => transaction(database, () => confirmOpening(bound, times)),
    confirmListing: (key: Hex, times: Times) => transaction(database, () => confirmListing(key, times)),

    /** Writes down what came of a request, with its changes: all of it or nothing. The contract holds them already. */
    finish: (answer: Parameters<typeof requests.add>[0], apply: (into: Changes) => void) =>
      transaction(database, () => {
        apply({ addOpening, addListing, confirmOpening, confirmListing });
        requests.add(answer);
      }),
    requests,

    /** Changes behind a sequence, in order; the sequence makes appending them to the stream safe to repeat. */
    changes: (after = 0) =>
      database
        .prepare('SELECT sequence, node, opening FROM change WHERE sequence > ? ORDER BY sequence')
        .all(after) as { sequence: number; node: string; opening: string }[],

    /** Salts of the bindings of a PoD that began and ended within a time. */
    endedWithin({ pod, fromMs, untilMs }: { pod: string; fromMs: number; untilMs: number }): string[] {
      const sql = `SELECT salt FROM opening WHERE pod_code = ? AND from_ms >= ?
        AND (until_ms BETWEEN 1 AND ? OR revoked_at_ms BETWEEN 1 AND ?)`;
      const rows = database.prepare(sql).all(pod, fromMs, untilMs, untilMs) as { salt: string }[];
      return rows.map(({ salt }) => salt);
    },

    /** Destroys openings, and what was told of them; answers how many. The file holds nothing of them afterwards. */
    async eraseOpenings(salts: readonly string[]): Promise<number> {
      transaction(database, () => {
        for (const salt of salts) {
          database.prepare('DELETE FROM opening WHERE salt = ?').run(salt);
          database.prepare("DELETE FROM change WHERE json_extract(opening, '$.salt') = ?").run(salt);
        }
      });
      if (salts.length > 0) database.exec('VACUUM');
      await emptyLog(database);
      return salts.length;
    },

    close: () => database.close(),
  };
}

export type DsoRegistry = ReturnType<typeof openDsoRegistry>;

/** What may be changed together with the answer to a request. */
export interface Changes {
  addOpening(opening: NewOpening, fromMs: number): void;
  addListing(listing: { key: Hex; kind: ListedKind; name: string }, fromMs: number): void;
  confirmOpening(bound: BoundKey, times: Times): void;
  confirmListing(key: Hex, times: Times): void;
}

/** Before keys could be rotated, a commitment had one key. */
function allowSeveralKeys(database: DatabaseSync): void {
  const columns = database.prepare('PRAGMA table_info(opening)').all() as { name: string; pk: number }[];
  const isOld = columns.some(({ name, pk }) => name === 'key' && pk === 0);
  if (isOld) database.exec('ALTER TABLE opening RENAME TO opening_of_one_key');
  database.exec(SCHEMA);
  if (!isOld) return;
  database.exec('INSERT INTO opening SELECT * FROM opening_of_one_key; DROP TABLE opening_of_one_key');
}

/** `confirmed`: the stream has been told of it. */
function readOpenings(database: DatabaseSync): { commitment: Hex; opening: Opening; confirmed: boolean }[] {
  const rows = database
    .prepare(
      `SELECT opening.*, EXISTS (SELECT 1 FROM change WHERE change.node = opening.node
         AND json_extract(change.opening, '$.salt') = opening.salt
         AND json_extract(change.opening, '$.key') = opening.key) AS confirmed
       FROM opening LEFT JOIN node ON node.id = opening.node ORDER BY node.ordinal IS NULL, node.ordinal, opening.rowid`,
    )
    .all() as unknown as OpeningRow[];
  return rows.map(({ commitment, confirmed, ...row }) => ({
    commitment,
    confirmed: confirmed === 1,
    opening: {
      kind: 'light-node',
      key: row.key,
      node: row.node,
      podCode: row.pod_code,
      meterId: row.meter_id,
      role: row.role,
      salt: row.salt,
      from: row.from_ms,
      until: row.until_ms,
      ...(row.revoked_at_ms ? { revokedAt: row.revoked_at_ms } : {}),
    },
  }));
}

function readListings(database: DatabaseSync): { listing: Listing; confirmed: boolean }[] {
  const rows = database
    .prepare(
      `SELECT listing.*, EXISTS (SELECT 1 FROM change WHERE change.node = listing.name
         AND json_extract(change.opening, '$.key') = listing.key) AS confirmed FROM listing ORDER BY listing.rowid`,
    )
    .all() as unknown as ListingRow[];
  return rows.map((row) => ({
    confirmed: row.confirmed === 1,
    listing: {
      ...{ kind: row.kind, key: row.key, node: row.name, podCode: '', meterId: '', role: '', salt: LISTED },
      ...{ from: row.from_ms, until: row.until_ms },
      ...(row.revoked_at_ms ? { revokedAt: row.revoked_at_ms } : {}),
    },
  }));
}

interface OpeningRow {
  commitment: Hex;
  key: Hex;
  node: string;
  pod_code: string;
  meter_id: string;
  role: string;
  salt: Hex;
  from_ms: number;
  until_ms: number;
  revoked_at_ms: number | null;
  confirmed: number;
}

interface ListingRow {
  key: Hex;
  kind: ListedKind;
  name: string;
  from_ms: number;
  until_ms: number;
  revoked_at_ms: number | null;
  confirmed: number;
}
