import { X509Certificate } from 'node:crypto';
import type { Database, Tell } from './open-book.ts';

/** Topic on which the broker hears whom it must not let in any more. */
export const CERTIFICATES_TOPIC = 'certificates';

export interface IssuedCertificate {
  fingerprint: string;
  node: string;
  pem: string;
  issuedAtMs: number;
  endAtMs: number;
  revokedAtMs?: number;
  reason?: string;
}

interface Row {
  fingerprint: string;
  node: string;
  pem: string;
  issued_at: number;
  end_at: number;
  revoked_at: number | null;
  reason: string | null;
}

/** What was issued to whom, and what the broker is told to refuse. */
export function createCertificates(database: Database, tell: Tell, now = Date.now) {
  const insert = database.prepare(
    'INSERT INTO certificate (fingerprint, node, pem, csr_hash, issued_at, end_at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const byRequest = database.prepare('SELECT * FROM certificate WHERE csr_hash = ? AND node = ?');
  const ofNode = database.prepare('SELECT * FROM certificate WHERE node = ? ORDER BY issued_at DESC');
  const revoke = database.prepare(
    'UPDATE certificate SET revoked_at = ?, reason = ? WHERE node = ? AND fingerprint = ? AND revoked_at IS NULL',
  );
  const revokeAll = database.prepare(
    'UPDATE certificate SET revoked_at = ?, reason = ? WHERE node = ? AND revoked_at IS NULL',
  );

  return {
    add(node: string, pem: string, csrHash: Uint8Array): void {
      const { fingerprint256, validToDate } = new X509Certificate(pem);
      insert.run(fingerprint256, node, pem, csrHash, now(), validToDate.getTime());
    },
    /** The certificate that a request got already: asking again gives the same. */
    ofRequest: (csrHash: Uint8Array, node: string) => read(byRequest.get(csrHash, node)),
    ofNode: (node: string) => ofNode.all(node).map((row) => read(row)!),
    /** Refuses one certificate from now on; the node may have another. */
    revoke(node: string, fingerprint: string, reason: string): void {
      revoke.run(now(), reason, node, fingerprint);
      tell(CERTIFICATES_TOPIC, node, { node, fingerprint, reason, at: now() });
    },
    /** Refuses every certificate of a node's name, those that others issued too: a name is never used again. */
    revokeAll(node: string, reason: string): void {
      revokeAll.run(now(), reason, node);
      tell(CERTIFICATES_TOPIC, node, { node, reason, at: now() });
    },
  };
}

export type Certificates = ReturnType<typeof createCertificates>;

function read(found: unknown): IssuedCertificate | undefined {
  if (!found) return undefined;
  const { fingerprint, node, pem, issued_at, end_at, revoked_at, reason } = found as Row;
  return {
    ...{ fingerprint, node, pem, issuedAtMs: issued_at, endAtMs: end_at },
    ...(revoked_at !== null && { revokedAtMs: revoked_at }),
    ...(reason !== null && { reason }),
  };
}
