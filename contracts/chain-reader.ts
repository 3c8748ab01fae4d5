import type { Hex } from '@access-layer/core/bytes';
import { AccessLayerError } from '@access-layer/core/errors';
import type { ChainReader } from '@access-layer/core/verify';
import { createAnchorClient } from './anchor.ts';
import { findBlock } from './block.ts';
import { ask, createChainClient } from './chain-client.ts';
import { createRegistry } from './registry.ts';
import type { RpcUrl } from './rpc-url.ts';

export interface ChainReaderOptions {
  rpcUrl: RpcUrl;
  /** Address of the KeyRegistry: from the verifier's own network file. */
  registry: Hex;
  /** Address of the BatchAnchor: from the verifier's own network file. */
  anchorContract: Hex;
  /** Deadline of each single call. */
  timeoutMs?: number;
}

/** What a verifier asks of a chain node that it trusts, over JSON-RPC. Throws AccessLayerError CHAIN_… */
export function createChainReader(options: ChainReaderOptions): ChainReader {
  const { rpcUrl, timeoutMs } = options;
  const client = createChainClient({ rpcUrl, timeoutMs });
  const registry = createRegistry({ rpcUrl, timeoutMs, address: options.registry });
  const anchors = createAnchorClient({ rpcUrl, timeoutMs, address: options.anchorContract });
  return {
    chainId: () => ask('chain id', client.getChainId()),

    async genesisHash() {
      const block = await findBlock(client, 0);
      if (block) return block.hash;
      throw new AccessLayerError({
        code: 'CHAIN_RPC',
        message: 'genesis block: the chain node has none. Ask a node that keeps the whole chain.',
      });
    },

    bindingAt: (key, commitment, timeMs) => registry.bindingAt(key as Hex, commitment as Hex, timeMs),

    anchorSlot: (anchorer, index) => anchors.slot(anchorer as Hex, index),

    async anchoring(txHash) {
      const receipt = await anchors.receipt(txHash as Hex);
      const block = receipt && (await findBlock(client, receipt.blockHash));
      if (!receipt || !block) return undefined;
      const anchored = receipt.events.flatMap((event) => (event.type === 'anchored' ? [event] : []));
      return { blockNumber: block.number, blockHash: block.hash, blockTimeMs: block.timestampMs, anchored };
    },
  };
}
