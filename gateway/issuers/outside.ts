import type { IncomingMessage, ServerResponse } from 'node:http';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import type { Log } from '@access-layer/kit/log';
import { createTokenCheck, type TokenCheck } from '@access-layer/kit/token';
import { ERRORS } from '../errors.ts';
import type { Issuer, IssuerConfig, IssuerContext } from '../issuer.ts';

type OutsideConfig = Extract<IssuerConfig, { name: 'outside' }>;

const DISCOVERY = '/.well-known/openid-configuration';
const DISCOVERY_TIMEOUT_MS = 5000;

export default {
  name: 'outside',
  options: {
    issuer: 'iss of its tokens; its discovery document is under it',
    audience: 'aud that a token for this system carries',
    jwksUri: 'where its keys are; default: as its discovery document says',
    roleClaim: 'claim with the role, or path to it with dots; default role',
    partyClaim: 'claim with the organisation; default party',
    customerClaim: 'claim with the customer; default customer',
    tokenType: 'typ in the header of its access tokens; default at+jwt (RFC 9068), Keycloak writes JWT',
  },
  create: createOutside,
};

/**
 * Tokens of another OAuth 2.0 server (Keycloak, a national identity provider). Nothing is answered under /oauth, and
 * discovery leads to the server itself.
 */
async function createOutside(config: OutsideConfig, { log }: IssuerContext): Promise<Issuer> {
  const base = config.issuer.replace(/\/$/, '');
  return {
    issuer: config.issuer,
    check: lazyCheck(config, base, log),
    // Only the issuer knows what it has revoked; its tokens are short-lived.
    admits: () => true,
    handle: async (request, response) => point(request, response, base),
    close: async () => undefined,
  };
}

/** The gateway starts whether the issuer answers or not; until its keys are found, every token is answered with 503. */
function lazyCheck(config: OutsideConfig, base: string, log: Log): TokenCheck {
  let ready: Promise<TokenCheck> | undefined;
  return async (authorization) => {
    ready ??= createCheck(config, base);
    try {
      return await (await ready)(authorization);
    } catch (error) {
      ready = undefined;
      log.warn({ err: error }, 'the outside issuer cannot be asked');
      return { ok: false, status: 503, code: 'ISSUER_UNREACHABLE', message: messageOf(error) };
    }
  };
}

async function createCheck(config: OutsideConfig, base: string): Promise<TokenCheck> {
  const { roleClaim, partyClaim, customerClaim, tokenType } = config;
  return createTokenCheck({
    issuer: config.issuer,
    audience: config.audience,
    jwksUri: config.jwksUri ?? (await discoverKeys(base)),
    ...(roleClaim ? { roleClaim } : {}),
    ...(partyClaim ? { partyClaim } : {}),
    ...(customerClaim ? { customerClaim } : {}),
    ...(tokenType ? { tokenType } : {}),
  });
}

async function discoverKeys(base: string): Promise<string> {
  const url = base + DISCOVERY;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(DISCOVERY_TIMEOUT_MS) });
    const { jwks_uri: jwksUri } = (await answer.json()) as { jwks_uri?: unknown };
    if (answer.ok && typeof jwksUri === 'string') return jwksUri;
    throw new TypeError(`status ${answer.status}, jwks_uri ${jwksUri}`);
  } catch (cause) {
    const message = `the issuer's discovery document ${url} does not name its keys; give issuer.jwksUri`;
    throw new AccessLayerError({ code: 'ISSUER_UNREACHABLE', message, retryable: true, cause });
  }
}

function point(request: IncomingMessage, response: ServerResponse, base: string): void {
  const path = request.url?.split('?')[0];
  if (path === DISCOVERY || path === '/.well-known/oauth-authorization-server') {
    response.writeHead(307, { location: base + DISCOVERY, 'content-length': '0' }).end();
    return;
  }
  const body = JSON.stringify({
    code: 'GW_ISSUER_ELSEWHERE',
    message: `${ERRORS.GW_ISSUER_ELSEWHERE.help}: ${base + DISCOVERY}`,
  });
  response.writeHead(404, { 'content-type': 'application/json' }).end(body);
}
