import { randomUUID } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { transaction } from '@access-layer/kit/sqlite';
import type { Role } from '@access-layer/kit/token';
import { gatewayError } from '../errors.ts';
import { hashPassword, MIN_PASSWORD_LENGTH } from './password.ts';

export interface UserInput {
  /** What the person types; compared without case. */
  username: string;
  /** Shown on pages. */
  name: string;
  role: Role;
  party?: string;
  customer?: string;
  /** The most that any client can get for this person. */
  scopes: string[];
}

export interface User extends UserInput {
  /** Stable id, `sub` of the tokens. */
  subject: string;
  createdAtMs: number;
  disabledAtMs?: number;
}

type Row = Record<string, string | number | null>;

/** The people who sign in with a password. */
export class UserStore {
  readonly #database: DatabaseSync;
  /** Asked at every request, so it is prepared once. */
  readonly #active: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#active = database.prepare('SELECT 1 FROM users WHERE subject = ? AND disabled_at IS NULL');
  }

  find(subject: string): User | undefined {
    const row = this.#database.prepare('SELECT * FROM users WHERE subject = ?').get(subject);
    return row ? fromRow(row as Row) : undefined;
  }

  findByName(username: string): (User & { passwordHash: string }) | undefined {
    const row = this.#database.prepare('SELECT * FROM users WHERE username = ?').get(fold(username));
    return row ? { ...fromRow(row as Row), passwordHash: String(row.password_hash) } : undefined;
  }

  list(): User[] {
    const rows = this.#database.prepare('SELECT * FROM users ORDER BY username').all();
    return rows.map((row) => fromRow(row as Row));
  }

  /** False also for a person who is not known. */
  isActive(subject: string): boolean {
    return this.#active.get(subject) !== undefined;
  }

  async create(input: UserInput, password: string): Promise<User> {
    checkPassword(password);
    const passwordHash = await hashPassword(password);
    if (this.findByName(input.username)) {
      throw gatewayError('GW_CLIENT_EXISTS', `there is already a person "${input.username}"`);
    }
    const subject = randomUUID();
    this.#database
      .prepare(
        `INSERT INTO users (subject, username, password_hash, name, role, party, customer, scopes, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(subject, fold(input.username), passwordHash, ...details(input), Date.now());
    return this.find(subject)!;
  }

  /** Writes name, role, party, customer and scopes over; tokens issued from now on carry them. */
  update(input: UserInput): User {
    this.#database
      .prepare('UPDATE users SET name=?, role=?, party=?, customer=?, scopes=? WHERE username=?')
      .run(...details(input), fold(input.username));
    return this.#known(input.username);
  }

  /** A new password ends every session and refresh token of the person. */
  async setPassword(username: string, password: string): Promise<void> {
    checkPassword(password);
    const { subject } = this.#known(username);
    const hash = await hashPassword(password);
    transaction(this.#database, () => {
      this.#database.prepare('UPDATE users SET password_hash = ? WHERE subject = ?').run(hash, subject);
      this.#endSessions(subject);
      this.#database.prepare('DELETE FROM login_failures WHERE username = ?').run(fold(username));
    });
  }

  setDisabled(username: string, disabled: boolean): User {
    const { subject } = this.#known(username);
    transaction(this.#database, () => {
      this.#database
        .prepare('UPDATE users SET disabled_at = ? WHERE subject = ?')
        .run(disabled ? Date.now() : null, subject);
      if (disabled) this.#endSessions(subject);
    });
    return this.find(subject)!;
  }

  #endSessions(subject: string): void {
    this.#database.prepare('DELETE FROM oidc_state WHERE account = ?').run(subject);
  }

  #known(username: string): User {
    const user = this.findByName(username);
    if (user) return user;
    throw gatewayError('GW_CLIENT_UNKNOWN', `there is no person "${username}"`);
  }
}

/** The spelling that user names are compared in. */
export function fold(username: string): string {
  return username.normalize('NFKC').trim().toLowerCase();
}

function checkPassword(password: string): void {
  if (password.length >= MIN_PASSWORD_LENGTH) return;
  throw gatewayError(
    'GW_CLIENT_INVALID',
    `the password has ${password.length} characters; at least ${MIN_PASSWORD_LENGTH} are needed`,
  );
}

function details(input: UserInput): (string | null)[] {
  return [input.name, input.role, input.party ?? null, input.customer ?? null, input.scopes.join(' ')];
}

function fromRow(row: Row): User {
  return {
    subject: String(row.subject),
    username: String(row.username),
    name: String(row.name),
    role: row.role as Role,
    ...(row.party ? { party: String(row.party) } : {}),
    ...(row.customer ? { customer: String(row.customer) } : {}),
    scopes: String(row.scopes).split(' ').filter(Boolean),
    createdAtMs: Number(row.created_at),
    ...(row.disabled_at ? { disabledAtMs: Number(row.disabled_at) } : {}),
  };
}
