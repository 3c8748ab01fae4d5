import { type DossierVerification, verifyDossier } from '@access-layer/core/dossier/verify-dossier';
import type { NetworkFile } from '@access-layer/core/network';
import { type ProofFile, parseProofFile } from '@access-layer/core/proof';
import { type ChainReader, type Verification, verifyProof } from '@access-layer/core/verify';
import type { Checkable } from './proof-texts.ts';

export type Verdict = { name: string } & (
  | ({ proof: ProofFile } & Verification)
  | DossierVerification
  | { outcome: 'unreadable'; detail: string }
);

/** The browser draws between so many. */
const A_TURN = 20;

/** Checks proofs and archives one after another; `progress` hears how many are done. An aborted run ends early. */
export async function checkAll(
  files: readonly Checkable[],
  network: NetworkFile,
  chain: ChainReader | undefined,
  { signal, progress }: { signal: AbortSignal; progress: (done: number) => void },
): Promise<Verdict[]> {
  const reader = chain && remembering(chain);
  const verdicts: Verdict[] = [];
  for (const file of files) {
    if (signal.aborted) break;
    verdicts.push(await checkOne(file, network, reader));
    if (verdicts.length % A_TURN === 0) {
      progress(verdicts.length);
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
  return verdicts;
}

async function checkOne(
  file: Checkable,
  network: NetworkFile,
  chain: ChainReader | undefined,
): Promise<Verdict> {
  const { name } = file;
  if ('bytes' in file)
    return { name, ...(await verifyDossier(file.bytes, { network, chain, nowMs: Date.now() })) };
  const parsed = parseProofFile(file.text);
  return parsed.ok
    ? { name, proof: parsed.proof, ...(await verifyProof(parsed.proof, network, chain)) }
    : { name, outcome: 'unreadable', detail: parsed.detail };
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
