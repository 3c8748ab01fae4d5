import { isLoopbackAuthority } from '@access-layer/kit/loopback';
import Type from 'typebox';

const closed = { additionalProperties: false } as const;

/** Elasticsearch 8 or OpenSearch 3. */
export const SearchStoreConfig = Type.Object(
  {
    name: Type.Literal('search'),
    nodes: Type.Array(
      Type.String({ pattern: '^https?://[^/@\\s]+$', description: 'Address of a node, without a path' }),
      { minItems: 1 },
    ),
    caFile: Type.Optional(
      Type.String({
        minLength: 1,
        description: 'PEM of the authority of the nodes, where it is a private one',
      }),
    ),
    user: Type.Optional(Type.String({ minLength: 1 })),
    passwordFile: Type.Optional(Type.String({ minLength: 1 })),
    prefix: Type.Optional(
      Type.String({
        pattern: '^[a-z0-9][a-z0-9-]{0,39}-$',
        description: 'Before the name of every index; none where absent',
      }),
    ),
    shards: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 64, description: 'Of a day that is written; 1 where absent' }),
    ),
    replicas: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 5,
        description:
          'Copies of each shard beside the first; 1 where absent, never on the node of another copy',
      }),
    ),
    snapshots: Type.Optional(
      Type.Object(
        {
          repository: Type.String({ pattern: '^[a-z0-9-]{1,64}$' }),
          folder: Type.Optional(
            Type.String({
              minLength: 1,
              description:
                "A folder that all nodes share and name in path.repo; where absent, the repository is one that the engine's operator has made, on S3 for example",
            }),
          ),
        },
        { ...closed, description: 'Where days are kept as snapshots; none are taken where absent' },
      ),
    ),
  },
  closed,
);
export type SearchStoreConfig = Type.Static<typeof SearchStoreConfig>;

/** What the schema cannot say; empty where all is well. */
export function searchFaults({ nodes, user, passwordFile }: SearchStoreConfig): string[] {
  const faults = nodes
    .filter((node) => node.startsWith('http:') && !isLoopbackAuthority(node.slice('http://'.length)))
    .map(
      (node) => `store.nodes: "${node}" would carry readings in the clear; expected https://, or loopback`,
    );
  if (Boolean(user) !== Boolean(passwordFile))
    faults.push('store.user and store.passwordFile: one stands without the other; expected both or none');
  return faults;
}
