import type { ClientRequest, IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { Transform } from 'node:stream';
import type { GatewayCode } from '../errors.ts';
import type { Upstream } from './upstream.ts';

export interface ForwardOptions {
  upstream: Upstream;
  method: string;
  /** Path and query for the service. */
  path: string;
  headers: OutgoingHttpHeaders;
  /** The caller's request; its body is passed on as it comes. */
  body: IncomingMessage;
  maxBodyBytes: number;
  connectMs: number;
  /** Until the answer begins, counted from the last byte of the request. */
  responseMs: number;
  /** Ends the exchange from outside: the caller is gone. */
  signal: AbortSignal;
}

export type Forwarded =
  | { ok: true; response: IncomingMessage; bytesIn: () => number }
  | {
      ok: false;
      code: GatewayCode | 'ABORTED';
      message: string;
      bytesIn: () => number;
      /** The service hung up on a body that it was still being sent: it may have had enough of it. */
      isBodyCut?: boolean;
    };

/**
 * Sends a request to a service and answers as soon as its response begins; neither body is collected. The response ends
 * with an error if the service breaks off, so that the caller is not shown a part as the whole.
 */
export function forward(options: ForwardOptions): Promise<Forwarded> {
  return attempt(options).then((first) => {
    // A kept connection may be closed by the service in the moment it is used again; nothing was processed then.
    const stale = !first.ok && first.stale && !hasBody(options.body) && !options.signal.aborted;
    return stale ? attempt(options) : first;
  });
}

type Attempt = Forwarded & { stale?: boolean };

function attempt(options: ForwardOptions): Promise<Attempt> {
  const { upstream, method, path, headers, body, signal } = options;
  return new Promise((resolve) => {
    const request = upstream.request({ method, path, headers, signal });
    const timer = createTimer(options.connectMs, () => request.destroy(lateness(request, body)));
    const upload = createMeter(options.maxBodyBytes, () => timer.restart(options.responseMs));
    const bytesIn = () => upload.bytes();
    const end = (result: Attempt) => {
      timer.stop();
      resolve(result);
    };
    request.once('response', (response) => {
      if ((response.statusCode ?? 0) >= 400 && !body.complete) {
        // Refused in the middle: the rest is for nobody, and the caller reads the answer when he has sent it.
        body.unpipe(upload.stream);
        drain(body);
        response.once('end', () => request.destroy());
      }
      end({ ok: true, response, bytesIn });
    });
    request.once('socket', (socket) => {
      const started = () => timer.restart(options.responseMs);
      if (socket.connecting) socket.once('connect', started);
      else started();
    });
    // Errors after the response has begun show on the response itself.
    request.on('error', (error: NodeJS.ErrnoException) => {
      const stale = request.reusedSocket && hungUp(error);
      const isBodyCut = hungUp(error) && upload.bytes() > 0 && !body.complete;
      end({ ok: false, ...describe(error, signal, upstream.name), bytesIn, stale, isBodyCut });
    });
    upload.stream.once('error', () => {
      const message = `the request body has more than ${options.maxBodyBytes} bytes`;
      end({ ok: false, code: 'GW_TOO_LARGE', message, bytesIn });
      request.destroy();
    });
    if (hasBody(body)) body.pipe(upload.stream).pipe(request);
    else request.end();
  });
}

/** As much as the largest body that a route takes. */
const MAX_DRAINED_BYTES = 64 * 1024 * 1024;

/** Reads on for a while what a refused caller still sends, so that it gets to see the answer. */
export function drain(body: IncomingMessage): void {
  let left = MAX_DRAINED_BYTES;
  body.on('data', (chunk: Buffer) => {
    left -= chunk.length;
    if (left < 0) body.destroy();
  });
  body.resume();
}

function hungUp({ code }: NodeJS.ErrnoException): boolean {
  return code === 'ECONNRESET' || code === 'EPIPE';
}

export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

class ServiceLate extends Error {}
class CallerLate extends Error {}

/** Who kept whom waiting: a caller that stops in the middle of its request says nothing about the service. */
function lateness(request: ClientRequest, body: IncomingMessage): Error {
  const callerStopped = hasBody(body) && !body.complete && !request.writableNeedDrain;
  return callerStopped ? new CallerLate() : new ServiceLate();
}

function createTimer(firstMs: number, expire: () => void) {
  let stopped = false;
  let timer = setTimeout(expire, firstMs);
  return {
    restart(ms: number): void {
      clearTimeout(timer);
      if (!stopped) timer = setTimeout(expire, ms);
    },
    stop(): void {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

/** Counts the bytes that pass, and breaks off where they are more than allowed. */
function createMeter(maxBytes: number, onProgress: () => void) {
  let count = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      count += chunk.length;
      onProgress();
      if (count > maxBytes) done(new RangeError('too large'));
      else done(null, chunk);
    },
  });
  return { stream, bytes: () => count };
}

function describe(
  error: NodeJS.ErrnoException,
  signal: AbortSignal,
  name: string,
): { code: GatewayCode | 'ABORTED'; message: string } {
  if (signal.aborted) return { code: 'ABORTED', message: 'the caller is gone' };
  if (error instanceof CallerLate) {
    return { code: 'GW_CALLER_TIMEOUT', message: 'the rest of the request body did not come in time' };
  }
  if (error instanceof ServiceLate) {
    return { code: 'GW_UPSTREAM_TIMEOUT', message: `${name} did not answer in time` };
  }
  return { code: 'GW_UPSTREAM_DOWN', message: `${name} cannot be reached (${error.code ?? error.message})` };
}
