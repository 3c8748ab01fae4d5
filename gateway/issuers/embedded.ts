import { randomBytes } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DatabaseSync } from 'node:sqlite';
import type { Log } from '@access-layer/kit/log';
import { type Caller, createTokenCheck } from '@access-layer/kit/token';
import type { JSONWebKeySet } from 'jose';
import { accountsFile, openAccounts } from '../database.ts';
import type { Issuer, IssuerConfig, IssuerContext } from '../issuer.ts';
import { ClientStore } from '../oauth/client-store.ts';
import { handleGrants } from '../oauth/grants.ts';
import { handleInteraction } from '../oauth/interaction.ts';
import { LoginGuard } from '../oauth/login-guard.ts';
import { createProvider, type ProviderParts } from '../oauth/oauth-provider.ts';
import { forgetExpired } from '../oauth/oidc-adapter.ts';
import { AUDIENCE } from '../oauth/scopes.ts';
import { ensureKeys, publicKeys, readKeys, rotateKeys } from '../oauth/signing-keys.ts';
import { isUsable } from '../oauth/structured-tokens.ts';
import { TokenRevocation } from '../oauth/token-revocation.ts';
import { UserStore } from '../oauth/user-store.ts';

type EmbeddedConfig = Extract<IssuerConfig, { name: 'embedded' }>;

const DAY_MS = 86_400_000;
const HOUSEKEEPING_MS = 60_000;
/** How soon keys that another process rotated (the command line tool) are used here. */
const KEYS_POLL_MS = 2000;

export default {
  name: 'embedded',
  options: {
    algorithm: 'ES256 (default) or RS256',
    keyRotationDays: 'age at which the signing key is replaced; default 90',
    accessTokenS: 'lifetime of an access token; default 600',
    refreshTokenDays: 'lifetime of a refresh token and of what it was rotated into; default 14',
    sessionHours: 'how long a person stays signed in; default 12',
  },
  create: createEmbedded,
};

async function createEmbedded(
  config: EmbeddedConfig,
  { publicUrl, dataDir, log }: IssuerContext,
): Promise<Issuer> {
  const database = openAccounts(accountsFile(dataDir));
  await ensureKeys(database, config.algorithm ?? 'ES256');
  const parts = createParts(database, config, publicUrl);
  const guard = new LoginGuard(database, parts.users);
  let server = openServer(parts, log);
  const reload = () => {
    server = openServer(parts, log);
    log.info({ kids: server.keys.keys.map(({ kid }) => kid) }, 'signing keys in use');
  };
  const rotate = async () => {
    const rotated = await rotateKeys(database);
    reload();
    return rotated;
  };
  const keepHouse = async () => {
    forgetExpired(database, Date.now());
    parts.revocation.forgetExpired(Date.now());
    const ageMs = Date.now() - (readKeys(database)[0]?.stateSinceMs ?? Date.now());
    if (ageMs > (config.keyRotationDays ?? 90) * DAY_MS) await rotate();
  };
  const followKeys = async () => {
    if (keyVersion(database) !== server.version) reload();
  };
  const timers = [every(KEYS_POLL_MS, followKeys, log), every(HOUSEKEEPING_MS, keepHouse, log)];
  return {
    issuer: publicUrl,
    check: createTokenCheck({ issuer: publicUrl, audience: AUDIENCE, jwks: () => server.keys }),
    admits: (caller) => isUsable(claimsOf(caller), parts),
    keys: (): JSONWebKeySet => server.keys,
    async handle(request: IncomingMessage, response: ServerResponse) {
      forwardedFor(request, publicUrl);
      if (await handleInteraction(server.provider, { ...parts, guard }, request, response)) return;
      if (await handleGrants({ ...parts, guard }, request, response)) return;
      await server.answer(request, response);
    },
    accounts: {
      clients: parts.clients,
      users: parts.users,
      signingKeys: () => readKeys(database).map(({ jwk: _, ...info }) => info),
      rotateKeys: rotate,
    },
    async close() {
      for (const timer of timers) clearInterval(timer);
      database.close();
    },
  };
}

/** The OAuth server with the keys of this moment. */
function openServer(parts: ProviderParts, log: Log) {
  const provider = createProvider(parts);
  provider.on('server_error', (_ctx, error) => log.error({ err: error }, 'OAuth request failed'));
  // Callers that go away while they are answered; without a listener Koa writes them to standard error.
  (provider as EventEmitter).on('error', (error) => log.debug({ err: error }, 'OAuth answer not sent'));
  const answer = provider.callback();
  return {
    provider,
    answer,
    keys: publicKeys(readKeys(parts.database)),
    version: keyVersion(parts.database),
  };
}

/** Repeats work in the background; a failure is logged and tried again next time. */
function every(intervalMs: number, work: () => Promise<void>, log: Log): NodeJS.Timeout {
  const run = () => void work().catch((err) => log.error({ err }, 'background work of the issuer failed'));
  return setInterval(run, intervalMs).unref();
}

function createParts(database: DatabaseSync, config: EmbeddedConfig, issuer: string): ProviderParts {
  return {
    database,
    issuer,
    clients: new ClientStore(database),
    users: new UserStore(database),
    revocation: new TokenRevocation(database),
    cookieKeys: [cookieKey(database)],
    accessTokenS: config.accessTokenS ?? 600,
    refreshTokenDays: config.refreshTokenDays ?? 14,
    sessionHours: config.sessionHours ?? 12,
  };
}

/** One key for the life of the accounts file: sessions survive a restart. */
function cookieKey(database: DatabaseSync): string {
  database
    .prepare(`INSERT OR IGNORE INTO secrets (name, value) VALUES ('cookies', ?)`)
    .run(randomBytes(32).toString('base64url'));
  return String(database.prepare(`SELECT value FROM secrets WHERE name = 'cookies'`).get()!.value);
}

function keyVersion(database: DatabaseSync): string {
  const query = `SELECT group_concat(kid || state) AS version FROM (SELECT * FROM signing_keys ORDER BY kid)`;
  return String(database.prepare(query).get()?.version);
}

function claimsOf({ tokenId, subject, clientId }: Caller) {
  return { sub: subject, client_id: clientId, ...(tokenId ? { jti: tokenId } : {}) };
}

/**
 * oidc-provider writes addresses from the Host header; the issuer's own name is put in its place, so that nobody can make
 * it write another.
 */
function forwardedFor(request: IncomingMessage, publicUrl: string): void {
  const { protocol, host } = new URL(publicUrl);
  request.headers.host = host;
  request.headers['x-forwarded-host'] = host;
  request.headers['x-forwarded-proto'] = protocol.slice(0, -1);
}
