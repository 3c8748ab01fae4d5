import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parseProofFile } from '@access-layer/core/proof';
import { proofTexts } from './proof-texts.ts';
import { treePath } from './tree-path.ts';

const file = new URL('../../../docs/life-of-a-reading/reading.proof.json', import.meta.url);
const text = readFileSync(file, 'utf8');
const line = JSON.stringify(JSON.parse(text));

test('a proof file, lines of them, a list and a page of the API are all taken apart', () => {
  assert.deepEqual(proofTexts('a', text), [{ name: 'a', text }]);
  assert.deepEqual(
    proofTexts('a', `${line}\n${line}\n`).map(({ name }) => name),
    ['a 1', 'a 2'],
  );
  assert.equal(proofTexts('a', `[${line},${line}]`).length, 2);
  assert.equal(proofTexts('a', `{"pod":"x","proofs":[${line}]}`)[0]!.text, line);
});

test('what is none of these is left for the verifier to name', () => {
  for (const content of ['', 'no JSON', '42', '"text"', 'a\nb'])
    assert.deepEqual(proofTexts('a', content), [{ name: 'a', text: content }]);
});

test('the path leads from the packet to the root of the batch, and elsewhere once a byte is changed', () => {
  const parsed = parseProofFile(text);
  assert.ok(parsed.ok);
  const { proof } = parsed;
  const path = treePath(proof);
  assert.equal(path.reached, proof.batch.root);
  assert.equal(path.steps.length, proof.batch.proof.length);
  assert.equal(path.steps[0]?.node ?? path.reached, path.leaf);
  const changed = { ...proof, leaf: { ...proof.leaf, receivedAt: proof.leaf.receivedAt + 1 } };
  assert.notEqual(treePath(changed).reached, proof.batch.root);
});
