import { ROLES } from '@access-layer/kit/token';
import type { FastifyInstance } from 'fastify';
import Type, { type Static } from 'typebox';
import type { Accounts } from '../accounts-in-use.ts';
import { makePassword } from '../oauth/password.ts';
import { API_SCOPES } from '../oauth/scopes.ts';
import type { User } from '../oauth/user-store.ts';
import { ErrorAnswer, Secret, Time } from './documented.ts';

const closed = { additionalProperties: false };
const UserBody = Type.Object(
  {
    username: Type.String({ minLength: 1, maxLength: 128, example: 'rossi' }),
    name: Type.String({ minLength: 1, maxLength: 128, example: 'Mario Rossi' }),
    role: Type.Enum([...ROLES]),
    party: Type.Optional(Type.String({ minLength: 1, maxLength: 128, example: 'aggregator-3' })),
    customer: Type.Optional(Type.String({ minLength: 1, maxLength: 128, example: 'customer-9' })),
    scopes: Type.Array(Type.Enum([...API_SCOPES]), { uniqueItems: true, example: ['data:read'] }),
  },
  closed,
);
const UserParams = Type.Object({ username: Type.String({ maxLength: 128, example: 'rossi' }) });
const UserAnswer = Type.Object(
  {
    ...UserBody.properties,
    subject: Type.String({ description: 'Stable id, `sub` of the tokens' }),
    createdAt: Time,
    disabledAt: Type.Optional(Time),
  },
  { title: 'User' },
);
const NewUserAnswer = Type.Object({ ...UserAnswer.properties, password: Secret }, { title: 'NewUser' });
const PasswordAnswer = Type.Object({ username: Type.String(), password: Secret });

/** People who sign in with a password: create, list, new password, disable and enable. Scope `admin`. */
export function userRoutes(http: FastifyInstance, accounts: () => Accounts): void {
  const tags = ['users'];
  http.get(
    '/users',
    {
      schema: {
        tags,
        summary: 'All people',
        response: { 200: Type.Object({ users: Type.Array(UserAnswer) }) },
      },
    },
    async () => ({
      users: accounts().users.list().map(shown),
    }),
  );
  http.post<{ Body: Static<typeof UserBody> }>(
    '/users',
    {
      schema: {
        tags,
        summary: 'Makes a person; the password is shown this once',
        body: UserBody,
        response: { 201: NewUserAnswer, 409: ErrorAnswer, 422: ErrorAnswer },
      },
    },
    async ({ body }, reply) => {
      const password = makePassword();
      const user = await accounts().users.create(body as never, password);
      reply.code(201).header('cache-control', 'no-store');
      return { ...shown(user), password };
    },
  );
  http.post<{ Params: Static<typeof UserParams> }>(
    '/users/:username/password',
    {
      schema: {
        tags,
        summary: 'A new password, shown this once; ends every session',
        params: UserParams,
        response: { 200: PasswordAnswer },
      },
    },
    async ({ params }, reply) => {
      const password = makePassword();
      await accounts().users.setPassword(params.username, password);
      reply.header('cache-control', 'no-store');
      return { username: params.username, password };
    },
  );
  for (const action of ['disable', 'enable'] as const) {
    http.post<{ Params: Static<typeof UserParams> }>(
      `/users/:username/${action}`,
      {
        schema: {
          tags,
          summary: `${action}s a person, sessions and tokens included`,
          params: UserParams,
          response: { 200: UserAnswer },
        },
      },
      async ({ params }) => shown(accounts().users.setDisabled(params.username, action === 'disable')),
    );
  }
}

function shown({ createdAtMs, disabledAtMs, ...rest }: User) {
  const { passwordHash: _, ...user } = rest as typeof rest & { passwordHash?: string };
  return {
    ...user,
    createdAt: new Date(createdAtMs).toISOString(),
    ...(disabledAtMs ? { disabledAt: new Date(disabledAtMs).toISOString() } : {}),
  };
}
