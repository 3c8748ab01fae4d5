import assert from 'node:assert/strict';
import { randomBytes, randomInt } from 'node:crypto';
import { test } from 'node:test';
import { type Hex, toHex } from '@access-layer/core/bytes';
import { installKeccak256 } from '@access-layer/core/keccak';
import { buildTree, proofOf, rootOf, verifyProof } from '@access-layer/core/merkle';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { createProofCheck } from './proof-check.ts';

function batchOf(count: number) {
  const leaves = Array.from({ length: count }, () => new Uint8Array(randomBytes(32)));
  const tree = buildTree(leaves);
  return { leaves, root: rootOf(tree), count, proofs: leaves.map((_, i) => proofOf(tree, i)) };
}

test('answers as core does, whatever came before: right proofs, and wrong ones in every place', () => {
  const batches = [1, 2, 3, 5, 8, 13, 100].map(batchOf);
  const check = createProofCheck();
  const seen = { true: 0, false: 0 };
  for (let i = 0; i < 4000; i++) {
    const { leaves, root, count, proofs } = batches[randomInt(batches.length)]!;
    const leafIndex = randomInt(count);
    const proof = [...proofs[leafIndex]!];
    let [leaf, claimedRoot, place] = [leaves[leafIndex]!, root, { leafIndex, count }];
    const fault = randomInt(8);
    if (fault === 0 && proof.length > 0) proof[randomInt(proof.length)] = toHex(randomBytes(32));
    if (fault === 1) leaf = leaves[randomInt(count)]!;
    if (fault === 2) claimedRoot = batches[randomInt(batches.length)]!.root;
    if (fault === 3) place = { leafIndex: randomInt(count + 2) - 1, count: count + randomInt(3) };
    if (fault === 4) proof.splice(randomInt(proof.length + 1), 1);
    if (fault === 5) proof.push(toHex(randomBytes(32)));
    const expected = verifyProof(leaf, proof, claimedRoot, place);
    assert.equal(check(leaf, proof, claimedRoot, place), expected, JSON.stringify({ fault, place }));
    seen[`${expected}`]++;
  }
  assert.ok(seen.true > 1000 && seen.false > 1000, JSON.stringify(seen));
});

test('a right node with one changed sibling above it is refused', () => {
  const { leaves, root, count, proofs } = batchOf(64);
  const check = createProofCheck();
  assert.ok(check(leaves[0]!, proofs[0]!, root, { leafIndex: 0, count }));
  for (let level = 0; level < 6; level++) {
    const proof = proofs[1]!.with(level, `0x${'ab'.repeat(32)}` as Hex);
    assert.equal(check(leaves[1]!, proof, root, { leafIndex: 1, count }), false, `level ${level}`);
  }
  assert.ok(check(leaves[1]!, proofs[1]!, root, { leafIndex: 1, count }));
});

test('neighbours cost about two hashes each, not one for each level', (t) => {
  const { leaves, root, count, proofs } = batchOf(4096);
  const check = createProofCheck();
  let hashes = 0;
  const original = keccak_256;
  installKeccak256((bytes) => {
    hashes++;
    return original(bytes);
  });
  t.after(() => installKeccak256(original));
  for (const [i, leaf] of leaves.entries()) assert.ok(check(leaf, proofs[i]!, root, { leafIndex: i, count }));
  t.diagnostic(`${(hashes / count).toFixed(2)} hashes a leaf of ${count}`);
  assert.ok(hashes < 2.1 * count, `${hashes} hashes`);
});
