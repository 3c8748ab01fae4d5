import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Role } from '@access-layer/kit/token';
import type { JSONWebKeySet } from 'jose';
import { isLoopback } from '../config.ts';
import { gatewayError } from '../errors.ts';

/** How a client proves that it is itself at the token endpoint. */
export type AuthMethod = 'client_secret' | 'private_key_jwt' | 'none';

export interface ClientInput {
  clientId: string;
  name: string;
  /** `none`: a program in the hands of a person, which can keep no secret; authorization code with PKCE only. */
  auth: AuthMethod;
  /** Public keys that sign its assertions, for `private_key_jwt`. */
  jwks?: JSONWebKeySet;
  /** Whom its own tokens (client credentials) stand for. */
  role?: Role;
  party?: string;
  customer?: string;
  scopes: string[];
  /** For authorization code; without them the client only gets tokens of its own. */
  redirectUris?: string[];
  postLogoutRedirectUris?: string[];
  /** Runs on the person's device (RFC 8252): loopback redirects with any port. */
  native?: boolean;
  /** The operator's own: people are not asked for consent. */
  firstParty?: boolean;
}

export interface Client extends Required<Omit<ClientInput, 'jwks' | 'role' | 'party' | 'customer'>> {
  jwks?: JSONWebKeySet;
  role?: Role;
  party?: string;
  customer?: string;
  grantTypes: string[];
  createdAtMs: number;
  disabledAtMs?: number;
}

type Row = Record<string, string | number | null>;

/** The registered clients. A secret is random (256 bits), so a plain hash of it is enough; it is shown once. */
export class ClientStore {
  readonly #database: DatabaseSync;
  /** Asked at every request, so it is prepared once. */
  readonly #active: StatementSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#active = database.prepare('SELECT 1 FROM clients WHERE client_id = ? AND disabled_at IS NULL');
  }

  find(clientId: string): Client | undefined {
    const row = this.#database.prepare('SELECT * FROM clients WHERE client_id = ?').get(clientId);
    return row ? fromRow(row as Row) : undefined;
  }

  list(): Client[] {
    const rows = this.#database.prepare('SELECT * FROM clients ORDER BY client_id').all();
    return rows.map((row) => fromRow(row as Row));
  }

  isActive(clientId: string): boolean {
    return this.#active.get(clientId) !== undefined;
  }

  /** @throws AccessLayerError GW_CLIENT_EXISTS, GW_CLIENT_INVALID */
  create(input: ClientInput): { client: Client; clientSecret?: string } {
    const client = complete(input);
    if (this.find(client.clientId)) {
      throw gatewayError('GW_CLIENT_EXISTS', `there is already a client "${client.clientId}"`);
    }
    this.#write(client);
    if (client.auth !== 'client_secret') return { client };
    return { client, clientSecret: this.rotateSecret(client.clientId) };
  }

  /** Writes what is given over an existing client; its secret and whether it is disabled stay. */
  update(input: ClientInput): Client {
    const known = this.#known(input.clientId);
    const client = { ...complete(input), createdAtMs: known.createdAtMs };
    this.#write(client);
    return client;
  }

  #write(client: Client): void {
    const columns = toRow(client);
    const names = Object.keys(columns);
    const updates = names.filter((name) => name !== 'client_id').map((name) => `${name} = excluded.${name}`);
    this.#database
      .prepare(
        `INSERT INTO clients (${names}) VALUES (${names.map(() => '?')})
         ON CONFLICT (client_id) DO UPDATE SET ${updates}`,
      )
      .run(...Object.values(columns));
  }

  /** Makes a new secret; the old one works for `graceS` more, so that a running platform can change over. */
  rotateSecret(clientId: string, graceS = 0): string {
    const client = this.#known(clientId);
    if (client.auth !== 'client_secret') {
      throw gatewayError('GW_CLIENT_INVALID', `client "${clientId}" has no secret: it uses ${client.auth}`);
    }
    const secret = randomBytes(32).toString('base64url');
    this.#database
      .prepare(
        `UPDATE clients SET previous_secret_hash = secret_hash, previous_until = ?, secret_hash = ?
         WHERE client_id = ?`,
      )
      .run(Date.now() + graceS * 1000, hashSecret(secret), clientId);
    return secret;
  }

  setDisabled(clientId: string, disabled: boolean): Client {
    this.#known(clientId);
    this.#database
      .prepare('UPDATE clients SET disabled_at = ? WHERE client_id = ?')
      .run(disabled ? Date.now() : null, clientId);
    return this.#known(clientId);
  }

  secretMatches(clientId: string, secret: string): boolean {
    const row = this.#database
      .prepare('SELECT secret_hash, previous_secret_hash, previous_until FROM clients WHERE client_id = ?')
      .get(clientId) as Row | undefined;
    if (!row) return false;
    const hash = hashSecret(secret);
    const previous = Number(row.previous_until) > Date.now() ? row.previous_secret_hash : null;
    return equalText(hash, row.secret_hash) || equalText(hash, previous);
  }

  #known(clientId: string): Client {
    const client = this.find(clientId);
    if (client) return client;
    throw gatewayError('GW_CLIENT_UNKNOWN', `there is no client "${clientId}"`);
  }
}

