import { challenge, missingScope, scopeChallenge, type TokenCheck } from '@access-layer/kit/token';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

export type CallerVerdict =
  | { ok: true }
  | { ok: false; status: 401 | 403 | 503; code: string; message: string };

/** `request.caller` may be there already, where this API is mounted beside others. */
export function decorateCaller(http: FastifyInstance): void {
  if (!http.hasRequestDecorator('caller')) http.decorateRequest('caller', undefined);
}

/** Checks the token and sets `request.caller`; each route answers a refusal in its own form. */
export async function checkCaller(
  request: FastifyRequest,
  reply: FastifyReply,
  check: TokenCheck,
  scopes: readonly string[],
): Promise<CallerVerdict> {
  const verdict = await check(request.headers.authorization);
  if (!verdict.ok) {
    reply.header('www-authenticate', challenge(verdict));
    if (verdict.status === 503) reply.header('retry-after', '5');
    return verdict;
  }
  const missing = missingScope(verdict.caller, scopes);
  if (missing !== undefined) {
    reply.header('www-authenticate', scopeChallenge(missing));
    const message = `the access token lacks the scope ${missing}`;
    return { ok: false, status: 403, code: 'SCOPE_MISSING', message };
  }
  request.caller = verdict.caller;
  return { ok: true };
}
