import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BESU, BESU_NODES, certificate, engines } from './engines.ts';
import { operation } from './operation.ts';
import { prepare, services, TLS_IN_FRONT } from './services.ts';
import { type Container, ETC, TLS_PORT, type Unit } from './unit.ts';

export const DEPLOY = fileURLToPath(new URL('..', import.meta.url));
const GRAFANA = join(DEPLOY, 'grafana');

/** Files of Grafana that go into its container, relative to `deploy/grafana`. Alerts are Prometheus's here. */
export const dashboards = ['provisioning/datasources', 'provisioning/dashboards', 'dashboards']
  .flatMap((dir) => readdirSync(join(GRAFANA, dir), { recursive: true }).map((name) => `${dir}/${name}`))
  .filter((path) => /\.(json|ya?ml)$/.test(path))
  .sort();

/** Loopback port behind each port on which TLS ends in front of what speaks none. */
export const tlsInFront: Record<string, Record<number, number>> = {
  ...TLS_IN_FRONT,
  ...Object.fromEntries(BESU_NODES.map((name) => [name, { [TLS_PORT]: BESU.rpc }])),
};

/** The whole system. Compose and Kubernetes are two ways to write it down. */
export const system: Unit[] = [...engines, prepare, ...services, ...operation(dashboards)].map(withTls);

function withTls(unit: Unit): Unit {
  if (!tlsInFront[unit.name]) return unit;
  const tls: Container = {
    ...{ name: 'tls', image: 'envoy', memoryMiB: 128 },
    args: ['--config-path', `${ETC}/envoy.yaml`, '--log-level', 'warn'],
    files: { ...certificate(unit.name), [`${ETC}/envoy.yaml`]: `${unit.name}.envoy.yaml` },
  };
  return { ...unit, containers: [...unit.containers, tls] };
}

/** Names of all units that a need stands for: a unit, or all of a group. */
export function membersOf(need: string): Unit[] {
  return system.filter(({ name, group }) => name === need || group === need);
}

/** Every file that some container of the unit reads, by its name in the folder of the deployment. */
export function filesOf({ containers, first = [] }: Unit): string[] {
  const named = [...first, ...containers].flatMap(({ files = {} }) => Object.values(files));
  return [...new Set(named)].sort();
}
