import { AccessLayerError } from '@access-layer/core/errors';
import { callerOf, createTokenCheck, type Role, type TokenCheck } from '@access-layer/kit/token';
import type { FastifyInstance } from 'fastify';
import type { OnboardingSettings } from '../config.ts';

type Rule = { scope: string; roles: readonly Role[] };

const DSO: readonly Role[] = ['dso-operator', 'dso-administrator'];
const READ: Rule = { scope: 'data:read', roles: [...DSO, 'auditor'] };
const CODES: Rule = { scope: 'data:read', roles: DSO };
const WRITE: Rule = { scope: 'admin', roles: DSO };

/** What each route asks of its caller; one that is not here is closed. Only the DSO lets nodes in and out. */
const RULES: Record<string, Rule> = {
  'GET /v1/enrolments': CODES,
  'POST /v1/enrolments': WRITE,
  'DELETE /v1/enrolments/:id': WRITE,
  'GET /v1/nodes': READ,
  'GET /v1/nodes/:node': READ,
  'PUT /v1/nodes/:node/place': WRITE,
  'POST /v1/nodes/:node/meter-swap': WRITE,
  'POST /v1/nodes/:node/rotation': WRITE,
  'POST /v1/nodes/:node/certificate-revocation': WRITE,
  'POST /v1/nodes/:node/decommission': WRITE,
  'POST /v1/nodes/:node/revocation': WRITE,
};
const CLOSED: Pick<Rule, 'roles'> = { roles: [] };
const DOCUMENTS = /^\/openapi(\/onboarding)?\.json$/;

/** HEAD is asked as GET. */
const ruleOf = (method: string, url: string) => RULES[`${method === 'HEAD' ? 'GET' : method} ${url}`];

export function scopeOf({ method, url }: { method: string; url: string }): string | undefined {
  return DOCUMENTS.test(url) ? 'public' : ruleOf(method, url)?.scope;
}

export function createRestCheck({ auth }: Pick<OnboardingSettings, 'auth'>): TokenCheck {
  const { tokenType, ...rest } = auth;
  return createTokenCheck({ ...rest, ...(tokenType ? { type: tokenType } : {}) });
}

/** Asks for the role; the scope was asked for before. */
export function requireRoles(http: FastifyInstance): void {
  http.addHook('preHandler', async (request) => {
    const { roles } = ruleOf(request.method, request.routeOptions.url ?? '') ?? CLOSED;
    const { role } = callerOf(request);
    if (roles.includes(role)) return;
    const message = `this is for ${roles.join(', ')}; the token is of ${role}`;
    throw new AccessLayerError({ code: 'ONB_FORBIDDEN', message });
  });
}
