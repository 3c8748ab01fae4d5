import { anchorSlotOf } from '@access-layer/core/anchor-slot';
import { messageOf } from '@access-layer/core/errors';
import type { AnchorRecord } from '@access-layer/core/record';
import type { ChainReader } from '@access-layer/core/verify';

/** What the chain says of an anchor record. `later`: ask again, time can change the answer. */
export type AnchorAnswer =
  | { answer: 'confirmed' }
  | { answer: 'refused'; reason: 'wrong-contract' | 'anchor-mismatch'; detail: string }
  | { answer: 'later'; reachable: boolean; detail: string };

export type AnchorCheck = (record: AnchorRecord) => Promise<AnchorAnswer>;

const NOTHING = `0x${'00'.repeat(32)}`;

/**
 * Compares anchor records with the chain: the contract holds the five, in a block that the chain has, with that
 * transaction and time. A chain that has forgotten a batch is told of it again by its anchorer, so that is `later`.
 */
export function createAnchorCheck(
  chain: Pick<ChainReader, 'chainId' | 'anchorSlot' | 'anchoring'>,
  expected: { chainId: number; anchorContract: string },
): AnchorCheck {
  return async (record) => {
    if (record.chainId !== expected.chainId || record.contract !== expected.anchorContract) {
      const detail = `${record.contract} on chain ${record.chainId}; expected ${expected.anchorContract} on ${expected.chainId}`;
      return { answer: 'refused', reason: 'wrong-contract', detail };
    }
    try {
      return await ask(chain, record, expected.chainId);
    } catch (error) {
      return { answer: 'later', reachable: false, detail: messageOf(error) };
    }
  };
}

async function ask(
  chain: Pick<ChainReader, 'chainId' | 'anchorSlot' | 'anchoring'>,
  record: AnchorRecord,
  chainId: number,
): Promise<AnchorAnswer> {
  const [asked, slot, anchoring] = await Promise.all([
    chain.chainId(),
    chain.anchorSlot(record.anchorer, record.index),
    chain.anchoring(record.txHash),
  ]);
  if (asked !== chainId) {
    return {
      answer: 'later',
      reachable: false,
      detail: `the node is on chain ${asked}; expected ${chainId}`,
    };
  }
  if (slot === NOTHING)
    return { answer: 'later', reachable: true, detail: 'the contract holds nothing there yet' };
  if (slot !== anchorSlotOf(record)) {
    const detail = `the contract holds ${slot} for batch ${record.index}; the record's five give ${anchorSlotOf(record)}`;
    return { answer: 'refused', reason: 'anchor-mismatch', detail };
  }
  if (!anchoring) {
    return { answer: 'later', reachable: true, detail: `the chain has no transaction ${record.txHash}` };
  }
  const fits =
    anchoring.blockNumber === record.blockNumber &&
    anchoring.blockHash === record.blockHash &&
    anchoring.blockTimeMs === record.blockTime &&
    anchoring.anchored.some((head) => head.anchorer === record.anchorer && anchorSlotOf(head) === slot);
  if (fits) return { answer: 'confirmed' };
  const detail = `transaction ${record.txHash} did not anchor this batch in block ${record.blockHash} of ${record.blockTime}`;
  return { answer: 'refused', reason: 'anchor-mismatch', detail };
}
