import Provider, {
  type AccessToken,
  type ClientCredentials,
  type Configuration,
  errors,
  type KoaContextWithOIDC,
} from 'oidc-provider';
import type { Client, ClientStore } from './client-store.ts';
import { answerUnknown, renderError, renderLoggedOut, renderLogout } from './oauth-pages.ts';
import { type AdapterParts, createAdapter } from './oidc-adapter.ts';
import { API_SCOPES, AUDIENCE, RESOURCE } from './scopes.ts';
import { readKeys } from './signing-keys.ts';
import { answerStructuredTokens } from './structured-tokens.ts';
import type { UserStore } from './user-store.ts';

export interface ProviderParts extends AdapterParts {
  issuer: string;
  users: UserStore;
  cookieKeys: string[];
  accessTokenS: number;
  refreshTokenDays: number;
  sessionHours: number;
}

const ID_TOKEN_S = 3600;
const ASSERTION_ALGORITHMS = ['ES256', 'RS256', 'PS256', 'EdDSA'] as const;

/**
 * The OAuth 2.0 server: client credentials, authorization code with PKCE (S256), rotating refresh tokens, RFC 9068
 * access tokens. It is made anew when signing keys change; all its state is in the database.
 */
export function createProvider(parts: ProviderParts): Provider {
  const keys = readKeys(parts.database);
  const current = keys[0]!;
  const provider = new Provider(parts.issuer, {
    ...policy(parts),
    adapter: (model: string) => createAdapter(model, parts),
    jwks: { keys: keys.map(({ jwk }) => jwk as never) },
    clientDefaults: { id_token_signed_response_alg: current.algorithm },
    features: features(parts, current.kid),
    cookies: cookies(parts),
    ttl: lifetimes(parts),
    routes: ROUTES,
  });
  // Every address that it writes is under the issuer's, whatever Host header a caller sent; see forwardedFor().
  provider.proxy = true;
  const prototype = (provider.Client as unknown as { prototype: object }).prototype;
  Object.assign(prototype, {
    compareClientSecret(this: { clientId: string }, secret: string) {
      return parts.clients.secretMatches(this.clientId, secret);
    },
  });
  provider.use(async (ctx, next) => {
    await next();
    if (ctx.status === 404 && ctx.body === undefined) answerUnknown(ctx as KoaContextWithOIDC);
  });
  provider.use(answerStructuredTokens(parts));
  provider.on('access_token.issued', (token: AccessToken) => {
    const expiresAtMs = Date.now() + (token.expiration + 1) * 1000;
    if (token.grantId) parts.revocation.record(token.jti, token.grantId, expiresAtMs);
  });
  return provider;
}

const ROUTES = {
  authorization: '/oauth/auth',
  end_session: '/oauth/logout',
  introspection: '/oauth/introspect',
  jwks: '/oauth/jwks',
  revocation: '/oauth/revoke',
  token: '/oauth/token',
};

function policy({ users, clients }: ProviderParts): Configuration {
  return {
    scopes: ['openid', 'offline_access', ...API_SCOPES],
    claims: { openid: ['sub', 'name', 'role', 'party', 'customer'] },
    conformIdTokenClaims: false,
    responseTypes: ['code'],
    pkce: { required: () => true },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'private_key_jwt', 'none'],
    enabledJWA: { clientAuthSigningAlgValues: [...ASSERTION_ALGORITHMS] },
    clockTolerance: 5,
    interactions: { url: (_ctx, interaction) => `/oauth/interaction/${interaction.uid}` },
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    expiresWithSession: async (_ctx, source) => !source.scopes.has('offline_access'),
    rotateRefreshToken: true,
    clientBasedCORS: (_ctx, origin, client) =>
      client.clientAuthMethod === 'none' &&
      (client.redirectUris ?? []).some((uri) => URL.parse(uri)?.origin === origin),
    extraTokenClaims: async (_ctx, token) => identity(token, users, clients),
    findAccount: async (_ctx, subject) => {
      if (!users.isActive(subject)) return undefined;
      const { name, role, party, customer } = users.find(subject)!;
      return { accountId: subject, claims: async () => ({ sub: subject, name, role, party, customer }) };
    },
    loadExistingGrant: (ctx) => loadGrant(ctx, clients, users),
    renderError,
  };
}

