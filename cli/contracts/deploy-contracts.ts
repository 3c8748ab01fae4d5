import { join, resolve } from 'node:path';
import { readContractRecord } from '@access-layer/contracts/contract-record';
import { deploy } from '@access-layer/contracts/deploy';
import { deployContract } from '@access-layer/contracts/deploy-contract';
import type { Signer } from '@access-layer/contracts/signer';
import { type Hex, toHex } from '@access-layer/core/bytes';
import { loadKey } from '@access-layer/kit/keystore';
import { privateKeyToAccount } from 'viem/accounts';
import type { Surroundings } from '../command.ts';
import { dataFolder } from '../data-folder.ts';
import { chainNode, readPinned } from '../trusted-chain.ts';
import { argumentsOf } from './constructor-arguments.ts';
import { readContract } from './read-contract.ts';

/** Options of the command line, as they were given. */
export interface DeployWords {
  as?: string;
  contract?: string;
  network?: string;
  dso?: string;
  anchorer?: string[];
  consensus?: string;
  rpc?: string;
  keystore?: string;
  passphrase?: string;
  record?: string;
  data?: string;
  dryRun: boolean;
}

export function listContracts(words: DeployWords, around: Surroundings): number {
  for (const { name, address, blockNumber } of readContractRecord(recordOf(words, around))) {
    around.stdout.write(`${address}  ${name}, since block ${blockNumber}\n`);
  }
  return 0;
}

/** The contracts of a network, handed over to its DSO. */
export async function deployOwn(words: DeployWords, around: Surroundings): Promise<number> {
  const addresses = [words.dso!, ...(words.anchorer ?? [])];
  for (const address of addresses) requireAddress(address);
  if (words.consensus && !['qbft', 'development'].includes(words.consensus)) {
    throw new TypeError(`--consensus ${words.consensus}: expected qbft or development`);
  }
  if (words.dryRun) throw new TypeError('--dry-run is for a FILE');
  const [dso, ...anchorers] = addresses.map((address) => address.toLowerCase() as Hex);
  const { networkFile, changed } = await deploy({
    ...{ rpcUrl: rpcOf(words, around), network: words.network!, account: accountOf(words, around, false) },
    ...{ dso: dso!, anchorers },
    consensus: words.consensus === 'qbft' ? 'qbft' : 'development',
  });
  around.stderr.write(`${changed ? 'Deployed' : 'All of it was there'}; ${dso} administers it.\n`);
  around.stdout.write(`${JSON.stringify(networkFile, null, 2)}\n`);
  return 0;
}

/** A contract of others. */
export async function deployOther(
  file: string,
  given: string[],
  words: DeployWords,
  around: Surroundings,
): Promise<number> {
  const { name, abi, bytecode } = readContract(resolve(around.cwd, file), words.contract);
  const args = argumentsOf(
    abi,
    given.map((argument) => standIn(argument, words, around)),
  );
  const as = words.as ?? name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase();
  if (!/^[a-z][a-z0-9-]{0,62}$/.test(as) || ['key-registry', 'batch-anchor'].includes(as)) {
    throw new TypeError(`--as ${as}: expected a name of small letters, figures and hyphens that is not ours`);
  }
  const { address, gas, state, blockNumber } = await deployContract(
    { name: as, abi, bytecode, args },
    {
      ...{ rpcUrl: rpcOf(words, around), account: accountOf(words, around, true) },
      ...{ recordFile: recordOf(words, around), dryRun: words.dryRun },
    },
  );
  const what = { planned: 'would be', deployed: 'is', found: 'was already' }[state];
  const where = blockNumber === undefined ? '' : `, in block ${blockNumber}`;
  around.stdout.write(`${as} ${what} at ${address}${where}, ${gas} gas\n`);
  return 0;
}

function standIn(argument: string, words: DeployWords, around: Surroundings): string {
  if (!argument.startsWith('@')) return argument;
  const pinned = readPinned(words.data ? { data: words.data } : {}, around);
  if (!pinned.ok) throw new TypeError(pinned.detail);
  const { registry, anchorContract } = pinned.network;
  const known: Record<string, string> = { '@key-registry': registry, '@batch-anchor': anchorContract };
  const found = known[argument];
  if (found) return found;
  throw new TypeError(`${argument}: expected ${Object.keys(known).join(' or ')}`);
}

function requireAddress(address: string): void {
  if (!/^0x[0-9a-fA-F]{40}$/.test(address))
    throw new TypeError(`${address} is no address: 0x and 40 hex digits`);
}

function rpcOf(words: DeployWords, around: Surroundings): string {
  const node = chainNode(words, around);
  if (node) return node.rpcUrl;
  throw new TypeError('Which node of the chain? --rpc URL, or start the system.');
}

/** Other contracts may be brought by the key of the demonstration; who hands over names his own. */
function accountOf(words: DeployWords, around: Surroundings, mayBeOfDemo: boolean): Signer {
  const { keystore, passphrase } = words;
  const dso = dataFolder(words.data, around).dso;
  const given = keystore && passphrase ? [keystore, passphrase] : undefined;
  const ofDemo = [join(dso, 'keystore.json'), join(dso, 'passphrase')];
  const [keystoreFile, passphraseFile] = given ?? (mayBeOfDemo ? ofDemo : []);
  if (!keystoreFile || !passphraseFile) {
    throw new TypeError('With which key? --keystore FILE --passphrase FILE');
  }
  return privateKeyToAccount(
    toHex(loadKey(resolve(around.cwd, keystoreFile), resolve(around.cwd, passphraseFile))),
  );
}

function recordOf(words: DeployWords, around: Surroundings): string {
  return words.record ? resolve(around.cwd, words.record) : dataFolder(words.data, around).contracts;
}
