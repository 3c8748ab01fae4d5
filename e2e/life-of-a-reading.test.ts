import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { encodeAnchor } from '@access-layer/contracts/anchor';
import { anchorSlotOf } from '@access-layer/core/anchor-slot';
import { type Hex, toHex } from '@access-layer/core/bytes';
import { commitmentOf } from '@access-layer/core/commitment';
import { leafOf } from '@access-layer/core/leaf';
import { verifyProof } from '@access-layer/core/merkle';
import { digestOf, messageHashOf, payloadHashOf, signerOf } from '@access-layer/core/message';
import { parsePacket } from '@access-layer/core/payload';
import type { Measurement } from '@access-layer/core/payloads/measurement';
import { decodeValue } from '@access-layer/light-node/decode';
import { loadProfile } from '@access-layer/light-node/profile';
import { codeBlocks } from './markdown.ts';

const folder = new URL('../docs/', import.meta.url);
const page = codeBlocks(readFileSync(new URL('life-of-a-reading.md', folder), 'utf8'));
const proof = JSON.parse(readFileSync(new URL('life-of-a-reading/reading.proof.json', folder), 'utf8'));

function block(name: string): string {
  const found = page.find(({ info }) => info === name);
  assert.ok(found, `the page has a block "${name}"`);
  return found.text;
}

const message = { payload: block('payload'), signature: block('signature') as Hex };
const receivedAt = Number(block('receivedAt'));
const root = block('root') as Hex;
const anchor = JSON.parse(block('anchor'));
const payload = (parsePacket(message.payload) as { payload: Measurement }).payload;

/** Registers of an answer of Modbus TCP, by address: 9 bytes of header, then words. */
function registers(request: string, answer: string): Map<number, number> {
  const bytes = (name: string) => Buffer.from(block(name).replaceAll(/\s/g, ''), 'hex');
  const first = bytes(request).readUInt16BE(8);
  const data = bytes(answer).subarray(9);
  return new Map(
    Array.from({ length: data.length / 2 }, (_, word) => [first + word, data.readUInt16BE(2 * word)]),
  );
}

test('the registers give the values, and the values are what was signed', () => {
  const words = new Map([...registers('request-1', 'answer-1'), ...registers('request-2', 'answer-2')]);
  const source = (address: number, count: number) =>
    Array.from({ length: count }, (_, index) => words.get(address + index)!);
  const profile = loadProfile('sdm630');
  assert.ok(profile.protocol === 'modbus');
  const decoded = profile.values.map((value) => [value.name, decodeValue(value, source)]);
  assert.deepEqual(Object.fromEntries(decoded), JSON.parse(block('values')));
  assert.deepEqual(payload.readings[0]!.values, JSON.parse(block('values')));
});

test('digest, hashes and signer are those of the payload', () => {
  assert.equal(toHex(digestOf(message.payload)), block('digest'));
  assert.equal(payloadHashOf(message.payload), block('payloadHash'));
  assert.equal(messageHashOf(message), block('messageHash'));
  assert.equal(signerOf(message), block('signer'));
});

test('the commitment opens to the node, PoD and meter of the payload', () => {
  const opening = JSON.parse(block('opening'));
  assert.equal(commitmentOf(opening), block('commitment'));
  const { node, pod, meter } = payload;
  assert.deepEqual([opening.node, opening.podCode, opening.meterId], [node, pod, meter]);
});

test('the leaf leads to the root, and slot and transaction are those of the batch', () => {
  const leaf = leafOf(messageHashOf(message), receivedAt);
  assert.equal(toHex(leaf), block('leaf'));
  const position = { leafIndex: proof.leaf.leafIndex, count: anchor.count };
  assert.ok(verifyProof(leaf, JSON.parse(block('proof')), root, position));
  assert.equal(anchor.root, root);
  assert.equal(anchorSlotOf(anchor), block('slot'));
  assert.equal(encodeAnchor(anchor), block('transaction').replaceAll('\n', ''));
});

test('the answer of the API and the proof file say the same', () => {
  const answer = JSON.parse(block('answer'));
  assert.deepEqual(answer.values, payload.readings[0]!.values);
  assert.equal(answer.certificate.payloadHash, block('payloadHash'));
  assert.equal(answer.certificate.anchor.txHash, anchor.txHash);
  assert.deepEqual(proof.packet, message);
  assert.equal(proof.leaf.receivedAt, receivedAt);
  assert.equal(proof.batch.root, root);
  assert.equal(proof.anchor.blockHash, anchor.blockHash);
});
