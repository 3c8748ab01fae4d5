import { AccessLayerError } from '@access-layer/core/errors';
import type { NetworkFile } from '@access-layer/core/network';
import { createValidatorFollower } from '@access-layer/core/sealed-chain/follow-validators';
import { ask, createChainClient } from './chain-client.ts';
import { qbftHeaderRlp } from './header-rlp.ts';

export interface FollowOptions {
  rpcUrl: string;
  network: NetworkFile;
  /** First block to look at: where the newest pinned set begins, or earlier. */
  from: number;
  onProgress?: (block: number, newest: number) => void;
}

/** Headers asked for at once. */
const AT_ONCE = 32;

/**
 * Moves the pinned validators of a network file forward over all headers of a chain up to its newest block. Throws
 * AccessLayerError CHAIN_VALIDATORS where they cannot be followed, CHAIN_… where the node does not answer.
 */
export async function followChain({ rpcUrl, network, from, onProgress }: FollowOptions) {
  const client = createChainClient({ rpcUrl });
  const head = Number(await ask('newest block', client.getBlockNumber()));
  const follower = createValidatorFollower(network, from);
  for (let first = from; first <= head; first += AT_ONCE) {
    const count = Math.min(AT_ONCE, head - first + 1);
    const numbers = Array.from({ length: count }, (_, i) => first + i);
    const headers = await Promise.all(numbers.map((number) => qbftHeaderRlp(client, number)));
    for (const header of headers) {
      const answer = follower.offer(header);
      if (!answer.ok) {
        throw new AccessLayerError({ code: 'CHAIN_VALIDATORS', message: `The chain's ${answer.reason}` });
      }
    }
    onProgress?.(first + count - 1, head);
  }
  return { ranges: follower.ranges(), head };
}
