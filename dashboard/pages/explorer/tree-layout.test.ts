import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toHex } from '@access-layer/core/bytes';
import { buildTree, leafCount } from '@access-layer/core/merkle';
import { treeLayout } from './tree-layout.ts';

test('every node of a tree has a place, leaves by their number, each below its parent', () => {
  const leaves = Array.from({ length: 5 }, (_, index) => new Uint8Array(32).fill(index + 1));
  const tree = buildTree(leaves);
  const nodes = Array.from({ length: tree.length / 32 }, (_, i) => toHex(tree.subarray(32 * i, 32 * i + 32)));
  const placed = treeLayout(nodes, 10);
  assert.equal(placed.length, 2 * leafCount(tree) - 1);
  for (const [index, leaf] of leaves.entries())
    assert.equal(placed.find((node) => node.leaf === index)?.hash, toHex(leaf));
  for (const { parent, level, x } of placed) {
    assert.ok(x > 0 && x < 1);
    if (parent !== undefined)
      assert.equal(placed.find(({ position }) => position === parent)!.level, level - 1);
  }
  assert.equal(new Set(placed.map(({ x, level }) => `${level} ${x}`)).size, placed.length);
});

test('a wide tree is cut below some levels', () => {
  assert.equal(
    treeLayout(
      Array.from({ length: 1023 }, () => '0x'),
      4,
    ).length,
    15,
  );
});
