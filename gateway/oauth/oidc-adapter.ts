import type { DatabaseSync } from 'node:sqlite';
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import type { Client, ClientStore } from './client-store.ts';
import type { TokenRevocation } from './token-revocation.ts';

/** For what oidc-provider gives no end. */
const LONGEST_S = 86_400;

export interface AdapterParts {
  database: DatabaseSync;
  clients: ClientStore;
  revocation: TokenRevocation;
}

/**
 * Where oidc-provider keeps sessions, grants, codes and refresh tokens: rows of `oidc_state`. What may be used once
 * (codes, rotated refresh tokens, client assertions) is decided by one SQL statement, so two requests at the same moment
 * cannot both use it.
 */
export function createAdapter(model: string, parts: AdapterParts): Adapter {
  const { database, revocation } = parts;
  if (model === 'Client') return clientAdapter(parts.clients);
  const read = (where: string, value: string): AdapterPayload | undefined => {
    const query = `SELECT payload, consumed_at FROM oidc_state WHERE model = ? AND ${where} = ?`;
    const row = database.prepare(query).get(model, value);
    if (!row) return undefined;
    const payload = JSON.parse(String(row.payload)) as AdapterPayload;
    return row.consumed_at === null ? payload : { ...payload, consumed: Number(row.consumed_at) };
  };
  return {
    async upsert(id, payload, expiresIn = LONGEST_S) {
      if (model === 'ReplayDetection') return insertOnce(database, id, payload, expiresIn);
      write(database, 'INSERT OR REPLACE', model, id, payload, expiresIn);
    },
    find: async (id) => read('id', id),
    findByUid: async (uid) => read('uid', uid),
    findByUserCode: async () => undefined,
    async consume(id) {
      const { changes } = database
        .prepare('UPDATE oidc_state SET consumed_at = ? WHERE model = ? AND id = ? AND consumed_at IS NULL')
        .run(Math.floor(Date.now() / 1000), model, id);
      if (changes === 1) return;
      const grantId = read('id', id)?.grantId;
      if (grantId) revokeGrant(database, revocation, grantId);
      throw new errors.InvalidGrant('already used');
    },
    async destroy(id) {
      database.prepare('DELETE FROM oidc_state WHERE model = ? AND id = ?').run(model, id);
    },
    async revokeByGrantId(grantId) {
      revokeGrant(database, revocation, grantId);
    },
  };
}

function write(
  database: DatabaseSync,
  verb: string,
  model: string,
  id: string,
  payload: AdapterPayload,
  expiresIn: number,
): void {
  database
    .prepare(
      `${verb} INTO oidc_state (model, id, payload, grant_id, uid, account, consumed_at, expires_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      model,
      id,
      JSON.stringify(payload),
      payload.grantId ?? null,
      payload.uid ?? null,
      payload.accountId ?? null,
      null,
      Date.now() + expiresIn * 1000,
    );
}

function insertOnce(database: DatabaseSync, id: string, payload: AdapterPayload, expiresIn: number): void {
  try {
    write(database, 'INSERT', 'ReplayDetection', id, payload, expiresIn);
  } catch (cause) {
    throw new errors.InvalidClientAuth(`client assertions must only be used once (${String(cause)})`);
  }
}

/** Ends everything that came of a grant. */
export function revokeGrant(database: DatabaseSync, revocation: TokenRevocation, grantId: string): void {
  revocation.revokeGrant(grantId);
  database.prepare('DELETE FROM oidc_state WHERE grant_id = ?').run(grantId);
}

/** Drops what has expired; a used refresh token stays until then, so that its second use is noticed. */
export function forgetExpired(database: DatabaseSync, nowMs: number): void {
  database.prepare('DELETE FROM oidc_state WHERE expires_at < ?').run(nowMs - 60_000);
}

function clientAdapter(clients: ClientStore): Adapter {
  return {
    async find(id) {
      const client = clients.find(id);
      return client && !client.disabledAtMs ? metadata(client) : undefined;
    },
  } as Adapter;
}

function metadata(client: Client): AdapterPayload {
  const method = client.auth === 'client_secret' ? 'client_secret_basic' : client.auth;
  return {
    client_id: client.clientId,
    client_name: client.name,
    token_endpoint_auth_method: method,
    // The store compares hashes; oidc-provider only wants to see that there is a secret.
    ...(client.auth === 'client_secret' ? { client_secret: 'kept as a hash' } : {}),
    ...(client.jwks ? { jwks: client.jwks as AdapterPayload['jwks'] } : {}),
    application_type: client.native ? 'native' : 'web',
    grant_types: client.grantTypes,
    response_types: client.redirectUris.length > 0 ? ['code'] : [],
    redirect_uris: client.redirectUris,
    post_logout_redirect_uris: client.postLogoutRedirectUris,
    scope: ['openid', 'offline_access', ...client.scopes].join(' '),
  };
}
