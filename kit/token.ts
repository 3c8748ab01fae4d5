import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';

export const ROLES = [
  'dso-operator',
  'dso-administrator',
  'tso',
  'market',
  'aggregator',
  'customer',
  'auditor',
] as const;
export type Role = (typeof ROLES)[number];

/** Who calls, as the issuer vouches for it. */
export interface Caller {
  /** A person's id; of a platform, its client id. */
  subject: string;
  clientId: string;
  role: Role;
  /** The organisation that the caller acts for. */
  party?: string;
  /** The customer that the caller is. */
  customer?: string;
  scopes: ReadonlySet<string>;
  /** The token's id (`jti`), where it has one. */
  tokenId?: string;
  /** When the token ends: a stream that outlives it is closed then. */
  expiresAtMs: number;
}

export type TokenCode =
  | 'TOKEN_MISSING'
  | 'TOKEN_MALFORMED'
  | 'TOKEN_EXPIRED'
  | 'TOKEN_REFUSED'
  | 'ISSUER_UNREACHABLE';

export type TokenVerdict =
  | { ok: true; caller: Caller }
  | { ok: false; status: 401 | 503; code: TokenCode; message: string };

/** Checks the value of an `Authorization` header. */
export type TokenCheck = (authorization: string | undefined) => Promise<TokenVerdict>;

export interface TokenCheckOptions {
  /** The one issuer whose tokens count. */
  issuer: string;
  audience: string;
  /** Where the issuer's keys are; fetched when first needed, kept for ten minutes, and again for a key not yet seen. */
  jwksUri?: string;
  /** The keys themselves, for the process that holds them; a function where they rotate. */
  jwks?: JSONWebKeySet | (() => JSONWebKeySet);
  /** Claims by name, or by path with dots (`realm_access.roles`). Of several roles the first known one counts. */
  roleClaim?: string;
  partyClaim?: string;
  customerClaim?: string;
  clockToleranceS?: number;
  /** `at+jwt` (RFC 9068) unless the issuer writes another `typ` in its access tokens. */
  tokenType?: string;
  /** How long an accepted token is not verified again. */
  cacheMs?: number;
}

const ALGORITHMS = ['ES256', 'RS256'];
const MAX_TOKEN_LENGTH = 8192;
const MAX_CACHED = 2000;
const KEYS_TIMEOUT_MS = 3000;
/** A key that is not in the set makes it be fetched again, at most this often. */
const KEYS_COOLDOWN_MS = 5000;

/**
 * Makes the check of access tokens: signature by a key of the issuer, issuer, audience, type, validity, and the claims
 * of RFC 9068. A token is refused for anything else. If the issuer's keys cannot be had the answer is 503, never open.
 */
export function createTokenCheck(options: TokenCheckOptions): TokenCheck {
  const keys = keySource(options);
  const known = new Map<string, { caller: Caller; untilMs: number }>();
  return async (authorization) => {
    const token = bearerToken(authorization);
    if (typeof token !== 'string') return token;
    const cached = known.get(token);
    if (cached && cached.untilMs > Date.now()) return { ok: true, caller: cached.caller };
    known.delete(token);
    const verdict = await verify(token, keys, options);
    if (verdict.ok) remember(known, token, verdict.caller, options);
    return verdict;
  };
}

function remember(
  known: Map<string, { caller: Caller; untilMs: number }>,
  token: string,
  caller: Caller,
  { cacheMs = 30_000 }: TokenCheckOptions,
): void {
  if (known.size >= MAX_CACHED) known.delete(known.keys().next().value!);
  known.set(token, { caller, untilMs: Math.min(Date.now() + cacheMs, caller.expiresAtMs) });
}

