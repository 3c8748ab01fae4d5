import type { Hex } from '@access-layer/core/bytes';
import { AccessLayerError } from '@access-layer/core/errors';
import type { NetworkFile } from '@access-layer/core/network';
import { parseHeader } from '@access-layer/core/sealed-chain/block-header';
import { qbftExtraOf } from '@access-layer/core/sealed-chain/qbft-seals';
import {
  type Abi,
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  keccak256,
  toBytes,
  zeroHash,
} from 'viem';
import {
  batchAnchorAbi,
  batchAnchorBytecode,
  batchAnchorDeployedBytecode,
} from './artifacts/batch-anchor.ts';
import {
  keyRegistryAbi,
  keyRegistryBytecode,
  keyRegistryDeployedBytecode,
} from './artifacts/key-registry.ts';
import { findBlock } from './block.ts';
import { ask, type ChainClient, createChainClient } from './chain-client.ts';
import { qbftHeaderRlp } from './header-rlp.ts';
import type { RpcUrl } from './rpc-url.ts';
import type { Signer } from './signer.ts';
import { createTransactor, type Transactor } from './transactor.ts';

export interface DeployOptions {
  rpcUrl: RpcUrl;
  /** Name of the deployment, for example `rome-1`. */
  network: string;
  /** Deploys, and gives the roles. Without `dso` it is the DSO's: it administers the roles and changes the registry. */
  account: Signer;
  /** Account of the DSO, which needs to sign nothing here: it gets all that `account` had, who keeps no role. */
  dso?: Hex;
  /** Addresses that may anchor batches. Others keep the role if they have it. */
  anchorers: Hex[];
  /** Where the caller remembers the contracts to be; looked at first. */
  known?: { registry: Hex; anchorContract: Hex };
  /** `qbft` pins the validators that the genesis block names; default `development`. */
  consensus?: NetworkFile['consensus'];
  timeoutMs?: number;
  gasPrice?: bigint;
  /** Called once after the last change: makes the embedded chain put its state on disk. */
  persist?: () => Promise<unknown>;
}

export interface Deployment {
  /** What goes into the network file (formats 8). */
  networkFile: NetworkFile & { genesisHash: Hex; registry: Hex; anchorContract: Hex };
  /** False where everything was there already. */
  changed: boolean;
}

/** How many of the account's first transactions are searched for contracts that an interrupted run has left. */
const SEARCHED_NONCES = 32;

interface Session {
  client: ChainClient;
  transactor: Transactor;
  admin: Hex;
}

interface Contract {
  name: string;
  abi: Abi;
  deployedBytecode: Hex;
  deployData: Hex;
  /** Whether a contract with this code is the one of our deployment. */
  isOurs(address: Hex): Promise<boolean>;
}

/**
 * Deploys both contracts and gives the roles, doing only what is missing: the contracts are where the caller remembers
 * them, or where an interrupted run of the same account left them, or they are made. May be repeated at any time.
 * Throws AccessLayerError CHAIN_…
 */
export async function deploy(options: DeployOptions): Promise<Deployment> {
  const { network, account, anchorers, known, persist, consensus = 'development' } = options;
  const client = createChainClient(options);
  const admin = account.address.toLowerCase() as Hex;
  const session = { client, transactor: createTransactor({ ...options, client }), admin };
  const [genesis, chainId] = [await findBlock(client, 0), await ask('chain id', client.getChainId())];
  if (!genesis) throw new AccessLayerError({ code: 'CHAIN_RPC', message: 'The node has no genesis block.' });

  const registry = await findOrDeploy(session, registryContract(client, network, admin), known?.registry);
  const anchor = await findOrDeploy(session, anchorContract(admin), known?.anchorContract);
  const dso = (options.dso?.toLowerCase() as Hex | undefined) ?? admin;
  const changes = [registry.made, anchor.made, await grant(session, registry.address, 'DSO_ROLE', dso)];
  for (const anchorer of anchorers) {
    changes.push(await grant(session, anchor.address, 'ANCHORER_ROLE', anchorer));
  }
  for (const { address } of dso === admin ? [] : [registry, anchor]) {
    changes.push(await grant(session, address, 'DEFAULT_ADMIN_ROLE', dso), await renounce(session, address));
  }
  const changed = changes.includes(true);
  if (changed) await persist?.();
  const addresses = { registry: registry.address, anchorContract: anchor.address };
  return {
    networkFile: {
      network,
      chainId,
      genesisHash: genesis.hash,
      ...addresses,
      consensus,
      validators: consensus === 'qbft' ? await genesisValidators(client) : [],
    },
    changed,
  };
}

