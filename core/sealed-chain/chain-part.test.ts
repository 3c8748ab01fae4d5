import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fromHex } from '../bytes.ts';
import { keccak256 } from '../keccak.ts';
import type { NetworkFile } from '../network.ts';
import type { ProofFile } from '../proof.ts';
import { readVectors } from '../vectors.test-input.ts';
import { type Verification, verifyProof, verifyProofFile } from '../verify.ts';
import { parseHeader } from './block-header.ts';
import { createValidatorFollower } from './follow-validators.ts';
import { quorumOf } from './qbft-seals.ts';
import { readTrie } from './trie-proof.ts';

const [{ network, proof }] = readVectors<[{ network: NetworkFile; proof: ProofFile }]>('sealed-proofs');
const { chain } = proof;

function resultOf({ checks }: Verification, name: string): string {
  return checks.find((check) => check.name === name)!.result;
}

test('a proof from a QBFT chain is verified with nobody asked', async () => {
  const verification = await verifyProof(proof, network);
  assert.equal(verification.outcome, 'verified', JSON.stringify(verification, null, 1));
  assert.deepEqual(verification.warnings, []);
});

test('a changed bit anywhere in the file is never verified, over 1,000 random changes', async () => {
  const text = JSON.stringify(proof);
  await fc.assert(
    fc.asyncProperty(fc.nat(text.length - 1), fc.integer({ min: 0, max: 6 }), async (at, bit) => {
      const changed =
        text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ (1 << bit)) + text.slice(at + 1);
      const { outcome } = await verifyProofFile(changed, network);
      // The hash of the transaction is for people: the state of the block holds the batch, whichever brought it.
      const where = text.lastIndexOf('"txHash"', at);
      if (where >= 0 && at < where + 79 && outcome === 'verified') return;
      assert.notEqual(outcome, 'verified', `bit ${bit} at ${at}`);
    }),
    { numRuns: 1000 },
  );
});

test('seals of strangers, and of too few, make no block final', async () => {
  const { addresses } = network.validators[0]!;
  const pinned = (list: string[]): NetworkFile => ({
    ...network,
    validators: [{ fromBlock: 0, addresses: list }],
  });
  const stranger = (n: number) => `0x${n.toString(16).padStart(40, '0')}`;
  const diluted = await verifyProof(proof, pinned([...addresses, stranger(1), stranger(2), stranger(3)]));
  assert.equal(resultOf(diluted, 'finality'), 'fail');
  assert.equal(resultOf(diluted, 'anchor'), 'not-checked');
  const later: NetworkFile = { ...network, validators: [{ fromBlock: 1_000_000, addresses }] };
  const unknown = await verifyProof(proof, later);
  assert.match(unknown.checks.at(-1)!.reason, /network advance/);
});

test('two thirds of the validators, rounded up', () => {
  assert.deepEqual([1, 2, 3, 4, 5, 6, 7, 10].map(quorumOf), [1, 2, 2, 3, 4, 4, 5, 7]);
});

test('a trie proves what it does not hold, and nothing is proven by missing or foreign nodes', () => {
  const root = parseHeader(chain!.header)!.stateRoot;
  const { accountProof } = chain!.anchor;
  assert.ok(readTrie(root, fromHex(network.anchorContract), accountProof).ok);
  const other = readTrie(root, fromHex(network.registry), accountProof);
  assert.ok(!other.ok || other.value === undefined);
  assert.equal(readTrie(root, fromHex(network.anchorContract), accountProof.slice(0, -1)).ok, false);
  assert.equal(readTrie(root, fromHex(network.anchorContract), [...accountProof, '0x80']).ok, false);
  assert.deepEqual(readTrie(keccak256(Uint8Array.of(0x80)), new Uint8Array(20), []), {
    ok: true,
    value: undefined,
  });
});

test('whatever stands where nodes and headers should, the answer is a value', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), fc.array(fc.string({ maxLength: 80 })), (bytes, texts) => {
      readTrie(keccak256(bytes), bytes, texts);
      parseHeader(texts[0]);
      parseHeader(`0x${Buffer.from(bytes).toString('hex')}`);
      assert.equal(createValidatorFollower(network, 0).offer(texts[0]).ok, false);
    }),
  );
});
