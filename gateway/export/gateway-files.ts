import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { readRouteTable } from '../route-table.ts';
import { envoyYaml } from './envoy.ts';
import { type KongClient, kongYaml } from './kong.ts';
import { ONE_MACHINE } from './outside-gateway.ts';

/** Path and text of every file that is made from the route table. */
export function gatewayFiles(root: string): Record<string, string> {
  const table = readRouteTable(join(root, 'gateway', 'routes.yaml'));
  const kong = join(root, 'deploy', 'kong');
  const { clients } = parse(readFileSync(join(kong, 'clients.yaml'), 'utf8')) as { clients: KongClient[] };
  const publicKey = readFileSync(join(kong, 'issuer.pem'), 'utf8');
  return {
    'deploy/envoy/envoy.yaml': envoyYaml(table, ONE_MACHINE),
    'deploy/kong/kong.yml': kongYaml(table, { ...ONE_MACHINE, clients, publicKey }),
  };
}
