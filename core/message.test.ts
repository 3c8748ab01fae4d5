import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import fc from 'fast-check';
import { hashMessage, verifyMessage, keccak256 as viemKeccak256 } from 'viem';
import { concatBytes, fromHex, type Hex, toHex, toUtf8 } from './bytes.ts';
import {
  digestOf,
  MAX_PAYLOAD_BYTES,
  messageBytes,
  messageHashOf,
  parseMessage,
  payloadHashOf,
  signerOf,
} from './message.ts';
import { addressOf, newPrivateKey, signPayload } from './sign.ts';
import { readVectors } from './vectors.test-input.ts';

interface MessageVector {
  name: string;
  signer: Hex;
  payload: string;
  digest: Hex;
  signature: Hex;
  payloadHash: Hex;
  messageHash: Hex;
}

const vectors = readVectors<MessageVector[]>('messages');

for (const vector of vectors) {
  test(`golden ${vector.name}`, async () => {
    const { signature, payload } = vector;
    assert.equal(toHex(digestOf(payload)), vector.digest);
    assert.equal(payloadHashOf(payload), vector.payloadHash);
    assert.equal(messageHashOf({ signature, payload }), vector.messageHash);
    assert.equal(signerOf({ signature, payload }), vector.signer);
    assert.equal(hashMessage(payload), vector.digest, 'viem hashes the message alike');
    assert.equal(viemKeccak256(toHex(toUtf8(payload))), vector.payloadHash, 'viem hashes the payload alike');
    assert.ok(await verifyMessage({ address: vector.signer, message: payload, signature }), 'viem accepts');
    const changed = `${payload.slice(0, -1)} }`;
    assert.ok(
      !(await verifyMessage({ address: vector.signer, message: changed, signature })),
      'viem refuses',
    );
    assert.notEqual(signerOf({ signature, payload: changed }), vector.signer);
  });
}

test('a message splits into what it was joined from', () => {
  for (const { signature, payload } of vectors) {
    assert.deepEqual(parseMessage(messageBytes({ signature, payload })), {
      ok: true,
      message: { signature, payload },
    });
  }
});

test('every other form of message has a reason and never throws', () => {
  const { signature, payload } = vectors[0]!;
  const reasonOf = (text: string | Uint8Array) => {
    const parsed = parseMessage(typeof text === 'string' ? toUtf8(text) : text);
    return parsed.ok ? 'ok' : parsed.reason;
  };
  assert.equal(reasonOf(''), 'malformed');
  assert.equal(reasonOf(signature), 'malformed');
  assert.equal(reasonOf(`${signature} ${payload}`), 'malformed');
  assert.equal(reasonOf(`${signature.toUpperCase()}\n${payload}`), 'bad-signature');
  assert.equal(
    reasonOf(concatBytes(toUtf8(`${signature}\n`), new Uint8Array([0x7b, 0xff, 0x7d]))),
    'malformed',
  );
  assert.equal(reasonOf(`${signature}\n${'x'.repeat(MAX_PAYLOAD_BYTES)}`), 'ok');
  assert.equal(reasonOf(`${signature}\n${'x'.repeat(MAX_PAYLOAD_BYTES + 1)}`), 'too-large');
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      parseMessage(bytes);
    }),
  );
});

test('a high-s signature is refused, though a library recovers the same signer from it', () => {
  const { signature, payload, signer } = vectors[0]!;
  const bytes = fromHex(signature);
  const s = secp256k1.Point.CURVE().n - BigInt(toHex(bytes.subarray(32, 64)));
  const high = concatBytes(bytes.subarray(0, 32), fromHex(`0x${s.toString(16).padStart(64, '0')}`));
  const flipped = toHex(concatBytes(high, new Uint8Array([bytes[64] === 27 ? 28 : 27])));
  const recovered = new secp256k1.Signature(BigInt(toHex(bytes.subarray(0, 32))), s)
    .addRecoveryBit(bytes[64] === 27 ? 1 : 0)
    .recoverPublicKey(digestOf(payload));
  assert.ok(recovered, 'the curve itself accepts it');
  assert.equal(signerOf({ signature: flipped, payload }), undefined);
  assert.equal(signerOf({ signature, payload }), signer);
});

test('r or s of zero, or v other than 27 and 28, have no signer', () => {
  const { signature, payload } = vectors[0]!;
  const zero = '00'.repeat(32);
  const wrong = [
    `0x${zero}${signature.slice(66)}`,
    `0x${signature.slice(2, 66)}${zero}1b`,
    `${signature.slice(0, -2)}00`,
    `${signature.slice(0, -2)}1d`,
    `0x${'ff'.repeat(32)}${signature.slice(66)}`,
  ];
  for (const text of wrong) assert.equal(signerOf({ signature: text as Hex, payload }), undefined, text);
});

test('what a key signs is recovered to its address, for any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (payload) => {
      const key = newPrivateKey();
      assert.equal(signerOf(signPayload(payload, key)), addressOf(key));
    }),
    { numRuns: 25 },
  );
});
