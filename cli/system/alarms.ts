import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NetworkFile } from '@access-layer/core/network';
import { provisionClient } from '@access-layer/gateway/accounts';
import { accountsFile } from '@access-layer/gateway/database';
import type { DataFolder } from '../data-folder.ts';
import { authOf, publicUrl, type SystemPlan, service, writeYaml } from './configs.ts';
import type { ServiceSpec } from './service-process.ts';

const CLIENT = 'alarms';
/** Short, so that a demonstration shows it. */
const POLL_S = 5;

const clientSecretFile = (folder: DataFolder) => join(folder.alarms, 'client-secret');
const webhookSecretFile = (folder: DataFolder) => join(folder.alarms, 'webhook-secret');

/** It reads as a client of the DSO, and signs webhooks with a secret; both are made once. */
export function ensureAlarmsClient(folder: DataFolder): void {
  for (const dir of [folder.alarms, folder.gateway]) mkdirSync(dir, { recursive: true, mode: 0o700 });
  const { clientSecret } = provisionClient(accountsFile(folder.gateway), {
    ...{ clientId: CLIENT, name: 'Alarms', auth: 'client_secret', role: 'dso-operator', party: 'dso' },
    scopes: ['data:read', 'events:read'],
  });
  if (clientSecret) writeSecret(clientSecretFile(folder), clientSecret);
  const file = webhookSecretFile(folder);
  if (!existsSync(file)) writeSecret(file, randomBytes(32).toString('base64url'));
}

export function alarmsService(plan: SystemPlan, { network }: NetworkFile): ServiceSpec {
  const { folder, ports } = plan;
  const at = (port: number) => `http://127.0.0.1:${port}/metrics`;
  const file = writeYaml(folder.alarms, 'config.yaml', {
    network,
    dataDir: folder.alarms,
    http: { port: ports.alarms },
    url: publicUrl(ports),
    client: { id: CLIENT, secretFile: clientSecretFile(folder) },
    auth: authOf(plan),
    pollS: POLL_S,
    metrics: [
      { service: 'gateway', url: at(ports.gateway) },
      { service: 'blockchain-access-layer', url: at(ports.bal) },
      { service: 'shared-customer-database', url: at(ports.scd) },
      { service: 'registrar', url: at(ports.registrar) },
      { service: 'onboarding', url: at(ports.onboarding) },
    ],
    secrets: [{ name: 'webhook', file: webhookSecretFile(folder) }],
  });
  return service(folder, 'alarms', '@access-layer/alarms/main', [file], ports.alarms);
}

function writeSecret(file: string, secret: string): void {
  writeFileSync(file, `${secret}\n`, { mode: 0o600 });
}