async function genesisValidators(client: ChainClient): Promise<NetworkFile['validators']> {
  const header = parseHeader(await qbftHeaderRlp(client, 0));
  return [{ fromBlock: 0, addresses: qbftExtraOf(header!)!.validators }];
}

function registryContract(client: ChainClient, network: string, admin: Hex): Contract {
  const abi = keyRegistryAbi;
  return {
    name: 'KeyRegistry',
    abi,
    deployedBytecode: keyRegistryDeployedBytecode,
    deployData: encodeDeployData({ abi, bytecode: keyRegistryBytecode, args: [network, admin] }),
    isOurs: async (address) =>
      (await ask('network()', client.readContract({ address, abi, functionName: 'network' }))) === network,
  };
}

function anchorContract(admin: Hex): Contract {
  const abi = batchAnchorAbi;
  return {
    name: 'BatchAnchor',
    abi,
    deployedBytecode: batchAnchorDeployedBytecode,
    deployData: encodeDeployData({ abi, bytecode: batchAnchorBytecode, args: [admin] }),
    isOurs: async () => true,
  };
}

async function findOrDeploy(
  { client, transactor, admin }: Session,
  contract: Contract,
  known: Hex | undefined,
): Promise<{ address: Hex; made: boolean }> {
  for (const address of await candidates(client, admin, known)) {
    const code = await ask(`code at ${address}`, client.getCode({ address }));
    if (code === contract.deployedBytecode && (await contract.isOurs(address))) {
      return { address, made: false };
    }
  }
  const { name, abi, deployData } = contract;
  const receipt = await transactor.send({ what: `deploy ${name}`, abi, data: deployData });
  return { address: receipt.contractAddress!, made: true };
}

async function candidates(client: ChainClient, admin: Hex, known: Hex | undefined): Promise<Hex[]> {
  const sent = await ask('nonce of the DSO', client.getTransactionCount({ address: admin }));
  const made = Array.from({ length: Math.min(sent, SEARCHED_NONCES) }, (_, nonce) =>
    getContractAddress({ from: admin, nonce: BigInt(nonce) }),
  );
  return [...(known ? [known] : []), ...made].map((address) => address.toLowerCase() as Hex);
}

type RoleName = 'DSO_ROLE' | 'ANCHORER_ROLE' | 'DEFAULT_ADMIN_ROLE';
/** Of both contracts: they have OpenZeppelin's AccessControl. */
const abi = keyRegistryAbi;

function roleOf(name: RoleName): Hex {
  return name === 'DEFAULT_ADMIN_ROLE' ? zeroHash : keccak256(toBytes(name));
}

function holds(client: ChainClient, address: Hex, args: readonly [role: Hex, holder: Hex]): Promise<boolean> {
  const call = client.readContract({ address, abi, functionName: 'hasRole', args });
  return ask(`hasRole(${args.join(', ')})`, call);
}

/** Whoever has deployed gives up administering; whether that was so. The DSO administers by now. */
async function renounce({ client, transactor, admin }: Session, address: Hex): Promise<boolean> {
  const args = [zeroHash, admin] as const;
  if (!(await holds(client, address, args))) return false;
  const data = encodeFunctionData({ abi, functionName: 'renounceRole', args });
  await transactor.send({ what: `${admin} gives up its role in ${address}`, abi, to: address, data });
  return true;
}

/** Gives a role to an account that lacks it; whether that was so. */
async function grant(
  { client, transactor }: Session,
  address: Hex,
  roleName: RoleName,
  holder: Hex,
): Promise<boolean> {
  const args = [roleOf(roleName), holder] as const;
  if (await holds(client, address, args)) return false;
  const data = encodeFunctionData({ abi, functionName: 'grantRole', args });
  await transactor.send({ what: `grant ${roleName} to ${holder}`, abi, to: address, data });
  return true;
}
