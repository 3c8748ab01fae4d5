import { type AccessToken, clientCredential, fetchToken } from '../access-token.ts';

/** A token is replaced this long before it ends. */
const SPARE_MS = 60_000;

/** Headers with access tokens of clients of the demonstration, each fetched once for as long as it is valid. */
export function createTokens(url: string, credentials: string) {
  const kept = new Map<string, AccessToken>();

  return async (client: string): Promise<{ authorization: string }> => {
    let token = kept.get(client);
    if (!token || token.expiresAtMs - SPARE_MS < Date.now()) {
      token = await fetchToken(url, clientCredential(credentials, client));
      kept.set(client, token);
    }
    return { authorization: `Bearer ${token.token}` };
  };
}
