import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Hex } from '@access-layer/core/bytes';
import type { LocalAccount } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { type Anvil, startAnvil } from './anvil.ts';
import { type ChainClient, createChainClient } from './chain-client.ts';
import { deploy } from './deploy.ts';
import { createRegistry } from './registry.ts';

/** For tests: a chain of its own in a temporary folder, with the contracts deployed. */
export interface TestChain {
  anvil: Anvil;
  rpcUrl: string;
  client: ChainClient;
  chainId: number;
  network: string;
  dso: LocalAccount;
  anchorer: TestAccount;
  registry: Hex;
  anchorContract: Hex;
  /** Of each call: a chain of four processes on a busy machine is slow. */
  timeoutMs: number;
  /** The registry as the DSO sees it. */
  asDso: ReturnType<typeof createRegistry>;
  /** The registry as an account without any role sees it. */
  asStranger: ReturnType<typeof createRegistry>;
  /** An account that may anchor, and has not yet: its batches begin at index 0. */
  newAnchorer(): Promise<TestAccount>;
  /** Time of the last block. */
  nowMs(): Promise<number>;
  /** Lets whole seconds pass on the chain, to the millisecond of a new block. */
  pass(seconds: number): Promise<number>;
  rpc<T = unknown>(method: string, ...params: unknown[]): Promise<T>;
  close(): Promise<void>;
}

export type TestAccount = LocalAccount & { privateKey: Hex; address: Hex };

export async function startTestChain(network = 'test-1'): Promise<TestChain> {
  const dir = mkdtempSync(join(tmpdir(), 'access-layer-chain-'));
  const chainId = 31_337;
  const anvil = await startAnvil({ dir, chainId });
  const { rpcUrl } = anvil;
  const client = createChainClient({ rpcUrl });
  const [dso, anchorer] = [newAccount(), newAccount()];
  const { networkFile } = await deploy({ rpcUrl, network, account: dso, anchorers: [anchorer.address] });
  const { registry, anchorContract } = networkFile;
  const rpc = <T>(method: string, ...params: unknown[]) =>
    client.request({ method, params } as never) as Promise<T>;
  const nowMs = async () => Number((await client.getBlock({ blockTag: 'latest' })).timestamp) * 1000;
  return {
    ...{
      timeoutMs: 10_000,
      anvil,
      rpcUrl,
      client,
      chainId,
      network,
      dso,
      anchorer,
      registry,
      anchorContract,
      rpc,
      nowMs,
    },
    asDso: createRegistry({ rpcUrl, address: registry, account: dso }),
    asStranger: createRegistry({ rpcUrl, address: registry, account: newAccount() }),
    async newAnchorer() {
      const account = newAccount();
      const known = { registry, anchorContract };
      await deploy({ rpcUrl, network, account: dso, known, anchorers: [account.address] });
      return account;
    },
    async pass(seconds) {
      await rpc('evm_increaseTime', seconds);
      await rpc('evm_mine');
      return nowMs();
    },
    async close() {
      await anvil.stop();
      rmSync(dir, { recursive: true });
    },
  };
}

/** A fresh account; its address in lower case. */
export function newAccount(): TestAccount {
  const privateKey = generatePrivateKey();
  const account = privateKeyToAccount(privateKey);
  return { ...account, privateKey, address: account.address.toLowerCase() as Hex };
}
