import { readFileSync } from 'node:fs';
import type { OutgoingHttpHeaders } from 'node:http';
import type { Log } from '@access-layer/kit/log';
import { shareSchemas } from '@access-layer/kit/openapi';
import helmet from '@fastify/helmet';
import swagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifySchemaValidationError,
} from 'fastify';
import type { Accounts } from './accounts-in-use.ts';
import { clientRoutes } from './admin/client-routes.ts';
import { describeErrors } from './admin/documented.ts';
import { keyRoutes } from './admin/key-routes.ts';
import { limitRoutes } from './admin/limit-routes.ts';
import { requireAdministrator } from './admin/roles.ts';
import { statisticsRoutes } from './admin/statistics-routes.ts';
import { userRoutes } from './admin/user-routes.ts';
import { admit, checkForm, checkReadBody } from './admission.ts';
import { answerError, answerFrameworkError } from './answer-error.ts';
import type { GatewayConfig } from './config.ts';
import { dashboardFiles } from './dashboard-files.ts';
import { docsRoutes } from './docs-routes.ts';
import { gatewayError } from './errors.ts';
import type { GatewayMetrics } from './gateway-metrics.ts';
import type { Issuer } from './issuer.ts';
import type { Limits } from './limits.ts';
import type { Overload } from './proxy/overload.ts';
import type { ResponseCache } from './proxy/response-cache.ts';
import { serveUpstream } from './proxy/serve-upstream.ts';
import type { Upstream } from './proxy/upstream.ts';
import { readTarget, type Target } from './request-target.ts';
import type { RouteTable } from './route-table.ts';
import type { Statistics } from './statistics.ts';
import { CORRELATION_HEADER, correlationIdOf, finishWith } from './trace.ts';

export interface FrontDoorParts {
  config: GatewayConfig;
  table: RouteTable;
  /** Undefined while the gateway starts. */
  issuer: () => Issuer | undefined;
  publicUrl: () => string;
  limits: Limits;
  statistics: Statistics;
  metrics: GatewayMetrics;
  upstreams: Map<string, Upstream>;
  cache: ResponseCache;
  overload: Overload;
  maxBodyBytes: number;
  timeouts: { connectMs: number; responseMs: number; idleMs: number };
  log: Log;
}

/** Largest head of a request, all headers together. */
const MAX_HEADER_BYTES = 16 * 1024;
const REQUEST_TIMEOUT_MS = 600_000;
const HEADERS_TIMEOUT_MS = 20_000;
const KEEP_ALIVE_MS = 65_000;
const ADMIN_BODY_BYTES = 65_536;

/** Nothing may be loaded or framed: what answers JSON needs no more. Pages and the dashboard have policies of their own. */
const API_POLICY = "default-src 'none'; frame-ancestors 'none'";

const targets = new WeakMap<object, Target>();

/** The one port: every request passes the same checks, in the same order, whoever answers it. */
export async function createFrontDoor(parts: FrontDoorParts): Promise<FastifyInstance> {
  const http = createServer(parts);
  await http.register(helmet, { contentSecurityPolicy: false, hsts: parts.publicUrl().startsWith('https:') });
  await http.register(swagger, {
    openapi: document(),
    hideUntagged: true,
    transformObject: (made) => shareSchemas('openapiObject' in made ? made.openapiObject : {}),
  });
  describeErrors(http);
  http.decorateRequest('trace', null as never);
  http.decorateRequest('caller', undefined);
  http.addHook('onRequest', (request, reply) => receive(request, reply, parts));
  http.setErrorHandler((error, request, reply) => answerError(error, request, reply, parts.log));
  http.setNotFoundHandler((request) => {
    throw gatewayError('GW_NO_ROUTE', `there is no ${request.method} ${request.url.slice(0, 200)}`);
  });
  await http.register((scope) => adminRoutes(scope, parts));
  http.get('/openapi/gateway.json', async () => http.swagger());
  docsRoutes(http, parts.table.documents, parts.publicUrl);
  if (!parts.config.staticDir) http.get('/', (_request, reply) => reply.redirect('/docs'));
  await http.register((scope) => passThroughRoutes(scope, parts));
  return http;
}

function createServer({ config, log }: FrontDoorParts): FastifyInstance {
  const { tls, trustedProxies } = config.http;
  const server = {
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: HEADERS_TIMEOUT_MS,
    insecureHTTPParser: false,
  };
  const secure = tls && {
    cert: readFileSync(tls.certFile),
    key: readFileSync(tls.keyFile),
    minVersion: 'TLSv1.2',
  };
  return Fastify({
    ...((secure ? { https: { ...server, ...secure } } : { http: server }) as object),
    bodyLimit: ADMIN_BODY_BYTES,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: 'idle',
    trustProxy: trustedProxies ?? false,
    exposeHeadRoutes: true,
    // OpenAPI's own word in a schema.
    ajv: {
      customOptions: { coerceTypes: false, removeAdditional: false, allErrors: true, keywords: ['example'] },
    },
    schemaErrorFormatter: (errors, where) =>
      new Error(errors.map((error) => faultOf(error, where)).join(', ')),
    frameworkErrors: (error, request, reply) => answerFrameworkError(error, request, reply, log),
    // Everything behind this sees the one spelling of the path; what has none is refused in receive().
    rewriteUrl(request) {
      const target = readTarget(request.url);
      targets.set(request, target);
      return target.ok ? target.url : '/';
    },
  }) as unknown as FastifyInstance;
}

