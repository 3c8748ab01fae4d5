import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CertificateAuthority,
  createCa,
  issueIdentity,
  readCa,
  readIdentity,
  writeIdentity,
} from '@access-layer/kit/pki';

const RENEW_BEFORE_MS = 30 * 86_400_000;

/** The development authority of a data folder; made on first start. */
export async function ensureCa(dir: string, network: string): Promise<CertificateAuthority> {
  if (!existsSync(join(dir, 'ca.pem'))) {
    writeIdentity(dir, 'ca', await createCa(`Access Layer development CA ${network}`));
  }
  return readCa(readIdentity(dir, 'ca'));
}

/** A certificate of the authority under `dir/name.pem` and `dir/name.key`; renewed in its last 30 days. */
export async function ensureCertificate(
  ca: CertificateAuthority,
  dir: string,
  name: string,
  request: { commonName: string; serverNames?: string[] },
): Promise<{ certFile: string; keyFile: string }> {
  const [certFile, keyFile] = [join(dir, `${name}.pem`), join(dir, `${name}.key`)];
  if (isCurrent(certFile)) return { certFile, keyFile };
  return writeIdentity(dir, name, await issueIdentity(ca, request));
}

function isCurrent(certFile: string): boolean {
  if (!existsSync(certFile)) return false;
  const { validTo } = new X509Certificate(readFileSync(certFile));
  return Date.parse(validTo) - Date.now() > RENEW_BEFORE_MS;
}
