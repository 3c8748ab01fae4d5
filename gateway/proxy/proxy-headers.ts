import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders } from 'node:http';

/** RFC 9110, 7.6.1: these are about one connection, and end at it. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
]);

/** Headers by which programs learn who calls or what was meant; only the gateway may say that. */
const IDENTITY =
  /^(?:x-forwarded|forwarded$|x-real-ip$|x-client|x-ssl|x-consumer|x-credential|x-anonymous|x-user|x-auth|x-remote|remote-user$|x-caller|x-access-layer|x-original|x-rewrite|x-http-method|x-method-override|x-correlation-id$|x-envoy|true-client-ip$|cf-connecting-ip$|cookie$|via$)/;

export interface ForwardedAs {
  correlationId: string;
  clientAddress: string;
  /** Scheme, host and port that the caller typed. */
  publicUrl: string;
  /** What was cut off the path. */
  prefix?: string;
}

/** Headers for the service behind: the caller's, without what ends here and without what only the gateway may say. */
export function requestHeaders(request: IncomingMessage, as: ForwardedAs): OutgoingHttpHeaders {
  const dropped = namedByConnection(request.headers);
  const headers: OutgoingHttpHeaders = {};
  for (const [name, values] of Object.entries(request.headersDistinct)) {
    if (HOP_BY_HOP.has(name) || dropped.has(name) || name === 'host' || IDENTITY.test(name)) continue;
    headers[name] = values!.length === 1 ? values![0] : values;
  }
  const { protocol, host } = new URL(as.publicUrl);
  // A chunked body stays chunked: sent without a length or this, its bytes would read as the next request.
  if (request.headers['transfer-encoding'] !== undefined) {
    delete headers['content-length'];
    headers['transfer-encoding'] = 'chunked';
  }
  return {
    ...headers,
    'x-correlation-id': as.correlationId,
    'x-forwarded-for': as.clientAddress,
    'x-forwarded-proto': protocol.slice(0, -1),
    'x-forwarded-host': host,
    ...(as.prefix ? { 'x-forwarded-prefix': as.prefix } : {}),
  };
}

/** Headers for the caller: the service's, without what ends here, what the gateway itself says, and cookies. */
export function responseHeaders(response: IncomingMessage): OutgoingHttpHeaders {
  const dropped = namedByConnection(response.headers);
  const headers: OutgoingHttpHeaders = {};
  for (const [name, values] of Object.entries(response.headersDistinct)) {
    if (HOP_BY_HOP.has(name) || dropped.has(name)) continue;
    if (name === 'set-cookie' || name === 'x-correlation-id' || name === 'x-powered-by' || name === 'server')
      continue;
    headers[name] = values!.length === 1 ? values![0] : values;
  }
  return headers;
}

function namedByConnection(headers: IncomingHttpHeaders): Set<string> {
  const names = (headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase());
  return new Set(names.filter(Boolean));
}
