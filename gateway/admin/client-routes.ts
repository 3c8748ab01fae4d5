import { ROLES } from '@access-layer/kit/token';
import type { FastifyInstance } from 'fastify';
import Type, { type Static } from 'typebox';
import type { Accounts } from '../accounts-in-use.ts';
import { gatewayError } from '../errors.ts';
import type { Client } from '../oauth/client-store.ts';
import { API_SCOPES } from '../oauth/scopes.ts';
import { ErrorAnswer, Secret, Time } from './documented.ts';

const closed = { additionalProperties: false };
const Identity = {
  role: Type.Optional(Type.Enum([...ROLES])),
  party: Type.Optional(Type.String({ minLength: 1, maxLength: 128, example: 'aggregator-3' })),
  customer: Type.Optional(Type.String({ minLength: 1, maxLength: 128, example: 'customer-9' })),
  scopes: Type.Array(Type.Enum([...API_SCOPES]), { uniqueItems: true, example: ['data:read'] }),
};

const ClientBody = Type.Object(
  {
    clientId: Type.String({ pattern: '^[A-Za-z0-9._-]{1,128}$', example: 'aggregator-3' }),
    name: Type.String({ minLength: 1, maxLength: 128, example: 'Third aggregator' }),
    auth: Type.Enum(['client_secret', 'private_key_jwt', 'none']),
    jwks: Type.Optional(
      Type.Object({ keys: Type.Array(Type.Object({}), { minItems: 1, maxItems: 10 }) }, closed),
    ),
    ...Identity,
    redirectUris: Type.Optional(Type.Array(Type.String({ maxLength: 2048 }), { maxItems: 20 })),
    postLogoutRedirectUris: Type.Optional(Type.Array(Type.String({ maxLength: 2048 }), { maxItems: 20 })),
    native: Type.Optional(Type.Boolean()),
    firstParty: Type.Optional(Type.Boolean()),
  },
  closed,
);

const ClientParams = Type.Object({ clientId: Type.String({ maxLength: 128, example: 'aggregator-3' }) });
const { jwks: _jwks, ...shownFields } = ClientBody.properties;
const ClientAnswer = Type.Object(
  {
    ...shownFields,
    jwks: Type.Optional(Type.Object({}, { additionalProperties: true, description: 'Public keys' })),
    grantTypes: Type.Array(Type.String({ example: 'client_credentials' })),
    createdAt: Time,
    disabledAt: Type.Optional(Time),
  },
  { title: 'Client' },
);
const NewClientAnswer = Type.Object(
  { ...ClientAnswer.properties, clientSecret: Type.Optional(Secret) },
  { title: 'NewClient' },
);
const ClientSecretAnswer = Type.Object({ clientId: Type.String(), clientSecret: Secret });
const RotateBody = Type.Object(
  { graceS: Type.Optional(Type.Integer({ minimum: 0, maximum: 604_800, example: 3600 })) },
  { ...closed, description: 'how long the old secret works beside the new one' },
);

/** Clients: create, list, rotate the secret, disable and enable. Scope `admin`, asked for by the route table. */
export function clientRoutes(http: FastifyInstance, accounts: () => Accounts): void {
  const tags = ['clients'];
  http.get(
    '/clients',
    {
      schema: {
        tags,
        summary: 'All clients',
        response: { 200: Type.Object({ clients: Type.Array(ClientAnswer) }) },
      },
    },
    async () => ({
      clients: accounts().clients.list().map(shown),
    }),
  );
  http.get<{ Params: Static<typeof ClientParams> }>(
    '/clients/:clientId',
    { schema: { tags, summary: 'One client', params: ClientParams, response: { 200: ClientAnswer } } },
    async ({ params }) => {
      const client = accounts().clients.find(params.clientId);
      if (client) return shown(client);
      throw gatewayError('GW_CLIENT_UNKNOWN', `there is no client "${params.clientId}"`);
    },
  );
  http.post<{ Body: Static<typeof ClientBody> }>(
    '/clients',
    {
      schema: {
        tags,
        summary: 'Makes a client; its secret is shown this once',
        body: ClientBody,
        response: { 201: NewClientAnswer, 409: ErrorAnswer, 422: ErrorAnswer },
      },
    },
    async ({ body }, reply) => {
      const { client, clientSecret } = accounts().clients.create(body as never);
      reply.code(201).header('location', `/clients/${client.clientId}`).header('cache-control', 'no-store');
      return { ...shown(client), ...(clientSecret ? { clientSecret } : {}) };
    },
  );
  http.post<{ Params: Static<typeof ClientParams>; Body: Static<typeof RotateBody> | null }>(
    '/clients/:clientId/secret',
    {
      schema: {
        tags,
        summary: 'Replaces the secret; shown this once',
        params: ClientParams,
        body: Type.Union([RotateBody, Type.Null()]),
        response: { 200: ClientSecretAnswer, 422: ErrorAnswer },
      },
    },
    async ({ params, body }, reply) => {
      const clientSecret = accounts().clients.rotateSecret(params.clientId, body?.graceS);
      reply.header('cache-control', 'no-store');
      return { clientId: params.clientId, clientSecret };
    },
  );
  for (const [action, disabled] of [
    ['disable', true],
    ['enable', false],
  ] as const) {
    http.post<{ Params: Static<typeof ClientParams> }>(
      `/clients/:clientId/${action}`,
      {
        schema: {
          tags,
          summary: `${disabled ? 'Refuses' : 'Accepts'} the client and its tokens from now on`,
          params: ClientParams,
          response: { 200: ClientAnswer },
        },
      },
      async ({ params }) => shown(accounts().clients.setDisabled(params.clientId, disabled)),
    );
  }
}

function shown({ createdAtMs, disabledAtMs, ...client }: Client) {
  return {
    ...client,
    createdAt: new Date(createdAtMs).toISOString(),
    ...(disabledAtMs ? { disabledAt: new Date(disabledAtMs).toISOString() } : {}),
  };
}
