import type { AccessLayerClient } from '@access-layer/client/create-client';
import { dataOf } from '@access-layer/client/errors';
import type { Hex } from '@access-layer/core/bytes';
import type { NetworkFile } from '@access-layer/core/network';
import type { ChainReader } from '@access-layer/core/verify';

/** What a verifier asks of a chain, asked of the DSO's node through its API: for who has no chain node of their own. */
export function serverChain(client: AccessLayerClient): ChainReader {
  const chain = () => dataOf(client.bal.GET('/chain'));
  return {
    chainId: async () => (await chain()).chainId,
    genesisHash: async () => (await chain()).genesisHash as Hex,
    bindingAt: (key, commitment, timeMs) =>
      dataOf(
        client.bal.GET('/chain/bindings/{key}/{commitment}', {
          params: { path: { key, commitment }, query: { atMs: String(timeMs) } },
        }),
      ),
    async anchorSlot(anchorer, index) {
      const path = { anchorer, index: String(index) };
      return (await dataOf(client.bal.GET('/chain/anchors/{anchorer}/{index}', { params: { path } })))
        .slot as Hex;
    },
    async anchoring(hash) {
      const answer = await client.bal.GET('/chain/transactions/{hash}', { params: { path: { hash } } });
      if (answer.response.status === 404) return undefined;
      const { blockNumber, blockHash, blockTimeMs, events } = await dataOf(answer);
      const anchored = events
        .filter(({ contract, type }) => contract === 'batch-anchor' && type === 'anchored')
        .map(({ values }) => values as never);
      return { blockNumber, blockHash: blockHash as Hex, blockTimeMs, anchored };
    },
  };
}

/** The network as this server describes it. A development network, as nothing here vouches for its blocks. */
export async function serverNetwork(client: AccessLayerClient): Promise<NetworkFile> {
  const { network, chainId, genesisHash, registry, anchorContract } = await dataOf(client.bal.GET('/chain'));
  return {
    network,
    chainId,
    genesisHash,
    registry,
    anchorContract,
    consensus: 'development',
    validators: [],
  };
}
