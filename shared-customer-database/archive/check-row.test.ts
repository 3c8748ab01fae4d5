import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leafOf } from '@access-layer/core/leaf';
import { buildTree, rootOf } from '@access-layer/core/merkle';
import type { AnchorRecord } from '@access-layer/core/record';
import { ANCHORER, CONTRACT } from '../test/test-records.ts';
import { RULES } from './archive.test-input.ts';
import { checkBatches } from './check-batches.ts';
import { checkRow } from './check-row.ts';

const HASH = `0x${'ab'.repeat(32)}` as const;
const CAPITAL = HASH.replace('b', 'B') as typeof HASH;
const tree = buildTree([leafOf(HASH, 1)]);
const anchor = {
  ...{ anchorer: ANCHORER, index: 0, root: rootOf(tree), count: 1, from: 1, to: 1, chainId: 1 },
  ...{ contract: CONTRACT, txHash: HASH, blockNumber: 1, blockHash: HASH, blockTime: 1 },
} satisfies AnchorRecord;
const batch = { anchor, complete: true, tree };
const row = {
  ...{ node: 'node-1', seq: 0, payloadHash: HASH, messageHash: HASH, receivedAtMs: 1, content: undefined },
  ...{ anchorer: ANCHORER, batch: 0, leafIndex: 0 },
};

test('one bit that makes a letter of a hash a capital is told, and stops nothing', async () => {
  const check = (messageHash: typeof HASH) =>
    checkRow({ ...row, messageHash }, batch, { rules: RULES, day: '2026-02-01' });
  assert.equal(check(HASH).ok, true);
  assert.deepEqual(check(CAPITAL), { ok: false, reason: 'malformed', detail: `"${CAPITAL}" is no hash` });

  const asked: string[] = [];
  const faultsOf = async (changed: Partial<AnchorRecord>) => {
    const batches = new Map([['b', { ...batch, anchor: { ...anchor, ...changed } }]]);
    const { faults } = await checkBatches(batches, async ({ txHash }) => {
      asked.push(txHash);
      return { answer: 'confirmed' };
    });
    return faults.map(({ detail }) => detail);
  };
  assert.deepEqual(await faultsOf({}), []);
  assert.match((await faultsOf({ txHash: CAPITAL })).join(), /0xaB.* is no hexadecimal/);
  assert.deepEqual(asked, [HASH], 'the chain is asked about no nonsense');
});
