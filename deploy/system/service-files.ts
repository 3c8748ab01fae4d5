import { stringify } from 'yaml';
import { BUCKET, S3_REGION } from './buckets.ts';
import type { ChainOfDeployment } from './chain-files.ts';
import { kafkaBrokers } from './engine-files.ts';
import { MONGODB_NODES, MONGODB_PORT, S3_PORT, SEARCH_NODES, SEARCH_PORT } from './engines.ts';
import { envoyYaml } from './envoy-file.ts';
import type { DeploymentFolder } from './folder.ts';
import type { DeploymentOptions } from './make-deployment.ts';
import { issuerOf, JWKS_URI } from './operation.ts';
import { ENROLMENT_PORT, LOOPBACK, MQTT_PORT } from './services.ts';
import { tlsInFront } from './system.ts';
import { DATA, ETC, TLS_PORT } from './unit.ts';

const POD_PATTERN = '^IT\\d{3}E\\d{8}$';
/** Of the image. */
const SOURCE = '/srv/access-layer';
const CA_FILE = `${ETC}/ca.pem`;

/** The configuration of each service; all that listens without TLS is on the loopback of its unit. */
export function makeServiceConfigurations(
  folder: DeploymentFolder,
  options: DeploymentOptions,
  chain: ChainOfDeployment,
): void {
  const { domain, network, setPointSigners } = options;
  const context: Context = {
    ...{ network, chain, domain, setPointSigners, auth: authOf(domain) },
    accessKeyId: folder.read('s3.access-key')!,
  };
  const configurations: Record<string, object> = {
    'blockchain-access-layer': accessLayer(context),
    ingest: database(context, ['ingest', 'lifecycle'], LOOPBACK.ingest),
    'data-api': database(context, ['api'], LOOPBACK['data-api']),
    registrar: registrar(context),
    onboarding: onboarding(context),
    alarms: alarms(context),
    gateway: gateway(context),
  };
  for (const [name, config] of Object.entries(configurations))
    folder.write(`${name}.yaml`, stringify(config));
  for (const [unit, ports] of Object.entries(tlsInFront)) {
    folder.write(
      `${unit}.envoy.yaml`,
      envoyYaml(ports, { certFile: `${ETC}/tls.pem`, keyFile: `${ETC}/tls.key` }),
    );
  }
  const contracts = { network, ...chain, config: `${ETC}/registrar.yaml` };
  folder.write('contracts.json', `${JSON.stringify(contracts, null, 2)}\n`);
}

interface Context {
  network: string;
  domain: string;
  chain: ChainOfDeployment;
  setPointSigners: string[];
  auth: object;
  /** Of the archive. */
  accessKeyId: string;
}

function authOf(domain: string) {
  return { issuer: issuerOf(domain), audience: 'access-layer', jwksUri: JWKS_URI };
}

function fileOf(unit: string, name: string): string {
  return `${ETC}/${unit}.${name}`;
}

function keyOf(unit: string) {
  return { keystoreFile: fileOf(unit, 'keystore.json'), passphraseFile: fileOf(unit, 'passphrase') };
}

function streamOf(unit: string) {
  const secret = { user: unit, passwordFile: fileOf(unit, 'kafka-password') };
  return { name: 'kafka', brokers: kafkaBrokers(), caFile: CA_FILE, ...secret };
}

function accessLayer({ network, chain, auth }: Context) {
  const unit = 'blockchain-access-layer';
  const { rpcUrl, chainId, registry, anchorContract } = chain;
  return {
    ...{ network, dataDir: DATA },
    mqtt: {
      ...{ host: '0.0.0.0', port: MQTT_PORT, caFile: fileOf(unit, 'authority.pem') },
      ...{ certFile: fileOf(unit, 'broker.pem'), keyFile: fileOf(unit, 'broker.key') },
    },
    http: { host: '127.0.0.1', port: LOOPBACK[unit] },
    chain: { rpcUrl, chainId, registry, anchorContract, confirmations: 1 },
    stream: streamOf(unit),
    ...keyOf(unit),
    ...{ auth, accessUrl: `https://shared-customer-database:${TLS_PORT}`, podPattern: POD_PATTERN },
  };
}

