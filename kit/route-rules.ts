import { AccessLayerError } from '@access-layer/core/errors';
import type { FastifyInstance } from 'fastify';
import { callerOf, type Role } from './token.ts';

/** What a route asks of its caller: a scope of the token, and one of these roles. */
export interface RouteRule {
  scope: string;
  roles: readonly Role[];
}

export interface RouteRulesOptions {
  /** Paths that are open to read, without a token. */
  documents: RegExp;
  /** Of the error where a role is not among them; status 403 is the service's own. */
  code: string;
}

/** Guards routes by a table, from `METHOD /path` to what it asks; HEAD is asked as GET, and what is not in it is closed. */
export function createRouteRules(
  rules: Readonly<Record<string, RouteRule>>,
  { documents, code }: RouteRulesOptions,
) {
  const ruleOf = (method: string, url: string) => rules[`${method === 'HEAD' ? 'GET' : method} ${url}`];
  return {
    /** For `requireToken`. */
    scopeOf({ method, url }: { method: string; url: string }): string | undefined {
      return documents.test(url) ? 'public' : ruleOf(method, url)?.scope;
    },

    /** Asks for the role; the scope was asked for before. */
    requireRoles(http: FastifyInstance): void {
      http.addHook('preHandler', async (request) => {
        const roles = ruleOf(request.method, request.routeOptions.url ?? '')?.roles ?? [];
        const { role } = callerOf(request);
        if (roles.includes(role)) return;
        const message = `this is for ${roles.join(', ')}; the token is of ${role}`;
        throw new AccessLayerError({ code, message });
      });
    },
  };
}
