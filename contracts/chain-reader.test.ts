import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { anchorSlotOf } from '@access-layer/core/anchor-slot';
import { LISTED as NOTHING, newSalt } from '@access-layer/core/commitment';
import { createAnchorClient, signAnchorTransaction } from './anchor.ts';
import { createChainReader } from './chain-reader.ts';
import { waitForReceipt } from './receipt.ts';
import { newAccount, startTestChain, type TestChain } from './test-chain.ts';

let chain: TestChain;
before(async () => {
  chain = await startTestChain();
});
after(() => chain.close());

test('a verifier reads the chain, the binding, the batch and the transaction that anchored it', async () => {
  const reader = createChainReader(chain);
  assert.equal(await reader.chainId(), chain.chainId);
  assert.equal(await reader.genesisHash(), chain.anvil.genesisHash);

  const [key, commitment] = [newAccount().address, newSalt()];
  await chain.asDso.bind(key, commitment, 0);
  const now = await chain.nowMs();
  assert.deepEqual(
    await reader.bindingAt(key, commitment, now),
    await chain.asDso.bindingAt(key, commitment, now),
  );
  assert.equal((await reader.bindingAt(key, commitment, now)).valid, true);

  const { address } = chain.anchorer;
  const head = { index: 0, root: newSalt(), count: 3, from: 1, to: 2 };
  assert.equal(await reader.anchorSlot(address, 0), NOTHING);
  const transaction = { address: chain.anchorContract, chainId: chain.chainId, nonce: 0, head };
  const { raw, hash } = await signAnchorTransaction(transaction, chain.anchorer);
  await createAnchorClient({ ...chain, address: chain.anchorContract }).sendRaw(raw);
  const receipt = await waitForReceipt(chain.client, hash, { what: 'anchor', timeoutMs: 10_000 });
  assert.equal(await reader.anchorSlot(address, 0), anchorSlotOf(head));
  const anchoring = await reader.anchoring(hash);
  assert.equal(anchoring?.blockNumber, receipt.blockNumber);
  assert.equal(anchoring?.blockHash, receipt.blockHash);
  assert.deepEqual(anchoring?.anchored, [{ type: 'anchored', anchorer: address, ...head }]);
  assert.equal(await reader.anchoring(newSalt()), undefined);

  const repeat = await signAnchorTransaction({ ...transaction, nonce: 1 }, chain.anchorer);
  const anchors = createAnchorClient({ ...chain, address: chain.anchorContract });
  await anchors.sendRaw(repeat.raw);
  await waitForReceipt(chain.client, repeat.hash, { what: 'anchor again', timeoutMs: 10_000 });
  assert.deepEqual((await reader.anchoring(repeat.hash))?.anchored, [], 'a repeat anchors nothing');
  assert.equal(await anchors.anchoredIn(address, 0), hash);
  assert.equal(await anchors.anchoredIn(address, 1), null);
});

test('a node that does not answer is an error that may be tried again', async () => {
  const reader = createChainReader({ ...chain, rpcUrl: 'http://127.0.0.1:9' });
  await assert.rejects(reader.chainId(), { code: 'CHAIN_UNREACHABLE', retryable: true });
  await assert.rejects(reader.genesisHash(), { code: 'CHAIN_UNREACHABLE' });
});
