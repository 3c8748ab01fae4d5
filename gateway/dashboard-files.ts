import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayConfig } from './config.ts';
import { API_SCOPES } from './oauth/scopes.ts';

/** What the dashboard must know before anybody has signed in. Nothing in it is a secret. */
export interface DashboardDocument {
  /** The one address at which sign-in works. */
  url: string;
  issuer: string;
  clientId: string;
  scope: string;
  /** Claims that say whom a token stands for, by name or path with dots. */
  claims: { role: string; party: string; customer: string };
}

/** The client that the dashboard signs people in as, where the configuration names no other. */
export const DASHBOARD_CLIENT = 'dashboard';
const DOCUMENT = '/dashboard.json';
/** Vite names these files by a hash of what is in them. */
const HASHED = /^\/assets\//;
const YEAR_S = 31_536_000;

/** The files of the dashboard under `/`; a path without a file of its own is a page, which finds its way by itself. */
export async function dashboardFiles(
  http: FastifyInstance,
  config: GatewayConfig,
  publicUrl: () => string,
): Promise<(request: FastifyRequest, reply: FastifyReply) => FastifyReply> {
  const root = config.staticDir!;
  const policy = dashboardPolicy(config);
  await http.register(fastifyStatic, { root, serve: false, dotfiles: 'deny', cacheControl: false });
  http.get(DOCUMENT, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send(dashboardDocument(config, publicUrl())),
  );
  return (request, reply) => {
    const { target } = request.trace;
    const path = target.ok ? decodeURIComponent(target.path) : '/';
    const isPage = !/\.[a-z0-9]+$/i.test(path);
    reply.header('content-security-policy', policy);
    reply.header('cache-control', HASHED.test(path) ? `public, max-age=${YEAR_S}, immutable` : 'no-cache');
    return reply.sendFile(isPage ? 'index.html' : path, root);
  };
}

export function dashboardDocument(
  { issuer, dashboard }: GatewayConfig,
  publicUrl: string,
): DashboardDocument {
  const outside = issuer?.name === 'outside' ? issuer : undefined;
  return {
    url: publicUrl,
    issuer: outside?.issuer ?? publicUrl,
    clientId: dashboard?.clientId ?? DASHBOARD_CLIENT,
    scope: dashboard?.scope ?? ['openid', ...API_SCOPES].join(' '),
    claims: {
      role: outside?.roleClaim ?? 'role',
      party: outside?.partyClaim ?? 'party',
      customer: outside?.customerClaim ?? 'customer',
    },
  };
}

/** Scripts and styles from here only, none inline; requests to here, and to an outside issuer where there is one. */
function dashboardPolicy({ issuer }: GatewayConfig): string {
  const outside = issuer?.name === 'outside' ? ` ${new URL(issuer.issuer).origin}` : '';
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "img-src 'self' data: blob:",
    `connect-src 'self'${outside}`,
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
