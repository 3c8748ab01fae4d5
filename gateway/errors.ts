import { AccessLayerError } from '@access-layer/core/errors';

/** Every code that the gateway itself answers with: HTTP status and a line of help. */
export const ERRORS = {
  GW_BAD_REQUEST: {
    status: 400,
    help: 'the request is not one that HTTP/1.1 and this gateway can read safely',
  },
  GW_BAD_PATH: { status: 400, help: 'send the path normalised: no dot segments, no encoded slashes' },
  GW_TOKEN_REVOKED: { status: 401, help: 'the token was revoked, or its client or person disabled' },
  GW_FORBIDDEN: { status: 403, help: 'ask for a token of somebody whose role may do this' },
  GW_NO_ROUTE: { status: 404, help: 'no service answers this path; /docs lists what there is' },
  GW_ISSUER_ELSEWHERE: { status: 404, help: 'tokens come from the outside issuer; ask its own endpoints' },
  GW_CLIENT_UNKNOWN: { status: 404, help: 'GET /clients lists the clients there are' },
  GW_METHOD: { status: 405, help: 'use GET, HEAD, POST, PUT, PATCH, DELETE or OPTIONS' },
  GW_CALLER_TIMEOUT: { status: 408, help: 'send the request body without long pauses' },
  GW_CLIENT_EXISTS: { status: 409, help: 'choose another client id, or change the one there is' },
  GW_TOO_LARGE: { status: 413, help: 'send less at once; bulk routes take a stream of lines' },
  GW_URL_TOO_LONG: { status: 414, help: 'shorten the query, or send it as a body where the route takes one' },
  GW_CLIENT_INVALID: { status: 422, help: 'the description of the client contradicts itself' },
  GW_LIMIT: { status: 429, help: 'wait as long as Retry-After says; GET /limits shows what is allowed' },
  GW_UPSTREAM_DOWN: { status: 502, help: 'the service behind cannot be reached; the gateway tries it again' },
  GW_OVERLOADED: { status: 503, help: 'too much work at once; try again after Retry-After' },
  GW_CIRCUIT_OPEN: { status: 503, help: 'the service behind has failed repeatedly; try after Retry-After' },
  GW_STARTING: { status: 503, help: 'the gateway has just started; try again in a moment' },
  GW_UPSTREAM_TIMEOUT: { status: 504, help: 'the service behind did not answer in time' },
} as const;

export type GatewayCode = keyof typeof ERRORS;

/** An error that a route throws; `createHttp`-like error handlers answer it with the table's status. */
export function gatewayError(
  code: GatewayCode,
  message: string,
  options: { retryAfterS?: number; cause?: unknown } = {},
): AccessLayerError {
  const { retryAfterS, cause } = options;
  const { status } = ERRORS[code];
  return new AccessLayerError({
    code,
    message,
    retryable: status === 429 || status >= 502,
    context: retryAfterS === undefined ? {} : { retryAfterS },
    cause,
  });
}

export function statusOf(code: string): number | undefined {
  return Object.hasOwn(ERRORS, code) ? ERRORS[code as GatewayCode].status : undefined;
}
