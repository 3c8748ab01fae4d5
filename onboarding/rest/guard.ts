import { createRouteRules, type RouteRule } from '@access-layer/kit/route-rules';
import type { Role } from '@access-layer/kit/token';

const DSO: readonly Role[] = ['dso-operator', 'dso-administrator'];
const READ: RouteRule = { scope: 'data:read', roles: [...DSO, 'auditor'] };
const CODES: RouteRule = { scope: 'data:read', roles: DSO };
const WRITE: RouteRule = { scope: 'admin', roles: DSO };

/** What each route asks of its caller; one that is not here is closed. Only the DSO lets nodes in and out. */
const RULES: Record<string, RouteRule> = {
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
const DOCUMENTS = /^\/openapi(\/onboarding)?\.json$/;

export const { scopeOf, requireRoles } = createRouteRules(RULES, {
  documents: DOCUMENTS,
  code: 'ONB_FORBIDDEN',
});
