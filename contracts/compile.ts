import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, posix, resolve } from 'node:path';
import type { Hex } from '@access-layer/core/bytes';
import { AccessLayerError } from '@access-layer/core/errors';
import type { Abi } from 'viem';

const require = createRequire(import.meta.url);
const here = new URL('.', import.meta.url);

/** Every contract of the folder: source, contract, file name of its artifact, name of its typed constant. */
export const CONTRACTS = [
  { source: 'solidity/KeyRegistry.sol', name: 'KeyRegistry', file: 'key-registry', constant: 'keyRegistry' },
  { source: 'solidity/BatchAnchor.sol', name: 'BatchAnchor', file: 'batch-anchor', constant: 'batchAnchor' },
  { source: 'solidity/test/LeafProof.sol', name: 'LeafProof', file: 'leaf-proof', constant: 'leafProof' },
] as const;

/** How sources of others import ours. */
const OURS = '@access-layer/contracts/';

/** Berlin is the newest EVM that every QBFT chain we run on has; OpenZeppelin's parts that we use need no later one. */
const SETTINGS = {
  evmVersion: 'berlin',
  optimizer: { enabled: true, runs: 200 },
  metadata: { bytecodeHash: 'none', appendCBOR: false },
};

const OUTPUTS = ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object', 'storageLayout'];

interface Compiled {
  abi: unknown[];
  evm: { bytecode: { object: string }; deployedBytecode: { object: string } };
  storageLayout: unknown;
}

interface SolcOutput {
  errors?: { severity: string; formattedMessage: string }[];
  contracts: Record<string, Record<string, Compiled>>;
}

/** Compiles all contracts; the result maps each artifact's path (relative to this folder) to its text. */
export function compileArtifacts(): Map<string, string> {
  const sources = collectSources(CONTRACTS.map((contract) => contract.source));
  const output = compile(sources);
  const sourceHash = hashOf(sources);
  const artifacts = new Map<string, string>();
  for (const contract of CONTRACTS) {
    const compiled = output.contracts[contract.source]![contract.name]!;
    const artifact = {
      contractName: contract.name,
      compiler: { version: require('solc').version(), settings: SETTINGS },
      sourceHash,
      abi: compiled.abi,
      bytecode: `0x${compiled.evm.bytecode.object}`,
      deployedBytecode: `0x${compiled.evm.deployedBytecode.object}`,
      storageLayout: compiled.storageLayout,
    };
    artifacts.set(`artifacts/${contract.name}.json`, `${JSON.stringify(artifact, null, 2)}\n`);
    artifacts.set(`artifacts/${contract.file}.ts`, typedArtifact(contract.constant, artifact));
  }
  return artifacts;
}

/** The same as a TypeScript constant, so that viem infers names and types of every function and event. */
function typedArtifact(
  constant: string,
  artifact: { abi: unknown[]; bytecode: string; deployedBytecode: string },
): string {
  return [
    '// Made by `node contracts/compile.ts` from the Solidity source; do not edit.',
    `export const ${constant}Abi = ${JSON.stringify(artifact.abi, null, 2)} as const;`,
    `export const ${constant}Bytecode = '${artifact.bytecode}';`,
    `export const ${constant}DeployedBytecode = '${artifact.deployedBytecode}';`,
    '',
  ].join('\n');
}

export interface CompiledContract {
  name: string;
  abi: Abi;
  bytecode: Hex;
}

/**
 * The contracts of a Solidity file that can be deployed. It imports by relative path, from `@openzeppelin/contracts/`, and
 * ours from `@access-layer/contracts/solidity/`.
 * @throws AccessLayerError CHAIN_COMPILE
 */
export function compileFile(file: string): CompiledContract[] {
  const path = resolve(file);
  const compiled = compile(collectSources([path])).contracts[path] ?? {};
  return Object.entries(compiled)
    .filter(([, { evm }]) => evm.bytecode.object !== '')
    .map(([name, { abi, evm }]) => ({
      name,
      abi: abi as Abi,
      bytecode: `0x${evm.bytecode.object}` as const,
    }));
}

/** Sources and everything they import, by the name that the compiler knows them under. */
function collectSources(roots: string[]): Map<string, string> {
  const sources = new Map<string, string>();
  const wanted = [...roots];
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (sources.has(name)) continue;
    const text = readFileSync(locate(name), 'utf8');
    sources.set(name, text);
    for (const [, path] of text.matchAll(/^import\s[^;]*?"([^"]+)";/gm)) {
      wanted.push(path!.startsWith('.') ? relativeTo(name, path!) : path!);
    }
  }
  return new Map([...sources].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Compiler names are relative to this folder, absolute, or those of a package. */
function relativeTo(importer: string, path: string): string {
  return importer.startsWith('/')
    ? resolve(dirname(importer), path)
    : posix.join(posix.dirname(importer), path);
}

function locate(name: string): string | URL {
  if (name.startsWith('/')) return name;
  if (name.startsWith(OURS)) return new URL(name.slice(OURS.length), here);
  return name.startsWith('@') ? require.resolve(name) : new URL(name, here);
}

function compile(sources: Map<string, string>): SolcOutput {
  const solc = require('solc') as { compile(input: string): string };
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries([...sources].map(([name, content]) => [name, { content }])),
    settings: { ...SETTINGS, outputSelection: { '*': { '*': OUTPUTS } } },
  };
  const output = JSON.parse(solc.compile(JSON.stringify(input))) as SolcOutput;
  const errors = (output.errors ?? []).filter((error) => error.severity === 'error');
  if (errors.length > 0) {
    throw new AccessLayerError({
      code: 'CHAIN_COMPILE',
      message: `The contracts do not compile:\n${errors.map((error) => error.formattedMessage).join('\n')}`,
    });
  }
  return output;
}

function hashOf(sources: Map<string, string>): string {
  const hash = createHash('sha256');
  for (const [name, text] of sources) hash.update(`${name}\n${text}\n`);
  return `sha256:${hash.digest('hex')}`;
}

if (import.meta.main) {
  mkdirSync(new URL('artifacts/', here), { recursive: true });
  for (const [path, text] of compileArtifacts()) writeFileSync(new URL(path, here), text);
  process.stdout.write(`compiled ${CONTRACTS.map((contract) => contract.name).join(', ')}\n`);
}
