import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Hex } from '@access-layer/core/bytes';
import { messageOf } from '@access-layer/core/errors';
import { type NetworkFile, parseNetworkFile } from '@access-layer/core/network';
import type { ChainReader } from '@access-layer/core/verify';
import type { Surroundings } from './command.ts';
import { dataFolder, type RunFile, readJson } from './data-folder.ts';

/** The pinned network file, or what is wrong with it. */
export type Pinned = { ok: true; file: string; network: NetworkFile } | { ok: false; detail: string };

/** The network file that a verifier trusts: the one named, else that of the data folder. */
export function readPinned(options: { network?: string; data?: string }, around: Surroundings): Pinned {
  const file = resolve(
    around.cwd,
    options.network ?? around.env.ACCESS_LAYER_NETWORK ?? dataFolder(options.data, around).network,
  );
  try {
    const parsed = parseNetworkFile(readFileSync(file, 'utf8'));
    if (parsed.ok) return { ok: true, file, network: parsed.network };
    return { ok: false, detail: `${file} is not a network file: ${parsed.detail}` };
  } catch (error) {
    const remedy = 'Name the network file that you obtained from the network’s operator with --network FILE.';
    return { ok: false, detail: `No network file can be read: ${messageOf(error)}\n${remedy}` };
  }
}

/** The chain node to ask: the one named, else that of the running system. */
export function chainNode(options: { rpc?: string; data?: string }, around: Surroundings) {
  if (options.rpc) return { rpcUrl: options.rpc, source: 'given' };
  const run = readJson<RunFile>(dataFolder(options.data, around).run);
  return run && { rpcUrl: run.chainRpc, source: 'of the running system' };
}

export async function readerOf(rpcUrl: string, network: NetworkFile): Promise<ChainReader> {
  const { createChainReader } = await import('@access-layer/contracts/chain-reader');
  const { registry, anchorContract } = network;
  return createChainReader({ rpcUrl, registry: registry as Hex, anchorContract: anchorContract as Hex });
}
