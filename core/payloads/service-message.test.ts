import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kindThatSigns } from '../checks/packet.ts';
import { isPacket, type Payload, parsePacket, parsePayload } from '../payload.ts';
import { isSenderMessage, senderPlaceOf } from '../sender-chain.ts';

const TIME = '2026-02-01T00:00:00.000Z';
const LATER = '2026-02-01T01:00:00.000Z';
const head = {
  v: 1,
  network: 'test-1',
  nonce: `0x${'ab'.repeat(16)}`,
  sender: 'shared-customer-database',
  seq: 3,
  prev: `0x${'11'.repeat(32)}`,
  issuedAt: TIME,
};
const read = {
  at: TIME,
  client: 'aggregator-1',
  role: 'aggregator',
  party: 'aggregator-1',
  pod: 'IT001E00000001',
  dataSet: 'measurements',
  from: TIME,
  until: LATER,
  count: 12,
};
const ledger = { ...head, type: 'read-ledger', from: TIME, until: LATER, reads: [read] };
const erasure = {
  ...head,
  type: 'erasure',
  erasedAt: LATER,
  requestedBy: 'customer-1',
  reason: 'customer-request',
  erased: [{ dataSet: 'measurements', from: TIME, until: LATER, count: 4 }],
  root: `0x${'22'.repeat(32)}`,
};

const parsed = (value: object): Payload | string => {
  const answer = parsePayload(JSON.stringify(value));
  return answer.ok ? answer.payload : `${answer.reason}: ${answer.detail}`;
};

test('what a service attests is read, is signed by a service, and stands in the chain of that service', () => {
  for (const value of [ledger, erasure]) {
    const payload = parsed(value) as Payload;
    assert.ok(typeof payload === 'object' && isSenderMessage(payload) && !isPacket(payload), String(payload));
    assert.equal(kindThatSigns(payload), 'service');
    assert.equal(parsePacket(JSON.stringify(value)).ok, false, 'a node does not publish it');
    const { chain, seq, prev, streamKey } = senderPlaceOf(payload);
    assert.deepEqual(
      { chain, seq, prev, streamKey },
      {
        chain: 'service/shared-customer-database',
        seq: 3,
        prev: head.prev,
        streamKey: 'shared-customer-database',
      },
    );
  }
});

test('an erasure names no PoD; periods and dates that cannot be are refused', () => {
  const wrong: object[] = [
    { ...erasure, pod: 'IT001E00000001' },
    { ...erasure, erased: [{ ...erasure.erased[0], pod: 'IT001E00000001' }] },
    { ...erasure, erasedAt: '2026-02-30T00:00:00.000Z' },
    { ...erasure, erased: [] },
    { ...ledger, until: '2026-01-31T00:00:00.000Z' },
    { ...ledger, reads: [{ ...read, at: '2026-02-30T00:00:00.000Z' }] },
    { ...ledger, reads: [{ ...read, until: '2026-01-01T00:00:00.000Z' }] },
    { ...ledger, seq: 0 },
  ];
  for (const value of wrong) assert.match(String(parsed(value)), /^malformed: /, JSON.stringify(value));
});

test('a set-point is numbered per PoD, a statement about one PoD goes with it', () => {
  const setPoint = { type: 'set-point', pod: 'IT001E00000001', seq: 7, issuedAt: TIME } as never;
  const { kind, chain, prev, streamKey } = senderPlaceOf(setPoint);
  assert.deepEqual(
    [kind, chain, prev, streamKey],
    ['set-point-signer', 'set-points/IT001E00000001', undefined, 'IT001E00000001'],
  );
  const baseline = { ...head, type: 'baseline', sender: 'aggregator-1', pod: 'IT001E00000001' } as never;
  assert.deepEqual(
    [senderPlaceOf(baseline).kind, senderPlaceOf(baseline).chain, senderPlaceOf(baseline).streamKey],
    ['party', 'party/aggregator-1', 'IT001E00000001'],
  );
  assert.equal(
    senderPlaceOf({ ...head, type: 'order', sender: 'a', pods: ['x'] } as never).streamKey,
    'a',
    'about several',
  );
});
