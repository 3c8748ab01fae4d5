import { type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse, STATUS_CODES } from 'node:http';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { gatewayError } from '../errors.ts';
import type { GatewayMetrics } from '../gateway-metrics.ts';
import { forwardedPrefix, type Route, upstreamPath } from '../route-table.ts';
import { CORRELATION_HEADER } from '../trace.ts';
import { drain, type Forwarded, forward } from './forward.ts';
import { requestHeaders, responseHeaders } from './proxy-headers.ts';
import {
  type CachedResponse,
  cacheKeys,
  cachePolicy,
  isCacheableRequest,
  type ResponseCache,
} from './response-cache.ts';
import type { Ticket, Upstream } from './upstream.ts';

export interface ServeParts {
  upstreams: Map<string, Upstream>;
  cache: ResponseCache;
  metrics: GatewayMetrics;
  publicUrl: () => string;
  maxBodyBytes: number;
  timeouts: { connectMs: number; responseMs: number; idleMs: number };
}

type Keys = ReturnType<typeof cacheKeys>;

/** What services show on loopback without a token is not for the world, whatever the table says. */
const MANAGEMENT = new Set(['/health', '/metrics']);

/** Answers a request of the route table from the service behind, or from memory where that may be. */
export async function serveUpstream(
  request: FastifyRequest,
  reply: FastifyReply,
  route: Route,
  parts: ServeParts,
): Promise<void> {
  const { trace } = request;
  if (!trace.target.ok) return;
  const path = upstreamPath(route, trace.target.path);
  if (MANAGEMENT.has(path))
    throw gatewayError('GW_NO_ROUTE', `there is no ${request.method} ${request.url.slice(0, 200)}`);
  const url = path + trace.target.query;
  const keys = cacheableKeys(request, route, url);
  const shared = keys && parts.cache.get(keys.shared);
  if (shared && shared.freshUntilMs > Date.now()) return serveCached(request, reply, shared, 'hit', parts);
  const own = keys && parts.cache.get(keys.own);
  await fetchUpstream(request, reply, route, { url, keys, own, emptied: parts.cache.emptied }, parts);
}

function cacheableKeys(request: FastifyRequest, route: Route, url: string): Keys | undefined {
  if (!route.cacheable || !isCacheableRequest(request.raw)) return undefined;
  return cacheKeys(request.raw, route.prefix, url, request.trace.caller);
}

interface Wanted {
  url: string;
  keys: Keys | undefined;
  /** What this caller was given before, if the service says that it still holds. */
  own: CachedResponse | undefined;
  /** How often the cache had been emptied when this was asked. */
  emptied: number;
}

async function fetchUpstream(
  request: FastifyRequest,
  reply: FastifyReply,
  route: Route,
  wanted: Wanted,
  parts: ServeParts,
): Promise<void> {
  if (reply.raw.destroyed || request.raw.socket.destroyed) return leave(reply);
  const upstream = parts.upstreams.get(route.upstream)!;
  const admission = upstream.admit(Boolean(route.stream));
  if (!admission.ok) {
    const reason = admission.code === 'GW_OVERLOADED' ? 'has too much to do' : 'is not answering';
    const { retryAfterS } = admission;
    throw gatewayError(admission.code, `${upstream.name} ${reason}; try again`, { retryAfterS });
  }
  const { ticket } = admission;
  const gone = new AbortController();
  reply.raw.once('close', () => reply.raw.writableFinished || gone.abort());
  const result = await forward({
    upstream,
    method: request.method,
    path: wanted.url,
    headers: headersFor(request, route, wanted, parts),
    body: request.raw,
    maxBodyBytes: route.maxBodyBytes ?? parts.maxBodyBytes,
    connectMs: parts.timeouts.connectMs,
    responseMs: route.timeoutMs ?? parts.timeouts.responseMs,
    signal: gone.signal,
  });
  request.trace.bytesIn = result.bytesIn;
  if (!result.ok) return refuse(request, reply, result, ticket);
  await passOn(request, reply, route, wanted, result.response, ticket, parts);
}

function headersFor(request: FastifyRequest, route: Route, wanted: Wanted, parts: ServeParts) {
  const prefix = forwardedPrefix(route);
  const headers = requestHeaders(request.raw, {
    correlationId: request.trace.correlationId,
    clientAddress: request.trace.address,
    publicUrl: parts.publicUrl(),
    ...(prefix ? { prefix } : {}),
  });
  return wanted.own?.etag ? { ...headers, 'if-none-match': wanted.own.etag } : headers;
}

const SERVICE_FAULTS = new Set(['GW_UPSTREAM_DOWN', 'GW_UPSTREAM_TIMEOUT']);

function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  { code, message, isBodyCut }: Extract<Forwarded, { ok: false }>,
  ticket: Ticket,
): void {
  // One caller's bodies must not close a service to all others.
  ticket.release(SERVICE_FAULTS.has(code) && !isBodyCut ? 'failed' : 'abandoned');
  if (code === 'ABORTED') {
    leave(reply);
    return;
  }
  drain(request.raw);
  throw gatewayError(code, message, code === 'GW_UPSTREAM_DOWN' ? { retryAfterS: 1 } : {});
}

