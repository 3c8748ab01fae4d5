import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { toHex } from '@access-layer/core/bytes';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { addressOf } from '@access-layer/core/sign';
import {
  encrypt,
  type KeystoreFolder,
  openKeystoreFolder,
  readPrivateKey,
  STRONG_N,
  writeSecret,
} from './keystore-folder.ts';

export const WALLET_USAGE = `access-layer wallet COMMAND [options]

Keeps the signing keys of Light Nodes in a folder, each encrypted (Web3 Secret Storage, version 3).

  create             makes a new key
  import KEYFILE     takes over a key: 64 hexadecimal digits, or a version 3 keystore
  load ADDRESS       opens a key, to see that the passphrase fits
  list               shows the addresses
  encrypt KEYFILE    encrypts a key without keeping it in the folder; --out FILE
  decrypt ADDRESS    writes the private key in the clear; --out FILE
  remove ADDRESS     deletes a key for ever

  --keystore DIR              folder of the keys (default: keystore)
  --passphrase-file FILE      file with the passphrase; all but list need it
  --from-passphrase-file FILE passphrase of the keystore that is imported or encrypted anew
  --strong                    costly encryption, for a passphrase that a person chose
  --out FILE                  where encrypt and decrypt write; only the owner can read it
  --json                      answer for programs

Exit code: 0 done, 1 not done, 64 not understood.`;

/** What the command needs of its surroundings. */
export interface WalletIo {
  cwd: string;
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
}

/** What a command has done, for --json. */
export interface WalletAnswer {
  address?: string;
  keystoreFile?: string;
  out?: string;
  keys?: { address: string; keystoreFile: string }[];
}

interface Request {
  operand: string;
  folder: KeystoreFolder;
  /** Reads the passphrase file at the first use. */
  passphrase: () => string;
  key: () => Uint8Array;
  out: () => string;
  scryptN: number | undefined;
}

const COMMANDS: Record<string, (request: Request) => WalletAnswer> = {
  create: ({ folder, passphrase, scryptN }) => ({ ...folder.create(passphrase(), scryptN) }),
  import: ({ folder, key, passphrase, scryptN }) => ({ ...folder.import(key(), passphrase(), scryptN) }),
  load: ({ folder, operand, passphrase }) => ({ ...folder.load(operand, passphrase()) }),
  list: ({ folder }) => ({ keys: folder.list() }),
  encrypt({ key, passphrase, scryptN, out }) {
    const privateKey = key();
    writeSecret(out(), encrypt(privateKey, passphrase(), scryptN));
    return { address: addressOf(privateKey), out: out() };
  },
  decrypt({ folder, operand, passphrase, out }) {
    const privateKey = folder.decrypt(operand, passphrase());
    writeSecret(out(), `${toHex(privateKey)}\n`);
    return { address: addressOf(privateKey), out: out() };
  },
  remove: ({ folder, operand, passphrase }) => ({ ...folder.remove(operand, passphrase()) }),
};
const WITH_OPERAND = ['import', 'load', 'encrypt', 'decrypt', 'remove'];

/** Runs one wallet command. Answers the exit code; secrets go to files only, never to the terminal. */
export async function runWallet(args: string[], io: WalletIo): Promise<number> {
  const parsed = readArguments(args);
  if (!parsed.ok) {
    io.stderr.write(`${parsed.fault}\n\n${WALLET_USAGE}\n`);
    return 64;
  }
  const { name, operand, options } = parsed;
  try {
    const answer = COMMANDS[name]!(toRequest(operand, options, io.cwd));
    io.stdout.write(options.json ? `${JSON.stringify(answer, null, 2)}\n` : inWords(name, answer));
    return 0;
  } catch (error) {
    const code = error instanceof AccessLayerError ? error.code : 'LN_WALLET_FILE';
    if (options.json) io.stdout.write(`${JSON.stringify({ code, message: messageOf(error) }, null, 2)}\n`);
    else io.stderr.write(`${messageOf(error)}\n`);
    return 1;
  }
}

interface Options {
  keystore: string;
  'passphrase-file'?: string | undefined;
  'from-passphrase-file'?: string | undefined;
  strong: boolean;
  out?: string | undefined;
  json: boolean;
}

function readArguments(
  args: string[],
): { ok: true; name: string; operand: string; options: Options } | { ok: false; fault: string } {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        keystore: { type: 'string', default: 'keystore' },
        'passphrase-file': { type: 'string' },
        'from-passphrase-file': { type: 'string' },
        strong: { type: 'boolean', default: false },
        out: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
    const [name = '', operand = '', ...rest] = positionals;
    if (!Object.hasOwn(COMMANDS, name)) return { ok: false, fault: `"${name}" is no command of the wallet` };
    const wanted = WITH_OPERAND.includes(name) ? 1 : 0;
    const given = (operand ? 1 : 0) + rest.length;
    if (given !== wanted) return { ok: false, fault: `"${name}" takes ${wanted} argument, got ${given}` };
    return { ok: true, name, operand, options: values };
  } catch (error) {
    return { ok: false, fault: messageOf(error) };
  }
}

function toRequest(operand: string, options: Options, cwd: string): Request {
  const from = options['from-passphrase-file'];
  return {
    operand,
    folder: openKeystoreFolder(resolve(cwd, options.keystore)),
    passphrase: () => readPassphrase(options['passphrase-file'], '--passphrase-file', cwd),
    key: () =>
      readPrivateKey(
        readFileSync(resolve(cwd, operand), 'utf8'),
        from === undefined ? undefined : readPassphrase(from, '--from-passphrase-file', cwd),
      ),
    out: () => resolve(cwd, needed(options.out, '--out')),
    scryptN: options.strong ? STRONG_N : undefined,
  };
}

function readPassphrase(file: string | undefined, option: string, cwd: string): string {
  const passphrase = readFileSync(resolve(cwd, needed(file, option)), 'utf8').replace(/\r?\n$/, '');
  if (passphrase !== '') return passphrase;
  throw new AccessLayerError({
    code: 'LN_WALLET_PASSPHRASE',
    message: `the passphrase in ${file} is empty; "openssl rand -base64 32 > FILE" makes a good one`,
  });
}

function needed(value: string | undefined, option: string): string {
  if (value !== undefined) return value;
  throw new AccessLayerError({ code: 'LN_WALLET_OPTION', message: `this command needs ${option} FILE` });
}

function inWords(name: string, { address, keystoreFile, out, keys }: WalletAnswer): string {
  if (keys)
    return keys.length === 0
      ? 'no keys\n'
      : keys.map((key) => `${key.address}  ${key.keystoreFile}\n`).join('');
  const done: Record<string, string> = {
    create: 'created',
    import: 'imported',
    load: 'opens with this passphrase',
    encrypt: 'encrypted to',
    decrypt: 'written in the clear to',
    remove: 'removed',
  };
  return `${address}  ${done[name]}  ${out ?? keystoreFile}\n`;
}
