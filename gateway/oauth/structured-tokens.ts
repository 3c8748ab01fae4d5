import { createLocalJWKSet, type JWTPayload, jwtVerify } from 'jose';
import type { KoaContextWithOIDC } from 'oidc-provider';
import type { ProviderParts } from './oauth-provider.ts';
import { AUDIENCE } from './scopes.ts';
import { publicKeys, readKeys } from './signing-keys.ts';

/**
 * oidc-provider neither introspects nor revokes tokens that are JWTs, as it does not store them. It says so after it has
 * authenticated the client; this answers in its place: introspection (RFC 7662) from the signed claims and the list of
 * revoked tokens, revocation (RFC 7009) by that list.
 */
export function answerStructuredTokens(parts: ProviderParts) {
  return async (ctx: KoaContextWithOIDC, next: () => Promise<void>): Promise<void> => {
    await next();
    const { route, client, params } = (ctx.oidc ?? {}) as Partial<KoaContextWithOIDC['oidc']>;
    const refused = (ctx.body as { error?: string } | undefined)?.error === 'unsupported_token_type';
    if (!refused || !client || (route !== 'introspection' && route !== 'revocation')) return;
    const payload = await verified(String(params?.token), parts);
    if (route === 'introspection') return introspect(ctx, client, payload, parts);
    revoke(ctx, client.clientId, payload, parts);
  };
}

async function verified(token: string, { database, issuer }: ProviderParts): Promise<JWTPayload | undefined> {
  try {
    const keys = createLocalJWKSet(publicKeys(readKeys(database)));
    return (await jwtVerify(token, keys, { issuer, audience: AUDIENCE, typ: 'at+jwt' })).payload;
  } catch {
    return undefined;
  }
}

/** A client that keeps no secret may ask about its own tokens only: it could be anybody. */
function introspect(
  ctx: KoaContextWithOIDC,
  client: { clientId: string; clientAuthMethod?: string },
  payload: JWTPayload | undefined,
  parts: ProviderParts,
): void {
  ctx.status = 200;
  const foreign = client.clientAuthMethod === 'none' && payload?.client_id !== client.clientId;
  const active = payload && !foreign && isUsable(payload, parts);
  ctx.body = active ? { active: true, token_type: 'Bearer', ...payload } : { active: false };
}

/** Not revoked, and neither its client nor the person behind it disabled. */
export function isUsable(payload: JWTPayload, { clients, users, revocation }: ProviderParts): boolean {
  const { jti, sub } = payload;
  const clientId = String(payload.client_id);
  if (typeof jti === 'string' && revocation.isRevoked(jti)) return false;
  return clients.isActive(clientId) && (sub === clientId || users.isActive(String(sub)));
}

function revoke(
  ctx: KoaContextWithOIDC,
  clientId: string,
  payload: JWTPayload | undefined,
  { revocation }: ProviderParts,
): void {
  if (payload && payload.client_id !== clientId) {
    ctx.status = 400;
    ctx.body = { error: 'invalid_request', error_description: 'the token belongs to another client' };
    return;
  }
  if (payload?.jti) revocation.revoke(payload.jti, payload.exp! * 1000);
  ctx.status = 200;
  ctx.body = '';
}
