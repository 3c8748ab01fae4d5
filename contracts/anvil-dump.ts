import type { Hex } from '@access-layer/core/bytes';
import { AccessLayerError } from '@access-layer/core/errors';
import { writeState } from './anvil-state.ts';
import { findBlock } from './block.ts';
import { ask, type ChainClient } from './chain-client.ts';

export interface Dump {
  blockNumber: number;
  /** Bytes on disk; 0 where nothing had changed since the last. */
  bytes: number;
  durationMs: number;
}

export interface DumpListeners {
  onDump?: (dump: Dump) => void;
  onDumpFailed?: (error: unknown) => void;
}

const DUMP_TIMEOUT_MS = 120_000;

/** One dump at a time; a call during one waits for a further one, as its change may have come too late for the first. */
export function createDump(dir: string, client: ChainClient): () => Promise<Dump> {
  let dumped: Hex | undefined;
  let running: Promise<Dump> | undefined;
  let waiting: Promise<Dump> | undefined;

  async function dumpOnce(): Promise<Dump> {
    const startedAt = performance.now();
    const block = await findBlock(client, 'latest');
    if (!block)
      throw new AccessLayerError({ code: 'CHAIN_RPC', message: 'dump: Anvil has no latest block.' });
    if (block.hash === dumped) return { blockNumber: block.number, bytes: 0, durationMs: 0 };
    const request = { method: 'anvil_dumpState', params: [] } as never;
    const state = await ask<string>('dump', client.request(request), { deadlineMs: DUMP_TIMEOUT_MS });
    const bytes = await writeState(dir, state);
    dumped = block.hash;
    return { blockNumber: block.number, bytes, durationMs: performance.now() - startedAt };
  }

  function run(): Promise<Dump> {
    running = dumpOnce().finally(() => {
      running = undefined;
    });
    return running;
  }

  return () => {
    if (!running) return run();
    waiting ??= running
      .catch(() => undefined)
      .then(() => {
        waiting = undefined;
        return run();
      });
    return waiting;
  };
}

/** Dumps periodically; a dump grows with the chain, so the pause grows with it and dumping takes 5 % of the time at most. */
export function dumpNowAndThen(
  dump: () => Promise<Dump>,
  intervalMs: number,
  options: DumpListeners,
): () => void {
  let timer: NodeJS.Timeout;
  let stopped = false;
  const schedule = (pauseMs: number) => {
    if (stopped) return;
    timer = setTimeout(async () => {
      const result = await dump().catch(options.onDumpFailed ?? (() => undefined));
      if (result?.bytes) options.onDump?.(result);
      schedule(Math.max(intervalMs, 20 * (result?.durationMs ?? 0)));
    }, pauseMs);
  };
  schedule(intervalMs);
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}
