import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Hex } from '@access-layer/core/bytes';
import { newPrivateKey } from '@access-layer/core/sign';
import { addressInKeystore, encryptKeystore } from '@access-layer/kit/keystore';

/** A signing key at rest: an encrypted keystore, and its passphrase in a file that only the owner reads. */
export interface KeyFiles {
  address: Hex;
  keystoreFile: string;
  passphraseFile: string;
}

/** The key of a folder; made with a random passphrase where there is none yet. */
export function ensureKey(dir: string): KeyFiles {
  const keystoreFile = join(dir, 'keystore.json');
  const passphraseFile = join(dir, 'passphrase');
  if (!existsSync(keystoreFile)) createKey(dir, keystoreFile, passphraseFile);
  return { address: addressInKeystore(readFileSync(keystoreFile, 'utf8'))!, keystoreFile, passphraseFile };
}

/** The keystore is put in place last: where it is, its passphrase is. */
function createKey(dir: string, keystoreFile: string, passphraseFile: string): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const passphrase = randomBytes(32).toString('base64url');
  writeFileSync(passphraseFile, `${passphrase}\n`, { mode: 0o600 });
  const keystore = encryptKeystore(newPrivateKey(), passphrase);
  writeFileSync(`${keystoreFile}.next`, `${JSON.stringify(keystore, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${keystoreFile}.next`, keystoreFile);
}
