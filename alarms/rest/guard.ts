import { AccessLayerError } from '@access-layer/core/errors';
import { callerOf, createTokenCheck, type Role, type TokenCheck } from '@access-layer/kit/token';
import type { FastifyInstance } from 'fastify';
import type { AlarmsSettings } from '../config.ts';

type Rule = { scope: string; roles: readonly Role[] };

const DSO: readonly Role[] = ['dso-operator', 'dso-administrator'];
const OWNERS: readonly Role[] = [...DSO, 'aggregator', 'customer'];
const READ: Rule = { scope: 'data:read', roles: OWNERS };
const WRITE: Rule = { scope: 'ingest:write', roles: OWNERS };
/** Where notices go, and what everybody is told, is the DSO's. */
const WRITE_DSO: Rule = { scope: 'ingest:write', roles: DSO };

/** What each route asks of its caller; one that is not here is closed. Whose something is, the routes ask. */
const RULES: Record<string, Rule> = {
  'GET /v1/alarms/rules': READ,
  'POST /v1/alarms/rules': WRITE,
  'GET /v1/alarms/rules/:id': READ,
  'PUT /v1/alarms/rules/:id': WRITE,
  'DELETE /v1/alarms/rules/:id': WRITE,
  // It changes nothing: a rule is too large for an address.
  'POST /v1/alarms/preview': { ...READ, scope: 'ingest:write' },
  'GET /v1/alarms/active': READ,
  'POST /v1/alarms/active/:id/acknowledgement': WRITE,
  'GET /v1/alarms/history': READ,
  'GET /v1/alarms/silences': READ,
  'POST /v1/alarms/silences': WRITE,
  'DELETE /v1/alarms/silences/:id': WRITE,
  'GET /v1/alarms/channels': READ,
  'POST /v1/alarms/channels': WRITE_DSO,
  'PUT /v1/alarms/channels/:id': WRITE_DSO,
  'DELETE /v1/alarms/channels/:id': WRITE_DSO,
  'POST /v1/alarms/channels/:id/test': WRITE_DSO,
  'POST /v1/alarms/messages': WRITE_DSO,
  'GET /v1/alarms/options': READ,
  'GET /v1/alarms/stream': READ,
};
const CLOSED: Pick<Rule, 'roles'> = { roles: [] };
const DOCUMENTS = /^\/openapi(\/alarms)?\.json$/;

/** HEAD is asked as GET. */
const ruleOf = (method: string, url: string) => RULES[`${method === 'HEAD' ? 'GET' : method} ${url}`];

export function scopeOf({ method, url }: { method: string; url: string }): string | undefined {
  return DOCUMENTS.test(url) ? 'public' : ruleOf(method, url)?.scope;
}

export function createRestCheck({ auth }: Pick<AlarmsSettings, 'auth'>): TokenCheck {
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
    throw new AccessLayerError({ code: 'ALM_FORBIDDEN', message });
  });
}
