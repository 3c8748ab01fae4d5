import type { ChainReader } from '../verify.ts';

/** A chain reader that asks each question once: the proofs of an archive share keys, batches and transactions. */
export function rememberingReader(chain: ChainReader): ChainReader {
  const known = new Map<string, Promise<unknown>>();
  const once = <Answer>(key: string, ask: () => Promise<Answer>): Promise<Answer> => {
    const answer = (known.get(key) as Promise<Answer> | undefined) ?? ask();
    known.set(key, answer);
    return answer;
  };
  return {
    chainId: () => once('chain', () => chain.chainId()),
    genesisHash: () => once('genesis', () => chain.genesisHash()),
    bindingAt: (key, commitment, timeMs) =>
      once(`${key} ${commitment} ${timeMs}`, () => chain.bindingAt(key, commitment, timeMs)),
    anchorSlot: (anchorer, index) => once(`${anchorer} ${index}`, () => chain.anchorSlot(anchorer, index)),
    anchoring: (txHash) => once(txHash, () => chain.anchoring(txHash)),
  };
}
