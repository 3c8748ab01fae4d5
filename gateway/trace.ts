import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Log } from '@access-layer/kit/log';
import type { Caller } from '@access-layer/kit/token';
import type { FastifyRequest } from 'fastify';
import type { GatewayMetrics } from './gateway-metrics.ts';
import type { Target } from './request-target.ts';
import type { Route } from './route-table.ts';
import type { Statistics } from './statistics.ts';

/** What is known of one request by the time it ends. */
export interface Trace {
  correlationId: string;
  startedAt: number;
  /** Of the caller; empty where it had gone before it could be asked. */
  address: string;
  target: Target;
  route?: Route;
  caller?: Caller;
  cache?: 'hit' | 'revalidated' | 'miss';
  /** Bytes of the bodies, where they are counted; else what the headers say. */
  bytesIn?: () => number;
  bytesOut?: () => number;
  /** Code of the gateway's own refusal. */
  code?: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    trace: Trace;
  }
}

const WELL_FORMED = /^[A-Za-z0-9._-]{8,64}$/;
export const CORRELATION_HEADER = 'x-correlation-id';
/** As nginx says it: the caller closed the connection before the answer was sent. */
const CALLER_GONE = 499;

/** The id that a caller gave, where it is one that may be logged; else a new one. */
export function correlationIdOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && WELL_FORMED.test(header) ? header : randomUUID();
}

export interface TraceSinks {
  log: Log;
  metrics: GatewayMetrics;
  statistics: Statistics;
}

/** When the exchange is over, however it ended: one line in the log, one count in metrics and in statistics. */
export function finishWith(request: FastifyRequest, response: ServerResponse, sinks: TraceSinks): void {
  response.once('close', () => {
    const { trace } = request;
    const durationMs = performance.now() - trace.startedAt;
    const status = response.headersSent && response.writableFinished ? response.statusCode : CALLER_GONE;
    const route = trace.route?.prefix ?? 'none';
    const bytesIn = trace.bytesIn?.() ?? lengthOf(request.headers['content-length']);
    const bytesOut = trace.bytesOut?.() ?? lengthOf(response.getHeader('content-length'));
    const client = trace.caller?.clientId ?? '-';
    sinks.metrics.record({ route, method: request.method, status, durationMs });
    if (trace.route) sinks.statistics.record({ client, route, status, bytesIn, bytesOut, durationMs });
    sinks.log[status >= 500 ? 'warn' : 'info'](
      {
        correlationId: trace.correlationId,
        method: request.method,
        ...whereTo(trace.target),
        route,
        status,
        durationMs: Math.round(durationMs * 10) / 10,
        bytesIn,
        bytesOut,
        client,
        role: trace.caller?.role,
        address: trace.address,
        cache: trace.cache,
        code: trace.code,
      },
      'request',
    );
  });
}

/** Path and the names in the query: values may be secrets (codes, tokens), so they are never logged. */
function whereTo(target: Target): { path?: string; query?: string[] } {
  if (!target.ok) return {};
  const names = [...new URLSearchParams(target.query).keys()];
  const query = names.slice(0, 20).map((name) => name.slice(0, 40));
  return { path: target.path.slice(0, 300), ...(query.length > 0 ? { query } : {}) };
}

function lengthOf(value: unknown): number {
  const length = Number(value);
  return Number.isSafeInteger(length) && length > 0 ? length : 0;
}
