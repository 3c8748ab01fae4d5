import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NetworkFile } from '@access-layer/core/network';
import type { StreamConfig } from '@access-layer/kit/stream-config';
import type { RegistryConfig } from '@access-layer/shared-customer-database/registry/registry-config';
import { stringify } from 'yaml';
import type { DataFolder } from '../data-folder.ts';
import { siteOf } from '../district/sites.ts';
import { emsOf, takesSetPoints } from './dso-platform.ts';
import type { EnginesFile } from './engines-file.ts';
import { driverOf } from './meter-driver.ts';
import type { SystemPorts } from './ports.ts';
import type { Provisioned, ProvisionedNode } from './provision.ts';
import type { ClockConfig } from './replay.ts';
import type { ServiceSpec } from './service-process.ts';

export interface SystemPlan {
  folder: DataFolder;
  ports: SystemPorts;
  provisioned: Provisioned;
  clocks: Map<string, ClockConfig>;
  sampleIntervalS: number;
  /** Kinds of customers as in `district/sites.ts`, instead of houses only. */
  isDistrict: boolean;
  /** What stands in the place of what is embedded. */
  engines: EnginesFile;
}

export const CHAIN_ID = 31_337;
export const NODES_PER_PROCESS = 25;
export const POD_PATTERN = '^IT\\d{3}E\\d{8}$';
const POLICIES = fileURLToPath(new URL('../../policies', import.meta.url));
/** Where `npm run dashboard` has built it, and `npm start` does. */
const DASHBOARD = fileURLToPath(new URL('../../dashboard/dist', import.meta.url));
const HEADER =
  '# Written by `access-layer start` at every start: changes are lost. Environment variables lay over it.\n';

/** A verdict a node must wait for is a node that keeps its packets; short, so that a demonstration shows it. */
const VERDICT_INTERVAL_S = 30;
/** A minute by default; short, so that who looks at the demonstration sees an entry anchored. */
const READS_SIGNED_EVERY_S = 10;
/** A replay of last week is not late. */
const LATE_AFTER_S = 8 * 86_400;

export function chainService({ folder, ports }: SystemPlan): ServiceSpec {
  const config = {
    host: '127.0.0.1',
    port: ports.chain,
    chainId: CHAIN_ID,
    dir: folder.chain,
    control: { port: ports.chainControl },
  };
  const file = join(folder.chain, 'config.json');
  mkdirSync(folder.chain, { recursive: true, mode: 0o700 });
  writeFileSync(file, `${JSON.stringify(config, null, 2)}\n`);
  return service(folder, 'chain', '@access-layer/contracts/chain-main', [file], ports.chainControl);
}

export function balService(plan: SystemPlan, network: NetworkFile): ServiceSpec {
  const { folder, ports, provisioned } = plan;
  const { keystoreFile, passphraseFile } = provisioned.anchorerKey;
  const file = writeYaml(folder.bal, 'config.yaml', {
    network: network.network,
    dataDir: folder.bal,
    mqtt: { host: '127.0.0.1', port: ports.mqtt, caFile: provisioned.caFile, ...provisioned.broker },
    http: { host: '127.0.0.1', port: ports.bal },
    chain: { ...chainOf(plan, network), confirmations: 1, contractsFile: folder.contracts },
    stream: streamOf(plan),
    keystoreFile,
    passphraseFile,
    verdictIntervalS: VERDICT_INTERVAL_S,
    ...(isReplay(plan) ? { lateAfterS: LATE_AFTER_S } : {}),
    auth: authOf(plan),
    accessUrl: `http://127.0.0.1:${ports.scd}`,
    podPattern: POD_PATTERN,
  });
  const main = '@access-layer/blockchain-access-layer/main';
  return service(folder, 'blockchain-access-layer', main, [file], ports.bal);
}

