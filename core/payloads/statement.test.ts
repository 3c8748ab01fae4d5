import assert from 'node:assert/strict';
import { test } from 'node:test';
import { verifyMessage } from 'viem';
import { type Hex, toHex } from '../bytes.ts';
import { kindThatSigns } from '../checks/packet.ts';
import { digestOf, messageHashOf, payloadHashOf, signerOf } from '../message.ts';
import { isPacket, parsePacket, parsePayload } from '../payload.ts';
import { readVectors } from '../vectors.test-input.ts';
import { isStatement, STATEMENT_TYPES } from './statement.ts';

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
}>('statements');

for (const golden of accepted) {
  test(`golden ${golden.name}`, async () => {
    const { payload, signature, signer } = golden;
    const parsed = parsePayload(payload);
    assert.ok(parsed.ok && isStatement(parsed.payload) && !isPacket(parsed.payload));
    assert.equal(parsed.payload.type, golden.name);
    assert.equal(kindThatSigns(parsed.payload), 'party');
    assert.equal(parsePacket(payload).ok, false, 'a node does not publish it');
    assert.equal(toHex(digestOf(payload)), golden.digest);
    assert.equal(payloadHashOf(payload), golden.payloadHash);
    assert.equal(messageHashOf({ payload, signature }), golden.messageHash);
    assert.equal(signerOf({ payload, signature }), signer);
    assert.ok(await verifyMessage({ address: signer, message: payload, signature }), 'viem agrees');
  });
}

test('the golden file has every type', () => {
  assert.deepEqual(accepted.map(({ name }) => name).sort(), [...STATEMENT_TYPES].sort());
});

test("each sender's golden statements form a chain, and references name the message they mean", () => {
  const hashes = new Set(accepted.map(({ messageHash }) => messageHash));
  const last = new Map<string, { seq: number; hash: string }>();
  for (const { payload, payloadHash } of accepted) {
    const parsed = parsePayload(payload);
    assert.ok(parsed.ok && isStatement(parsed.payload));
    const statement = parsed.payload;
    const before = last.get(statement.sender) ?? { seq: -1, hash: `0x${'00'.repeat(32)}` };
    assert.equal(statement.seq, before.seq + 1);
    assert.equal(statement.prev, before.hash);
    last.set(statement.sender, { seq: statement.seq, hash: payloadHash });
    for (const value of Object.values(statement)) {
      if (typeof value === 'object' && 'hash' in value) assert.ok(hashes.has(value.hash as Hex));
    }
  }
});

for (const { name, payload, reason } of refused) {
  test(`refuses a statement: ${name}`, () => {
    const parsed = parsePayload(payload);
    assert.equal(parsed.ok ? 'accepted' : parsed.reason, reason);
  });
}
