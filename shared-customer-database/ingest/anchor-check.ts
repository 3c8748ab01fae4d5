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
  chain: Pick<ChainReader, 'chainId' | 'anchorSlot' | 'block'>,
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
  chain: Pick<ChainReader, 'chainId' | 'anchorSlot' | 'block'>,
  record: AnchorRecord,
  chainId: number,
): Promise<AnchorAnswer> {
  const [asked, slot, block] = await Promise.all([
    chain.chainId(),
    chain.anchorSlot(record.anchorer, record.index),
    chain.block(record.blockHash),
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
  if (!block)
    return { answer: 'later', reachable: true, detail: `the chain has no block ${record.blockHash}` };
  const fits =
    block.number === record.blockNumber &&
    block.timestampMs === record.blockTime &&
    block.transactions.some((hash) => hash === record.txHash);
  if (fits) return { answer: 'confirmed' };
  const detail = `block ${record.blockHash} is not number ${record.blockNumber} of ${record.blockTime} with ${record.txHash}`;
  return { answer: 'refused', reason: 'anchor-mismatch', detail };
}