/** What does not fit, by name: "must NOT have additional properties" alone leaves the caller to guess which. */
function faultOf({ instancePath, message, params }: FastifySchemaValidationError, where: string): string {
  const { additionalProperty, allowedValues } = params;
  const named = additionalProperty ?? (Array.isArray(allowedValues) ? allowedValues.join(', ') : undefined);
  return `${where}${instancePath} ${message ?? 'does not fit'}${named === undefined ? '' : `: ${named}`}`;
}

async function receive(request: FastifyRequest, reply: FastifyReply, parts: FrontDoorParts): Promise<void> {
  const correlationId = correlationIdOf(request.headers[CORRELATION_HEADER]);
  const target = targets.get(request.raw)!;
  const address = request.ip ?? '';
  request.trace = { correlationId, startedAt: performance.now(), address, target };
  finishWith(request, reply.raw, parts);
  reply.header(CORRELATION_HEADER, correlationId).header('content-security-policy', API_POLICY);
  if (!target.ok) throw gatewayError(target.code, target.message);
  checkForm(request.raw);
  const route = parts.table.match(target.path);
  checkReadBody(request.raw, route);
  if (isManagement(target.path, parts)) return;
  if (parts.overload.isOverloaded()) {
    throw gatewayError('GW_OVERLOADED', 'the gateway has too much to do; try again', { retryAfterS: 1 });
  }
  if (!route) return;
  request.trace.route = route;
  await admit(request, reply, route, parts);
}

function isManagement(path: string, { config }: FrontDoorParts): boolean {
  return !config.management && (path === '/health' || path === '/metrics');
}

/** The admin API: the route table has asked for token and scope, these ask for the role. */
async function adminRoutes(
  http: FastifyInstance,
  { issuer, limits, statistics }: FrontDoorParts,
): Promise<void> {
  const accounts = (): Accounts => {
    const known = issuer()?.accounts;
    if (known) return known;
    throw gatewayError('GW_ISSUER_ELSEWHERE', 'clients, people and keys are kept by the outside issuer');
  };
  await http.register(async (scope) => {
    scope.addHook('onRequest', requireAdministrator);
    clientRoutes(scope, accounts);
    userRoutes(scope, accounts);
    keyRoutes(scope, accounts);
  });
  limitRoutes(http, limits);
  statisticsRoutes(http, statistics);
}

/** Routes whose bodies are not read here: OAuth, the services behind, and the files of the dashboard. */
async function passThroughRoutes(scope: FastifyInstance, parts: FrontDoorParts): Promise<void> {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
  for (const path of ['/oauth/*', '/.well-known/*']) {
    scope.all(path, (request, reply) => serveIssuer(request, reply, parts));
  }
  const { staticDir } = parts.config;
  const serveFile = staticDir ? await dashboardFiles(scope, parts.config, parts.publicUrl) : undefined;
  scope.all('/*', async (request, reply) => {
    const { route } = request.trace;
    if (route && route.upstream !== 'self') return serveUpstream(request, reply, route, parts);
    if (serveFile && !route && (request.method === 'GET' || request.method === 'HEAD')) {
      return serveFile(request, reply);
    }
    return reply.callNotFound();
  });
}

async function serveIssuer(
  request: FastifyRequest,
  reply: FastifyReply,
  { issuer, log }: FrontDoorParts,
): Promise<void> {
  const from = issuer();
  if (!from) throw gatewayError('GW_STARTING', 'the issuer is not ready yet', { retryAfterS: 1 });
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders() as OutgoingHttpHeaders)) {
    if (value !== undefined) reply.raw.setHeader(name, value);
  }
  try {
    await from.handle(request.raw, reply.raw);
  } catch (error) {
    if (reply.raw.destroyed) return; // the caller went away in the middle of its form
    log.error({ err: error, correlationId: request.trace.correlationId }, 'request failed');
    if (reply.raw.headersSent) reply.raw.destroy();
    else reply.raw.writeHead(500, { 'content-type': 'application/json' }).end('{"code":"INTERNAL"}');
  }
}

function document(): FastifyDynamicSwaggerOptions['openapi'] {
  return {
    openapi: '3.0.3',
    info: {
      title: 'Gateway API',
      version: '1.0.0',
      description: 'Clients, people, signing keys, limits and access statistics of the front door.',
    },
    security: [{ accessToken: [] }],
    components: {
      securitySchemes: {
        accessToken: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description: 'Access token of POST /oauth/token',
        },
      },
    },
  };
}
