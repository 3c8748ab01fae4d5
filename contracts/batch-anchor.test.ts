import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { newSalt as newRoot } from '@access-layer/core/commitment';
import { type AnchorClient, createAnchorClient, signAnchorTransaction } from './anchor.ts';
import { batchAnchorConformance } from './batch-anchor.conformance.ts';
import { waitForReceipt } from './receipt.ts';
import { startTestChain, type TestChain } from './test-chain.ts';

batchAnchorConformance('Anvil', startTestChain);

// What follows needs a chain that can be held, and one that forgets.
let chain: TestChain;
let client: AnchorClient;
before(async () => {
  chain = await startTestChain();
  client = createAnchorClient({ rpcUrl: chain.rpcUrl, address: chain.anchorContract });
});
after(() => chain.close());

const head = (index: number) => ({ index, root: newRoot(), count: 100, from: 1, to: 2 });

test('the same transaction signed twice is the same bytes, and sent twice is anchored once', async () => {
  const account = await chain.newAnchorer();
  const { chainId, anchorContract: address } = chain;
  const transaction = { address, chainId, nonce: 0, head: head(0) };
  const { raw, hash } = await signAnchorTransaction(transaction, account);
  assert.deepEqual(await signAnchorTransaction(transaction, account), { raw, hash });
  await chain.rpc('evm_setAutomine', false);
  try {
    assert.equal(await client.receipt(hash), null);
    assert.deepEqual(await client.sendRaw(raw), { ok: true, hash, known: false });
    assert.deepEqual(await client.sendRaw(raw), { ok: true, hash, known: true });
    assert.equal(await client.receipt(hash), null);
    await chain.rpc('evm_mine');
  } finally {
    await chain.rpc('evm_setAutomine', true);
  }
  const again = await client.sendRaw(raw);
  assert.ok(!again.ok && again.reason === 'nonce-too-low', JSON.stringify(again));
  assert.equal((await client.receipt(hash))?.events[0]?.type, 'anchored');
  assert.equal(await client.minedNonce(account.address), 1);
  assert.equal(await client.nextIndex(account.address), 1);
});

test('a block is found by hash, by number, and not once the chain has dropped it', async () => {
  const snapshot = await chain.rpc('evm_snapshot');
  const { chainId, anchorContract: address, anchorer } = chain;
  const { raw, hash } = await signAnchorTransaction({ address, chainId, nonce: 0, head: head(0) }, anchorer);
  await client.sendRaw(raw);
  const { blockHash, blockNumber } = await waitForReceipt(chain.client, hash, {
    ...{ what: 'anchor', timeoutMs: 10_000 },
  });
  const block = await client.block(blockHash);
  assert.deepEqual(block, await client.block(blockNumber));
  assert.equal(block?.transactions.length, 1);
  assert.ok(Math.abs(block!.timestampMs - Date.now()) < 3_600_000, 'milliseconds');
  await chain.rpc('evm_revert', snapshot);
  await chain.rpc('evm_mine');
  assert.equal(await client.block(blockHash), null);
  assert.equal(await client.receipt(block!.transactions[0]!), null);
  assert.equal(await client.block(1_000_000), null);
});
