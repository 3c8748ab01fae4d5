import { GenesisHash, RpcUrl } from '@access-layer/contracts/rpc-url';
import { AccessLayerError } from '@access-layer/core/errors';
import { Address } from '@access-layer/core/payloads/common';
import { isLoopback } from '@access-layer/kit/loopback';
import { StreamConfig } from '@access-layer/kit/stream-config';
import Type from 'typebox';
import { Auth } from './access-config.ts';
import { ArchiveConfig, archiveFaults } from './archive/archive-config.ts';
import { LifecyclePolicy, policyFaults } from './lifecycle/policy.ts';
import { PartyTopicsConfig, partyTopicsFaults } from './party-topics/party-topics-config.ts';
import { ReadLedgerConfig } from './reads/read-ledger-config.ts';
import { RegistryConfig, registryFaults } from './registry/registry-config.ts';
import { SettlementConfig, settlementFaults } from './settlement/settlement-config.ts';
import { StoreConfig } from './store-config.ts';
import { searchFaults } from './stores/search-parts/search-config.ts';

const closed = { additionalProperties: false } as const;
const AdapterName = Type.String({ pattern: '^[a-z0-9-]{1,64}$' });

/** Consumer group of ingest where the configuration names none. */
export const DEFAULT_GROUP = 'shared-customer-database';

/** Configuration of the Shared Customer Database: one YAML file, ACCESS_LAYER_SHARED_CUSTOMER_DATABASE_… over it. */
export const ScdConfig = Type.Object(
  {
    network: Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'Name of the deployment, as in every payload',
    }),
    dataDir: Type.String({ minLength: 1, description: 'Folder of day files, ledger and batches' }),
    roles: Type.Optional(
      Type.Array(Type.Union([Type.Literal('ingest'), Type.Literal('api'), Type.Literal('lifecycle')]), {
        minItems: 1,
        uniqueItems: true,
        description:
          'What this process does; all where absent. One process at a time may ingest into a folder, and the lifecycle ' +
          'of its days is part of it',
      }),
    ),
    http: Type.Object(
      {
        host: Type.Optional(
          Type.String({ minLength: 1, description: 'Loopback only; 127.0.0.1 where absent' }),
        ),
        port: Type.Integer({ minimum: 0, maximum: 65_535, description: '0 for any free one' }),
      },
      closed,
    ),
    chain: Type.Object(
      {
        rpcUrl: RpcUrl,
        chainId: Type.Integer({ minimum: 1 }),
        genesisHash: Type.Optional(GenesisHash),
        registry: Address,
        anchorContract: Address,
        consensus: Type.Optional(
          Type.Enum(['qbft', 'development'], {
            description:
              'qbft: proof files carry sealed headers and storage proofs, so that nobody needs a chain node; ' +
              'development where absent',
          }),
        ),
        retryMs: Type.Optional(
          Type.Integer({
            minimum: 10,
            description: 'Pause after the chain did not answer; 2000 where absent',
          }),
        ),
      },
      closed,
    ),
    stream: StreamConfig,
    store: Type.Optional(StoreConfig),
    archive: Type.Optional(ArchiveConfig),
    lifecycle: Type.Optional(LifecyclePolicy),
    podPattern: Type.String({ minLength: 1, description: 'Regular expression of a PoD code' }),
    auth: Type.Optional(Auth),
    policiesDir: Type.Optional(Type.String({ minLength: 1, description: 'Folder of the access rules' })),
    settlement: Type.Optional(SettlementConfig),
    partyTopics: Type.Optional(PartyTopicsConfig),
    signing: Type.Optional(
      Type.Object(
        { keystoreFile: Type.String({ minLength: 1 }), passphraseFile: Type.String({ minLength: 1 }) },
        {
          ...closed,
          description:
            'Key that this service signs with; the contract lists it as a service. Without it nothing is signed',
        },
      ),
    ),
    readLedger: Type.Optional(ReadLedgerConfig),
    erasureParts: Type.Optional(
      Type.Array(AdapterName, {
        minItems: 1,
        uniqueItems: true,
        description:
          'Parts of the system that must have erased before an erasure is complete; measurements, registry, ' +
          'blockchain-access-layer and registrar where absent',
      }),
    ),
    registry: Type.Optional(RegistryConfig),
    openOnLoopback: Type.Optional(
      Type.Literal(true, {
        description:
          'Instead of auth: whoever is on this machine reads everything. Only the Data API is served then',
      }),
    ),
    group: Type.Optional(AdapterName),
    batchRecords: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 10_000,
        description: 'Records taken from the stream at once; 500 where absent',
      }),
    ),
    verifyThreads: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 64,
        description: 'Threads that verify; one a core, and four at most, where absent',
      }),
    ),
    fewestCustomers: Type.Optional(
      Type.Integer({
        minimum: 1,
        description:
          'Aggregates of fewer customers are not shown to who may only see aggregates; 3 where absent',
      }),
    ),
    lateAfterS: Type.Optional(
      Type.Integer({
        minimum: 1,
        description: 'A packet received this long after signing is late; 300 where absent',
      }),
    ),
  },
  closed,
);
export type ScdConfig = Type.Static<typeof ScdConfig>;

/** What the schema cannot say; every fault at once. Empty where all is well. */
export function configFaults({
  http,
  podPattern,
  auth,
  policiesDir,
  openOnLoopback,
  roles,
  lifecycle,
  settlement,
  registry,
  archive,
  store,
  stream,
  partyTopics,
}: ScdConfig): string[] {
  const faults: string[] = [
    ...settlementFaults(settlement),
    ...registryFaults(registry),
    ...archiveFaults(archive),
    ...partyTopicsFaults(partyTopics, { stream, auth }),
    ...(store?.name === 'search' ? searchFaults(store) : []),
  ];
  const servesApi = !roles || roles.includes('api');
  if (servesApi && !auth && !openOnLoopback) {
    faults.push(
      'auth: missing; without it nobody knows who calls. Expected {issuer, audience, jwksUri}, or openOnLoopback: true ' +
        'where everyone on this machine may read everything',
    );
  }
  if (auth && openOnLoopback) faults.push('openOnLoopback: contradicts auth; expected one of the two');
  if (auth && !policiesDir) faults.push('policiesDir: missing; auth needs the folder of the access rules');
  if (roles?.includes('lifecycle') && !roles.includes('ingest')) {
    faults.push('roles: "lifecycle" stands without "ingest"; one process writes and deletes days');
  }
  if (lifecycle) faults.push(...policyFaults(lifecycle));
  if (http.host !== undefined && !isLoopback(http.host)) faults.push(notLoopback(http.host));
  try {
    new RegExp(podPattern);
  } catch {
    faults.push(`podPattern: ${JSON.stringify(podPattern)} is no regular expression`);
  }
  return faults;
}

/** @throws AccessLayerError SCD_NOT_LOOPBACK: plain HTTP would show tokens and data to the network. */
export function requireLoopback(host: string | undefined): void {
  if (host === undefined || isLoopback(host)) return;
  throw new AccessLayerError({ code: 'SCD_NOT_LOOPBACK', message: notLoopback(host), context: { host } });
}

function notLoopback(host: string): string {
  return (
    `http.host: "${host}" is not a loopback address. This is plain HTTP, so it listens on this machine only, behind ` +
    'the gateway. Expected 127.0.0.1, ::1 or localhost'
  );
}
