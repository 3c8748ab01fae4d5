import type { FastifyInstance } from 'fastify';
import type { Accounts } from '../accounts-in-use.ts';
import type { SigningKeyInfo } from '../oauth/signing-keys.ts';

/** Signing keys: which there are, and a change-over. Scope `admin`. */
export function keyRoutes(http: FastifyInstance, accounts: () => Accounts): void {
  const tags = ['keys'];
  http.get(
    '/keys',
    { schema: { tags, summary: 'Keys that sign, will sign or have signed tokens' } },
    async () => ({
      keys: accounts().signingKeys().map(shown),
    }),
  );
  http.post(
    '/keys/rotate',
    { schema: { tags, summary: 'Signs with the next key from now on; tokens already issued stay valid' } },
    async () => ({ keys: (await accounts().rotateKeys()).map(shown) }),
  );
}

function shown({ stateSinceMs, ...key }: SigningKeyInfo) {
  return { ...key, stateSince: new Date(stateSinceMs).toISOString() };
}
