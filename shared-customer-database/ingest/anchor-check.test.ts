import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anchorSlotOf } from '@access-layer/core/anchor-slot';
import type { Hex } from '@access-layer/core/bytes';
import type { AnchorRecord } from '@access-layer/core/record';
import type { Anchoring } from '@access-layer/core/verify';
import { CHAIN_ID, CONTRACT, START_MS, seal, TestNode } from '../test/test-records.ts';
import { createAnchorCheck } from './anchor-check.ts';

const { anchor } = seal([new TestNode().measure(START_MS)]);
const NOTHING: Hex = `0x${'00'.repeat(32)}`;

interface World {
  chainId: number;
  slot: Hex;
  anchoring: Anchoring | undefined;
}

const world: World = {
  chainId: CHAIN_ID,
  slot: anchorSlotOf(anchor),
  anchoring: {
    blockNumber: anchor.blockNumber,
    blockHash: anchor.blockHash as Hex,
    blockTimeMs: anchor.blockTime,
    anchored: [anchor],
  },
};

function ask(record: AnchorRecord = anchor, other: Partial<World> = {}) {
  const { chainId, slot, anchoring } = { ...world, ...other };
  const chain = {
    chainId: async () => chainId,
    anchorSlot: async () => slot,
    anchoring: async () => anchoring,
  };
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

test('refused where the transaction is in another block, at another time, or anchored something else', async () => {
  const others = { blockNumber: 1, blockTime: anchor.blockTime + 1, blockHash: `0x${'cd'.repeat(32)}` };
  for (const [name, value] of Object.entries(others)) {
    const answer = await ask({ ...anchor, [name]: value });
    assert.equal(answer.answer === 'refused' && answer.reason, 'anchor-mismatch', name);
  }
  const silent = [
    [],
    [{ ...anchor, index: anchor.index + 1 }],
    [{ ...anchor, anchorer: `0x${'ef'.repeat(20)}` }],
  ];
  for (const anchored of silent) {
    const answer = await ask(anchor, { anchoring: { ...world.anchoring!, anchored } });
    assert.equal(answer.answer === 'refused' && answer.reason, 'anchor-mismatch');
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
  assert.equal(await reachable({ anchoring: undefined }), true, 'anchored again in another block');
  assert.equal(await reachable({ chainId: 5 }), false, 'the node is on another chain');
  const silent = {
    chainId: () => Promise.reject(new Error('refused')),
    anchorSlot: async () => NOTHING,
    anchoring: async () => undefined,
  };
  const answer = await createAnchorCheck(silent, { chainId: CHAIN_ID, anchorContract: CONTRACT })(anchor);
  assert.deepEqual(answer, { answer: 'later', reachable: false, detail: 'refused' });
});
