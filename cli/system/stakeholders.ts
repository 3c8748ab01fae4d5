import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NetworkFile } from '@access-layer/core/network';
import { clientCredential } from '../access-token.ts';
import type { DataFolder } from '../data-folder.ts';
import { publicUrl, type SystemPlan, service, writeYaml } from './configs.ts';
import { operatorTokenFileIn } from './dso-platform.ts';
import type { ServiceSpec } from './service-process.ts';

/** Who takes a turn in the demonstration's market, in this order: party, its role there, and its client. */
const STAKEHOLDERS = [
  { role: 'tso', party: 'tso', clientId: 'tso' },
  { role: 'aggregator', party: 'aggregator-1', clientId: 'aggregator-1' },
  { role: 'market', party: 'market', clientId: 'market' },
  { role: 'dso', party: 'dso', clientId: 'operator' },
] as const;

/** One process for all simulated stakeholders; each has its own client and signs with its own key. */
export function stakeholderService(plan: SystemPlan, { network }: NetworkFile): ServiceSpec {
  const { folder, ports } = plan;
  const file = writeYaml(join(folder.dir, 'stakeholders'), 'config.yaml', {
    url: publicUrl(ports),
    network,
    http: { port: ports.stakeholders },
    stakeholders: STAKEHOLDERS.map(({ role, party, clientId }) => ({
      ...{ role, party, clientId, secretFile: secretFile(folder, party, clientId) },
      keystoreFile: join(folder.party(party), 'keystore.json'),
      passphraseFile: join(folder.party(party), 'passphrase'),
      ...(role === 'dso'
        ? {
            platform: {
              url: `http://127.0.0.1:${ports.dsoPlatform}`,
              operatorTokenFile: operatorTokenFileIn(folder),
            },
          }
        : {}),
    })),
  });
  const main = '@access-layer/simulators/stakeholders/main';
  return service(folder, 'stakeholders', main, [file], ports.stakeholders);
}

/** Its own secret in a file of its own: nobody needs to read those of all. */
function secretFile(folder: DataFolder, party: string, clientId: string): string {
  const file = join(folder.party(party), `client-${clientId}`);
  writeFileSync(file, `${clientCredential(folder.credentials, clientId).secret}\n`, { mode: 0o600 });
  return file;
}
