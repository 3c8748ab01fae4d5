import { rmSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Hex } from '@access-layer/core/bytes';
import { AccessLayerError, messageOf } from '@access-layer/core/errors';
import { createDump, type Dump, type DumpListeners, dumpNowAndThen } from './anvil-dump.ts';
import { keepFirstGenesis } from './anvil-genesis.ts';
import {
  type AnvilExit,
  type AnvilProcess,
  endLeftover,
  forgetProcess,
  recordProcess,
  spawnAnvil,
} from './anvil-process.ts';
import { unpackState } from './anvil-state.ts';
import { type ChainBlock, findBlock } from './block.ts';
import { ask, type ChainClient, createChainClient } from './chain-client.ts';
import { lockFolder } from './folder-lock.ts';
import { freePort } from './free-port.ts';

export interface AnvilOptions extends DumpListeners {
  /** Folder of the chain's state; one process at a time. */
  dir: string;
  chainId: number;
  /** 0 for any free one. */
  port?: number;
  /** Loopback only: whoever reaches Anvil's RPC may act as any account, the DSO's too. */
  host?: string;
  /** How long to wait for a port that another process still holds. */
  portTimeoutMs?: number;
  /** At most this long between two dumps of a chain that grows; longer where a dump itself takes long. */
  dumpIntervalMs?: number;
}

export interface Anvil {
  rpcUrl: string;
  port: number;
  /** Of Anvil itself. */
  pid: number;
  genesisHash: Hex;
  /** How long the start took until the first answer. */
  startMs: number;
  /** Puts all that is mined by now on disk, as a whole and durable when resolved. */
  dump(): Promise<Dump>;
  /** Stops mining, dumps, ends the process. */
  stop(): Promise<void>;
  /** Settles when the process has ended, for whatever reason. */
  exited: Promise<AnvilExit>;
}

const START_TIMEOUT_MS = 60_000;
/** Of a single call; a dump of a long chain takes seconds. */
const CALL_TIMEOUT_MS = 120_000;
/** How long a start waits for a clock that is behind the last block. */
const CLOCK_WAIT_S = 60;

/**
 * Starts the embedded chain with its state on disk: the genesis block, blocks, transactions, receipts and logs of the
 * last dump are there again; what was mined after it is forgotten. Gas is free, there are no accounts but ours, every
 * transaction gets its block at once, and blocks carry the time of the real clock and never an earlier one than their
 * parent. Throws AccessLayerError CHAIN_…
 */
export async function startAnvil(options: AnvilOptions): Promise<Anvil> {
  const unlock = lockFolder(options.dir);
  try {
    return await start(options, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

async function start(options: AnvilOptions, unlock: () => void): Promise<Anvil> {
  const { dir, host = '127.0.0.1', dumpIntervalMs = 60_000 } = options;
  await endLeftover(dir);
  const restore = unpackState(dir);
  if (restore) keepFirstGenesis(restore);
  const port = await freePort(host, options.port ?? 0, options.portTimeoutMs);
  const rpcUrl = `http://${host}:${port}`;
  const client = createChainClient({ rpcUrl, timeoutMs: CALL_TIMEOUT_MS });
  const startedAt = performance.now();
  const anvil = await spawnAnvil(dir, argumentsFor({ ...options, host, port, restore }));
  recordProcess(dir, anvil.pid, port);
  try {
    await waitUntilReady(anvil, client, options.chainId);
    const startMs = performance.now() - startedAt;
    if (restore) rmSync(restore);
    const genesis = await firstBlock(client);
    await waitForClock(client);
    const dump = createDump(dir, client);
    // The genesis hash is pinned elsewhere: it must be on disk before anybody can see it.
    await dump();
    const stopDumping = dumpNowAndThen(dump, dumpIntervalMs, options);
    void anvil.exited.then(() => {
      stopDumping();
      forgetProcess(dir);
      unlock();
    });
    const stop = async () => {
      stopDumping();
      await stopMining(client).then(dump, () => undefined);
      await end(anvil);
    };
    const { pid, exited } = anvil;
    return { rpcUrl, port, pid, genesisHash: genesis.hash, startMs, dump, stop, exited };
  } catch (error) {
    await end(anvil);
    throw error;
  }
}

function argumentsFor(options: {
  host: string;
  port: number;
  chainId: number;
  restore: string | undefined;
}): string[] {
  const { host, port, chainId, restore } = options;
  return [
    ...['--host', host, '--port', String(port), '--chain-id', String(chainId)],
    // The EVM of the production chain: what runs here runs there.
    ...['--hardfork', 'berlin', '--gas-price', '0', '--block-base-fee-per-gas', '0'],
    // No accounts with published keys; no page in a browser may call it.
    ...['--accounts', '0', '--no-cors', '--quiet'],
    // Few old states in memory, none written to the user's home folder. With 0 it mines nothing.
    ...['--prune-history', '8'],
    ...(restore ? ['--load-state', restore] : []),
  ];
}

async function waitUntilReady(anvil: AnvilProcess, client: ChainClient, chainId: number): Promise<void> {
  const deadline = performance.now() + START_TIMEOUT_MS;
  for (;;) {
    if (anvil.hasExited() || performance.now() > deadline) {
      throw new AccessLayerError({
        code: 'CHAIN_START',
        message: `Anvil did not start: ${anvil.complaint() || `no answer within ${START_TIMEOUT_MS} ms`}`,
      });
    }
    const answer = await client.getChainId().catch(() => undefined);
    if (answer === chainId && !anvil.hasExited()) return;
    await delay(5);
  }
}

async function firstBlock(client: ChainClient): Promise<ChainBlock> {
  const block = await findBlock(client, 0);
  if (block) return block;
  throw new AccessLayerError({
    code: 'CHAIN_START',
    message: 'Anvil has no genesis block. Delete the data folder to begin anew.',
  });
}

/** After a restart Anvil takes the clock's time even where its last block is later: blocks would go back in time. */
async function waitForClock(client: ChainClient): Promise<void> {
  const last = await findBlock(client, 'latest');
  const behindMs = (last?.timestampMs ?? 0) - Date.now();
  if (behindMs <= 0) return;
  if (behindMs <= CLOCK_WAIT_S * 1000) return delay(behindMs + 1);
  throw new AccessLayerError({
    code: 'CHAIN_CLOCK_BEHIND',
    message: `The clock of this machine is ${Math.ceil(behindMs / 1000)} s behind the last block of the chain. Set the clock; or, if the clock was wrong before, delete the data folder to begin anew.`,
    retryable: true,
  });
}

/** What arrives from now on is not answered with a block that a restart would not know. */
function stopMining(client: ChainClient): Promise<unknown> {
  const request = { method: 'evm_setAutomine', params: [false] } as never;
  return ask('stop mining', client.request(request), { deadlineMs: 5000 });
}

async function end(anvil: AnvilProcess): Promise<void> {
  if (!anvil.hasExited()) {
    try {
      process.kill(anvil.pid, 'SIGKILL');
    } catch (error) {
      // It ended by itself a moment ago.
      if (!messageOf(error).includes('ESRCH')) throw error;
    }
  }
  await anvil.exited;
}
