import type { BatchHead } from './anchor-slot.ts';
import type { BindingAnswer } from './binding.ts';
import type { Hex } from './bytes.ts';
import { bindingCheck, commitmentIn, validityCheck } from './checks/binding.ts';
import { anchorCheck, timelinessCheck } from './checks/chain.ts';
import type { Check } from './checks/check.ts';
import { formatCheck, identityCheck, inclusionCheck, signatureCheck } from './checks/packet.ts';
import { messageOf } from './errors.ts';
import type { NetworkFile } from './network.ts';
import { type ProofFile, parseProofFile } from './proof.ts';
import { finalityCheck, readChainPart } from './sealed-chain/chain-part.ts';

/** What a verifier asks of a chain that it trusts (its own node, or storage proofs under a trusted header). */
export interface ChainReader {
  chainId(): Promise<number>;
  genesisHash(): Promise<Hex>;
  bindingAt(key: string, commitment: string, timeMs: number): Promise<BindingAnswer>;
  /** keccak256 of the five that the contract holds; 32 zero bytes where it holds nothing. */
  anchorSlot(anchorer: string, index: number): Promise<Hex>;
  /** A transaction of the canonical chain, and what the anchor contract said in it; undefined where there is none. */
  anchoring(txHash: string): Promise<Anchoring | undefined>;
}

export interface Anchoring {
  blockNumber: number;
  blockHash: Hex;
  blockTimeMs: number;
  /** The contract's own statements in this transaction that it has anchored a batch. */
  anchored: (BatchHead & { anchorer: string })[];
}

export type Outcome = 'verified' | 'failed' | 'incomplete';

export interface Verification {
  outcome: Outcome;
  checks: Check[];
  /** Said aloud beside the outcome: a development network, a key under suspicion. */
  warnings: string[];
}

/** What the chain said about one proof, asked once for all checks. */
export interface ChainFacts {
  binding: BindingAnswer;
  slot: Hex;
  anchoring: Anchoring | undefined;
}

export type ChainAnswer =
  | { asked: true; facts: ChainFacts }
  /** `broken`: there was an answer, and it does not hold. */
  | { asked: false; reason: string; broken?: true };

/**
 * Checks one proof file against the verifier's own network file, and against a chain where one is given. Each named
 * check answers pass, fail or not checked with a reason. Never throws; an unreadable file is `unreadable`.
 */
export async function verifyProofFile(
  text: string,
  network: NetworkFile,
  chain?: ChainReader,
): Promise<Verification | { outcome: 'unreadable'; detail: string }> {
  const parsed = parseProofFile(text);
  if (!parsed.ok) return { outcome: 'unreadable', detail: parsed.detail };
  return verifyProof(parsed.proof, network, chain);
}

export async function verifyProof(
  proof: ProofFile,
  network: NetworkFile,
  chain?: ChainReader,
): Promise<Verification> {
  const finality = finalityCheck(proof, network);
  const asked = chain && (await askChain(proof, network, chain));
  const answer = asked?.asked ? asked : withoutNode(proof, network, finality, asked);
  const checks = [
    formatCheck(proof, network),
    signatureCheck(proof),
    identityCheck(proof),
    bindingCheck(proof, answer),
    validityCheck(proof, answer),
    inclusionCheck(proof),
    anchorCheck(proof, network, answer),
    timelinessCheck(proof, answer),
    finality,
  ];
  return { outcome: outcomeOf(checks, network), checks, warnings: warningsOf(network, answer) };
}

function outcomeOf(checks: Check[], network: NetworkFile): Outcome {
  if (checks.some(({ result }) => result === 'fail')) return 'failed';
  const excused = network.consensus === 'development' ? 'finality' : undefined;
  const open = checks.some(({ name, result }) => result === 'not-checked' && name !== excused);
  return open ? 'incomplete' : 'verified';
}

function warningsOf(network: NetworkFile, answer: ChainAnswer): string[] {
  const warnings: string[] = [];
  if (network.consensus === 'development') {
    warnings.push('development network: nobody seals its blocks, so finality is not checked');
  }
  if (answer.asked && answer.facts.binding.compromisedSince > 0) {
    const since = new Date(answer.facts.binding.compromisedSince).toISOString();
    warnings.push(`the registry records a suspicion that this key was known to others since ${since}`);
  }
  return warnings;
}

/** A node that was given and does not answer is named, unless the proof's own storage proofs tell all the same. */
function withoutNode(
  proof: ProofFile,
  network: NetworkFile,
  finality: Check,
  asked: ChainAnswer | undefined,
): ChainAnswer {
  const told = readChainPart(proof, network, finality, commitmentIn(proof));
  return told.asked || told.broken || !asked ? told : asked;
}

async function askChain(proof: ProofFile, network: NetworkFile, chain: ChainReader): Promise<ChainAnswer> {
  try {
    const [chainId, genesisHash] = await Promise.all([chain.chainId(), chain.genesisHash()]);
    if (chainId !== network.chainId || genesisHash !== network.genesisHash) {
      return {
        asked: false,
        reason:
          `the node given is on chain ${chainId} with genesis ${genesisHash}; ` +
          `the network file says ${network.chainId} with ${network.genesisHash}`,
      };
    }
    const { anchorer, index } = proof.batch;
    const [binding, slot, anchoring] = await Promise.all([
      chain.bindingAt(proof.binding.key, commitmentIn(proof), proof.leaf.receivedAt),
      chain.anchorSlot(anchorer, index),
      chain.anchoring(proof.anchor.txHash),
    ]);
    return { asked: true, facts: { binding, slot, anchoring } };
  } catch (error) {
    return { asked: false, reason: `the chain node did not answer: ${messageOf(error)}` };
  }
}