/** Ingest and the Data API are two processes over one folder: what is not in an engine is beside them. */
function database({ network, chain, auth, accessKeyId }: Context, roles: string[], port: number) {
  const unit = 'shared-customer-database';
  const { rpcUrl, chainId, registry, anchorContract } = chain;
  const mongodb = MONGODB_NODES.map((name) => `${name}:${MONGODB_PORT}`).join(',');
  return {
    ...{ network, dataDir: DATA, roles, http: { port } },
    chain: { rpcUrl, chainId, registry, anchorContract, consensus: 'qbft' },
    stream: streamOf(unit),
    store: {
      ...{
        name: 'search',
        nodes: SEARCH_NODES.map((name) => `https://${name}:${SEARCH_PORT}`),
        caFile: CA_FILE,
      },
      ...{ user: unit, passwordFile: fileOf(unit, 'search-password'), shards: 3, replicas: 1 },
      snapshots: { repository: 'days', folder: '/var/lib/search-snapshots' },
    },
    registry: {
      ...{ name: 'mongodb', url: `mongodb://${mongodb}/?replicaSet=access-layer&authSource=admin` },
      ...{ user: unit, passwordFile: fileOf(unit, 'mongodb-password'), caFile: CA_FILE },
    },
    archive: {
      ...{ name: 's3', bucket: BUCKET, region: S3_REGION, endpoint: `https://s3:${S3_PORT}` },
      accessKeyId,
      secretAccessKeyFile: fileOf(unit, 's3-secret'),
      lock: { mode: 'governance', days: 3650 },
    },
    ...{ podPattern: POD_PATTERN, auth, policiesDir: `${SOURCE}/policies`, signing: keyOf(unit) },
  };
}

function registrar({ network, chain }: Context) {
  const unit = 'registrar';
  return {
    ...{ network, dataDir: DATA, http: { port: LOOPBACK[unit] } },
    chain: { rpcUrl: chain.rpcUrl, registry: chain.registry },
    ...{ stream: streamOf(unit), ...keyOf(unit), podPattern: POD_PATTERN },
  };
}

function onboarding({ network, domain, chain, setPointSigners, auth }: Context) {
  const unit = 'onboarding';
  const identity = (name: string) => ({
    certFile: fileOf(unit, `${name}.pem`),
    keyFile: fileOf(unit, `${name}.key`),
  });
  return {
    ...{ network, dataDir: DATA, http: { port: LOOPBACK[unit] } },
    device: {
      ...{ host: '0.0.0.0', port: ENROLMENT_PORT, url: `https://${domain}:${ENROLMENT_PORT}` },
      ...identity('device'),
    },
    authority: identity('authority'),
    broker: `mqtts://${domain}:${MQTT_PORT}`,
    anchorers: [chain.anchorer],
    setPointSigners,
    ...{ stream: streamOf(unit), auth, podPattern: POD_PATTERN },
  };
}

function alarms({ network, domain, auth }: Context) {
  const unit = 'alarms';
  const services = Object.entries(tlsInFront).filter(
    ([name]) => name in LOOPBACK || name.startsWith('shared'),
  );
  return {
    ...{ network, dataDir: DATA, http: { port: LOOPBACK[unit] } },
    ...{ url: `https://kong:${TLS_PORT}`, publicUrl: `https://${domain}` },
    client: { id: unit, secretFile: fileOf(unit, 'client-secret') },
    auth,
    metrics: services
      .filter(([name]) => name !== unit)
      .map(([name, ports]) => ({ service: name, url: `https://${name}:${Object.keys(ports)[0]}/metrics` })),
  };
}

function gateway({ domain }: Context) {
  const unit = 'gateway';
  const upstream = (name: string) => ({ url: `https://${name}:${TLS_PORT}` });
  const upstreams = ['shared-customer-database', 'blockchain-access-layer', 'onboarding', 'alarms'];
  const { issuer, audience, jwksUri } = authOf(domain);
  return {
    ...{ publicUrl: `https://${domain}`, dataDir: DATA },
    http: {
      host: '0.0.0.0',
      port: TLS_PORT,
      tls: { certFile: fileOf(unit, 'pem'), keyFile: fileOf(unit, 'key') },
    },
    management: { host: '127.0.0.1', port: LOOPBACK[unit] },
    upstreams: Object.fromEntries(upstreams.map((name) => [name, upstream(name)])),
    issuer: { name: 'outside', issuer, audience, jwksUri },
    ...{ staticDir: `${SOURCE}/dashboard/dist`, dashboard: { clientId: 'dashboard' } },
  };
}
