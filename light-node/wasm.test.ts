import assert from 'node:assert/strict';
import { test } from 'node:test';
import { digestOf, signerOfDigest } from '@access-layer/core/message';
import { addressOf, newPrivateKey, signPayload } from '@access-layer/core/sign';
import fc from 'fast-check';

test('WebAssembly signs and recovers what pure JavaScript does, byte for byte', async () => {
  const key = newPrivateKey();
  const texts = fc.sample(fc.string({ unit: 'binary', maxLength: 500 }), 50);
  const slow = texts.map((text) => signPayload(text, key).signature);
  await import('./wasm.ts');
  assert.deepEqual(
    texts.map((text) => signPayload(text, key).signature),
    slow,
  );
  for (const [i, text] of texts.entries()) {
    assert.equal(signerOfDigest(slow[i]!, digestOf(text)), addressOf(key));
  }
});

test('numbers that no signature has give no signer, and do not throw', async () => {
  await import('./wasm.ts');
  const digest = digestOf('x');
  assert.equal(signerOfDigest(`0x${'ff'.repeat(32)}${'11'.repeat(32)}1b`, digest), undefined);
  assert.equal(signerOfDigest(`0x${'00'.repeat(31)}05${'11'.repeat(32)}1b`, digest), undefined);
});
