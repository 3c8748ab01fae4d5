import { createHttp, type Health, type HttpOptions } from '@access-layer/kit/http';
import { requireToken } from '@access-layer/kit/token';
import swagger from '@fastify/swagger';
import scalar from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';
import { statusOf } from '../errors.ts';
import { addRules, type RestGuard, scopeOf } from './guard.ts';
import { addRoutes, type RouteParts } from './routes.ts';

export interface RestOptions extends RouteParts {
  host: string;
  port: number;
  health: () => Health;
  metrics: HttpOptions['metrics'];
  /** Token check and rules; without them everyone on this machine reads everything. */
  guard: RestGuard | undefined;
}

const LOOPBACK_NAMES = /^(127\.\d+\.\d+\.\d+|\[::1\]|localhost)(:\d+)?$/;

/** Starts the REST API with its OpenAPI document and a page to browse it. */
export async function startRest({
  host,
  port,
  health,
  metrics,
  guard,
  ...parts
}: RestOptions): Promise<FastifyInstance> {
  const http = createHttp({ log: parts.log, health, metrics, statusOf });
  // A name that a stranger's page has pointed at this machine (DNS rebinding) is not one of ours.
  http.addHook('onRequest', async (request, reply) => {
    if (!LOOPBACK_NAMES.test(request.headers.host ?? '')) {
      const message = `host "${request.headers.host}" is not this machine's own; ask for 127.0.0.1 or localhost`;
      return reply.code(403).send({ code: 'BAL_HOST', message });
    }
  });
  if (guard) requireToken(http, { check: guard.check, scopeOf });
  await http.register(swagger, {
    openapi: {
      openapi: '3.0.3',
      info: {
        title: 'Blockchain Access Layer',
        version: '1',
        description:
          'Light Nodes, batches, anchoring transactions, packets and their proofs, as far as the rules let you.',
      },
    },
  });
  await http.register(async (scope) => {
    if (guard) addRules(scope, guard, parts.packets);
    addRoutes(scope, parts);
  });
  http.get('/openapi/bal.json', { schema: { hide: true } as object }, async () => http.swagger());
  http.get('/openapi.json', { schema: { hide: true } as object }, async () => http.swagger());
  await http.register(scalar, {
    routePrefix: '/docs',
    // Behind the gateway the page is at /docs/bal and its document at /openapi/bal.json.
    configuration: {
      url: guard ? '/openapi/bal.json' : '/openapi.json',
      withDefaultFonts: false,
      telemetry: false,
    },
  });
  await http.listen({ host, port });
  return http;
}
