import { createHttp, type Health, type HttpOptions } from '@access-layer/kit/http';
import type { Log } from '@access-layer/kit/log';
import { BEARER, shareSchemas } from '@access-layer/kit/openapi';
import { requireToken, type TokenCheck } from '@access-layer/kit/token';
import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { statusOf } from '../errors.ts';
import type { Parts } from '../parts.ts';
import { addEnrolmentRoutes } from './enrolment-routes.ts';
import { requireRoles, scopeOf } from './guard.ts';
import { addNodeRoutes } from './node-routes.ts';

export interface RestOptions {
  parts: Parts;
  host: string;
  port: number;
  check: TokenCheck;
  health: () => Health;
  metrics: HttpOptions['metrics'];
  log: Log;
}

/** Starts the DSO's API with its OpenAPI document. */
export async function startRest({
  parts,
  host,
  port,
  check,
  ...options
}: RestOptions): Promise<FastifyInstance> {
  const http = createHttp({ ...options, statusOf });
  requireToken(http, { check, scopeOf });
  await http.register(swagger, {
    openapi: {
      openapi: '3.0.3',
      info: {
        title: 'Onboarding',
        version: '1',
        description:
          'Lets Light Nodes in, keeps their keys and certificates current, and lets them out again.',
      },
      ...BEARER,
    },
    transformObject: (document) => shareSchemas('openapiObject' in document ? document.openapiObject : {}),
  });
  await http.register(async (scope) => {
    requireRoles(scope);
    addEnrolmentRoutes(scope, parts);
    addNodeRoutes(scope, parts);
  });
  for (const path of ['/openapi/onboarding.json', '/openapi.json']) {
    http.get(path, { schema: { hide: true } as object }, async () => http.swagger());
  }
  await http.listen({ host, port });
  return http;
}
