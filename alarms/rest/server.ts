import { createHttp, type Health, type HttpOptions } from '@access-layer/kit/http';
import { BEARER, shareSchemas } from '@access-layer/kit/openapi';
import { requireToken, type TokenCheck } from '@access-layer/kit/token';
import swagger from '@fastify/swagger';
import type { FastifyInstance } from 'fastify';
import { statusOf } from '../errors.ts';
import type { Parts } from '../parts.ts';
import { addActiveRoutes } from './active-routes.ts';
import { addChannelRoutes } from './channel-routes.ts';
import { requireRoles, scopeOf } from './guard.ts';
import { addRuleRoutes } from './rule-routes.ts';
import { addSilenceRoutes } from './silence-routes.ts';
import { addStreamRoute } from './stream-route.ts';

export interface RestOptions {
  parts: Parts;
  host: string;
  port: number;
  check: TokenCheck;
  metrics: HttpOptions['metrics'];
}

/** Starts the API with its OpenAPI document. */
export async function startRest({
  parts,
  host,
  port,
  check,
  metrics,
}: RestOptions): Promise<FastifyInstance> {
  const http = createHttp({ log: parts.log, health: () => healthOf(parts), metrics, statusOf });
  requireToken(http, { check, scopeOf });
  await http.register(swagger, {
    openapi: {
      openapi: '3.0.3',
      info: {
        title: 'Alarms',
        version: '1',
        description:
          'Rules on readings, anomalies, anchoring and metrics; what rings, silences, history, and where it is told. ' +
          'Everybody sees what is his own: the DSO, an aggregator, a customer.',
      },
      ...BEARER,
    },
    transformObject: (document) => shareSchemas('openapiObject' in document ? document.openapiObject : {}),
  });
  await http.register(async (scope) => {
    requireRoles(scope);
    addRuleRoutes(scope, parts);
    addActiveRoutes(scope, parts);
    addSilenceRoutes(scope, parts);
    addChannelRoutes(scope, parts);
    addStreamRoute(scope, parts);
  });
  for (const path of ['/openapi/alarms.json', '/openapi.json']) {
    http.get(path, { schema: { hide: true } as object }, async () => http.swagger());
  }
  await http.listen({ host, port });
  return http;
}

/** What it cannot judge rules by at present. */
function healthOf({ sources }: Parts): Health {
  const failed = sources.all().filter(({ ok }) => !ok);
  // That another service does not tell its metrics is what rules on `up` are for.
  const own = failed.filter(({ source }) => !source.startsWith('metrics of '));
  if (own.length === 0) return { status: 'ok', sources: sources.all() };
  const reason = own.map(({ source, reason: why }) => `${source}: ${why}`).join('; ');
  return { status: 'degraded', reason, sources: sources.all() };
}