/** Role, party and customer: of the person behind a token, or of the client where there is none. */
function identity(token: AccessToken | ClientCredentials, users: UserStore, clients: ClientStore) {
  const who = token.kind === 'AccessToken' ? users.find(token.accountId) : clients.find(token.clientId ?? '');
  const { role, party, customer } = who ?? {};
  return { role, ...(party ? { party } : {}), ...(customer ? { customer } : {}) };
}

/** The operator's own clients get what the person may do without asking; others what the person granted. */
async function loadGrant(ctx: KoaContextWithOIDC, clients: ClientStore, users: UserStore) {
  const { oidc } = ctx;
  const clientId = oidc.client!.clientId;
  const grantId = oidc.result?.consent?.grantId ?? oidc.session!.grantIdFor(clientId);
  const existing = grantId ? await oidc.provider.Grant.find(grantId) : undefined;
  const client = clients.find(clientId);
  const user = users.find(oidc.session!.accountId ?? '');
  if (!client?.firstParty || !user) return existing;
  const grant = existing ?? new oidc.provider.Grant({ clientId, accountId: user.subject });
  const asked = [...oidc.requestParamScopes];
  for (const scope of asked) {
    if (mayGrant(scope, client, user.scopes)) {
      grant.addOIDCScope(scope);
      grant.addResourceScope(RESOURCE, scope);
    } else {
      grant.rejectOIDCScope(scope);
      grant.rejectResourceScope(RESOURCE, scope);
    }
  }
  await grant.save();
  return grant;
}

/** A client gets for a person what both may have. */
export function mayGrant(scope: string, client: Client, userScopes: string[]): boolean {
  if (scope === 'openid' || scope === 'offline_access') return true;
  return client.scopes.includes(scope) && userScopes.includes(scope);
}

function features(parts: ProviderParts, kid: string): Configuration['features'] {
  return {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    dPoP: { enabled: false },
    introspection: { enabled: true, allowedPolicy: mayAskAbout },
    pushedAuthorizationRequests: { enabled: false },
    revocation: { enabled: true, allowedPolicy: mayAskAbout },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: renderLogout,
      postLogoutSuccessSource: renderLoggedOut,
    },
    userinfo: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: () => RESOURCE,
      useGrantedResource: () => true,
      getResourceServerInfo: (ctx, resource, client) => {
        if (resource !== RESOURCE) throw new errors.InvalidTarget();
        return {
          audience: AUDIENCE,
          scope: allowedScopes(ctx, parts, client.clientId).join(' '),
          accessTokenTTL: parts.accessTokenS,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: readKeys(parts.database)[0]!.algorithm, kid } },
        };
      },
    },
  };
}

/** Refresh tokens are between a client and this server: nobody else learns about them or ends them. */
const mayAskAbout = (_ctx: unknown, client: { clientId: string }, token: { clientId?: string }): boolean =>
  client.clientId === token.clientId;

function allowedScopes(
  ctx: KoaContextWithOIDC,
  { clients, users }: ProviderParts,
  clientId: string,
): string[] {
  const client = clients.find(clientId)!;
  const { params, account } = ctx.oidc;
  if (params?.grant_type === 'client_credentials' && !params.scope) {
    // Asking for nothing in particular means all that the client has (RFC 6749, 3.3: a default of the server's).
    params.scope = client.scopes.join(' ');
  }
  const user = account ? users.find(account.accountId) : undefined;
  return client.scopes.filter((scope) => !user || user.scopes.includes(scope));
}

function cookies({ cookieKeys, issuer }: ProviderParts): Configuration['cookies'] {
  const options = {
    httpOnly: true,
    sameSite: 'lax',
    secure: issuer.startsWith('https:'),
    signed: true,
  } as const;
  return { keys: cookieKeys, long: { ...options, path: '/oauth' }, short: options };
}

function lifetimes({ accessTokenS, refreshTokenDays, sessionHours }: ProviderParts): Configuration['ttl'] {
  const refreshS = refreshTokenDays * 86_400;
  return {
    AccessToken: accessTokenS,
    ClientCredentials: accessTokenS,
    AuthorizationCode: 60,
    IdToken: ID_TOKEN_S,
    Interaction: 600,
    Session: sessionHours * 3600,
    Grant: refreshS,
    // A rotated token ends when the first one would have: a stolen one cannot be kept alive for ever.
    RefreshToken: (ctx) => {
      const rotated = ctx.oidc.entities.RotatedRefreshToken;
      return rotated ? Math.max(1, rotated.remainingTTL) : refreshS;
    },
  };
}
