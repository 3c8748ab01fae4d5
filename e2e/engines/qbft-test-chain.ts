import { setTimeout as delay } from 'node:timers/promises';
import { keyRegistryAbi as abi } from '@access-layer/contracts/artifacts/key-registry';
import { type ChainClient, createChainClient } from '@access-layer/contracts/chain-client';
import { deploy } from '@access-layer/contracts/deploy';
import { waitForReceipt } from '@access-layer/contracts/receipt';
import { createRegistry } from '@access-layer/contracts/registry';
import { newAccount, type TestAccount, type TestChain } from '@access-layer/contracts/test-chain';
import type { Hex } from '@access-layer/core/bytes';
import type { RunningQuorum } from '@access-layer/engines/quorum';
import { encodeFunctionData, keccak256, toBytes } from 'viem';

/** As many changes at once as there are tests: an account waits for its block before its next one. */
const ACCOUNTS = 16;
const MINED_WITHIN_MS = 120_000;

/** A deployment of its own on a running QBFT chain, for the suites of the contracts. */
export async function qbftTestChain(running: RunningQuorum, network: string): Promise<TestChain> {
  const { rpcUrl } = running.nodes[0]!;
  const { chainId } = running;
  const timeoutMs = 60_000;
  const client = createChainClient({ rpcUrl, timeoutMs });
  const [deployer, ...dsos] = Array.from({ length: ACCOUNTS + 1 }, newAccount);
  const anchorers = Array.from({ length: ACCOUNTS }, newAccount);
  const { networkFile } = await deploy({
    ...{
      rpcUrl,
      timeoutMs,
      network,
      account: deployer!,
      dso: dsos[0]!.address,
      anchorers: [anchorers[0]!.address],
    },
    consensus: 'qbft',
  });
  const { registry, anchorContract } = networkFile;
  const nowMs = async () => Number((await client.getBlock({ blockTag: 'latest' })).timestamp) * 1000;
  const grants = [
    ...dsos.slice(1).map(({ address }) => ({ to: registry, role: 'DSO_ROLE', address })),
    ...anchorers.slice(1).map(({ address }) => ({ to: anchorContract, role: 'ANCHORER_ROLE', address })),
  ];
  await grantAll(client, dsos[0]!, chainId, grants);
  let given = 1;
  const open = (account: TestAccount) =>
    createRegistry({ rpcUrl, timeoutMs, address: registry, account, receiptTimeoutMs: MINED_WITHIN_MS });
  return {
    timeoutMs,
    ...{
      rpcUrl,
      client,
      chainId,
      network,
      dso: dsos[0]!,
      anchorer: anchorers[0]!,
      registry,
      anchorContract,
      nowMs,
    },
    asDso: takingTurns(dsos.map(open)),
    asStranger: open(newAccount()),
    newAnchorer: async () => anchorers[given++]!,
    async pass(seconds: number) {
      const until = (await nowMs()) + seconds * 1000;
      const deadline = performance.now() + MINED_WITHIN_MS;
      while ((await nowMs()) < until) {
        if (performance.now() > deadline) throw new Error(`no block ${seconds} s later`);
        await delay(200);
      }
      return nowMs();
    },
    rpc: (method: string, ...params: unknown[]) => client.request({ method, params } as never),
    close: async () => undefined,
  } as unknown as TestChain;
}

/** All in one block or two: an account may have many transactions under way. */
async function grantAll(
  client: ChainClient,
  admin: TestAccount,
  chainId: number,
  grants: { to: Hex; role: string; address: Hex }[],
): Promise<void> {
  const hashes = await Promise.all(
    grants.map(async ({ to, role, address }, nonce) => {
      const args = [keccak256(toBytes(role)), address] as const;
      const data = encodeFunctionData({ abi, functionName: 'grantRole', args });
      const raw = await admin.signTransaction({
        ...({ type: 'legacy', chainId, nonce, to, data, gas: 100_000n, gasPrice: 0n } as const),
      });
      return client.sendRawTransaction({ serializedTransaction: raw });
    }),
  );
  for (const hash of hashes) {
    const { status } = await waitForReceipt(client, hash, { what: 'grant', timeoutMs: MINED_WITHIN_MS });
    if (status !== 'success') throw new Error(`grant ${hash} reverted`);
  }
}

/** Every call by the next account, so that calls of tests that run beside each other do not wait for each other. */
function takingTurns<T extends object>(all: T[]): T {
  let turn = 0;
  return new Proxy(all[0]!, {
    get: (_, name) => all[turn++ % all.length]![name as keyof T],
  });
}
