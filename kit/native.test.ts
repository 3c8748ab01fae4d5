import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toHex, toUtf8 } from '@access-layer/core/bytes';
import { keccak256 } from '@access-layer/core/keccak';
import { digestOf, signerOfDigest } from '@access-layer/core/message';
import { addressOf, newPrivateKey, signPayload } from '@access-layer/core/sign';
import fc from 'fast-check';

test('native hashing and recovery give what pure JavaScript gives', async () => {
  const key = newPrivateKey();
  const texts = fc.sample(fc.string({ unit: 'binary', maxLength: 500 }), 30);
  const signed = texts.map((text) => signPayload(text, key).signature);
  const slow = texts.map((text) => toHex(keccak256(toUtf8(text))));
  await import('./native.ts');
  assert.deepEqual(
    texts.map((text) => toHex(keccak256(toUtf8(text)))),
    slow,
  );
  for (const [i, text] of texts.entries()) {
    assert.equal(signerOfDigest(signed[i]!, digestOf(text)), addressOf(key));
  }
});

test('a point off the curve has no signer and does not throw', async () => {
  await import('./native.ts');
  assert.equal(signerOfDigest(`0x${'ff'.repeat(32)}${'11'.repeat(32)}1b`, digestOf('x')), undefined);
  assert.equal(signerOfDigest(`0x${'00'.repeat(31)}05${'11'.repeat(32)}1b`, digestOf('x')), undefined);
});