function keySource({ jwks, jwksUri }: TokenCheckOptions): JWTVerifyGetKey {
  if (typeof jwks === 'function') return (header, token) => createLocalJWKSet(jwks())(header, token);
  if (jwks) return createLocalJWKSet(jwks);
  if (jwksUri) {
    return createRemoteJWKSet(new URL(jwksUri), {
      timeoutDuration: KEYS_TIMEOUT_MS,
      cooldownDuration: KEYS_COOLDOWN_MS,
    });
  }
  throw new AccessLayerError({
    code: 'CONFIG_INVALID',
    message: 'a token check needs the keys of the issuer: give jwks or jwksUri',
  });
}

function bearerToken(authorization: string | undefined): string | Extract<TokenVerdict, { ok: false }> {
  if (!authorization)
    return refuse('TOKEN_MISSING', 'this needs an access token: Authorization: Bearer <token>');
  const token = /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization)?.[1];
  if (!token || token.length > MAX_TOKEN_LENGTH) {
    return refuse('TOKEN_MALFORMED', 'the Authorization header is not "Bearer" and one signed JWT');
  }
  return token;
}

function refuse(code: TokenCode, message: string): Extract<TokenVerdict, { ok: false }> {
  return { ok: false, status: code === 'ISSUER_UNREACHABLE' ? 503 : 401, code, message };
}

async function verify(
  token: string,
  keys: JWTVerifyGetKey,
  options: TokenCheckOptions,
): Promise<TokenVerdict> {
  const { issuer, audience, clockToleranceS = 5, tokenType = 'at+jwt' } = options;
  try {
    const { payload } = await jwtVerify(token, keys, {
      issuer,
      audience,
      typ: tokenType,
      algorithms: ALGORITHMS,
      clockTolerance: clockToleranceS,
      requiredClaims: ['exp', 'iat', 'sub'],
    });
    return readCaller(payload, options);
  } catch (error) {
    return describe(error);
  }
}

/** jose tells a token that is wrong (its own codes) from keys that could not be fetched (all else). */
function describe(error: unknown): TokenVerdict {
  const { JWTExpired, JWSInvalid, JWTInvalid, JWKSTimeout, JWKSInvalid, JOSEError } = errors;
  if (error instanceof JWTExpired)
    return refuse('TOKEN_EXPIRED', 'the access token has expired; get a new one');
  if (error instanceof JWSInvalid || error instanceof JWTInvalid) {
    return refuse('TOKEN_MALFORMED', `the access token cannot be read: ${error.message}`);
  }
  const keysFailed =
    !(error instanceof JOSEError) ||
    error instanceof JWKSTimeout ||
    error instanceof JWKSInvalid ||
    error.code === 'ERR_JOSE_GENERIC';
  if (keysFailed) {
    return refuse('ISSUER_UNREACHABLE', "the issuer's keys cannot be read at the moment; try again");
  }
  return refuse('TOKEN_REFUSED', `the access token is refused: ${messageOf(error)}`);
}

function readCaller(payload: JWTPayload, options: TokenCheckOptions): TokenVerdict {
  const role = [claimAt(payload, options.roleClaim ?? 'role')].flat().find(isRole);
  const clientId = payload.client_id ?? payload.azp;
  if (!role) {
    return refuse('TOKEN_REFUSED', `the access token names no role; expected one of ${ROLES.join(', ')}`);
  }
  if (typeof clientId !== 'string' || !clientId) {
    return refuse('TOKEN_REFUSED', 'the access token names no client (client_id)');
  }
  const party = claimAt(payload, options.partyClaim ?? 'party');
  const customer = claimAt(payload, options.customerClaim ?? 'customer');
  const caller: Caller = {
    subject: payload.sub!,
    clientId,
    role,
    ...(typeof party === 'string' ? { party } : {}),
    ...(typeof customer === 'string' ? { customer } : {}),
    ...(payload.jti ? { tokenId: payload.jti } : {}),
    scopes: readScopes(payload),
    expiresAtMs: payload.exp! * 1000,
  };
  return { ok: true, caller };
}

function isRole(value: unknown): value is Role {
  return (ROLES as readonly unknown[]).includes(value);
}

