import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anchorSlotOf } from '@access-layer/core/anchor-slot';
import type { Hex } from '@access-layer/core/bytes';
import type { AnchorRecord } from '@access-layer/core/record';
import { CHAIN_ID, CONTRACT, START_MS, seal, TestNode } from '../test/test-records.ts';
import { createAnchorCheck } from './anchor-check.ts';

const { anchor } = seal([new TestNode().measure(START_MS)]);
const NOTHING: Hex = `0x${'00'.repeat(32)}`;

interface World {
  chainId: number;
  slot: Hex;
  block: { number: number; timestampMs: number; transactions: Hex[] } | undefined;
}

const world: World = {
  chainId: CHAIN_ID,
  slot: anchorSlotOf(anchor),
  block: { number: anchor.blockNumber, timestampMs: anchor.blockTime, transactions: [anchor.txHash as Hex] },
};

function ask(record: AnchorRecord = anchor, other: Partial<World> = {}) {
  const { chainId, slot, block } = { ...world, ...other };
  const chain = { chainId: async () => chainId, anchorSlot: async () => slot, block: async () => block };
  return createAnchorCheck(chain, { chainId: CHAIN_ID, anchorContract: CONTRACT })(record);
}

test('confirmed where contract and block hold what the record says', async () => {
  assert.deepEqual(await ask(), { answer: 'confirmed' });
});

test('refused where the contract holds something else: each of the five counts', async () => {
  const others = {
    index: 9,
    root: `0x${'ab'.repeat(32)}`,
    count: 2,
    from: anchor.from - 1,
    to: anchor.to + 1,
  };
  for (const [name, value] of Object.entries(others)) {
    const answer = await ask({ ...anchor, [name]: value });
    assert.equal(answer.answer === 'refused' && answer.reason, 'anchor-mismatch', name);
  }
});

test('refused where the block is another, at another time or without the transaction', async () => {
  const others = { blockNumber: 1, blockTime: anchor.blockTime + 1, txHash: `0x${'cd'.repeat(32)}` };
  for (const [name, value] of Object.entries(others)) {
    const answer = await ask({ ...anchor, [name]: value });
    assert.equal(answer.answer === 'refused' && answer.reason, 'anchor-mismatch', name);
  }
});

test('refused where the record names another chain or contract', async () => {
  for (const other of [{ chainId: 1 }, { contract: `0x${'99'.repeat(20)}` }]) {
    const answer = await ask({ ...anchor, ...other });
    assert.equal(answer.answer === 'refused' && answer.reason, 'wrong-contract');
  }
});

test('later where time can change the answer', async () => {
  const reachable = async (other: Partial<World>) => {
    const answer = await ask(anchor, other);
    return answer.answer === 'later' && answer.reachable;
  };
  assert.equal(await reachable({ slot: NOTHING }), true, 'nothing there yet, or forgotten');
  assert.equal(await reachable({ block: undefined }), true, 'anchored again in another block');
  assert.equal(await reachable({ chainId: 5 }), false, 'the node is on another chain');
  const silent = {
    chainId: () => Promise.reject(new Error('refused')),
    anchorSlot: async () => NOTHING,
    block: async () => undefined,
  };
  const answer = await createAnchorCheck(silent, { chainId: CHAIN_ID, anchorContract: CONTRACT })(anchor);
  assert.deepEqual(answer, { answer: 'later', reachable: false, detail: 'refused' });
});
