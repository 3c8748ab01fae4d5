import { anchorSlotOf, type BatchHead } from '../anchor-slot.ts';
import type { NetworkFile } from '../network.ts';
import type { ProofFile } from '../proof.ts';
import type { ChainAnswer } from '../verify.ts';
import { type Check, fail, pass, unanswered } from './check.ts';

/** A block may be stamped this much before a receipt that it anchors: clocks of two machines differ. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

export function anchorCheck({ batch, anchor }: ProofFile, network: NetworkFile, answer: ChainAnswer): Check {
  if (anchor.chainId !== network.chainId) {
    return fail('anchor', `anchored on chain ${anchor.chainId}; you trust chain ${network.chainId}`);
  }
  if (anchor.contract !== network.anchorContract) {
    return fail('anchor', `anchored in contract ${anchor.contract}; you trust ${network.anchorContract}`);
  }
  if (!answer.asked) return unanswered('anchor', answer);
  return answer.facts.slot === anchorSlotOf(batch)
    ? pass(
        'anchor',
        `the contract holds batch ${batch.index} of ${batch.anchorer} with this root, count and times`,
      )
    : fail('anchor', `the contract does not hold this root, count and times for batch ${batch.index}`);
}

export function timelinessCheck({ leaf, batch, anchor }: ProofFile, answer: ChainAnswer): Check {
  if (leaf.receivedAt < batch.from || leaf.receivedAt > batch.to) {
    return fail('timeliness', 'the time of receipt is outside the window of its batch');
  }
  if (!answer.asked) return unanswered('timeliness', answer);
  const { anchoring } = answer.facts;
  if (!anchoring)
    return fail('timeliness', `the chain has no transaction ${anchor.txHash}; fetch the proof again`);
  if (anchoring.blockNumber !== anchor.blockNumber || anchoring.blockHash !== anchor.blockHash) {
    return fail(
      'timeliness',
      `transaction ${anchor.txHash} is in block ${anchoring.blockHash}; fetch the proof again`,
    );
  }
  if (!anchoring.anchored.some((head) => head.anchorer === batch.anchorer && isSameHead(head, batch))) {
    return fail('timeliness', `transaction ${anchor.txHash} did not anchor this batch`);
  }
  if (batch.to > anchoring.blockTimeMs + CLOCK_TOLERANCE_MS) {
    return fail('timeliness', 'the batch ends more than 5 minutes after the block that anchors it');
  }
  const delayS = Math.max(0, Math.round((anchoring.blockTimeMs - leaf.receivedAt) / 1000));
  return pass('timeliness', `anchored ${delayS} s after receipt`);
}

function isSameHead(a: BatchHead, b: BatchHead): boolean {
  return anchorSlotOf(a) === anchorSlotOf(b);
}