/** There is nobody to answer. */
function leave(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.destroy();
}

async function passOn(
  request: FastifyRequest,
  reply: FastifyReply,
  route: Route,
  { keys, own, emptied }: Wanted,
  response: IncomingMessage,
  ticket: Ticket,
  parts: ServeParts,
): Promise<void> {
  try {
    if (response.statusCode === 304 && own) {
      response.resume();
      return await serveCached(request, reply, own, 'revalidated', parts);
    }
    if (keys) {
      request.trace.cache = 'miss';
      parts.metrics.cached('miss');
    }
    // 403 or 404 now: what was kept for this caller is no longer for this caller.
    if (keys && own) parts.cache.delete(keys.own);
    if (route.emptiesCache && isDone(request, response)) parts.cache.empty();
    const headers = begin(request, reply, response);
    await pump(request, reply, route, { response, headers, keys, emptied }, parts);
  } finally {
    ticket.release('answered');
  }
}

function begin(request: FastifyRequest, reply: FastifyReply, response: IncomingMessage): OutgoingHttpHeaders {
  const headers = responseHeaders(response);
  reply.hijack();
  const { raw } = reply;
  const all = { ...reply.getHeaders(), ...headers, [CORRELATION_HEADER]: request.trace.correlationId };
  const status = response.statusCode ?? 502;
  raw.writeHead(status, response.statusMessage || STATUS_CODES[status], all as OutgoingHttpHeaders);
  raw.flushHeaders();
  return headers;
}

interface Flow {
  response: IncomingMessage;
  headers: OutgoingHttpHeaders;
  keys: Keys | undefined;
  emptied: number;
}

/** Whether something was written. */
function isDone({ method }: FastifyRequest, { statusCode = 0 }: IncomingMessage): boolean {
  return method !== 'GET' && method !== 'HEAD' && statusCode >= 200 && statusCode < 300;
}

/** Passes the body on as it comes, counts it, and keeps a copy where that is allowed. */
async function pump(
  request: FastifyRequest,
  reply: FastifyReply,
  route: Route,
  { response, headers, keys, emptied }: Flow,
  { cache, timeouts }: ServeParts,
): Promise<void> {
  const { trace } = request;
  const policy = keys && cachePolicy(response, Date.now());
  const copy: Buffer[] | undefined = policy ? [] : undefined;
  const watch = createWatch(route.stream ? undefined : timeouts.idleMs, () => response.destroy());
  const end =
    route.stream && trace.caller ? endWithToken(trace.caller.expiresAtMs, response, reply.raw) : undefined;
  let bytes = 0;
  trace.bytesOut = () => bytes;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      watch.restart();
      bytes += chunk.length;
      if (bytes <= cache.maxEntryBytes) copy?.push(chunk);
      done(null, chunk);
    },
  });
  try {
    await pipeline(response, meter, reply.raw);
    if (policy && copy && bytes <= cache.maxEntryBytes && emptied === cache.emptied) {
      const { scope, ...rest } = policy;
      const entry = { status: 200, headers, body: Buffer.concat(copy), storedAtMs: Date.now(), ...rest };
      cache.set(keys[scope], entry);
    }
  } catch {
    // One of the two broke off: pipeline has ended the other, so the caller sees that the answer is not whole.
  } finally {
    watch.stop();
    clearTimeout(end);
  }
}

function createWatch(idleMs: number | undefined, expire: () => void) {
  let timer = idleMs === undefined ? undefined : setTimeout(expire, idleMs);
  return {
    restart(): void {
      if (timer) timer = timer.refresh();
    },
    stop: () => clearTimeout(timer),
  };
}

/** A stream ends with the token that opened it; the subscriber resumes with a new one. */
function endWithToken(expiresAtMs: number, response: IncomingMessage, raw: ServerResponse): NodeJS.Timeout {
  const timer = setTimeout(
    () => {
      response.unpipe();
      raw.end();
      response.destroy();
    },
    Math.min(expiresAtMs - Date.now(), 2 ** 31 - 1),
  );
  return timer.unref();
}

async function serveCached(
  request: FastifyRequest,
  reply: FastifyReply,
  entry: CachedResponse,
  result: 'hit' | 'revalidated',
  { metrics }: ServeParts,
): Promise<void> {
  request.trace.cache = result;
  metrics.cached(result);
  request.trace.bytesOut = () => entry.body.length;
  const age = result === 'hit' ? { age: String(Math.floor((Date.now() - entry.storedAtMs) / 1000)) } : {};
  reply.hijack();
  reply.raw.writeHead(entry.status, {
    ...(reply.getHeaders() as OutgoingHttpHeaders),
    ...entry.headers,
    ...age,
    [CORRELATION_HEADER]: request.trace.correlationId,
    'content-length': String(entry.body.length),
  });
  reply.raw.end(entry.body);
}
