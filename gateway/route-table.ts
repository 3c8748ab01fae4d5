import { readFileSync } from 'node:fs';
import { checkConfig } from '@access-layer/core/config';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import type { RouteScope } from '@access-layer/kit/token';
import Type, { type Static } from 'typebox';
import { parse } from 'yaml';

const closed = { additionalProperties: false };
const Scopes = Type.Array(Type.String({ minLength: 1 }), { minItems: 1 });

export const RouteSchema = Type.Object(
  {
    prefix: Type.String({
      pattern: '^/[A-Za-z0-9._~/-]*$',
      description: 'path this route answers, and all below it',
    }),
    upstream: Type.String({ description: 'name of a service in the configuration; "self" is the gateway' }),
    rewrite: Type.Optional(
      Type.String({
        pattern: '^/[A-Za-z0-9._~/-]*$',
        description: 'what the service sees instead of the prefix; "/" strips it',
      }),
    ),
    public: Type.Optional(Type.Boolean({ description: 'needs no token' })),
    scopes: Type.Optional(
      Type.Object(
        {
          read: Type.Optional(Scopes),
          write: Type.Optional(Scopes),
        },
        {
          ...closed,
          description: 'one of these is enough; read: GET, HEAD, OPTIONS; "any": every token',
        },
      ),
    ),
    limit: Type.String({ description: 'limit class' }),
    cacheable: Type.Optional(Type.Boolean({ description: 'answers that cannot change may be kept' })),
    emptiesCache: Type.Optional(
      Type.Boolean({
        description: 'a successful write makes the gateway forget every answer that it has kept',
      }),
    ),
    stream: Type.Optional(Type.Boolean({ description: 'answers may stay open without an end' })),
    maxBodyBytes: Type.Optional(Type.Integer({ minimum: 0 })),
    readBody: Type.Optional(Type.Boolean({ description: 'a GET may have a body' })),
    timeoutMs: Type.Optional(Type.Integer({ minimum: 1, description: 'until the answer begins' })),
  },
  closed,
);

const DocumentSchema = Type.Object(
  {
    name: Type.String({ pattern: '^[a-z0-9-]+$', description: 'its page is /docs/<name>' }),
    title: Type.String(),
    description: Type.String(),
    document: Type.String({ pattern: '^/', description: 'path of the document itself' }),
    browse: Type.Optional(Type.Boolean({ description: 'an OpenAPI or AsyncAPI document, which has a page' })),
  },
  closed,
);

export const RouteTableSchema = Type.Object(
  { routes: Type.Array(RouteSchema, { minItems: 1 }), documents: Type.Optional(Type.Array(DocumentSchema)) },
  closed,
);

export type Route = Static<typeof RouteSchema>;
export type ApiDocument = Static<typeof DocumentSchema>;

export interface RouteTable {
  routes: Route[];
  documents: ApiDocument[];
  /** The route with the longest prefix of whole segments. */
  match: (path: string) => Route | undefined;
}

/**
 * Reads the route table.
 * @throws AccessLayerError CONFIG_INVALID with every error
 */
export function readRouteTable(file: string): RouteTable {
  let raw: unknown;
  try {
    raw = parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw invalid(file, [messageOf(cause)]);
  }
  const checked = checkConfig(RouteTableSchema, raw);
  if (!checked.ok) throw invalid(file, checked.errors);
  const { routes, documents = [] } = checked.config;
  const errors = contradictions(routes);
  if (errors.length > 0) throw invalid(file, errors);
  const byLength = [...routes].sort((a, b) => b.prefix.length - a.prefix.length);
  return { routes, documents, match: (path) => byLength.find(({ prefix }) => covers(prefix, path)) };
}

function invalid(file: string, errors: string[]): AccessLayerError {
  const message = `route table ${file} is not valid:\n${errors.map((error) => `  ${error}`).join('\n')}`;
  return new AccessLayerError({ code: 'CONFIG_INVALID', message, context: { file, errors } });
}

/** A route that is neither public nor names scopes would be open by oversight. */
function contradictions(routes: Route[]): string[] {
  const errors: string[] = [];
  const seen = new Set<string>();
  for (const route of routes) {
    if (seen.has(route.prefix)) errors.push(`${route.prefix}: is there twice`);
    seen.add(route.prefix);
    if (Boolean(route.public) === Boolean(route.scopes)) {
      errors.push(`${route.prefix}: give either "public: true" or the scopes that open it`);
    }
    if (route.prefix !== '/' && route.prefix.endsWith('/')) errors.push(`${route.prefix}: ends in a slash`);
  }
  return errors;
}

function covers(prefix: string, path: string): boolean {
  if (prefix === '/') return true;
  return path.startsWith(prefix) && (path.length === prefix.length || path[prefix.length] === '/');
}

/** What a route asks of a caller for a method; undefined closes it. */
export function scopeFor(route: Route, method: string): RouteScope | undefined {
  if (route.public) return 'public';
  return isRead(method) ? route.scopes?.read : route.scopes?.write;
}

export function isRead(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}

/** What the service behind has to put before its own paths in addresses that it writes (X-Forwarded-Prefix). */
export function forwardedPrefix({ prefix, rewrite }: Route): string | undefined {
  if (rewrite === undefined) return undefined;
  const kept = rewrite.replace(/\/$/, '');
  return prefix.endsWith(kept) ? prefix.slice(0, prefix.length - kept.length) || undefined : undefined;
}

/** The path that the service behind is asked for. */
export function upstreamPath(route: Route, path: string): string {
  if (route.rewrite === undefined) return path;
  const rest = path.slice(route.prefix.length);
  const base = route.rewrite.replace(/\/$/, '');
  return base + rest || '/';
}
