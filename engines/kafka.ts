import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCa, type Identity, issueIdentity, readCa } from '@access-layer/kit/pki';
import type { RunningEngine, Say, StartOptions } from './engine.ts';
import { installOnce } from './install/installed.ts';
import { mavenJars } from './install/maven.ts';
import { run } from './install/run.ts';
import { kafkaProperties, type Listener, NODE_PRINCIPAL } from './kafka-properties.ts';
import { startMember } from './member.ts';
import { installDir, versions } from './paths.ts';
import { isListening, portsIn } from './ports.ts';

/** Principals that exist from the first start; who may do what is set by ACLs (`super` may do all). */
export const KAFKA_USERS = [
  'super',
  'blockchain-access-layer',
  'shared-customer-database',
  'registrar',
  'gateway',
  'aggregator-1',
  'aggregator-2',
  'market-1',
] as const;
export type KafkaUser = (typeof KAFKA_USERS)[number];

export interface KafkaOptions extends StartOptions {
  /** 1 or 3; with 3, every topic is kept three times, and a write counts when two have it. */
  nodes?: 1 | 3;
}

export interface RunningKafka extends RunningEngine {
  /** `host:port` of each node, SASL_SSL with SCRAM-SHA-512. */
  brokers: string[];
  /** `host:port` of each node, TLS with a client certificate: for programs without SCRAM. */
  tlsBrokers: string[];
  /** PEM of the authority that signed the brokers' certificates. */
  ca: string;
  passwordOf(user: KafkaUser): string;
  /** A client certificate whose common name is the principal. */
  identityOf(user: KafkaUser): Promise<Identity>;
}

const BROKER = installDir('kafka', versions.kafka);
const TOOLS = installDir('kafka-tools', versions.kafkaTools);
const CLUSTER_ID = 'QWNjZXNzTGF5ZXJLYWZrYQ';
const HEAP = ['-Xms128m', '-Xmx300m', '-XX:+UseSerialGC'];

export default { name: 'kafka', install, start };

/** Kafka itself, and a second folder with the tools and Connect: their versions do not mix in one class path. */
async function install(say: Say): Promise<void> {
  await installOnce(BROKER, async (dir) => {
    say(`fetching Apache Kafka ${versions.kafka}`);
    await mavenJars(
      'kafka',
      [
        `org.apache.kafka:kafka_2.13:${versions.kafka}`,
        `org.apache.logging.log4j:log4j-slf4j-impl:${versions.log4j}`,
      ],
      dir,
    );
  });
}

/** Tools of the command line, and Connect with its file connectors. */
export async function installKafkaTools(say: Say): Promise<string> {
  return installOnce(TOOLS, async (dir) => {
    say(`fetching the tools of Apache Kafka ${versions.kafkaTools}`);
    const artifacts = ['kafka-tools', 'connect-runtime', 'connect-json', 'connect-file'];
    await mavenJars(
      'kafka-tools',
      [
        ...artifacts.map((artifact) => `org.apache.kafka:${artifact}:${versions.kafkaTools}`),
        `org.apache.logging.log4j:log4j-slf4j-impl:${versions.log4j}`,
      ],
      dir,
    );
  });
}

async function start({ dir, say, nodes = 1 }: KafkaOptions): Promise<RunningKafka> {
  await install(say);
  const ids = Array.from({ length: nodes }, (_, index) => index + 1);
  const ports = await portsIn(
    dir,
    ids.flatMap((id) => [`controller-${id}`, `internal-${id}`, `client-${id}`]),
  );
  const secrets = await secretsIn(dir);
  writeFileSync(join(dir, 'log4j2.properties'), LOG4J);
  const members = await Promise.all(ids.map((id) => startNode(id)));

  async function startNode(id: number) {
    const home = join(dir, `node-${id}`);
    const file = join(home, 'server.properties');
    mkdirSync(home, { recursive: true });
    const address = (listener: Listener, each: number) => `127.0.0.1:${ports[`${listener}-${each}`]}`;
    const { node, ca } = secrets;
    const settings = { id, ids, address, dataDir: join(home, 'data'), node, ca: ca.certificate };
    writeFileSync(file, kafkaProperties(settings), { mode: 0o600 });
    await format(home, file, secrets.passwords);
    const args = [...HEAP, ...log4j(dir), '-cp', `${BROKER}/*`, 'kafka.Kafka', file];
    const spec = { name: `kafka-${id}`, command: 'java', args, logFile: join(home, 'kafka.log'), cwd: home };
    return startMember(spec, () => isListening(ports[`client-${id}`]!));
  }

  const brokers = ids.map((id) => `127.0.0.1:${ports[`client-${id}`]}`);
  const tlsBrokers = ids.map((id) => `127.0.0.1:${ports[`internal-${id}`]}`);
  return {
    addresses: { brokers: brokers.join(','), tlsBrokers: tlsBrokers.join(','), ca: join(dir, 'ca.pem') },
    members,
    brokers,
    tlsBrokers,
    ca: secrets.ca.certificate,
    passwordOf: (user) => secrets.passwords[user]!,
    identityOf: async (user) => issueIdentity(await readCa(secrets.ca), { commonName: user }),
    async stop() {
      await Promise.all(members.map((member) => member.stop()));
    },
  };
}

interface Secrets {
  ca: Identity;
  node: Identity;
  passwords: Record<string, string>;
}

async function secretsIn(dir: string): Promise<Secrets> {
  const file = join(dir, 'secrets.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const ca = await createCa('Access Layer engines');
  const node = await issueIdentity(await readCa(ca), {
    commonName: NODE_PRINCIPAL,
    serverNames: ['localhost', '127.0.0.1'],
    alsoClient: true,
  });
  const passwords = Object.fromEntries(KAFKA_USERS.map((user) => [user, randomBytes(18).toString('hex')]));
  const secrets = { ca, node, passwords };
  mkdirSync(dir, { recursive: true });
  writeFileSync(file, JSON.stringify(secrets), { mode: 0o600 });
  writeFileSync(join(dir, 'ca.pem'), ca.certificate);
  return secrets;
}

/** Once per node: writes the cluster's id and the first SCRAM credentials. */
async function format(home: string, file: string, passwords: Record<string, string>): Promise<void> {
  if (existsSync(join(home, 'data', 'meta.properties'))) return;
  const users = Object.entries(passwords).flatMap(([name, password]) => [
    '--add-scram',
    `SCRAM-SHA-512=[name=${name},password=${password}]`,
  ]);
  const tool = ['-cp', `${BROKER}/*`, 'kafka.tools.StorageTool', 'format', '-t', CLUSTER_ID, '-c', file];
  await run('kafka', 'java', ['-Xmx128m', ...log4j(join(home, '..')), ...tool, ...users]);
}

function log4j(dir: string): string[] {
  return [`-Dlog4j2.configurationFile=${join(dir, 'log4j2.properties')}`];
}

const LOG4J = `status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d %p %m (%c)%n
rootLogger.level = warn
rootLogger.appenderRef.console.ref = console
`;
