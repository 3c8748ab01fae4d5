import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { anchorSlotOf, type BatchHead } from '@access-layer/core/anchor-slot';
import { LISTED as NOTHING, newSalt as newRoot } from '@access-layer/core/commitment';
import {
  ANCHOR_GAS,
  type AnchorClient,
  type AnchorReceipt,
  createAnchorClient,
  signAnchorTransaction,
} from './anchor.ts';
import { createChainClient } from './chain-client.ts';
import { waitForReceipt } from './receipt.ts';
import { newAccount, type TestAccount, type TestChain } from './test-chain.ts';

/** What the batch anchor does, on any chain; `concurrency` where its tests may run beside each other. */
export function batchAnchorConformance(
  name: string,
  start: (network: string) => Promise<TestChain>,
  concurrency = 1,
): void {
  describe(`batch anchor on ${name}`, { concurrency }, () => {
    let chain: TestChain;
    let client: AnchorClient;

    before(async () => {
      chain = await start('test-1');
      client = createAnchorClient({ ...chain, address: chain.anchorContract });
    });
    after(() => chain.close());

    async function anchor(account: TestAccount, head: BatchHead): Promise<AnchorReceipt> {
      const nonce = await client.minedNonce(account.address);
      const { chainId, anchorContract: address } = chain;
      const { raw, hash } = await signAnchorTransaction({ address, chainId, nonce, head }, account);
      assert.deepEqual(await client.sendRaw(raw), { ok: true, hash, known: false });
      await waitForReceipt(createChainClient(chain), hash, { what: 'anchor', timeoutMs: 60_000 });
      return (await client.receipt(hash))!;
    }

    const head = (index: number, changes: Partial<BatchHead> = {}): BatchHead => ({
      ...{ index, root: newRoot(), count: 100 },
      ...{ from: 1_700_000_000_000 + index * 5000, to: 1_700_000_004_999 + index * 5000 },
      ...changes,
    });

    async function stateOf(account: TestAccount, index: number) {
      const { address } = account;
      return [
        await client.nextIndex(address),
        await client.lastTo(address),
        await client.slot(address, index),
      ];
    }

    test('an anchorer’s next batch is kept as one hash of its five', async () => {
      const account = await chain.newAnchorer();
      assert.deepEqual(await stateOf(account, 0), [0, 0, NOTHING]);
      for (const batch of [head(0), head(1), head(2)]) {
        const receipt = await anchor(account, batch);
        assert.equal(receipt.status, 'success');
        assert.deepEqual(receipt.events, [{ type: 'anchored', anchorer: account.address, ...batch }]);
        assert.deepEqual(await stateOf(account, batch.index), [
          batch.index + 1,
          batch.to,
          anchorSlotOf(batch),
        ]);
      }
    });

    test('nobody without the role anchors', async () => {
      const stranger = newAccount();
      const receipt = await anchor(stranger, head(0));
      assert.equal(receipt.status, 'reverted');
      assert.deepEqual(receipt.events, []);
      assert.deepEqual(await stateOf(stranger, 0), [0, 0, NOTHING]);
    });

    test('a repeat of all five is ignored without a word', async () => {
      const account = await chain.newAnchorer();
      const [first, second] = [head(0), head(1)];
      await anchor(account, first);
      await anchor(account, second);
      const before = await stateOf(account, 0);
      for (const batch of [first, second]) {
        const receipt = await anchor(account, batch);
        assert.deepEqual([receipt.status, receipt.events], ['success', []]);
      }
      assert.deepEqual(await stateOf(account, 0), before);
    });

    test('what cannot be accepted is answered with a reason, never reverts and changes nothing', async () => {
      const account = await chain.newAnchorer();
      const [first, second] = [head(0), head(1)];
      await anchor(account, first);
      await anchor(account, second);
      const before = [await stateOf(account, 0), await stateOf(account, 1), await stateOf(account, 2)];
      const max = Number.MAX_SAFE_INTEGER;
      const refused: [BatchHead, string][] = [
        [{ ...first, root: newRoot() }, 'conflict'],
        [{ ...second, count: second.count + 1 }, 'conflict'],
        [{ ...second, to: second.to + 1 }, 'conflict'],
        [{ ...first, count: 0, from: 1, to: 0 }, 'conflict'],
        [head(3), 'index-too-high'],
        [head(max, { from: 1, to: 2 }), 'index-too-high'],
        [head(2, { count: 0 }), 'empty'],
        [head(2, { from: second.to + 2, to: second.to + 1 }), 'from-after-to'],
        [head(2, { from: second.to - 1 }), 'from-before-previous-to'],
        [head(2, { from: 0, to: 0 }), 'from-before-previous-to'],
      ];
      for (const [batch, reason] of refused) {
        const { status, events } = await anchor(account, batch);
        const { index, root } = batch;
        assert.equal(status, 'success', reason);
        assert.deepEqual(events, [{ type: 'refused', anchorer: account.address, index, root, reason }]);
      }
      assert.deepEqual(
        [await stateOf(account, 0), await stateOf(account, 1), await stateOf(account, 2)],
        before,
      );
      const next = head(2, { from: second.to, to: second.to });
      assert.equal(
        (await anchor(account, next)).events[0]?.type,
        'anchored',
        'it may begin where the last ended',
      );
    });

    test('anchorers count apart', async () => {
      const [one, two] = [await chain.newAnchorer(), await chain.newAnchorer()];
      const batch = head(0);
      await anchor(one, batch);
      const { events } = await anchor(two, { ...batch, root: newRoot() });
      assert.equal(events[0]?.type, 'anchored');
      assert.equal(await client.slot(one.address, 0), anchorSlotOf(batch));
    });

    test('gas does not depend on how many leaves a batch has', async () => {
      const account = await chain.newAnchorer();
      const root = `0x${'ab'.repeat(32)}`;
      const first = await anchor(account, head(0, { root }));
      const gasOf = async (index: number, count: number) =>
        (await anchor(account, head(index, { root, count }))).gasUsed;
      // Call data costs 16 gas for a byte that is not zero and 4 for one that is: the counts have as many bytes each.
      const [small, large] = [await gasOf(1, 1), await gasOf(2, 255)];
      assert.equal(small, large);
      const huge = await gasOf(3, 0xff_ff_ff_ff);
      assert.equal(huge - small, 3 * 12, 'three more bytes of call data');
      assert.ok(first.gasUsed < ANCHOR_GAS && first.gasUsed > huge, `${first.gasUsed}`);
      console.log(`gas: first batch ${first.gasUsed}, each later one ${small}`);
    });

    test('what a node says against a transaction is a value', async () => {
      const account = newAccount();
      const { chainId, anchorContract: address } = chain;
      const tooMuchGas = { address, chainId, nonce: 0, head: head(0), gas: 1_000_000_000 };
      const { raw } = await signAnchorTransaction(tooMuchGas, account);
      const refused = await client.sendRaw(raw);
      assert.ok(!refused.ok && refused.reason === 'refused', JSON.stringify(refused));
      const nobody = createAnchorClient({ rpcUrl: 'http://127.0.0.1:9', address });
      const lost = await nobody.sendRaw(raw);
      assert.ok(!lost.ok && lost.reason === 'unreachable', JSON.stringify(lost));
      await assert.rejects(nobody.nextIndex(account.address), { code: 'CHAIN_UNREACHABLE', retryable: true });
    });

    test('a node that never answers is given up at the deadline', async (t) => {
      const { createServer } = await import('node:net');
      const silent = createServer(() => undefined).listen(0, '127.0.0.1');
      t.after(() => silent.close());
      const { promise: listening, resolve } = Promise.withResolvers<void>();
      silent.once('listening', resolve);
      await listening;
      const { port } = silent.address() as { port: number };
      const waiting = createAnchorClient({
        rpcUrl: `http://127.0.0.1:${port}`,
        address: chain.anchorContract,
        timeoutMs: 100,
      });
      await assert.rejects(waiting.nextIndex(chain.anchorer.address), {
        code: 'CHAIN_TIMEOUT',
        retryable: true,
      });
      const lost = await waiting.sendRaw('0x00');
      assert.ok(!lost.ok && lost.reason === 'unreachable');
    });
  });
}