export function gatewayService({ folder, ports }: SystemPlan): ServiceSpec {
  const upstream = (port: number) => ({ url: `http://127.0.0.1:${port}` });
  const file = writeYaml(folder.gateway, 'config.yaml', {
    publicUrl: publicUrl(ports),
    dataDir: folder.gateway,
    http: { host: '127.0.0.1', port: ports.gateway },
    upstreams: {
      'shared-customer-database': upstream(ports.scd),
      'blockchain-access-layer': upstream(ports.bal),
      onboarding: upstream(ports.onboarding),
      alarms: upstream(ports.alarms),
    },
    // All parts share this machine's processors: a pause of a quarter of a second is not yet more than it can bear.
    overload: { maxEventLoopDelayMs: 2000 },
    ...(hasDashboard() ? { staticDir: DASHBOARD } : {}),
  });
  return service(folder, 'gateway', '@access-layer/gateway/main', [file], ports.gateway);
}

export function hasDashboard(): boolean {
  return existsSync(join(DASHBOARD, 'index.html'));
}

/** The one address to open; also the name of the issuer in every token. */
export function publicUrl(ports: Pick<SystemPorts, 'gateway'>): string {
  return `http://127.0.0.1:${ports.gateway}`;
}

/** Whose tokens count, for the services behind the front door. */
export function authOf({ ports }: SystemPlan) {
  const issuer = publicUrl(ports);
  return { issuer, audience: 'access-layer', jwksUri: `${issuer}/oauth/jwks` };
}

function isReplay({ clocks }: SystemPlan): boolean {
  return [...clocks.values()].some(({ name }) => name === 'replay');
}

export function scdService(plan: SystemPlan, network: NetworkFile): ServiceSpec {
  const { folder, ports, provisioned } = plan;
  const { keystoreFile, passphraseFile } = provisioned.scdKey;
  const file = writeYaml(folder.scd, 'config.yaml', {
    network: network.network,
    dataDir: folder.scd,
    http: { host: '127.0.0.1', port: ports.scd },
    chain: { ...chainOf(plan, network), consensus: network.consensus },
    stream: streamOf(plan),
    podPattern: POD_PATTERN,
    auth: authOf(plan),
    policiesDir: POLICIES,
    signing: { keystoreFile, passphraseFile },
    // A demonstration has no days to look back on: the baseline of the party pays.
    settlement: { settleBy: 'computed-or-sent' },
    readLedger: { signEveryS: READS_SIGNED_EVERY_S },
    registry: registryOf(plan),
    ...(plan.engines.store ? { store: plan.engines.store } : {}),
    ...(plan.engines.archive ? { archive: plan.engines.archive } : {}),
    ...(isReplay(plan) ? { lateAfterS: LATE_AFTER_S } : {}),
  });
  const main = '@access-layer/shared-customer-database/main';
  return service(folder, 'shared-customer-database', main, [file], ports.scd);
}

/** It holds the DSO's key; only the stream asks it for anything. */
export function registrarService(plan: SystemPlan, network: NetworkFile): ServiceSpec {
  const { folder, ports, provisioned } = plan;
  const { keystoreFile, passphraseFile } = provisioned.dsoKey;
  const file = writeYaml(folder.dso, 'config.yaml', {
    network: network.network,
    dataDir: folder.dso,
    http: { host: '127.0.0.1', port: ports.registrar },
    chain: {
      rpcUrl: chainRpcOf(plan),
      registry: network.registry,
      ...(plan.engines.chain ? {} : { controlUrl: `http://127.0.0.1:${ports.chainControl}` }),
    },
    stream: streamOf(plan),
    keystoreFile,
    passphraseFile,
    podPattern: POD_PATTERN,
  });
  return service(folder, 'registrar', '@access-layer/registrar/main', [file], ports.registrar);
}

/** One process for all meters: a configuration for each clock, as nodes may stand at different times. */
export function meterService(plan: SystemPlan): ServiceSpec {
  const { folder, ports, provisioned, clocks } = plan;
  const groups = Object.values(Object.groupBy(provisioned.nodes, ({ id }) => JSON.stringify(clocks.get(id))));
  const files = groups.map((nodes, index) =>
    writeYaml(folder.meters, `config-${index + 1}.yaml`, {
      clock: simulatorClock(clocks.get(nodes![0]!.id)!),
      meters: nodes!.map(({ id, ordinal, profile }) => ({
        port: ports.meters.get(ordinal)!,
        unit: 1,
        profile,
        ...(plan.isDistrict ? siteOf(ordinal).meter : household(ordinal)),
        ...(takesSetPoints(ordinal, clocks.get(id)!) ? { ems: houseEms(plan, id, ordinal) } : {}),
      })),
      ...(clocks.get(nodes![0]!.id)!.name === 'system' ? { community: { port: ports.community } } : {}),
      ...(index === 0 ? { http: { port: ports.meterHealth } } : {}),
    }),
  );
  return service(folder, 'meters', '@access-layer/simulators/main', files, ports.meterHealth);
}

