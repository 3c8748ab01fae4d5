import type { NetworkFile } from '@access-layer/core/network';
import { type ProofFile, parseProofFile } from '@access-layer/core/proof';
import { type ChainReader, type Verification, verifyProof } from '@access-layer/core/verify';
import type { ProofText } from './proof-texts.ts';

export type Verdict = { name: string } & (
  | ({ proof: ProofFile } & Verification)
  | { outcome: 'unreadable'; detail: string }
);

/** The browser draws between so many. */
const A_TURN = 20;

/** Checks proofs one after another; `progress` hears how many are done. An aborted run ends early. */
export async function checkAll(
  texts: readonly ProofText[],
  network: NetworkFile,
  chain: ChainReader | undefined,
  { signal, progress }: { signal: AbortSignal; progress: (done: number) => void },
): Promise<Verdict[]> {
  const reader = chain && remembering(chain);
  const verdicts: Verdict[] = [];
  for (const { name, text } of texts) {
    if (signal.aborted) break;
    const parsed = parseProofFile(text);
    verdicts.push(
      parsed.ok
        ? { name, proof: parsed.proof, ...(await verifyProof(parsed.proof, network, reader)) }
        : { name, outcome: 'unreadable', detail: parsed.detail },
    );
    if (verdicts.length % A_TURN === 0) {
      progress(verdicts.length);
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
  return verdicts;
}

/** An archive has many packets of one batch: what the chain says of a batch is asked once. */
function remembering(chain: ChainReader): ChainReader {
  const answers = new Map<string, Promise<unknown>>();
  const once = <T>(key: string, ask: () => Promise<T>): Promise<T> => {
    let answer = answers.get(key) as Promise<T> | undefined;
    if (!answer) {
      answer = ask();
      answer.catch(() => answers.delete(key));
      answers.set(key, answer);
    }
    return answer;
  };
  return {
    chainId: () => once('chain', () => chain.chainId()),
    genesisHash: () => once('genesis', () => chain.genesisHash()),
    bindingAt: (...args) => once(`binding ${args}`, () => chain.bindingAt(...args)),
    anchorSlot: (...args) => once(`slot ${args}`, () => chain.anchorSlot(...args)),
    anchoring: (hash) => once(`anchoring ${hash}`, () => chain.anchoring(hash)),
  };
}
