import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import type { Log } from '@access-layer/kit/log';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from './admission.ts';
import { asksForPage, renderErrorPage } from './error-page.ts';
import { statusOf } from './errors.ts';
import { CORRELATION_HEADER, correlationIdOf } from './trace.ts';

/** Every error answer of the gateway is `{code, message}`; what went wrong inside stays in the log. */
export function answerError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Log,
): FastifyReply {
  const { status, code, message, retryAfterS } = describe(error);
  if (request.trace) request.trace.code = code;
  if (status === 500)
    log.error({ err: error, correlationId: request.trace?.correlationId }, 'request failed');
  if (retryAfterS !== undefined) reply.header('retry-after', String(retryAfterS));
  // The rest of a refused body is not read: the connection cannot be used again.
  if (!request.raw.complete && status >= 400) reply.header('connection', 'close');
  reply.code(status).header('cache-control', 'no-store').header('vary', 'accept');
  if (!asksForPage(request)) return reply.send({ code, message });
  return reply.send(renderErrorPage(reply, { code, message, correlationId: request.trace?.correlationId }));
}

/** For requests that never reached a route. */
export function answerFrameworkError(
  error: Error,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Log,
): void {
  const correlationId = correlationIdOf(request.headers[CORRELATION_HEADER]);
  log.info({ correlationId, status: 400, error: error.message.slice(0, 200) }, 'request');
  reply.code(400).header(CORRELATION_HEADER, correlationId);
  reply.send({ code: 'GW_BAD_REQUEST', message: 'the request cannot be read' });
}

interface Answer {
  status: number;
  code: string;
  message: string;
  retryAfterS?: number;
}

function describe(error: unknown): Answer {
  if (error instanceof Refusal) {
    const { status, code, message } = error;
    return { status, code, message, ...(status === 503 ? { retryAfterS: 5 } : {}) };
  }
  if (error instanceof AccessLayerError) {
    const retryAfterS = error.context.retryAfterS as number | undefined;
    const status = statusOf(error.code) ?? 500;
    return {
      status,
      code: error.code,
      message: error.message,
      ...(retryAfterS === undefined ? {} : { retryAfterS }),
    };
  }
  const { statusCode, validation } = error as { statusCode?: number; validation?: unknown };
  if (validation) return { status: 400, code: 'GW_BAD_REQUEST', message: messageOf(error) };
  if (statusCode === 413) return { status: 413, code: 'GW_TOO_LARGE', message: messageOf(error) };
  if (statusCode === 404) return { status: 404, code: 'GW_NO_ROUTE', message: 'there is no such file' };
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return { status: statusCode, code: 'GW_BAD_REQUEST', message: messageOf(error) };
  }
  return { status: 500, code: 'INTERNAL', message: 'internal error; the log has the details' };
}
