import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { messageOf } from '@access-layer/core/errors';
import { advice, type Finding, missing, ok } from './finding.ts';

const execute = promisify(execFile);
const NEEDED_NODE = 26;

export function nodeVersion(version: string): Finding {
  const major = Number(version.replace(/^v/, '').split('.')[0]);
  if (major >= NEEDED_NODE) return ok('Node', version);
  return missing(
    'Node',
    `${version}; ${NEEDED_NODE} or newer is needed`,
    'npm ci brings it as the package "node"',
  );
}

/** The embedded chain's binary for this platform, started once. */
export async function anvilBinary(): Promise<Finding> {
  const cpu = { x64: 'amd64', arm64: 'arm64' }[process.arch as string] ?? process.arch;
  const name = `@foundry-rs/anvil-${process.platform}-${cpu}`;
  try {
    const contracts = requireOf('@access-layer/contracts/deploy');
    const wrapper = createRequire(contracts.resolve('@foundry-rs/anvil/package.json'));
    const binary = join(dirname(wrapper.resolve(`${name}/package.json`)), 'bin', 'anvil');
    const { stdout } = await execute(binary, ['--version'], { timeout: 10_000 });
    return ok('Anvil', stdout.split('\n')[0]!.replace(/^anvil Version: */, ''));
  } catch (error) {
    const remedy = `npm ci --include=optional brings ${name}, where there is one; else use any Ethereum node`;
    return missing('Anvil', firstLine(messageOf(error)), remedy);
  }
}

/** The package falls back to slow JavaScript without a word where its native part does not load. */
export function nativeSecp256k1(): Finding {
  try {
    requireOf('@access-layer/kit/native')('secp256k1/bindings');
    return ok('secp256k1', 'native libsecp256k1 is loaded');
  } catch (error) {
    const detail = `the native part does not load, JavaScript is 30 times slower: ${firstLine(messageOf(error))}`;
    return missing('secp256k1', detail, 'npm rebuild secp256k1 (needs a C++ compiler, make and Python)');
  }
}

export async function hashWasm(): Promise<Finding> {
  try {
    const { createKeccak } = requireOf('@access-layer/kit/native')('hash-wasm');
    const digest: string = (await createKeccak(256)).init().update('').digest('hex');
    if (digest.startsWith('c5d24601')) return ok('hash-wasm', 'keccak256 in WebAssembly is loaded');
    return missing('hash-wasm', `gives ${digest} for nothing`, 'npm ci');
  } catch (error) {
    return missing('hash-wasm', firstLine(messageOf(error)), 'npm ci');
  }
}

const TOOLS = [
  { name: 'strace', use: 'shows in a test that the receipt comes after fsync' },
  { name: 'mbpoll', use: 'reads the simulated meter with a Modbus master that is not ours' },
];

/** Programs that only tests and curious people need. */
export function optionalTools(): Promise<Finding[]> {
  return Promise.all(
    TOOLS.map(async ({ name, use }) => {
      const found = await execute('/bin/sh', ['-c', `command -v ${name}`]).catch(() => undefined);
      if (found) return ok(name, found.stdout.trim());
      return advice(name, `not installed; it ${use}`, `apt-get install ${name} (or your system’s package)`);
    }),
  );
}

function requireOf(specifier: string): NodeJS.Require {
  return createRequire(fileURLToPath(import.meta.resolve(specifier)));
}

function firstLine(text: string): string {
  return text.split('\n')[0]!;
}
