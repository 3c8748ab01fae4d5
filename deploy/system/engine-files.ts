import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICE_RIGHTS } from '@access-layer/kit/streams/kafka-parts/rights';
import { bcrypt } from 'hash-wasm';
import { parse, stringify } from 'yaml';
import { kafkaProperties, type Listener } from '../../engines/kafka-properties.ts';
import { BUCKET } from './buckets.ts';
import { KAFKA, KAFKA_NODES, S3_PORT, SEARCH_NODES } from './engines.ts';
import type { DeploymentFolder } from './folder.ts';
import { DEPLOY } from './system.ts';
import { ETC } from './unit.ts';

/** bcrypt's, of passwords that are 192 random bits anyway. */
const COST = 10;

export async function makeEngineFiles(folder: DeploymentFolder): Promise<void> {
  const superPassword = folder.password('kafka.super');
  makeKafka(folder, superPassword);
  await makeSearch(folder);
  makeMongodb(folder);
  const accessKey = folder.keep('s3.access-key', () => `access-layer-${randomBytes(4).toString('hex')}`);
  const secretKey = folder.password('s3.secret-key');
  folder.write('shared-customer-database.s3-secret', secretKey);
  const prepare = {
    kafka: {
      brokers: kafkaBrokers(),
      caFile: `${ETC}/ca.pem`,
      user: 'super',
      passwordFile: `${ETC}/kafka.super`,
    },
    s3: { endpoint: `https://s3:${S3_PORT}`, accessKey, secretKey, bucket: BUCKET },
  };
  folder.write('prepare.json', `${JSON.stringify(prepare, null, 2)}\n`);
}

export function kafkaBrokers(): string[] {
  return KAFKA_NODES.map((name) => `${name}:${KAFKA.client}`);
}

function makeKafka(folder: DeploymentFolder, superPassword: string): void {
  const passwords = SERVICE_RIGHTS.map(({ principal: unit }) => [
    unit,
    folder.password(`${unit}.kafka-password`),
  ]);
  const credentials = [['super', superPassword], ...passwords].map(
    ([name, password]) => `--add-scram\nSCRAM-SHA-512=[name=${name},password=${password}]\n`,
  );
  folder.write('kafka.scram', credentials.join(''));
  for (const [index, name] of KAFKA_NODES.entries()) {
    const settings = {
      ...{ id: index + 1, ids: KAFKA_NODES.map((_, each) => each + 1), dataDir: '/var/lib/kafka/data' },
      address: (listener: Listener, id: number) => `kafka-${id}:${KAFKA[listener]}`,
      bind: (listener: Listener) => `0.0.0.0:${KAFKA[listener]}`,
      node: { certificate: folder.read(`${name}.pem`)!, key: folder.read(`${name}.key`)! },
      ca: folder.read('ca.pem')!,
    };
    folder.write(`${name}.server.properties`, kafkaProperties(settings));
  }
}

async function makeSearch(folder: DeploymentFolder): Promise<void> {
  const users = { operator: 'superuser', 'shared-customer-database': 'measurements', grafana: 'reports' };
  const passwords = Object.keys(users).map((user) => ({
    user,
    password: folder.password(user === 'operator' ? 'search.operator' : `${user}.search-password`),
  }));
  // A hash has a salt, so it is made once, as the password is.
  const hashed = folder.read('search.users') ?? (await usersFile(passwords));
  folder.write('search.users', hashed);
  folder.write(
    'search.users_roles',
    Object.entries(users)
      .map(([user, role]) => `${role}:${user}\n`)
      .join(''),
  );
  folder.write('search.roles.yml', stringify(SEARCH_ROLES));
  for (const [index, name] of SEARCH_NODES.entries()) {
    folder.write(`${name}.elasticsearch.yml`, stringify(searchNode(name, `zone-${index + 1}`)));
  }
}

async function usersFile(users: { user: string; password: string }[]): Promise<string> {
  const hash = (password: string) => bcrypt({ password, salt: randomBytes(16), costFactor: COST });
  const lines = users.map(async ({ user, password }) => `${user}:${await hash(password)}\n`);
  return (await Promise.all(lines)).join('');
}

/** What deploy/search/README.md says that the store needs. */
const SEARCH_ROLES = {
  measurements: {
    cluster: [
      'monitor',
      'manage_index_templates',
      'manage_ingest_pipelines',
      'cluster:admin/repository/*',
      'cluster:admin/snapshot/*',
    ],
    indices: [{ names: ['measurements*', 'shrunk-*', 'restored-*'], privileges: ['all'] }],
  },
  reports: { indices: [{ names: ['measurements-*'], privileges: ['read', 'view_index_metadata'] }] },
};

function searchNode(name: string, zone: string): object {
  const tls = (what: string) => ({
    [`xpack.security.${what}.ssl.enabled`]: true,
    [`xpack.security.${what}.ssl.key`]: 'access-layer/tls.key',
    [`xpack.security.${what}.ssl.certificate`]: 'access-layer/tls.pem',
    [`xpack.security.${what}.ssl.certificate_authorities`]: ['access-layer/ca.pem'],
  });
  return {
    'cluster.name': 'access-layer',
    'node.name': name,
    'node.attr.zone': zone,
    'network.host': '0.0.0.0',
    'network.publish_host': name,
    'discovery.seed_hosts': SEARCH_NODES,
    'cluster.initial_master_nodes': SEARCH_NODES,
    'cluster.routing.allocation.awareness.attributes': 'zone',
    'path.repo': ['/var/lib/search-snapshots'],
    'xpack.security.enabled': true,
    'xpack.security.authc.realms.file.people.order': 0,
    'xpack.security.transport.ssl.verification_mode': 'full',
    ...tls('http'),
    ...tls('transport'),
    'ingest.geoip.downloader.enabled': false,
  };
}

function makeMongodb(folder: DeploymentFolder): void {
  folder.password('mongodb.administrator');
  folder.password('shared-customer-database.mongodb-password');
  const source = (name: string) => readFileSync(join(DEPLOY, 'mongodb', name), 'utf8');
  folder.write('init-replica-set.mongosh', source('init-replica-set.mongosh'));
  const { systemLog: _, ...config } = parse(source('mongod.yaml'));
  // Its log is what the container prints.
  folder.write('mongod.yaml', stringify({ ...config, net: { ...config.net, bindIp: '0.0.0.0' } }));
}
