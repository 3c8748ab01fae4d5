import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Hex } from '@access-layer/core/bytes';
import { commitmentOf, newSalt } from '@access-layer/core/commitment';
import type { MeterRole } from '@access-layer/core/payloads/measurement';
import { openDatabase, transaction } from '@access-layer/kit/sqlite';

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
  role: MeterRole;
  salt: Hex;
  from: number;
  until: number;
  revokedAt?: number;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS node (
    ordinal INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, pod_code TEXT NOT NULL, meter_id TEXT NOT NULL,
    role TEXT NOT NULL, profile TEXT NOT NULL, key TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS opening (
    commitment TEXT PRIMARY KEY, key TEXT NOT NULL, node TEXT NOT NULL, pod_code TEXT NOT NULL,
    meter_id TEXT NOT NULL, role TEXT NOT NULL, salt TEXT NOT NULL,
    from_ms INTEGER NOT NULL, until_ms INTEGER NOT NULL, revoked_at_ms INTEGER
  ) STRICT;
  CREATE TABLE IF NOT EXISTS change (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT, node TEXT NOT NULL, opening TEXT NOT NULL
  ) STRICT;`;

/**
 * The DSO's own registry: which node, PoD and meter each commitment on the chain stands for. It is the only place that
 * holds the salts beside the proofs; losing it means that bindings can no longer be opened.
 */
export function openDsoRegistry(dir: string) {
  const database = openDatabase(join(dir, 'registry.db'));
  database.exec(SCHEMA);
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
        const salt = newSalt();
        const commitment = commitmentOf({ node: id, podCode, meterId, salt });
        database
          .prepare('INSERT INTO opening VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, NULL)')
          .run(commitment, key, id, podCode, meterId, role, salt, fromMs);
      });
    },

    openings: () => readOpenings(database),

    /** Takes over the times that the contract holds, and records the change for the stream. */
    confirm(commitment: Hex, times: { from: number; until: number; revokedAt: number }): void {
      transaction(database, () => {
        database
          .prepare('UPDATE opening SET from_ms = ?, until_ms = ?, revoked_at_ms = ? WHERE commitment = ?')
          .run(times.from, times.until, times.revokedAt || null, commitment);
        const changed = readOpenings(database).find((entry) => entry.commitment === commitment)!.opening;
        database
          .prepare('INSERT INTO change (node, opening) VALUES (?, ?)')
          .run(changed.node, JSON.stringify(changed));
      });
    },

    /** Every change so far, in order; the sequence makes appending them to the stream safe to repeat. */
    changes: () =>
      database.prepare('SELECT sequence, node, opening FROM change ORDER BY sequence').all() as {
        sequence: number;
        node: string;
        opening: string;
      }[],

    close: () => database.close(),
  };
}

export type DsoRegistry = ReturnType<typeof openDsoRegistry>;

function readOpenings(database: DatabaseSync): { commitment: Hex; opening: Opening; confirmed: boolean }[] {
  const rows = database
    .prepare(
      `SELECT opening.*, EXISTS (SELECT 1 FROM change WHERE change.node = opening.node) AS confirmed FROM opening
       JOIN node ON node.id = opening.node ORDER BY ordinal`,
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

interface OpeningRow {
  commitment: Hex;
  key: Hex;
  node: string;
  pod_code: string;
  meter_id: string;
  role: MeterRole;
  salt: Hex;
  from_ms: number;
  until_ms: number;
  revoked_at_ms: number | null;
  confirmed: number;
}
