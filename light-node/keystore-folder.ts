import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Hex, toHex, tryFromHex } from '@access-layer/core/bytes';
import { AccessLayerError } from '@access-layer/core/errors';
import { addressOf, newPrivateKey } from '@access-layer/core/sign';
import { addressInKeystore, decryptKeystore, encryptKeystore } from '@access-layer/kit/keystore';
import { writeDurably } from './write-durably.ts';

/** Where a key of the folder is. */
export interface StoredKey {
  address: Hex;
  keystoreFile: string;
}

/** Cost of scrypt for a passphrase that a person chose: 256 MB and about a second. Random ones need no such cost. */
export const STRONG_N = 262_144;

export type KeystoreFolder = ReturnType<typeof openKeystoreFolder>;

/**
 * The keys of a folder, each encrypted in `<address>.json` (Web3 Secret Storage, version 3). Keys leave it only through
 * `decrypt`. Errors: LN_WALLET_EXISTS, LN_WALLET_UNKNOWN, LN_WALLET_KEY, and those of kit/keystore.
 */
export function openKeystoreFolder(dir: string) {
  const fileOf = (address: Hex) => join(dir, `${address.slice(2)}.json`);

  function list(): StoredKey[] {
    return readFolder(dir)
      .map((file) => join(dir, file))
      .flatMap((keystoreFile) => {
        const address = addressIn(keystoreFile);
        return address ? [{ address, keystoreFile }] : [];
      })
      .sort((a, b) => (a.address < b.address ? -1 : 1));
  }

  function find(address: string): StoredKey {
    const wanted = normalise(address);
    const stored = list().find((key) => key.address === wanted);
    if (stored) return stored;
    throw new AccessLayerError({
      code: 'LN_WALLET_UNKNOWN',
      message: `no key ${address} in ${dir}; "list" shows those that are there`,
    });
  }

  function add(privateKey: Uint8Array, passphrase: string, scryptN?: number): StoredKey {
    const address = addressOf(privateKey);
    if (list().some((key) => key.address === address)) {
      throw new AccessLayerError({
        code: 'LN_WALLET_EXISTS',
        message: `key ${address} is in ${dir} already; remove it first if its passphrase shall change`,
      });
    }
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    const keystoreFile = fileOf(address);
    writeSecret(keystoreFile, encrypt(privateKey, passphrase, scryptN));
    return { address, keystoreFile };
  }

  return {
    list,
    /** Makes a fresh key. */
    create: (passphrase: string, scryptN?: number) => add(newPrivateKey(), passphrase, scryptN),
    /** Takes over a key that exists: 32 bytes. */
    import: add,
    /** Opens a key, which shows that the passphrase fits; answers where it is. */
    load(address: string, passphrase: string): StoredKey {
      const stored = find(address);
      open(stored, passphrase);
      return stored;
    },
    /** The private key itself. */
    decrypt: (address: string, passphrase: string): Uint8Array => open(find(address), passphrase),
    /** Deletes a key for ever; only who can open it may. */
    remove(address: string, passphrase: string): StoredKey {
      const stored = find(address);
      open(stored, passphrase);
      rmSync(stored.keystoreFile);
      return stored;
    },
  };
}

/** A keystore as text, ready for a file. */
export function encrypt(privateKey: Uint8Array, passphrase: string, scryptN?: number): string {
  return `${JSON.stringify(encryptKeystore(privateKey, passphrase, scryptN), null, 2)}\n`;
}

/**
 * The key in a text: 64 hexadecimal digits, with or without 0x, or a keystore that `passphrase` opens.
 * @throws AccessLayerError LN_WALLET_KEY
 */
export function readPrivateKey(text: string, passphrase: string | undefined): Uint8Array {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) {
    if (passphrase !== undefined) return decryptKeystore(trimmed, passphrase);
    throw new AccessLayerError({
      code: 'LN_WALLET_KEY',
      message: 'the key file is a keystore: give the passphrase that opens it with --from-passphrase-file',
    });
  }
  const key = tryFromHex(`0x${trimmed.replace(/^0x/i, '').toLowerCase()}`, 32);
  try {
    if (key && addressOf(key)) return key;
  } catch {
    // zero, or not below the order of the curve
  }
  throw new AccessLayerError({
    code: 'LN_WALLET_KEY',
    message: 'the key file holds no private key: expected 64 hexadecimal digits or a version 3 keystore',
  });
}

/** Writes a file that only its owner reads; on disk when it returns. */
export function writeSecret(file: string, text: string): void {
  writeDurably(file, text, 0o600);
}

function open({ address, keystoreFile }: StoredKey, passphrase: string): Uint8Array {
  const privateKey = decryptKeystore(readFileSync(keystoreFile, 'utf8'), passphrase);
  const held = addressOf(privateKey);
  if (held === address) return privateKey;
  throw new AccessLayerError({
    code: 'LN_WALLET_KEY',
    message: `${keystoreFile} says ${address} and holds ${held}: the file was changed; do not use it`,
  });
}

function addressIn(keystoreFile: string): Hex | undefined {
  try {
    return addressInKeystore(readFileSync(keystoreFile, 'utf8'));
  } catch {
    return undefined; // another file
  }
}

function readFolder(dir: string): string[] {
  try {
    return readdirSync(dir).filter((file) => file.endsWith('.json'));
  } catch {
    return [];
  }
}

function normalise(address: string): Hex {
  const bytes = tryFromHex(`0x${address.replace(/^0x/i, '').toLowerCase()}`, 20);
  return bytes ? toHex(bytes) : '0x';
}
