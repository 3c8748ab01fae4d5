import type { FastifyInstance } from 'fastify';
import Type from 'typebox';
import type { Accounts } from '../accounts-in-use.ts';
import type { SigningKeyInfo } from '../oauth/signing-keys.ts';
import { Time } from './documented.ts';

const KeysAnswer = Type.Object({
  keys: Type.Array(
    Type.Object(
      {
        kid: Type.String({ example: 'k1' }),
        algorithm: Type.Enum(['ES256', 'RS256']),
        state: Type.Enum(['next', 'current', 'retired']),
        stateSince: Time,
      },
      { title: 'SigningKey' },
    ),
  ),
});

/** Signing keys: which there are, and a change-over. Scope `admin`. */
export function keyRoutes(http: FastifyInstance, accounts: () => Accounts): void {
  const tags = ['keys'];
  http.get(
    '/keys',
    {
      schema: {
        tags,
        summary: 'Keys that sign, will sign or have signed tokens',
        response: { 200: KeysAnswer },
      },
    },
    async () => ({
      keys: accounts().signingKeys().map(shown),
    }),
  );
  http.post(
    '/keys/rotate',
    {
      schema: {
        tags,
        summary: 'Signs with the next key from now on; tokens already issued stay valid',
        response: { 200: KeysAnswer },
      },
    },
    async () => ({ keys: (await accounts().rotateKeys()).map(shown) }),
  );
}

function shown({ stateSinceMs, ...key }: SigningKeyInfo) {
  return { ...key, stateSince: new Date(stateSinceMs).toISOString() };
}
