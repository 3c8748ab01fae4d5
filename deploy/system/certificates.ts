import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CertificateAuthority,
  type CertificateRequest,
  createCa,
  issueIdentity,
  readCa,
  readIdentity,
  writeIdentity,
} from '@access-layer/kit/pki';
import { NODE_PRINCIPAL } from '../../engines/kafka-properties.ts';
import type { DeploymentFolder } from './folder.ts';
import { system } from './system.ts';
import type { Unit } from './unit.ts';

const RENEW_BEFORE_MS = 60 * 86_400_000;

/** Two authorities: of what is inside, and of the devices, whose certificates open nothing inside. */
export async function makeCertificates(folder: DeploymentFolder, domain: string): Promise<void> {
  const inside = await authority(folder, 'ca', `Access Layer ${domain}`);
  folder.write('ca.pem', inside.pem);
  for (const unit of system) {
    if (unit.isJob) continue;
    const identity = await ensure(folder, inside.ca, unit.name, requestOf(unit, domain));
    if (unit.group === 'mongodb') folder.write(`${unit.name}.both.pem`, identity.key + identity.certificate);
  }
  // The door has a name that browsers know: a certificate of their authority takes the place of this one.
  await ensure(folder, inside.ca, 'door', { commonName: domain, serverNames: [domain] });

  const devices = await authority(folder, 'devices', `Access Layer devices ${domain}`);
  const server = { serverNames: [domain] };
  const broker = { ...server, commonName: 'blockchain-access-layer' };
  await ensure(folder, devices.ca, 'blockchain-access-layer.broker', broker);
  await ensure(folder, devices.ca, 'onboarding.device', { ...server, commonName: 'onboarding' });
  folder.write('blockchain-access-layer.authority.pem', devices.pem);
  folder.write('onboarding.authority.pem', devices.pem);
  folder.write('onboarding.authority.key', devices.key);
}

function requestOf({ name, group, published }: Unit, domain: string): CertificateRequest {
  const serverNames = [
    name,
    ...(group ? [group] : []),
    'localhost',
    '127.0.0.1',
    ...(published ? [domain] : []),
  ];
  const isCluster = group !== undefined && group !== 'besu';
  return {
    commonName: group === 'kafka' ? NODE_PRINCIPAL : name,
    // Members of the replica set know each other by this.
    ...(group === 'mongodb' ? { organization: 'access-layer mongodb' } : {}),
    ...{ serverNames, alsoClient: isCluster },
  };
}

async function authority(folder: DeploymentFolder, name: string, commonName: string) {
  const dir = join(folder.dir, 'authorities');
  if (!existsSync(join(dir, `${name}.pem`))) writeIdentity(dir, name, await createCa(commonName));
  const { certificate, key } = readIdentity(dir, name);
  return { ca: await readCa({ certificate, key }), pem: certificate, key };
}

/** A certificate of the folder; a new one in the last sixty days of the old one, or when its names have changed. */
async function ensure(
  folder: DeploymentFolder,
  ca: CertificateAuthority,
  name: string,
  request: CertificateRequest,
): Promise<{ certificate: string; key: string }> {
  const [certificate, key] = [folder.read(`${name}.pem`), folder.read(`${name}.key`)];
  const known = certificate && key && isCurrent(certificate, request) ? { certificate, key } : undefined;
  const identity = known ?? (await issueIdentity(ca, request));
  folder.write(`${name}.pem`, withLineFeed(identity.certificate));
  folder.write(`${name}.key`, withLineFeed(identity.key));
  return { certificate: withLineFeed(identity.certificate), key: withLineFeed(identity.key) };
}

function isCurrent(pem: string, { serverNames = [] }: CertificateRequest): boolean {
  const certificate = new X509Certificate(pem);
  const names = certificate.subjectAltName ?? '';
  const hasAll = serverNames.every((name) => names.split(', ').some((each) => each.endsWith(`:${name}`)));
  return hasAll && Date.parse(certificate.validTo) - Date.now() > RENEW_BEFORE_MS;
}

const withLineFeed = (pem: string) => `${pem.trimEnd()}\n`;
