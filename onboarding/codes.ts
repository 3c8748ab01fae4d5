import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Place } from '@access-layer/core/enrolment';
import { SECRET_BYTES } from '@access-layer/core/enrolment-code';
import type { MeterRole } from '@access-layer/core/payloads/measurement';
import type { Database } from './open-book.ts';

/** What the DSO gives a code for. */
export interface CodePurpose {
  node: string;
  pod: string;
  meter: string;
  role: MeterRole;
  /** The Light Node that leaves when the new one is bound. */
  replaces?: string | undefined;
  place?: Place | undefined;
}

export interface Code extends CodePurpose {
  id: string;
  createdAtMs: number;
  expiresAtMs: number;
  createdBy: string;
  state: 'open' | 'used' | 'withdrawn';
  /** Of the device that used it. */
  key?: string;
  csrHash?: Uint8Array;
}

interface Row {
  id: string;
  node: string;
  pod: string;
  meter: string;
  role: MeterRole;
  replaces: string | null;
  place: string | null;
  created_at: number;
  expires_at: number;
  created_by: string;
  state: Code['state'];
  key: string | null;
  csr_hash: Uint8Array | null;
}

/** One-time codes. Only a hash of the secret is kept: 80 random bits need no slow one. */
export function createCodes(database: Database, now = Date.now) {
  const insert = database.prepare(
    `INSERT INTO code (id, secret_hash, node, pod, meter, role, replaces, place, created_at, expires_at, created_by)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const bySecret = database.prepare('SELECT * FROM code WHERE secret_hash = ?');
  const byId = database.prepare('SELECT * FROM code WHERE id = ?');
  const ofNode = database.prepare('SELECT * FROM code WHERE node = ? ORDER BY created_at DESC LIMIT 1');
  const page = database.prepare('SELECT * FROM code ORDER BY created_at DESC, id LIMIT ?');
  const use = database.prepare(
    `UPDATE code SET state = 'used', key = ?, csr_hash = ?, used_at = ? WHERE id = ? AND state = 'open'`,
  );
  const withdraw = database.prepare(`UPDATE code SET state = 'withdrawn' WHERE id = ? AND state = 'open'`);

  return {
    /** Answers the secret, which is nowhere else from then on. */
    add(purpose: CodePurpose, { validMs, by }: { validMs: number; by: string }) {
      const { node, pod, meter, role, replaces, place } = purpose;
      const secret = randomBytes(SECRET_BYTES);
      const id = randomUUID();
      const created = now();
      insert.run(
        ...([id, hashOf(secret), node, pod, meter, role, replaces ?? null] as const),
        ...([place ? JSON.stringify(place) : null, created, created + validMs, by] as const),
      );
      return { id, secret, code: read(byId.get(id))! };
    },
    findBySecret: (secret: Uint8Array) => read(bySecret.get(hashOf(secret))),
    find: (id: string) => read(byId.get(id)),
    latestFor: (node: string) => read(ofNode.get(node)),
    list: (limit: number) => page.all(limit).map((row) => read(row)!),
    /** False where it was used or withdrawn in the meantime. */
    use: (id: string, { key, csrHash }: { key: string; csrHash: Uint8Array }) =>
      use.run(key, csrHash, now(), id).changes === 1,
    withdraw: (id: string) => withdraw.run(id).changes === 1,
  };
}

export type Codes = ReturnType<typeof createCodes>;

function hashOf(secret: Uint8Array): Uint8Array {
  return createHash('sha256').update(secret).digest();
}

function read(found: unknown): Code | undefined {
  if (!found) return undefined;
  const row = found as Row;
  const { id, node, pod, meter, role, state } = row;
  return {
    ...{ id, node, pod, meter, role, state },
    ...{ createdAtMs: row.created_at, expiresAtMs: row.expires_at, createdBy: row.created_by },
    ...(row.replaces !== null && { replaces: row.replaces }),
    ...(row.place !== null && { place: JSON.parse(row.place) as Place }),
    ...(row.key !== null && { key: row.key }),
    ...(row.csr_hash !== null && { csrHash: row.csr_hash }),
  };
}
