import { type Container, ETC, TLS_PORT, type Unit } from './unit.ts';

export const KAFKA = { client: 9092, controller: 9093, internal: 9094 } as const;
export const SEARCH_PORT = 9200;
export const MONGODB_PORT = 27_017;
export const S3_PORT = 7070;
export const BESU = { rpc: 8545, p2p: 30_303 } as const;
/** Kafka's own name of the cluster: 16 bytes in base64url. */
export const KAFKA_CLUSTER_ID = 'QWNjZXNzTGF5ZXJLYWZrYQ';

export const KAFKA_NODES = members('kafka', 3);
export const SEARCH_NODES = members('search', 3);
export const MONGODB_NODES = members('mongodb', 3);
export const BESU_NODES = members('besu', 4);

export const engines: Unit[] = [
  ...KAFKA_NODES.map(kafka),
  ...SEARCH_NODES.map(search),
  ...MONGODB_NODES.map(mongodb),
  ...BESU_NODES.map(besu),
  s3(),
];

function members(group: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${group}-${index + 1}`);
}

function kafka(name: string): Unit {
  const properties = `${ETC}/server.properties`;
  const bin = '/opt/kafka/bin';
  const format = `${bin}/kafka-storage.sh format --ignore-formatted -t ${KAFKA_CLUSTER_ID} -c ${properties}`;
  return {
    ...{ name, group: 'kafka', user: 1000, ports: [...Object.values(KAFKA)], volumes: { data: '100Gi' } },
    containers: [
      {
        ...{ name: 'kafka', image: 'kafka', memoryMiB: 1536 },
        // The first credentials are part of what is formatted; one a line, so that none is in a manifest.
        command: shell(
          `set -f && ${format} $(cat ${ETC}/scram) && exec ${bin}/kafka-server-start.sh ${properties}`,
        ),
        env: { KAFKA_HEAP_OPTS: '-Xms1g -Xmx1g' },
        files: { [properties]: `${name}.server.properties`, [`${ETC}/scram`]: 'kafka.scram' },
        volumes: { '/var/lib/kafka': 'data' },
        isReady: listens(KAFKA.client),
      },
    ],
  };
}

function search(name: string): Unit {
  const home = '/usr/share/elasticsearch';
  const config = `${home}/config`;
  const files = ['users', 'users_roles', 'roles.yml'].map((file) => [`${config}/${file}`, `search.${file}`]);
  return {
    ...{ name, group: 'search', user: 1000, ports: [SEARCH_PORT, 9300] },
    ...{ volumes: { data: '200Gi' }, sharedVolumes: { 'search-snapshots': '200Gi' } },
    containers: [
      {
        ...{ name: 'search', image: 'search', memoryMiB: 3072 },
        env: { ES_JAVA_OPTS: '-Xms1536m -Xmx1536m' },
        files: {
          [`${config}/elasticsearch.yml`]: `${name}.elasticsearch.yml`,
          ...Object.fromEntries(files),
          // The engine reads nothing outside its own folder.
          ...certificate(name, `${config}/access-layer`),
        },
        volumes: { [`${home}/data`]: 'data', '/var/lib/search-snapshots': 'search-snapshots' },
        isReady: listens(SEARCH_PORT),
      },
    ],
  };
}

function mongodb(name: string): Unit {
  const tls = `--tls --tlsCAFile ${ETC}/ca.pem --host 127.0.0.1 --tlsAllowInvalidHostnames`;
  const initiate = `mongosh ${tls} --quiet --file ${ETC}/init-replica-set.mongosh`;
  const first: Container = {
    ...{ name: 'replica-set', image: 'mongodb', memoryMiB: 256 },
    // The members must be there first. Then it has nothing more to do, and a container that ends would be started again.
    command: shell(`until ${initiate}; do sleep 5; done; exec sleep infinity`),
    env: {
      ADMIN_PASSWORD_FILE: `${ETC}/mongodb.administrator`,
      SERVICE_PASSWORD_FILE: `${ETC}/shared-customer-database.mongodb-password`,
    },
    files: own([
      ...['ca.pem', 'init-replica-set.mongosh', 'mongodb.administrator'],
      'shared-customer-database.mongodb-password',
    ]),
  };
  const server: Container = {
    ...{ name: 'mongodb', image: 'mongodb', memoryMiB: 1536 },
    command: ['mongod', '--config', `${ETC}/mongod.yaml`],
    files: {
      [`${ETC}/mongod.yaml`]: 'mongod.yaml',
      [`${ETC}/mongodb.pem`]: `${name}.both.pem`,
      [`${ETC}/ca.pem`]: 'ca.pem',
    },
    volumes: { '/var/lib/mongodb': 'data' },
    isReady: listens(MONGODB_PORT),
  };
  return {
    ...{ name, group: 'mongodb', user: 999, ports: [MONGODB_PORT], volumes: { data: '50Gi' } },
    containers: name === MONGODB_NODES[0] ? [server, first] : [server],
  };
}

function besu(name: string): Unit {
  return {
    ...{ name, group: 'besu', user: 1000, ports: [BESU.p2p, TLS_PORT], volumes: { data: '50Gi' } },
    containers: [
      {
        ...{ name: 'besu', image: 'besu', memoryMiB: 1536 },
        args: [`--config-file=${ETC}/besu.toml`],
        env: { BESU_OPTS: '-Xmx1g' },
        files: {
          [`${ETC}/node.key`]: `${name}.node.key`,
          [`${ETC}/static-nodes.json`]: `${name}.static-nodes.json`,
          ...own(['besu.toml', 'genesis.json', 'permissions.toml']),
        },
        volumes: { '/var/lib/besu': 'data' },
        isReady: listens(BESU.rpc),
      },
    ],
  };
}

function s3(): Unit {
  const secret = (name: string) => `"$(cat ${ETC}/s3.${name})"`;
  const run = `exec versitygw --port :${S3_PORT} --cert ${ETC}/s3.pem --key ${ETC}/s3.key posix`;
  return {
    ...{ name: 's3', user: 1000, ports: [S3_PORT], volumes: { data: '500Gi' } },
    containers: [
      {
        ...{ name: 's3', image: 's3', memoryMiB: 512 },
        command: shell(
          'mkdir -p /data/objects /data/versions && ' +
            `export ROOT_ACCESS_KEY=${secret('access-key')} ROOT_SECRET_KEY=${secret('secret-key')} && ` +
            `${run} --versioning-dir /data/versions /data/objects`,
        ),
        files: own(['s3.pem', 's3.key', 's3.access-key', 's3.secret-key']),
        volumes: { '/data': 'data' },
        isReady: ['sh', '-c', `nc -z 127.0.0.1 ${S3_PORT}`],
      },
    ],
  };
}

export function shell(script: string): string[] {
  return ['sh', '-c', script];
}

/** Files of the deployment under their own names. */
export function own(files: string[]): Record<string, string> {
  return Object.fromEntries(files.map((file) => [`${ETC}/${file}`, file]));
}

export function certificate(unit: string, dir = ETC): Record<string, string> {
  return {
    [`${dir}/ca.pem`]: 'ca.pem',
    [`${dir}/tls.pem`]: `${unit}.pem`,
    [`${dir}/tls.key`]: `${unit}.key`,
  };
}

export function listens(port: number): string[] {
  return ['bash', '-c', `exec 3<>/dev/tcp/127.0.0.1/${port}`];
}
