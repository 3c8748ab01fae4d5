import { base64 } from './base64url.ts';
import { clientAssertion, type PrivateJwk } from './client-assertion.ts';
import { refusal } from './errors.ts';

export type Fetch = (request: Request) => Promise<Response>;

export interface TokenOptions {
  /** Issuer: the front door, or the outside issuer. */
  url: string;
  clientId: string;
  /** One of both. */
  secret?: string;
  privateKey?: PrivateJwk;
  /** All scopes of the client where absent. */
  scope?: string;
  fetch: Fetch;
}

export interface AccessTokens {
  /** A token that is valid for a while yet. @throws AccessLayerError of the OAuth server */
  get(): Promise<string>;
  /** Forgets a token that was refused: the next one is new. */
  drop(token: string): void;
}

/** A token is replaced this long before it ends. */
const SPARE_MS = 60_000;

/** Gets tokens by client credentials (RFC 6749 4.4) and renews them in time; whoever asks meanwhile waits for the same one. */
export function createAccessTokens(options: TokenOptions): AccessTokens {
  let kept: { token: string; renewAtMs: number } | undefined;
  let coming: Promise<string> | undefined;
  const renew = async (): Promise<string> => {
    const { token, lifetimeMs } = await requestToken(options);
    kept = { token, renewAtMs: Date.now() + Math.max(lifetimeMs - SPARE_MS, lifetimeMs / 2) };
    return token;
  };
  return {
    async get() {
      if (kept && Date.now() < kept.renewAtMs) return kept.token;
      coming ??= renew().finally(() => {
        coming = undefined;
      });
      return coming;
    },
    drop(token) {
      if (kept?.token === token) kept = undefined;
    },
  };
}

async function requestToken(options: TokenOptions): Promise<{ token: string; lifetimeMs: number }> {
  const { url, clientId, secret, privateKey, scope } = options;
  const body = new URLSearchParams({ grant_type: 'client_credentials', ...(scope ? { scope } : {}) });
  const headers = new Headers();
  if (privateKey) {
    body.set('client_assertion_type', 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
    body.set('client_assertion', await clientAssertion(clientId, privateKey, url));
  } else {
    // RFC 6749 2.3.1: both are form-encoded first.
    const pair = [clientId, secret ?? ''].map(encodeURIComponent).join(':');
    headers.set('authorization', `Basic ${base64(pair)}`);
  }
  const response = await options.fetch(new Request(`${url}/oauth/token`, { method: 'POST', headers, body }));
  const answer = (await response.json().catch(() => ({}))) as { access_token?: string; expires_in?: number };
  if (!response.ok || !answer.access_token) throw refusal(response.status, answer);
  return { token: answer.access_token, lifetimeMs: (answer.expires_in ?? 60) * 1000 };
}
