import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SimpleMerkleTree, StandardMerkleTree } from '@openzeppelin/merkle-tree';
import fc from 'fast-check';
import { encodeAbiParameters, keccak256 as viemKeccak256 } from 'viem';
import { fromHex, type Hex, toHex, toUtf8 } from './bytes.ts';
import { keccak256 } from './keccak.ts';
import { leafOf } from './leaf.ts';
import { buildTree, leafCount, proofOf, rootOf, verifyProof } from './merkle.ts';
import { readVectors } from './vectors.test-input.ts';

interface TreeVector {
  count: number;
  root: Hex;
  proofs: { leafIndex: number; leaf: Hex; proof: Hex[] }[];
}

const leafNumber = (index: number) => keccak256(toUtf8(`leaf ${index}`));
const leaves = (count: number) => Array.from({ length: count }, (_, index) => leafNumber(index));

for (const { count, root, proofs } of readVectors<TreeVector[]>('trees')) {
  test(`golden tree of ${count}, as OpenZeppelin builds it`, () => {
    const tree = buildTree(leaves(count));
    const reference = SimpleMerkleTree.of(leaves(count).map(toHex), { sortLeaves: false });
    assert.equal(rootOf(tree), root);
    assert.equal(reference.root, root);
    assert.equal(leafCount(tree), count);
    for (const { leafIndex, leaf, proof } of proofs) {
      assert.deepEqual(proofOf(tree, leafIndex), proof);
      assert.deepEqual(reference.getProof(leafIndex), proof);
      assert.ok(verifyProof(fromHex(leaf), proof, root, { leafIndex, count }));
    }
  });
}

test('golden leaves are those of a StandardMerkleTree of (bytes32, uint64)', () => {
  const vectors = readVectors<{ messageHash: Hex; receivedAt: number; leaf: Hex }[]>('leaves');
  const rows = vectors.map(({ messageHash, receivedAt }) => [messageHash, String(receivedAt)]);
  const reference = StandardMerkleTree.of(rows, ['bytes32', 'uint64'], { sortLeaves: false });
  vectors.forEach(({ messageHash, receivedAt, leaf }, index) => {
    assert.equal(toHex(leafOf(messageHash, receivedAt)), leaf);
    assert.equal(reference.leafHash(rows[index]!), leaf);
    const encoded = encodeAbiParameters(
      [{ type: 'bytes32' }, { type: 'uint64' }],
      [messageHash, BigInt(receivedAt)],
    );
    assert.equal(viemKeccak256(viemKeccak256(encoded)), leaf);
  });
  assert.equal(rootOf(buildTree(vectors.map(({ leaf }) => fromHex(leaf)))), reference.root);
});

test('every leaf of every tree has a proof, of the one length that its place allows', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 80 }), fc.nat(), (count, any) => {
      const tree = buildTree(leaves(count));
      const leafIndex = any % count;
      const proof = proofOf(tree, leafIndex);
      const at = { leafIndex, count };
      assert.ok(verifyProof(leafNumber(leafIndex), proof, rootOf(tree), at));
      assert.ok(!verifyProof(leafNumber(count), proof, rootOf(tree), at), 'a leaf that is not in the tree');
      assert.ok(!verifyProof(leafNumber(leafIndex), [...proof, rootOf(tree)], rootOf(tree), at), 'too long');
      if (proof.length > 0) {
        assert.ok(!verifyProof(leafNumber(leafIndex), proof.slice(1), rootOf(tree), at), 'too short');
      }
      assert.ok(
        !verifyProof(leafNumber(leafIndex), proof, rootOf(tree), { leafIndex: count, count }),
        'outside',
      );
    }),
  );
});

test('an inner node does not pass for a leaf', () => {
  const tree = buildTree(leaves(4));
  const inner = tree.subarray(32, 64);
  const root = rootOf(tree);
  for (let leafIndex = 0; leafIndex < 4; leafIndex++) {
    assert.ok(!verifyProof(inner, [toHex(tree.subarray(64, 96))], root, { leafIndex, count: 4 }));
  }
});

test('an empty tree is refused', () => {
  assert.throws(() => buildTree([]), RangeError);
});
