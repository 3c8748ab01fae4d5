import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAnvil } from '@access-layer/contracts/anvil';
import { deploy } from '@access-layer/contracts/deploy';
import { createRegistry } from '@access-layer/contracts/registry';
import { type Hex, toHex } from '@access-layer/core/bytes';
import { newPrivateKey } from '@access-layer/core/sign';
import { privateKeyToAccount } from 'viem/accounts';
import { NETWORK } from './fleet.ts';

export const CHAIN_ID = 31_337;

/** A real chain with both contracts, on a port that stays the same over restarts. */
export async function startTestChain({ anchorers }: { anchorers: Hex[] }) {
  const dir = mkdtempSync(join(tmpdir(), 'bal-chain-'));
  const account = privateKeyToAccount(toHex(newPrivateKey()));
  // The test says when the state goes to disk, so that it can take the chain back to an earlier one.
  const start = (port = 0) => startAnvil({ dir, chainId: CHAIN_ID, port, dumpIntervalMs: 3_600_000 });
  let anvil = await start();
  const { rpcUrl, port } = anvil;
  const { networkFile } = await deploy({ rpcUrl, network: NETWORK, account, anchorers });
  const registry = createRegistry({ rpcUrl, address: networkFile.registry as Hex, account });
  let running = true;

  return {
    rpcUrl,
    registry,
    networkFile,
    account,
    /** Puts what is mined by now on disk. */
    dump: () => anvil.dump(),
    /** Ends the chain at once: it forgets what was not dumped. */
    async kill(): Promise<void> {
      running = false;
      process.kill(anvil.pid, 'SIGKILL');
      await anvil.exited;
    },
    /** Starts it again from what was dumped. */
    async restart(): Promise<void> {
      anvil = await start(port);
      running = true;
    },
    async stop(): Promise<void> {
      if (running) await anvil.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export type TestChain = Awaited<ReturnType<typeof startTestChain>>;
