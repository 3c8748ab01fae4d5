import { createHttp, type Health, type HttpOptions } from '@access-layer/kit/http';
import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { statusOf } from '../errors.ts';
import { addDocs } from './docs.ts';
import { addRoutes, type RouteParts } from './routes.ts';

export interface RestOptions extends RouteParts {
  host: string;
  port: number;
  health: () => Health;
  metrics: HttpOptions['metrics'];
}

/** Starts the REST API with its OpenAPI document and a page to browse it. */
export async function startRest({
  host,
  port,
  health,
  metrics,
  ...parts
}: RestOptions): Promise<FastifyInstance> {
  const http = createHttp({ log: parts.log, health, metrics, statusOf });
  await http.register(swagger, {
    openapi: {
      openapi: '3.0.3',
      info: {
        title: 'Blockchain Access Layer',
        version: '1',
        description:
          'Light Nodes, batches, anchoring transactions, packets and their proofs, to read. ' +
          'It has no access rules and listens on loopback only.',
      },
    },
  });
  await http.register(async (scope) => addRoutes(scope, parts));
  http.get('/openapi.json', { schema: { hide: true } as object }, async () => http.swagger());
  addDocs(http);
  await http.listen({ host, port });
  return http;
}
