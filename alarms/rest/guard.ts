import { createRouteRules, type RouteRule } from '@access-layer/kit/route-rules';
import type { Role } from '@access-layer/kit/token';

const DSO: readonly Role[] = ['dso-operator', 'dso-administrator'];
const OWNERS: readonly Role[] = [...DSO, 'aggregator', 'customer'];
const READ: RouteRule = { scope: 'data:read', roles: OWNERS };
const WRITE: RouteRule = { scope: 'ingest:write', roles: OWNERS };
/** Where notices go, and what everybody is told, is the DSO's. */
const WRITE_DSO: RouteRule = { scope: 'ingest:write', roles: DSO };

/** What each route asks of its caller; one that is not here is closed. Whose something is, the routes ask. */
const RULES: Record<string, RouteRule> = {
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
const DOCUMENTS = /^\/openapi(\/alarms)?\.json$/;

export const { scopeOf, requireRoles } = createRouteRules(RULES, {
  documents: DOCUMENTS,
  code: 'ALM_FORBIDDEN',
});
