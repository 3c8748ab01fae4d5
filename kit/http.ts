import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Registry } from 'prom-client';
import type { Log } from './log.ts';
import { isLoopbackAuthority } from './loopback.ts';

export interface Health {
  status: 'ok' | 'starting' | 'degraded';
  /** What is wrong, where something is. */
  reason?: string;
  [part: string]: unknown;
}

export interface HttpOptions {
  log: Log;
  health: () => Health | Promise<Health>;
  metrics: Registry;
  /** HTTP status by error code, for errors that routes throw. */
  statusOf?: (code: string) => number | undefined;
  bodyLimitBytes?: number;
}

/** Told to who met something that cannot be had at the moment, in seconds. */
const RETRY_AFTER_S = '5';

/**
 * A Fastify server for loopback, with `/health` and `/metrics`. Nothing is coerced and nothing silently removed from what clients
 * send; every error answer is `{code, message}`, a 503 with Retry-After.
 */
export function createHttp({
  log,
  health,
  metrics,
  statusOf,
  bodyLimitBytes = 1_048_576,
}: HttpOptions): FastifyInstance {
  const http = Fastify({
    bodyLimit: bodyLimitBytes,
    // OpenAPI's own word in a schema.
    ajv: {
      customOptions: { coerceTypes: false, removeAdditional: false, allErrors: true, keywords: ['example'] },
    },
  });
  http.addHook('onRequest', async (request, reply) => {
    // A name that a stranger's page has pointed at this machine (DNS rebinding) is not one of ours.
    if (isLoopbackAuthority(request.headers.host ?? '')) return;
    const message = `host "${request.headers.host}" is not this machine's own; ask for 127.0.0.1 or localhost`;
    return reply.code(403).send({ code: 'HOST_NOT_LOCAL', message });
  });
  // Who is refused in the middle of what he sends reads the answer when he has sent the rest: a connection that is closed
  // over it would lose the answer, and look to him like a service that is down. Who is answered while he goes on sending is
  // still read by his route.
  http.addHook('onSend', async ({ raw }, reply) => {
    if (raw.complete || reply.statusCode < 400) return;
    reply.removeHeader('connection');
    raw.resume();
  });
  http.get('/health', { schema: { hide: true } as object }, async (_request, reply) => {
    const state = await health();
    return reply.code(state.status === 'ok' ? 200 : 503).send(state);
  });
  http.get('/metrics', { schema: { hide: true } as object }, async (_request, reply) =>
    reply.type(metrics.contentType).send(await metrics.metrics()),
  );
  http.setNotFoundHandler((request, reply) =>
    reply
      .code(404)
      .send({ code: 'NOT_FOUND', message: `there is no ${request.method} ${request.url.slice(0, 200)}` }),
  );
  http.setErrorHandler((error, _request, reply) => {
    const { status, code } = describe(error, statusOf);
    if (status === 503 && !reply.hasHeader('retry-after')) reply.header('retry-after', RETRY_AFTER_S);
    if (status >= 500) log.error({ err: error }, 'request failed');
    const message =
      status >= 500 && status !== 503 ? 'internal error; the log has the details' : messageOf(error);
    return reply.code(status).send({ code, message });
  });
  return http;
}

function describe(error: unknown, statusOf: HttpOptions['statusOf']): { status: number; code: string } {
  if (error instanceof AccessLayerError) {
    return { status: statusOf?.(error.code) ?? (error.retryable ? 503 : 500), code: error.code };
  }
  const { statusCode, code, validation } = error as {
    statusCode?: number;
    code?: string;
    validation?: unknown;
  };
  if (validation) return { status: 400, code: 'BAD_REQUEST' };
  return {
    status: statusCode ?? 500,
    code: statusCode && statusCode < 500 ? (code ?? 'BAD_REQUEST') : 'INTERNAL',
  };
}
