import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MAX_PAYLOAD_BYTES, payloadHashOf } from '@access-layer/core/message';
import { parsePacket } from '@access-layer/core/payload';
import type { Values } from '@access-layer/core/payloads/measurement';
import fc from 'fast-check';
import type { PendingReading } from './outbox.ts';
import { duePacket, signMeasurement } from './packet.ts';
import { identity, NOON_MS, nodeKey, readingAt } from './test/packets.ts';

const pendingAt = (atMs: number, values?: Values): PendingReading => {
  const reading = readingAt(atMs, values);
  return { id: atMs, day: reading.at.slice(0, 10), atMs, json: JSON.stringify(reading) };
};
const limits = { maxReadings: 3, maxDelayMs: 60_000 };
const due = (atMs: number[], nowMs: number) =>
  duePacket(
    atMs.map((ms) => pendingAt(ms)),
    limits,
    nowMs,
  )?.length;

test('a packet is due when it is full, or when its first reading has waited', () => {
  assert.equal(due([], NOON_MS), undefined);
  assert.equal(due([NOON_MS, NOON_MS + 1000], NOON_MS + 59_999), undefined);
  assert.equal(due([NOON_MS, NOON_MS + 1000], NOON_MS + 60_000), 2);
  assert.equal(due([NOON_MS, NOON_MS + 1000, NOON_MS + 2000], NOON_MS + 2000), 3);
  assert.equal(
    due(
      [0, 1, 2, 3].map((n) => NOON_MS + n),
      NOON_MS + 3,
    ),
    3,
  );
  assert.equal(due([NOON_MS], NOON_MS - 1), 1, 'the clock went back');
});

test('a packet never goes over midnight UTC', () => {
  const midnight = Date.UTC(2026, 10, 19);
  assert.equal(due([midnight - 2, midnight - 1, midnight], midnight), 2);
  assert.equal(due([midnight - 1, midnight], midnight), 1);
  assert.equal(due([midnight, midnight + 1], midnight + 1), undefined);
});

test('however long the readings, a payload stays under its limit and none is left out', () => {
  const values: Values = {};
  for (const name of [
    'activePowerW',
    'activePowerL1W',
    'activePowerL2W',
    'voltageL1V',
    'voltageL2V',
    'frequencyHz',
  ] as const) {
    values[name] = -1.23456789012345e-101;
  }
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 700 }), (count) => {
      let rest = Array.from({ length: count }, (_, n) => pendingAt(NOON_MS + n, n % 2 ? values : undefined));
      while (rest.length > 0) {
        const readings = duePacket(rest, { maxReadings: 10_000, maxDelayMs: 0 }, NOON_MS + 1000)!;
        const link = { seq: 9, prev: payloadHashOf('before'), previousSignedAtMs: 0 };
        const names = {
          network: 'x'.repeat(64),
          node: 'x'.repeat(64),
          pod: 'x'.repeat(64),
          meter: 'x'.repeat(64),
          profile: 'x'.repeat(64),
        };
        const { message } = signMeasurement({ ...identity, ...names }, readings, link, {
          privateKey: nodeKey,
          signedAtMs: NOON_MS,
        });
        assert.ok(message.payload.length <= MAX_PAYLOAD_BYTES);
        rest = rest.slice(readings.length);
      }
    }),
    { numRuns: 12 },
  );
});

test('the payload has the fields of formats 2 in their order, and readings byte for byte as measured', () => {
  const readings = [pendingAt(NOON_MS, { activePowerW: 2546.25, energyImportWh: 26719021 })];
  const link = { seq: 7, prev: payloadHashOf('6'), previousSignedAtMs: 0 };
  const { message } = signMeasurement(identity, readings, link, {
    privateKey: nodeKey,
    signedAtMs: NOON_MS + 5,
  });
  const parsed = parsePacket(message.payload);
  assert.ok(parsed.ok && parsed.payload.type === 'measurement');
  const { nonce } = parsed.payload;
  const { prev } = link;
  assert.equal(
    message.payload,
    `{"v":1,"network":"test","type":"measurement","nonce":"${nonce}","node":"n1","pod":"IT002E12345678","meter":"m1","seq":7,"prev":"${prev}","signedAt":"2026-11-18T12:00:00.005Z","role":"exchange","profile":"sdm630","readings":[${readings[0]!.json}]}`,
  );
  const again = signMeasurement(identity, readings, link, { privateKey: nodeKey, signedAtMs: NOON_MS + 5 });
  assert.notEqual(
    payloadHashOf(again.message.payload),
    payloadHashOf(message.payload),
    'a fresh nonce each time',
  );
});
