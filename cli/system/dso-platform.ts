import { randomBytes } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CertificateAuthority } from '@access-layer/kit/pki';
import type { DataFolder } from '../data-folder.ts';
import { ensureCertificate } from './certificates.ts';
import { ensureKey, type KeyFiles } from './keys.ts';
import type { SystemPorts } from './ports.ts';
import type { ClockConfig } from './replay.ts';

/** Its name in the registry, on its certificate and on its topic. */
export const DSO_PLATFORM_ID = 'dsotp-1';
/** One house in so many has an energy management system that takes set-points, the first one too. */
const EVERY = 5;

/** What the simulated DSO Technical Platform has: a key for set-points, a certificate, and its operator's token. */
export interface DsoPlatform {
  keyFiles: KeyFiles;
  certificate: { certFile: string; keyFile: string };
  operatorTokenFile: string;
}

export async function ensureDsoPlatform(folder: DataFolder, ca: CertificateAuthority): Promise<DsoPlatform> {
  const dir = folder.dsoPlatform;
  const keyFiles = ensureKey(dir);
  const certificate = await ensureCertificate(ca, dir, 'client', { commonName: DSO_PLATFORM_ID });
  const operatorTokenFile = operatorTokenFileIn(folder);
  if (!existsSync(operatorTokenFile)) {
    writeFileSync(operatorTokenFile, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 });
  }
  return { keyFiles, certificate, operatorTokenFile };
}

export function operatorTokenFileIn(folder: Pick<DataFolder, 'dsoPlatform'>): string {
  return join(folder.dsoPlatform, 'operator-token');
}

/** A replay of last week takes none: what the DSO wants now cannot be done then. */
export function takesSetPoints(ordinal: number, clock: ClockConfig): boolean {
  return clock.name === 'system' && (ordinal - 1) % EVERY === 0;
}

/** The part of a Light Node's configuration for a house of the simulated energy community. */
export function emsOf(node: string, { community }: Pick<SystemPorts, 'community'>): object {
  const adapter = { name: 'rest', url: `http://127.0.0.1:${community}`, device: node };
  return { id: 'community', template: 'energy-community-rest', adapter };
}
