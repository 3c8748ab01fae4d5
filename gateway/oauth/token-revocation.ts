import type { DatabaseSync, StatementSync } from 'node:sqlite';

/**
 * Access tokens that may no longer be used although they have not expired. Tokens are signed and not stored, so the
 * services behind accept one until it expires; the front door and introspection refuse it at once.
 */
export class TokenRevocation {
  readonly #database: DatabaseSync;
  /** Asked at every request, so it is prepared once. */
  readonly #revoked: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#revoked = database.prepare('SELECT 1 FROM revoked_tokens WHERE jti = ?');
  }

  /** Remembers which tokens came from a person's grant, so that they end with it. */
  record(jti: string, grantId: string, expiresAtMs: number): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO issued_tokens (jti, grant_id, expires_at) VALUES (?, ?, ?)')
      .run(jti, grantId, expiresAtMs);
  }

  revoke(jti: string, expiresAtMs: number): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO revoked_tokens (jti, expires_at) VALUES (?, ?)')
      .run(jti, expiresAtMs);
  }

  revokeGrant(grantId: string): void {
    this.#database
      .prepare(
        `INSERT OR REPLACE INTO revoked_tokens (jti, expires_at)
         SELECT jti, expires_at FROM issued_tokens WHERE grant_id = ?`,
      )
      .run(grantId);
  }

  isRevoked(jti: string): boolean {
    return this.#revoked.get(jti) !== undefined;
  }

  forgetExpired(nowMs: number): void {
    for (const table of ['issued_tokens', 'revoked_tokens']) {
      this.#database.prepare(`DELETE FROM ${table} WHERE expires_at < ?`).run(nowMs - 60_000);
    }
  }
}
