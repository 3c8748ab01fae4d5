import type { DatabaseSync } from 'node:sqlite';
import { hashPassword, verifyPassword } from './password.ts';
import { fold, type User, type UserStore } from './user-store.ts';

export type LoginOutcome =
  | { ok: true; user: User }
  | { ok: false; reason: 'wrong' }
  | { ok: false; reason: 'locked'; retryAfterS: number };

const FREE_FAILURES = 5;
const FIRST_LOCK_MS = 30_000;
const MAX_LOCK_MS = 15 * 60_000;
/** Failures are forgotten after a day without another. */
const FORGET_MS = 24 * 3_600_000;

/**
 * Checks passwords. After five failures in a row a user name is locked, first for 30 s, then twice as long after each
 * further failure, at most 15 min. Names that do not exist behave the same, in answer and in time, so nobody learns
 * which ones do.
 */
export class LoginGuard {
  readonly #database: DatabaseSync;
  readonly #users: UserStore;
  #decoy: Promise<string> | undefined;

  constructor(database: DatabaseSync, users: UserStore) {
    this.#database = database;
    this.#users = users;
  }

  async attempt(username: string, password: string): Promise<LoginOutcome> {
    const name = fold(username).slice(0, 256);
    const lockedForMs = this.#lockedUntil(name) - Date.now();
    if (lockedForMs > 0) return { ok: false, reason: 'locked', retryAfterS: Math.ceil(lockedForMs / 1000) };
    // Counted before the slow check, so that guesses sent at once do not all see the count of before.
    this.#countFailure(name);
    const user = this.#users.findByName(name);
    this.#decoy ??= hashPassword('a password that nobody has');
    const matches = await verifyPassword(password, user?.passwordHash ?? (await this.#decoy));
    if (!matches || !user || user.disabledAtMs) return { ok: false, reason: 'wrong' };
    this.#database.prepare('DELETE FROM login_failures WHERE username = ?').run(name);
    return { ok: true, user };
  }

  #lockedUntil(name: string): number {
    const row = this.#database
      .prepare('SELECT locked_until FROM login_failures WHERE username = ?')
      .get(name);
    return Number(row?.locked_until ?? 0);
  }

  #countFailure(name: string): void {
    const now = Date.now();
    this.#database.prepare('DELETE FROM login_failures WHERE last_at < ?').run(now - FORGET_MS);
    const row = this.#database
      .prepare(
        `INSERT INTO login_failures (username, failures, last_at, locked_until) VALUES (?, 1, ?, 0)
         ON CONFLICT (username) DO UPDATE SET failures = failures + 1, last_at = excluded.last_at
         RETURNING failures`,
      )
      .get(name, now);
    const over = Number(row?.failures) - FREE_FAILURES;
    if (over < 0) return;
    const lockMs = Math.min(FIRST_LOCK_MS * 2 ** over, MAX_LOCK_MS);
    this.#database
      .prepare('UPDATE login_failures SET locked_until = ? WHERE username = ?')
      .run(now + lockMs, name);
  }
}