export function nodeServices(plan: SystemPlan): ServiceSpec[] {
  const { folder, ports, provisioned } = plan;
  return ports.nodeHealth.map((port, index) => {
    const nodes = provisioned.nodes.slice(index * NODES_PER_PROCESS, (index + 1) * NODES_PER_PROCESS);
    const files = nodes.map((node) => writeYaml(node.dir, 'config.yaml', nodeConfig(plan, node, port)));
    return service(folder, `light-nodes-${index + 1}`, '@access-layer/light-node/main', files, port);
  });
}

function nodeConfig(plan: SystemPlan, node: ProvisionedNode, healthPort: number): object {
  const { ports, provisioned, clocks, sampleIntervalS } = plan;
  const { keystoreFile, passphraseFile } = node.keyFiles;
  return {
    id: node.id,
    network: provisioned.network,
    pod: node.podCode,
    meter: {
      id: node.meterId,
      role: node.role,
      profile: node.profile,
      driver: driverOf(node.profile, ports.meters.get(node.ordinal)!, node.dir),
    },
    sampleIntervalS,
    packet: plan.isDistrict ? { maxReadings: 6, maxDelayS: 30 } : { maxReadings: 5, maxDelayS: 5 },
    place: siteOf(node.ordinal).place,
    broker: { url: `mqtts://127.0.0.1:${ports.mqtt}`, caFile: provisioned.caFile, ...node.certificate },
    keystoreFile,
    passphraseFile,
    dataDir: node.dir,
    http: { port: healthPort },
    pinned: {
      anchorers: [provisioned.anchorerKey.address],
      setPointSigners: [provisioned.dsoPlatform.keyFiles.address],
    },
    ...(takesSetPoints(node.ordinal, clocks.get(node.id)!) ? { ems: emsOf(node.id, ports) } : {}),
    clock: clocks.get(node.id),
  };
}

function houseEms({ isDistrict }: SystemPlan, device: string, ordinal: number): object {
  return isDistrict ? { device, behaviour: siteOf(ordinal).behaviour } : { device };
}

/** The first house is the recorded one as it is; others differ in size and in the hour of their week. */
function household(ordinal: number): { scale: number; offsetMinutes: number } {
  if (ordinal === 1) return { scale: 1, offsetMinutes: 0 };
  return { scale: 0.5 + ((ordinal * 37) % 100) / 100, offsetMinutes: (ordinal * 97) % 1440 };
}

function simulatorClock(clock: ClockConfig): object {
  return clock.name === 'system' ? { name: 'system' } : clock;
}

function chainOf(plan: SystemPlan, { chainId, registry, anchorContract }: NetworkFile) {
  return { rpcUrl: chainRpcOf(plan), chainId, registry, anchorContract };
}

export function chainRpcOf({ ports, engines }: Pick<SystemPlan, 'ports' | 'engines'>): string {
  return engines.chain?.rpcUrl ?? `http://127.0.0.1:${ports.chain}`;
}

export function streamOf({ folder, engines }: Pick<SystemPlan, 'folder' | 'engines'>): StreamConfig {
  return engines.stream ?? { name: 'embedded', dir: folder.stream };
}

export function registryOf({ folder, engines }: Pick<SystemPlan, 'folder' | 'engines'>): RegistryConfig {
  return engines.registry ?? { name: 'sqlite', dir: folder.registry };
}

export function service(
  folder: DataFolder,
  name: string,
  main: string,
  configFiles: string[],
  port: number,
): ServiceSpec {
  const logFile = join(folder.logs, `${name}.log`);
  return { name, main, configFiles, healthUrls: [`http://127.0.0.1:${port}/health`], logFile };
}

export function writeYaml(dir: string, name: string, config: object): string {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, name);
  writeFileSync(file, HEADER + stringify(config));
  return file;
}
