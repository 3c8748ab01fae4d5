import type { Hex } from '@access-layer/core/bytes';
import { AccessLayerError } from '@access-layer/core/errors';
import { type Abi, encodeDeployData, getContractAddress, keccak256 } from 'viem';
import { findBlock } from './block.ts';
import { ask, type ChainClient, createChainClient, isKnownTransaction } from './chain-client.ts';
import { type RecordedContract, readRecorded, writeRecorded } from './contract-record.ts';
import { findReceipt, waitForReceipt } from './receipt.ts';
import type { RpcUrl } from './rpc-url.ts';
import type { Signer } from './signer.ts';

export interface ContractToDeploy {
  /** Under which it is recorded and shown. */
  name: string;
  abi: Abi;
  bytecode: Hex;
  args: readonly unknown[];
}

export interface DeployContractOptions {
  rpcUrl: RpcUrl;
  account: Signer;
  /** The record; see contract-record.ts. */
  recordFile: string;
  /** Nothing is signed, sent or written. */
  dryRun?: boolean;
  gasPrice?: bigint;
  receiptTimeoutMs?: number;
}

export interface ContractDeployment {
  address: Hex;
  gas: number;
  /** found: it was there already. planned: what a dry run would do. */
  state: 'deployed' | 'found' | 'planned';
  txHash?: Hex;
  blockNumber?: number;
}

/**
 * Deploys a contract once: the transaction is in the record before it is sent, and what is recorded is found again by
 * its name, code and arguments.
 * @throws AccessLayerError CHAIN_…, SIGNER_…
 */
export async function deployContract(
  contract: ContractToDeploy,
  options: DeployContractOptions,
): Promise<ContractDeployment> {
  const client = createChainClient(options);
  const initCode = encodeDeployData(contract);
  const initCodeHash = keccak256(initCode);
  const chain = await chainOf(client);
  const recorded = readRecorded(options.recordFile).find(({ name }) => name === contract.name);
  const isSame = recorded?.initCodeHash === initCodeHash && recorded.genesisHash === chain.genesisHash;
  if (recorded && isSame) return finish(client, recorded, options);
  if (recorded && recorded.genesisHash === chain.genesisHash) throw otherContract(recorded, options);
  return deployNew(client, { contract, initCode, initCodeHash, chain }, options);
}

async function chainOf(client: ChainClient): Promise<{ chainId: number; genesisHash: Hex }> {
  const [chainId, genesis] = [await ask('chain id', client.getChainId()), await findBlock(client, 0)];
  if (genesis) return { chainId, genesisHash: genesis.hash };
  throw new AccessLayerError({ code: 'CHAIN_RPC', message: 'The node has no genesis block.' });
}

interface NewContract {
  contract: ContractToDeploy;
  initCode: Hex;
  initCodeHash: Hex;
  chain: { chainId: number; genesisHash: Hex };
}

async function deployNew(
  client: ChainClient,
  { contract, initCode: data, initCodeHash, chain }: NewContract,
  options: DeployContractOptions,
): Promise<ContractDeployment> {
  const { account, gasPrice = 0n, dryRun, recordFile } = options;
  const [what, from] = [`deploy ${contract.name}`, account.address];
  const facts = Promise.all([
    client.getTransactionCount({ address: from, blockTag: 'pending' }),
    client.estimateGas({ account: from, data, gasPrice }),
  ]);
  const [nonce, estimate] = await ask(what, facts, { abi: contract.abi });
  const address = getContractAddress({ from, nonce: BigInt(nonce) }).toLowerCase() as Hex;
  if (dryRun) return { address, gas: Number(estimate), state: 'planned' };
  const { chainId } = chain;
  const gas = (estimate * 5n) / 4n;
  const raw = await account.signTransaction({ type: 'legacy', chainId, nonce, data, gas, gasPrice });
  const entry: RecordedContract = {
    ...{ name: contract.name, address, abi: contract.abi, deployer: from.toLowerCase() as Hex },
    ...{ txHash: keccak256(raw), ...chain, initCodeHash, raw },
  };
  writeRecorded(recordFile, entry);
  return { ...(await finish(client, entry, options)), state: 'deployed' };
}

/** Sends the recorded transaction, which changes nothing where the chain has it, and waits until it is mined. */
async function finish(
  client: ChainClient,
  entry: RecordedContract,
  { recordFile, dryRun, receiptTimeoutMs = 60_000 }: DeployContractOptions,
): Promise<ContractDeployment> {
  const { raw, txHash, address, name } = entry;
  const what = `deploy ${name}`;
  // Also one that was mined: a development chain may have forgotten it.
  if (!dryRun && !(await findReceipt(client, txHash))) {
    await ask(what, client.sendRawTransaction({ serializedTransaction: raw })).catch((error: unknown) => {
      if (!isKnownTransaction(error) && !isMined(error)) throw error;
    });
  }
  const receipt = await waitForReceipt(client, txHash, { what, timeoutMs: dryRun ? 1 : receiptTimeoutMs });
  if (receipt.status === 'reverted') throw reverted(name, txHash);
  writeRecorded(recordFile, { ...entry, blockNumber: receipt.blockNumber });
  return { address, gas: receipt.gasUsed, state: 'found', txHash, blockNumber: receipt.blockNumber };
}

function isMined(error: unknown): boolean {
  return error instanceof AccessLayerError && /nonce.*(low|already)/i.test(String(error.context.rpcMessage));
}

function reverted(name: string, txHash: Hex): AccessLayerError {
  const message = `deploy ${name}: its constructor failed in transaction ${txHash}. Choose another name with --as to try again.`;
  return new AccessLayerError({ code: 'CHAIN_REVERTED', message });
}

function otherContract(recorded: RecordedContract, { recordFile }: DeployContractOptions): AccessLayerError {
  const { name, address } = recorded;
  const message = `${recordFile} has another contract as "${name}", at ${address}: other code or other arguments. Name this one with --as NAME.`;
  return new AccessLayerError({ code: 'CHAIN_RECORD', message });
}
