import type { Hex } from '@access-layer/core/bytes';
import { ask, type ChainClient } from './chain-client.ts';

export interface ChainBlock {
  number: number;
  hash: Hex;
  parentHash: Hex;
  timestampMs: number;
  /** Hashes of its transactions. */
  transactions: Hex[];
}

/** A block of the canonical chain by hash or number; null where it has none such, or forgot it in a reorganisation. */
export async function findBlock(
  client: ChainClient,
  at: Hex | number | 'latest',
): Promise<ChainBlock | null> {
  const block = toBlock(await ask(`block ${at}`, request(client, at)));
  if (!block || at !== block.hash) return block;
  const canonical = await ask(`block ${block.number}`, request(client, block.number));
  return canonical?.hash === block.hash ? block : null;
}

function request(client: ChainClient, at: Hex | number | 'latest') {
  if (typeof at === 'string' && at !== 'latest') {
    return client.request({ method: 'eth_getBlockByHash', params: [at, false] });
  }
  const tag = typeof at === 'number' ? (`0x${at.toString(16)}` as const) : at;
  return client.request({ method: 'eth_getBlockByNumber', params: [tag, false] });
}

function toBlock(block: Awaited<ReturnType<typeof request>>): ChainBlock | null {
  if (!block?.hash || !block.number) return null;
  return {
    number: Number(block.number),
    hash: block.hash,
    parentHash: block.parentHash,
    timestampMs: Number(block.timestamp) * 1000,
    transactions: block.transactions as Hex[],
  };
}