function claimAt(payload: JWTPayload, path: string): unknown {
  if (Object.hasOwn(payload, path)) return payload[path];
  let at: unknown = payload;
  for (const key of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Record<string, unknown>)[key];
  }
  return at;
}

/** `scope` is text with spaces (RFC 6749, 3.3); some issuers write a list, `scp`. */
function readScopes(payload: JWTPayload): ReadonlySet<string> {
  const { scope, scp } = payload;
  if (typeof scope === 'string') return new Set(scope.split(' ').filter(Boolean));
  return new Set(Array.isArray(scp) ? scp.filter((item) => typeof item === 'string') : []);
}

/** What a route asks for: nothing at all, or a token with one of these scopes. */
export type RouteScope = 'public' | string | readonly string[];

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls; undefined on public routes. */
    caller: Caller | undefined;
  }
}

export interface RequireTokenOptions {
  check: TokenCheck;
  /**
   * What a route asks for: `'public'`, a scope, or several of which one is enough. A route for which this answers
   * undefined is closed to everyone.
   */
  scopeOf: (route: { method: string; url: string; request: FastifyRequest }) => RouteScope | undefined;
}

const OPEN_ON_LOOPBACK = new Set(['/health', '/metrics']);

/**
 * Asks for a token on every route of this server but `/health` and `/metrics`, and sets `request.caller`. Answers 401
 * with WWW-Authenticate (RFC 6750), 403 `SCOPE_MISSING`, or 503 while the issuer's keys cannot be read.
 */
export function requireToken(http: FastifyInstance, { check, scopeOf }: RequireTokenOptions): void {
  http.decorateRequest('caller', undefined);
  http.addHook('onRequest', async (request, reply) => {
    const { url } = request.routeOptions;
    if (url === undefined || OPEN_ON_LOOPBACK.has(url)) return;
    const scope = scopeOf({ method: request.method, url, request });
    if (scope === 'public') return;
    const verdict = await check(request.headers.authorization);
    if (!verdict.ok) {
      reply.header('www-authenticate', challenge(verdict));
      if (verdict.status === 503) reply.header('retry-after', '5');
      return reply.code(verdict.status).send({ code: verdict.code, message: verdict.message });
    }
    const missing = missingScope(verdict.caller, scope);
    if (missing !== undefined) {
      const message = `the access token lacks the scope ${missing || 'that this route needs'}`;
      return reply
        .header('www-authenticate', scopeChallenge(missing))
        .code(403)
        .send({ code: 'SCOPE_MISSING', message });
    }
    request.caller = verdict.caller;
  });
}

/** The caller of a route that is not public. */
export function callerOf(request: FastifyRequest): Caller {
  if (request.caller) return request.caller;
  throw new AccessLayerError({
    code: 'CALLER_MISSING',
    message: `${request.routeOptions.url} asks who calls, but is public; give the route a scope`,
  });
}

/** Undefined when the caller has one of the scopes; else the scopes that were asked for ("" when none would do). */
export function missingScope(caller: Caller, scope: RouteScope | undefined): string | undefined {
  if (scope === undefined) return '';
  const anyOf = typeof scope === 'string' ? [scope] : scope;
  return anyOf.some((item) => caller.scopes.has(item)) ? undefined : anyOf.join(' or ');
}

/** The WWW-Authenticate header (RFC 6750, 3) for a token that was not accepted. */
export function challenge({ code, message }: { code: string; message: string }): string {
  if (code === 'TOKEN_MISSING') return 'Bearer realm="access-layer"';
  return `Bearer realm="access-layer", error="invalid_token", error_description="${quoted(message)}"`;
}

export function scopeChallenge(missing: string): string {
  return `Bearer realm="access-layer", error="insufficient_scope", scope="${quoted(missing.replaceAll(' or ', ' '))}"`;
}

function quoted(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').replace(/["\\]/g, "'");
}
