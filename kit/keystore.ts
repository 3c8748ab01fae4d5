import {
  createCipheriv,
  createDecipheriv,
  pbkdf2Sync,
  randomBytes,
  randomUUID,
  scryptSync,
  timingSafeEqual,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Hex, toHex } from '@access-layer/core/bytes';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { keccak256 } from '@access-layer/core/keccak';
import { addressOf } from '@access-layer/core/sign';
import { scrypt } from '@noble/hashes/scrypt.js';
import Type from 'typebox';
import { Compile } from 'typebox/compile';

const HexText = Type.String({ pattern: '^([0-9a-fA-F]{2})+$' });
const Kdf = Type.Union([
  Type.Object({
    kdf: Type.Literal('scrypt'),
    kdfparams: Type.Object({
      n: Type.Integer({ minimum: 2, maximum: 2 ** 20 }),
      r: Type.Integer({ minimum: 1, maximum: 32 }),
      p: Type.Integer({ minimum: 1, maximum: 16 }),
      dklen: Type.Literal(32),
      salt: HexText,
    }),
  }),
  Type.Object({
    kdf: Type.Literal('pbkdf2'),
    kdfparams: Type.Object({
      c: Type.Integer({ minimum: 1, maximum: 10_000_000 }),
      prf: Type.Literal('hmac-sha256'),
      dklen: Type.Literal(32),
      salt: HexText,
    }),
  }),
]);
const KeystoreSchema = Type.Object({
  version: Type.Literal(3),
  id: Type.String(),
  address: Type.Optional(Type.String({ pattern: '^(0x)?[0-9a-fA-F]{40}$' })),
  crypto: Type.Intersect([
    Type.Object({
      cipher: Type.Literal('aes-128-ctr'),
      cipherparams: Type.Object({ iv: Type.String({ pattern: '^[0-9a-fA-F]{32}$' }) }),
      ciphertext: Type.String({ pattern: '^[0-9a-fA-F]{64}$' }),
      mac: Type.String({ pattern: '^[0-9a-fA-F]{64}$' }),
    }),
    Kdf,
  ]),
});
export type Keystore = Type.Static<typeof KeystoreSchema>;
const checker = Compile(KeystoreSchema);

/**
 * Cost of scrypt: n=8192, r=8, p=1 takes 8 MB, so that an edge box of 512 MB can open its key. The passphrases of
 * services are 32 random bytes from a file, which no cost makes guessable; for one that a person chose, use 262144.
 */
const DEFAULT_N = 8192;

/** Encrypts a 32-byte key as Web3 Secret Storage, version 3 (Ethereum wiki, "Web3 Secret Storage Definition"). */
export function encryptKeystore(privateKey: Uint8Array, passphrase: string, n = DEFAULT_N): Keystore {
  const salt = randomBytes(32);
  const iv = randomBytes(16);
  const kdfparams = { n, r: 8, p: 1, dklen: 32 as const, salt: salt.toString('hex') };
  const derived = deriveKey({ kdf: 'scrypt', kdfparams }, passphrase);
  const cipher = createCipheriv('aes-128-ctr', derived.subarray(0, 16), iv);
  const ciphertext = Buffer.concat([cipher.update(privateKey), cipher.final()]);
  return {
    version: 3,
    id: randomUUID(),
    address: addressOf(privateKey).slice(2),
    crypto: {
      cipher: 'aes-128-ctr',
      cipherparams: { iv: iv.toString('hex') },
      ciphertext: ciphertext.toString('hex'),
      kdf: 'scrypt',
      kdfparams,
      mac: macOf(derived, ciphertext),
    },
  };
}

/**
 * Opens a keystore.
 * @throws AccessLayerError KEYSTORE_INVALID where it is no version 3 keystore, KEYSTORE_PASSPHRASE where the passphrase
 * is wrong or the file was changed
 */
export function decryptKeystore(text: string, passphrase: string): Uint8Array {
  const { crypto, address } = parseKeystore(text);
  const derived = deriveKey(crypto, passphrase);
  const ciphertext = Buffer.from(crypto.ciphertext, 'hex');
  if (!timingSafeEqual(Buffer.from(macOf(derived, ciphertext), 'hex'), Buffer.from(crypto.mac, 'hex'))) {
    throw new AccessLayerError({
      code: 'KEYSTORE_PASSPHRASE',
      message:
        'the passphrase does not open this keystore (or the file was changed); check the passphrase file',
    });
  }
  const iv = Buffer.from(crypto.cipherparams.iv, 'hex');
  const decipher = createDecipheriv('aes-128-ctr', derived.subarray(0, 16), iv);
  const key = new Uint8Array(Buffer.concat([decipher.update(ciphertext), decipher.final()]));
  // The mac covers the ciphertext but not the iv: a changed iv opens as another key.
  if (address && addressOf(key) !== withPrefix(address)) throw doesNotOpen();
  return key;
}

function doesNotOpen(): AccessLayerError {
  return new AccessLayerError({
    code: 'KEYSTORE_PASSPHRASE',
    message:
      'the passphrase does not open this keystore (or the file was changed); check the passphrase file',
  });
}

function withPrefix(address: string): Hex {
  return `0x${address.replace(/^0x/, '').toLowerCase()}`;
}

/** The address that a keystore says it holds, lower case; undefined where it does not say. */
export function addressInKeystore(text: string): Hex | undefined {
  const { address } = parseKeystore(text);
  return address ? withPrefix(address) : undefined;
}

/** Reads a key from its keystore file with the passphrase in another (a trailing line feed is not part of it). */
export function loadKey(keystoreFile: string, passphraseFile: string): Uint8Array {
  return decryptKeystore(readText(keystoreFile), readText(passphraseFile).replace(/\r?\n$/, ''));
}

function parseKeystore(text: string): Keystore {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new AccessLayerError({ code: 'KEYSTORE_INVALID', message: 'the keystore is not JSON', cause });
  }
  if (checker.Check(value)) return value;
  const [first] = checker.Errors(value);
  throw new AccessLayerError({
    code: 'KEYSTORE_INVALID',
    message: `not a version 3 keystore: ${first?.instancePath} ${first?.message}`,
  });
}

function deriveKey(kdf: Type.Static<typeof Kdf>, passphrase: string): Buffer {
  const password = passphrase.normalize('NFC');
  if (kdf.kdf === 'pbkdf2') {
    const { c, salt } = kdf.kdfparams;
    return pbkdf2Sync(password, Buffer.from(salt, 'hex'), c, 32, 'sha256');
  }
  const { n, r, p, salt } = kdf.kdfparams;
  const maxmem = 128 * r * (n + p + 2);
  // OpenSSL refuses n of 2^(16r) and above, which the published test vector and older wallets have.
  if (n >= 2 ** (16 * r))
    return Buffer.from(scrypt(password, Buffer.from(salt, 'hex'), { N: n, r, p, dkLen: 32, maxmem }));
  return scryptSync(password, Buffer.from(salt, 'hex'), 32, { N: n, r, p, maxmem });
}

function macOf(derived: Buffer, ciphertext: Buffer): string {
  return toHex(keccak256(Buffer.concat([derived.subarray(16, 32), ciphertext]))).slice(2);
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AccessLayerError({ code: 'KEYSTORE_UNREADABLE', message: messageOf(cause), cause });
  }
}
