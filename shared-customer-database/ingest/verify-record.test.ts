import assert from 'node:assert/strict';
import { test } from 'node:test';
import '@access-layer/kit/native';
import type { CertifiedRecord } from '@access-layer/core/record';
import { NETWORK, START_MS, seal, TestNode } from '../test/test-records.ts';
import { POD_PATTERN } from '../test/test-scd.ts';
import { createProofCheck } from './proof-check.ts';
import { isStatementRecord } from './verified-record.ts';
import { verifyRecord } from './verify-record.ts';

const rules = { network: NETWORK, podPattern: POD_PATTERN };

function records(): CertifiedRecord[] {
  const node = new TestNode();
  const packets = Array.from({ length: 5 }, (_, i) =>
    node.measure(START_MS + 10_000 * (i + 1), { readings: 3 }),
  );
  return seal(packets, { index: 4 }).records;
}

function reasonOf(record: unknown): string {
  const verdict = verifyRecord(typeof record === 'string' ? record : JSON.stringify(record), rules);
  return verdict.ok ? 'ok' : verdict.reason;
}

test('a record as the Blockchain Access Layer publishes it passes, whatever its packet is', () => {
  const node = new TestNode();
  const at = START_MS + 5000;
  const packets = [node.measure(at), node.event(at), node.activation(at), node.rotation(at)];
  for (const [i, record] of seal(packets).records.entries()) {
    const verdict = verifyRecord(JSON.stringify(record), rules);
    assert.ok(verdict.ok, JSON.stringify(verdict));
    assert.equal(verdict.record.payload, packets[i]!.message.payload);
    assert.ok(!isStatementRecord(verdict.record));
    assert.equal(verdict.record.day, '2026-02-01');
    assert.equal(verdict.record.seq, i);
  }
});

test('an interval that ends at midnight is filed under the day before', () => {
  const node = new TestNode();
  const { records } = seal([node.measure(START_MS, { periodS: 900 }), node.measure(START_MS)]);
  const days = records.map((record) => {
    const verdict = verifyRecord(JSON.stringify(record), rules);
    return (
      verdict.ok &&
      !isStatementRecord(verdict.record) && [verdict.record.day, verdict.record.readingTimesMs[0]! - START_MS]
    );
  });
  assert.deepEqual(days, [
    ['2026-01-31', -1],
    ['2026-02-01', 0],
  ]);
});

test('what cannot be a record gets its reason, and nothing throws', () => {
  const [record] = records();
  const { batch } = record!;
  const nasty = [
    '',
    'null',
    '[]',
    '7',
    '{',
    '{"payload":7}',
    `${'['.repeat(50_000)}`,
    JSON.stringify({ ...record, extra: 1 }),
  ];
  for (const text of nasty) assert.equal(reasonOf(text), 'malformed-record', text.slice(0, 40));
  assert.equal(reasonOf({ ...record, receivedAt: -1 }), 'malformed-record');
  assert.equal(reasonOf({ ...record, receivedAt: 1.5 }), 'malformed-record');
  assert.equal(reasonOf({ ...record, signature: record!.signature.toUpperCase() }), 'malformed-record');
  assert.equal(reasonOf({ ...record, batch: { ...batch, count: 0 } }), 'malformed-record');
  assert.equal(reasonOf({ ...record, payload: `${record!.payload} ` }), 'malformed');
  assert.equal(reasonOf({ ...record, payload: 'x'.repeat(70_000) }), 'too-large');
  assert.equal(
    reasonOf({ ...record, payload: record!.payload.replace('"v":1', '"v":2') }),
    'unsupported-version',
  );
});

test('another network, PoD pattern, high-s signature and foreign payload are told apart', () => {
  const [record] = records();
  assert.equal(verdictUnder(record, { network: 'rome-1' }), 'wrong-network');
  assert.equal(verdictUnder(record, { podPattern: /^FR/ }), 'malformed');
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  const s = order - BigInt(`0x${record!.signature.slice(66, 130)}`);
  const v = record!.signature.endsWith('1b') ? '1c' : '1b';
  const highS = `${record!.signature.slice(0, 66)}${s.toString(16).padStart(64, '0')}${v}`;
  assert.equal(reasonOf({ ...record, signature: highS }), 'bad-signature');
  const payload = record!.payload.replace('1200.5', '1200.6');
  assert.equal(reasonOf({ ...record, payload }), 'not-included');
});

test('a record with the place of another leaf of its batch is not included unless the pair is the same', () => {
  const [, second] = records();
  const at = (leafIndex: number) => reasonOf({ ...second, batch: { ...second!.batch, leafIndex } });
  assert.equal(at(5), 'not-included');
  assert.equal(reasonOf({ ...second, batch: { ...second!.batch, count: 9 } }), 'not-included');
});

test('2,000 random changes of one bit of payload, signature, receipt time, proof and root: all detected', (t) => {
  const originals = records();
  const counts = new Map<string, number>();
  const remembering = createProofCheck();
  for (let i = 0; i < 2000; i++) {
    const field = FIELDS[i % FIELDS.length]!;
    const original = originals[Math.floor(Math.random() * originals.length)]!;
    const text = JSON.stringify(flipped(original, field));
    assert.notEqual(text, JSON.stringify(original));
    const verdict = verifyRecord(text, rules);
    assert.ok(!verdict.ok, `undetected change of ${field}: ${text}`);
    assert.ok(verifyRecord(JSON.stringify(original), rules, remembering).ok);
    assert.deepEqual(verifyRecord(text, rules, remembering), verdict, 'the same where paths are remembered');
    counts.set(`${field}: ${verdict.reason}`, (counts.get(`${field}: ${verdict.reason}`) ?? 0) + 1);
  }
  for (const record of originals) assert.equal(reasonOf(record), 'ok');
  t.diagnostic(JSON.stringify(Object.fromEntries(counts)));
});

const FIELDS = ['payload', 'signature', 'receivedAt', 'proof', 'root'] as const;

function flipped(record: CertifiedRecord, field: (typeof FIELDS)[number]): CertifiedRecord {
  const copy = structuredClone(record);
  const { batch } = copy;
  if (field === 'payload') copy.payload = flipText(copy.payload);
  if (field === 'signature') copy.signature = flipHex(copy.signature);
  if (field === 'receivedAt')
    copy.receivedAt += (Math.random() < 0.5 ? 1 : -1) * 2 ** Math.floor(Math.random() * 40);
  if (field === 'root') batch.root = flipHex(batch.root);
  if (field === 'proof') {
    const i = Math.floor(Math.random() * batch.proof.length);
    batch.proof[i] = flipHex(batch.proof[i]!);
  }
  return copy;
}

function flipText(text: string): string {
  const at = Math.floor(Math.random() * text.length);
  const flippedCode = text.charCodeAt(at) ^ (1 << Math.floor(Math.random() * 7));
  return text.slice(0, at) + String.fromCharCode(flippedCode) + text.slice(at + 1);
}

function flipHex(hex: string): string {
  const at = 2 + Math.floor(Math.random() * (hex.length - 2));
  const digit = Number.parseInt(hex[at]!, 16) ^ (1 << Math.floor(Math.random() * 4));
  return hex.slice(0, at) + digit.toString(16) + hex.slice(at + 1);
}

function verdictUnder(record: unknown, other: Partial<typeof rules>): string {
  const verdict = verifyRecord(JSON.stringify(record), { ...rules, ...other });
  return verdict.ok ? 'ok' : verdict.reason;
}
