import { isLoopbackAuthority } from '@access-layer/kit/loopback';
import Type from 'typebox';

const closed = { additionalProperties: false } as const;
const Path = Type.String({ minLength: 1 });

/** SQLite files in a folder. */
export const SqliteRegistryConfig = Type.Object({ name: Type.Literal('sqlite'), dir: Path }, closed);

/** MongoDB, a replica set; or what speaks its protocol. */
export const MongoRegistryConfig = Type.Object(
  {
    name: Type.Literal('mongodb'),
    url: Type.String({
      pattern: '^mongodb(\\+srv)?://[^@/]+/[^@]*$',
      description:
        'mongodb://host:27017,host:27017/?replicaSet=name, without a password; with user, authSource too',
    }),
    database: Type.Optional(
      Type.String({
        pattern: '^[a-z0-9-]{1,40}$',
        description:
          'access-layer where absent; personal data is in another one, named with -personal behind',
      }),
    ),
    user: Type.Optional(Type.String({ minLength: 1 })),
    passwordFile: Type.Optional(Path),
    caFile: Type.Optional(
      Type.String({ minLength: 1, description: 'PEM of the authority of the servers; TLS is used then' }),
    ),
  },
  closed,
);
export type MongoRegistryConfig = Type.Static<typeof MongoRegistryConfig>;

export const RegistryConfig = Type.Union([SqliteRegistryConfig, MongoRegistryConfig], {
  description: "What the DSO knows; sqlite in dataDir's registry where absent",
});
export type RegistryConfig = Type.Static<typeof RegistryConfig>;

/** What the schema cannot say of it. */
export function registryFaults(registry: RegistryConfig | undefined): string[] {
  if (registry?.name !== 'mongodb') return [];
  const { url, user, passwordFile, caFile } = registry;
  const faults: string[] = [];
  if ((user === undefined) !== (passwordFile === undefined)) {
    faults.push('registry: user and passwordFile belong together; one of them is missing');
  }
  const hosts = url
    .replace(/^mongodb(\+srv)?:\/\//, '')
    .split('/', 1)[0]!
    .split(',');
  const remote = hosts.find((host) => !isLoopbackAuthority(host));
  const isTls = caFile !== undefined || url.startsWith('mongodb+srv:') || /[?&](tls|ssl)=true(&|$)/.test(url);
  if (remote && (!isTls || /[?&](tls|ssl)=false(&|$)/.test(url))) {
    faults.push(
      `registry.url: plain TCP to ${remote} would show personal data to the network. Expected caFile, or tls=true in ` +
        'the url',
    );
  }
  return faults;
}