function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

function equalText(a: string, b: string | number | null | undefined): boolean {
  return typeof b === 'string' && a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}

function complete(input: ClientInput): Client {
  const redirectUris = input.redirectUris ?? [];
  const problem = contradiction(input, redirectUris);
  if (problem) throw gatewayError('GW_CLIENT_INVALID', `client "${input.clientId}": ${problem}`);
  const grantTypes = [
    ...(input.auth === 'none' ? [] : ['client_credentials']),
    ...(redirectUris.length > 0 ? ['authorization_code', 'refresh_token'] : []),
  ];
  return {
    postLogoutRedirectUris: [],
    native: false,
    firstParty: false,
    ...input,
    redirectUris,
    grantTypes: input.role ? grantTypes : grantTypes.filter((type) => type !== 'client_credentials'),
    createdAtMs: Date.now(),
  };
}

function contradiction(
  { clientId, auth, jwks, role }: ClientInput,
  redirectUris: string[],
): string | undefined {
  if (!/^[A-Za-z0-9._-]{1,128}$/.test(clientId)) return 'an id has 1 to 128 letters, digits, dots, dashes';
  if (auth === 'private_key_jwt' && !jwks?.keys?.length)
    return 'private_key_jwt needs its public keys (jwks)';
  if (jwks?.keys?.some((key) => 'd' in key || 'k' in key))
    return 'jwks holds a private key; send the public one';
  if (auth === 'none' && redirectUris.length === 0) return 'a client that keeps no secret needs redirectUris';
  const unsafe = redirectUris.find((uri) => !mayReturnTo(uri));
  if (unsafe !== undefined)
    return `redirectUris: "${unsafe}" is neither https, nor http on loopback, nor an app's own scheme such as org.example.app:/`;
  if (redirectUris.length === 0 && !role) return 'a client that gets tokens of its own needs a role';
  return undefined;
}

/** Where a code may be sent: RFC 8252, 7.1 to 7.3. */
function mayReturnTo(uri: string): boolean {
  const { protocol, hostname, hash } = URL.parse(uri) ?? {};
  if (!protocol || hash) return false;
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname!)) || protocol.includes('.');
}

function toRow(client: Client): Record<string, string | number | null> {
  return {
    client_id: client.clientId,
    name: client.name,
    auth_method: client.auth,
    jwks: client.jwks ? JSON.stringify(client.jwks) : null,
    role: client.role ?? null,
    party: client.party ?? null,
    customer: client.customer ?? null,
    scopes: client.scopes.join(' '),
    grant_types: client.grantTypes.join(' '),
    redirect_uris: JSON.stringify(client.redirectUris),
    post_logout_redirect_uris: JSON.stringify(client.postLogoutRedirectUris),
    native: Number(client.native),
    first_party: Number(client.firstParty),
    created_at: client.createdAtMs,
  };
}

function fromRow(row: Row): Client {
  const text = (value: unknown) => String(value).split(' ').filter(Boolean);
  return {
    clientId: String(row.client_id),
    name: String(row.name),
    auth: row.auth_method as AuthMethod,
    ...(row.jwks ? { jwks: JSON.parse(String(row.jwks)) } : {}),
    ...(row.role ? { role: row.role as Role } : {}),
    ...(row.party ? { party: String(row.party) } : {}),
    ...(row.customer ? { customer: String(row.customer) } : {}),
    scopes: text(row.scopes),
    grantTypes: text(row.grant_types),
    redirectUris: JSON.parse(String(row.redirect_uris)),
    postLogoutRedirectUris: JSON.parse(String(row.post_logout_redirect_uris)),
    native: row.native === 1,
    firstParty: row.first_party === 1,
    createdAtMs: Number(row.created_at),
    ...(row.disabled_at ? { disabledAtMs: Number(row.disabled_at) } : {}),
  };
}
