import type { IncomingMessage } from 'node:http';
import { type Caller, challenge, missingScope, scopeChallenge } from '@access-layer/kit/token';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { gatewayError } from './errors.ts';
import type { Issuer } from './issuer.ts';
import { addressKey, type LimitAnswer, type Limits } from './limits.ts';
import { hasBody } from './proxy/forward.ts';
import { isRead, type Route, scopeFor } from './route-table.ts';

export interface AdmissionParts {
  issuer: () => Issuer | undefined;
  limits: Limits;
  maxBodyBytes: number;
}

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Twice in one request, two programs may each believe another one (RFC 9110, 5.3 allows none of them twice). */
const SINGLE_HEADERS = new Set([
  'authorization',
  'content-length',
  'content-type',
  'host',
  'if-match',
  'if-none-match',
  'transfer-encoding',
  'x-correlation-id',
]);

/** Refuses a request whose framing or headers the service behind could read differently. */
export function checkForm(request: IncomingMessage): void {
  const { method = '', rawHeaders } = request;
  if (!METHODS.has(method)) throw gatewayError('GW_METHOD', `the method ${method} is not used here`);
  const seen = new Set<string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!.toLowerCase();
    if (SINGLE_HEADERS.has(name) && seen.has(name)) {
      throw gatewayError('GW_BAD_REQUEST', `the header ${name} is there more than once`);
    }
    seen.add(name);
  }
}

/** A body is where a caller and a service may disagree about what a request is: only where a route needs one. */
export function checkReadBody(request: IncomingMessage, route: Route | undefined): void {
  const { method = '' } = request;
  if (!isRead(method) || !hasBody(request) || (route?.readBody && method === 'GET')) return;
  throw gatewayError('GW_BAD_REQUEST', `a ${method} request has no body`);
}

/**
 * Token, limit, scope and size of a request to a route of the table. Sets `trace.caller` and the RateLimit headers. What
 * a known caller may not do counts as his too: in the statistics, and against his limit.
 */
export async function admit(
  request: FastifyRequest,
  reply: FastifyReply,
  route: Route,
  parts: AdmissionParts,
): Promise<void> {
  const caller = route.public ? undefined : await authenticate(request, reply, parts);
  if (caller) {
    request.trace.caller = caller;
    request.caller = caller;
  }
  const key = caller ? JSON.stringify([caller.clientId, caller.subject]) : addressKey(request.trace.address);
  const answer = parts.limits.take(route.limit, key, caller?.clientId);
  limitHeaders(reply, answer);
  if (!answer.ok) throw tooMany(route.limit, answer);
  if (caller) requireScope(caller, request, reply, route);
  const maxBytes = route.maxBodyBytes ?? parts.maxBodyBytes;
  const length = Number(request.headers['content-length'] ?? 0);
  if (length > maxBytes) {
    throw gatewayError('GW_TOO_LARGE', `the body has ${length} bytes; this route takes ${maxBytes}`);
  }
}

async function authenticate(
  request: FastifyRequest,
  reply: FastifyReply,
  { issuer, limits }: AdmissionParts,
): Promise<Caller> {
  const from = issuer();
  if (!from) throw gatewayError('GW_STARTING', 'the issuer is not ready yet', { retryAfterS: 1 });
  const verdict = await from.check(request.headers.authorization);
  if (!verdict.ok) {
    const answer = limits.take('refused', addressKey(request.trace.address));
    if (!answer.ok) throw tooMany('refused', answer);
    reply.header('www-authenticate', challenge(verdict));
    throw new Refusal(verdict.status, verdict.code, verdict.message);
  }
  const { caller } = verdict;
  if (!from.admits(caller)) {
    const message = 'the access token was revoked, or its client or person disabled';
    reply.header('www-authenticate', challenge({ code: 'GW_TOKEN_REVOKED', message }));
    throw gatewayError('GW_TOKEN_REVOKED', message);
  }
  return caller;
}

function requireScope(caller: Caller, request: FastifyRequest, reply: FastifyReply, route: Route): void {
  const scope = scopeFor(route, request.method);
  if (scope === undefined) throw gatewayError('GW_METHOD', `${route.prefix} takes no ${request.method}`);
  const missing = scope.includes('any') ? undefined : missingScope(caller, scope);
  if (missing !== undefined) {
    reply.header('www-authenticate', scopeChallenge(missing));
    throw new Refusal(403, 'SCOPE_MISSING', `the access token lacks the scope ${missing}`);
  }
}

/** A refusal of the token check, with its own status and code. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

/** As most gateways write them (draft-ietf-httpapi-ratelimit-headers-03), Kong among them. */
function limitHeaders(reply: FastifyReply, { limit, remaining, resetS }: LimitAnswer): void {
  reply.header('ratelimit-limit', String(limit.burst));
  reply.header('ratelimit-remaining', String(remaining));
  reply.header('ratelimit-reset', String(resetS));
}

function tooMany(className: string, { limit, retryAfterS }: LimitAnswer) {
  const message = `more than ${limit.perS} requests a second (${limit.burst} at once) of class "${className}"`;
  return gatewayError('GW_LIMIT', message, { retryAfterS });
}
