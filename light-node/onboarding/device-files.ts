import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { newPrivateKey } from '@access-layer/core/sign';
import { loadKey } from '@access-layer/kit/keystore';
import { requestCertificate } from '@access-layer/kit/pki';
import { encrypt, writeSecret } from '../keystore-folder.ts';

/** Where everything of a device stands that enrolled itself. */
export function deviceFiles(dir: string) {
  const at = (name: string) => join(dir, name);
  return {
    config: at('config.yaml'),
    keystore: at('keystore.json'),
    passphrase: at('passphrase'),
    authority: at('ca.pem'),
    certificate: at('client.pem'),
    key: at('client.key'),
    /** The request for the certificate; there until it has come, so that a lost answer can be asked for again. */
    request: at('client.csr'),
  };
}
export type DeviceFiles = ReturnType<typeof deviceFiles>;

/** The signing key of the folder; made here where there is none, and never anywhere else. */
export function ensureSigningKey(dir: string, { keystore, passphrase }: DeviceFiles): Uint8Array {
  if (!existsSync(keystore)) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const secret = randomBytes(32).toString('base64url');
    writeSecret(passphrase, `${secret}\n`);
    writeSecret(keystore, encrypt(newPrivateKey(), secret));
  }
  return loadKey(keystore, passphrase);
}

/** A request for a certificate whose key is at `keyFile`; the one that is there already, until its answer is. */
export async function ensureRequest(requestFile: string, keyFile: string): Promise<string> {
  if (!existsSync(requestFile) || !existsSync(keyFile)) {
    const { request, key } = await requestCertificate('a Light Node');
    writeSecret(keyFile, key);
    writeSecret(requestFile, request);
  }
  return readFileSync(requestFile, 'utf8');
}

export function forget(file: string): void {
  rmSync(file, { force: true });
}
