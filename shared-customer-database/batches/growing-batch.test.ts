import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Hex } from '@access-layer/core/bytes';
import { leafOf } from '@access-layer/core/leaf';
import { buildTree, proofOf, rootOf } from '@access-layer/core/merkle';
import type { VerifiedLeaf } from '../ingest/verified-record.ts';
import { hexOf } from '../sql-hex.ts';
import { BatchReader } from './batch-reader.ts';
import { Batches } from './batches.ts';

const COUNT = 70;
const leaves = Array.from({ length: COUNT }, (_, i) => {
  return leafOf(`0x${(i + 1).toString(16).padStart(64, '0')}`, i);
});
const tree = buildTree(leaves);
const batch = { anchorer: `0x${'ab'.repeat(20)}` as Hex, index: 0, root: rootOf(tree), count: COUNT };

function leafAt(leafIndex: number): VerifiedLeaf {
  const siblings = proofOf(tree, leafIndex).map((node) => node.slice(2));
  const place = { ...batch, leafIndex };
  const leaf = hexOf(leaves[leafIndex]!);
  return { leaf, siblings: `0x${siblings.join('')}`, receivedAtMs: leafIndex, batch: place } as VerifiedLeaf;
}

test('every leaf has its proof at once, in whatever order leaves come, and the same when the batch is complete', (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'batches-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const file = join(dir, 'batches.db');
  const batches = new Batches(file);
  const reader = new BatchReader(file);
  const there = new Set<number>();
  const add = (...indexes: number[]) => {
    const records = indexes.map(leafAt);
    assert.deepEqual(batches.addLeaves(records, new Set(records)), []);
    for (const index of indexes) there.add(index);
    for (let leafIndex = 0; leafIndex < COUNT; leafIndex++) {
      const proof = there.has(leafIndex) ? proofOf(tree, leafIndex) : undefined;
      if (there.size < COUNT)
        assert.deepEqual(reader.proofOf({ ...batch, leafIndex }), proof, `${leafIndex}`);
      else assert.deepEqual(reader.proofOf({ ...batch, leafIndex }), proofOf(tree, leafIndex));
    }
  };
  const upTo = (from: number, until: number) => Array.from({ length: until - from }, (_, i) => from + i);
  add(5, 3, 9);
  add(0, 2, 4, 6);
  add(3, 4, 10, 11, 12);
  add(...upTo(20, 68));
  assert.equal(reader.counts().complete, 0);
  add(...upTo(0, COUNT));
  assert.deepEqual([reader.counts().complete, reader.counts().open], [1, 0]);
  reader.close();
  batches.close();
});
