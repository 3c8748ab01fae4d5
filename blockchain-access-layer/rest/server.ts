import { createHttp, type Health, type HttpOptions } from '@access-layer/kit/http';
import { BEARER, shareSchemas } from '@access-layer/kit/openapi';
import { requireToken } from '@access-layer/kit/token';
import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { statusOf } from '../errors.ts';
import type { Enter, Readable } from './anomaly-routes.ts';
import { addDocs } from './docs.ts';
import { addRules, enterAnomalies, type RestGuard, readableEvents, scopeOf } from './guard.ts';
import { addRoutes, type RouteParts } from './routes.ts';

export interface RestOptions extends Omit<RouteParts, 'readable' | 'enter'> {
  host: string;
  port: number;
  health: () => Health;
  metrics: HttpOptions['metrics'];
  /** Token check and rules; without them everyone on this machine reads everything. */
  guard: RestGuard | undefined;
}

/** With tokens it stands behind the front door, which has it under a prefix. */
const GUARDED = {
  servers: [
    { url: '/bal', description: 'At the front door' },
    { url: '/', description: 'At the service itself' },
  ],
  ...BEARER,
};

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
      ...(guard ? GUARDED : {}),
    },
    transformObject: (document) => shareSchemas('openapiObject' in document ? document.openapiObject : {}),
  });
  await http.register(async (scope) => {
    if (guard) addRules(scope, guard, parts.packets);
    const readable: Readable = async (request, pod) =>
      guard ? readableEvents(guard, request, pod) : () => true;
    const enter: Enter = async (request, pod, shown) => guard && enterAnomalies(guard, request, pod, shown);
    addRoutes(scope, { ...parts, readable, enter });
  });
  http.get('/openapi/bal.json', { schema: { hide: true } as object }, async () => http.swagger());
  http.get('/openapi.json', { schema: { hide: true } as object }, async () => http.swagger());
  // Behind the gateway the page is at /docs/bal and its document at /openapi/bal.json.
  addDocs(http, guard ? '/openapi/bal.json' : '/openapi.json');
  await http.listen({ host, port });
  return http;
}
