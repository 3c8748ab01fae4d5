import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Hex } from '@access-layer/core/bytes';
import { commitmentOf, newSalt } from '@access-layer/core/commitment';
import { leafOf } from '@access-layer/core/leaf';
import { buildTree, proofOf, rootOf } from '@access-layer/core/merkle';
import { encodeDeployData } from 'viem';
import { leafProofAbi as abi, leafProofBytecode } from './artifacts/leaf-proof.ts';
import type { TestChain } from './test-chain.ts';
import { createTransactor } from './transactor.ts';

/** What Solidity makes of our leaves, proofs and commitments, on any chain. */
export function leafProofConformance(name: string, start: (network: string) => Promise<TestChain>): void {
  describe(`leaves and proofs on ${name}`, () => {
    let chain: TestChain;
    let address: Hex;

    before(async () => {
      chain = await start('test-1');
      const transactor = createTransactor({ client: chain.client, account: chain.dso });
      const data = encodeDeployData({ abi, bytecode: leafProofBytecode });
      address = (await transactor.send({ what: 'deploy LeafProof', abi, data })).contractAddress!;
    });
    after(() => chain.close());

    function isIncluded(messageHash: Hex, receivedAt: number, root: Hex, proof: Hex[]): Promise<boolean> {
      const args = [messageHash, BigInt(receivedAt), root, proof] as const;
      return chain.client.readContract({ address, abi, functionName: 'isIncluded', args });
    }

    test('OpenZeppelin’s MerkleProof on a real EVM accepts our proofs and nothing else', async () => {
      for (const count of [1, 2, 3, 5, 8, 13]) {
        const messages = Array.from({ length: count }, (_, i) => ({
          hash: newSalt(),
          at: 1_760_000_000_000 + i,
        }));
        const tree = buildTree(messages.map(({ hash, at }) => leafOf(hash, at)));
        const root = rootOf(tree);
        for (const [i, { hash, at }] of messages.entries()) {
          const proof = proofOf(tree, i);
          assert.equal(await isIncluded(hash, at, root, proof), true, `leaf ${i} of ${count}`);
          assert.equal(await isIncluded(hash, at + 1, root, proof), false, 'another time of receipt');
          assert.equal(await isIncluded(newSalt(), at, root, proof), false, 'another message');
          assert.equal(await isIncluded(hash, at, root, [...proof, newSalt()]), false, 'a longer proof');
        }
      }
    });

    test('Solidity makes the same commitment of node, PoD, meter and salt', async () => {
      for (const node of ['ln-0001', '', 'a'.repeat(64), 'è un nodo di 33 byte, o di più…']) {
        const opening = { node, podCode: 'IT001E12345678', meterId: 'm-1', salt: newSalt() };
        const args = [opening.node, opening.podCode, opening.meterId, opening.salt] as const;
        const onChain = await chain.client.readContract({ address, abi, functionName: 'commitmentOf', args });
        assert.equal(commitmentOf(opening), onChain);
      }
    });
  });
}
