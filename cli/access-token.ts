import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { type Credential, readCredentials } from './demo-credentials.ts';

export interface AccessToken {
  token: string;
  expiresAtMs: number;
}

const TIMEOUT_MS = 5000;
/** A token is replaced this long before it ends. */
const SPARE_MS = 60_000;

/**
 * Gets an access token by client credentials from the OAuth server at the front door.
 * @throws AccessLayerError CLI_TOKEN
 */
export async function fetchToken(
  url: string,
  { id, secret }: Pick<Credential, 'id' | 'secret'>,
): Promise<AccessToken> {
  const response = await fetch(`${url}/oauth/token`, {
    method: 'POST',
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((cause: unknown) => {
    throw new AccessLayerError({
      code: 'CLI_TOKEN',
      message: `${url} does not answer; is the system running? (${messageOf(cause)})`,
      cause,
    });
  });
  const answer = (await response.json()) as {
    access_token?: string;
    expires_in?: number;
    error_description?: string;
  };
  if (response.ok && answer.access_token) {
    return { token: answer.access_token, expiresAtMs: Date.now() + (answer.expires_in ?? 0) * 1000 };
  }
  throw new AccessLayerError({
    code: 'CLI_TOKEN',
    message: `${url} gives no token to "${id}": ${response.status} ${answer.error_description ?? ''}`,
  });
}

/** The credential of a client of the demonstration. @throws AccessLayerError CLI_TOKEN */
export function clientCredential(file: string, id: string): Credential {
  const clients = readCredentials(file).filter(({ kind }) => kind === 'client');
  const found = clients.find((client) => client.id === id);
  if (found) return found;
  const known = clients.map((client) => client.id).join(', ');
  throw new AccessLayerError({
    code: 'CLI_TOKEN',
    message: known ? `there is no client "${id}"; expected one of ${known}` : `${file} names no clients`,
  });
}

/** Headers with a token of a client, which is renewed in time; without one where there is none to be had. */
export function tokenHeaders(
  url: string,
  credentialsFile: string,
  id: string,
): () => Promise<Record<string, string>> {
  let kept: AccessToken | undefined;
  return async (): Promise<Record<string, string>> => {
    try {
      if (!kept || kept.expiresAtMs - SPARE_MS < Date.now()) {
        kept = await fetchToken(url, clientCredential(credentialsFile, id));
      }
      return { authorization: `Bearer ${kept.token}` };
    } catch {
      return {};
    }
  };
}
