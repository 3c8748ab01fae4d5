import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifyMessage } from 'viem';
import { type Hex, toHex } from '../bytes.ts';
import { digestOf, messageHashOf, payloadHashOf, signerOf } from '../message.ts';
import { parsePayload } from '../payload.ts';
import { readVectors } from '../vectors.test-input.ts';

interface Golden {
  name: string;
  signer: Hex;
  payload: string;
  digest: Hex;
  signature: Hex;
  payloadHash: Hex;
  messageHash: Hex;
}

const { accepted, refused } = readVectors<{
  accepted: Golden[];
  refused: { name: string; payload: string; reason: string }[];
}>('disputes');

for (const { name, payload, signature, signer, ...golden } of accepted) {
  test(`golden ${name}`, async () => {
    const parsed = parsePayload(payload);
    assert.ok(parsed.ok, parsed.ok ? '' : parsed.detail);
    assert.equal(toHex(digestOf(payload)), golden.digest);
    assert.equal(payloadHashOf(payload), golden.payloadHash);
    assert.equal(messageHashOf({ payload, signature }), golden.messageHash);
    assert.equal(signerOf({ payload, signature }), signer);
    assert.ok(await verifyMessage({ address: signer, message: payload, signature }), 'viem agrees');
  });
}

for (const { name, payload, reason } of refused) {
  test(`refuses ${name}`, () => {
    const parsed = parsePayload(payload);
    assert.equal(parsed.ok ? 'accepted' : parsed.reason, reason);
  });
}
