import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Hex } from '@access-layer/core/bytes';
import { newSalt } from '@access-layer/core/commitment';
import { parseTransaction, recoverTransactionAddress, type TransactionSerializedLegacy } from 'viem';
import { encodeAnchor } from './anchor.ts';
import type { Signer, UnsignedTransaction } from './signer.ts';

export interface SignerUnderTest {
  signer: Signer;
  chainId: number;
  /** A contract whose `anchor` it signs. */
  contract: Hex;
  /** Whether it signs deployments too. */
  deploys: boolean;
}

/** What every signer must do; each runs this suite. */
export function signerConformance(name: string, prepare: () => Promise<SignerUnderTest>): void {
  describe(`signer ${name}`, () => {
    const call = ({ chainId, contract }: SignerUnderTest, nonce: number): UnsignedTransaction => ({
      ...{ type: 'legacy', chainId, nonce, to: contract, gas: 150_000n, gasPrice: 0n },
      data: encodeAnchor({ index: nonce, root: newSalt(), count: 1, from: 1, to: 2 }),
    });

    test('answers this transaction of its account, and no other', async () => {
      const under = await prepare();
      const { address } = under.signer;
      assert.equal(address, address.toLowerCase());
      for (const nonce of [0, 1, 127, 128, 4_294_967_296]) {
        const asked = call(under, nonce);
        await assertSigned(await under.signer.signTransaction(asked), asked, address);
      }
      for (const change of [{ gasPrice: 1_000_000_000n }, { gas: 8_000_000n }]) {
        const asked = { ...call(under, 3), ...change };
        await assertSigned(await under.signer.signTransaction(asked), asked, address);
      }
    });

    test('answers each of many that are asked at once', async () => {
      const under = await prepare();
      const asked = Array.from({ length: 8 }, (_, nonce) => call(under, nonce));
      const raws = await Promise.all(asked.map((transaction) => under.signer.signTransaction(transaction)));
      for (const [i, raw] of raws.entries()) await assertSigned(raw, asked[i]!, under.signer.address);
    });

    test('signs a deployment where it may', async () => {
      const under = await prepare();
      const asked = { ...call(under, 0), to: undefined, data: `0x${'60'.repeat(9000)}` as const };
      const answer = under.signer.signTransaction(asked);
      if (under.deploys) await assertSigned(await answer, asked, under.signer.address);
      else await assert.rejects(answer, { code: 'SIGNER_REFUSED', retryable: false });
    });
  });
}

async function assertSigned(raw: Hex, asked: UnsignedTransaction, address: Hex): Promise<void> {
  const { chainId, nonce = 0, to, data, gas, gasPrice = 0n, value = 0n } = parseTransaction(raw);
  const { type: _, to: wanted, ...rest } = asked;
  assert.deepEqual({ chainId, nonce, data, gas, gasPrice }, rest);
  assert.deepEqual([to?.toLowerCase(), value], [wanted?.toLowerCase(), 0n]);
  const serializedTransaction = raw as TransactionSerializedLegacy;
  assert.equal((await recoverTransactionAddress({ serializedTransaction })).toLowerCase(), address);
}
