import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { encodeAbiParameters, keccak256, recoverMessageAddress } from 'viem';
import { anchorSlotOf, type BatchHead } from './anchor-slot.ts';
import { fromHex, type Hex, toHex } from './bytes.ts';
import { type BindingOpening, commitmentOf, rotationHash } from './commitment.ts';
import { readVectors } from './vectors.test-input.ts';

const shape = [{ type: 'string' }, { type: 'string' }, { type: 'string' }, { type: 'bytes32' }] as const;

function commitmentByViem({ node, podCode, meterId, salt }: BindingOpening): Hex {
  return keccak256(encodeAbiParameters(shape, [node, podCode, meterId, salt]));
}

test('golden commitments are what Solidity hashes', () => {
  for (const { opening, commitment } of readVectors<{ opening: BindingOpening; commitment: Hex }[]>(
    'commitments',
  )) {
    assert.equal(commitmentOf(opening), commitment);
    assert.equal(commitmentByViem(opening), commitment);
  }
});

test('any opening is encoded as Solidity encodes it', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 70 });
  fc.assert(
    fc.property(
      text,
      text,
      text,
      fc.uint8Array({ minLength: 32, maxLength: 32 }),
      (node, podCode, meterId, salt) => {
        const opening = { node, podCode, meterId, salt: toHex(salt) };
        assert.equal(commitmentOf(opening), commitmentByViem(opening));
      },
    ),
  );
});

test('golden rotation: both keys signed the same 32 bytes', async () => {
  const [vector] =
    readVectors<
      { network: string; oldKey: Hex; newKey: Hex; hash: Hex; oldSignature: Hex; newSignature: Hex }[]
    >('rotations');
  const { network, oldKey, newKey, hash, oldSignature, newSignature } = vector!;
  const encoded = encodeAbiParameters(
    [{ type: 'string' }, { type: 'string' }, { type: 'address' }, { type: 'address' }],
    ['rotate', network, oldKey, newKey],
  );
  assert.equal(keccak256(encoded), hash);
  assert.equal(toHex(rotationHash(network, oldKey, newKey)), hash);
  const signer = async (signature: Hex) =>
    (await recoverMessageAddress({ message: { raw: hash }, signature })).toLowerCase();
  assert.equal(await signer(oldSignature), oldKey);
  assert.equal(await signer(newSignature), newKey);
});

test('golden anchor slot is what Solidity hashes', () => {
  const uint64 = { type: 'uint64' } as const;
  for (const { slot, ...head } of readVectors<(BatchHead & { slot: Hex })[]>('anchors')) {
    const encoded = encodeAbiParameters(
      [uint64, { type: 'bytes32' }, uint64, uint64, uint64],
      [BigInt(head.index), toHex(fromHex(head.root)), BigInt(head.count), BigInt(head.from), BigInt(head.to)],
    );
    assert.equal(keccak256(encoded), slot);
    assert.equal(anchorSlotOf(head), slot);
  }
});
