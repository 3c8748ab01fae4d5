import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { MAX_PAYLOAD_BYTES } from './message.ts';
import { parsePacket, parsePayload } from './payload.ts';
import { measurementDay, parseTime } from './time.ts';
import { readVectors } from './vectors.test-input.ts';

const golden = readVectors<{ name: string; payload: string }[]>('messages');
const refused =
  readVectors<{ name: string; payload: string; reason: string; repeatTo?: number }[]>('refused-payloads');

for (const { name, payload } of golden) {
  test(`accepts the golden ${name}`, () => {
    const parsed = parsePayload(payload);
    assert.ok(parsed.ok, parsed.ok ? '' : parsed.detail);
    assert.deepEqual(parsed.payload, JSON.parse(payload));
  });
}

for (const { name, payload, reason, repeatTo = 0 } of refused) {
  test(`refuses: ${name}`, () => {
    const parsed = parsePayload(payload.padEnd(repeatTo, 'x'));
    assert.equal(parsed.ok ? 'accepted' : parsed.reason, reason);
    assert.ok(!parsed.ok && parsed.detail.length > 0, 'says why');
  });
}

test('a node may not publish what the grid operator signs', () => {
  const setPoint = golden.find(({ name }) => name === 'set-point')!;
  const parsed = parsePacket(setPoint.payload);
  assert.equal(parsed.ok ? 'accepted' : parsed.reason, 'malformed');
});

test('a set-point has a time that ends after it begins, and a power where one is needed', () => {
  const setPoint = JSON.parse(golden.find(({ name }) => name === 'set-point')!.payload);
  const outcome = (changes: object) => {
    const parsed = parsePayload(JSON.stringify({ ...setPoint, ...changes }));
    return parsed.ok ? 'accepted' : parsed.detail;
  };
  assert.equal(
    outcome({ until: setPoint.from }),
    `until ${setPoint.from} is not after from ${setPoint.from}`,
  );
  assert.equal(outcome({ valueW: undefined }), 'mode limit-import needs valueW');
  assert.equal(outcome({ valueW: -1 }), 'valueW -1: a limit is not below 0');
  assert.equal(outcome({ mode: 'target', valueW: -1 }), 'accepted');
  assert.equal(outcome({ mode: 'resume', valueW: undefined }), 'accepted');
});

test('the limit counts bytes, not characters', () => {
  const wide = `{"v":1,"x":"${'é'.repeat(MAX_PAYLOAD_BYTES / 2)}"}`;
  const parsed = parsePayload(wide);
  assert.equal(parsed.ok ? 'accepted' : parsed.reason, 'too-large');
});

test('nesting as deep as a payload allows is a value, not a stack overflow', () => {
  const depth = MAX_PAYLOAD_BYTES / 2 - 100;
  const event = golden.find(({ name }) => name === 'event')!.payload;
  const deep = event.replace(/"note":"[^"]*"/, `"note":${'['.repeat(depth - 400)}${']'.repeat(depth - 400)}`);
  assert.doesNotThrow(() => parsePayload(deep));
});

test('no text whatever makes the parser throw, and what it accepts is canonical', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.json(),
    fc
      .tuple(
        fc.constantFrom(...golden.map(({ payload }) => payload)),
        fc.nat(),
        fc.string({ unit: 'binary', maxLength: 3 }),
      )
      .map(
        ([payload, at, text]) =>
          payload.slice(0, at % payload.length) + text + payload.slice((at % payload.length) + 1),
      ),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const parsed = parsePayload(text);
      if (parsed.ok) assert.equal(JSON.stringify(parsed.payload), text);
    }),
    { numRuns: 500 },
  );
});

test('times have one spelling and must exist', () => {
  assert.equal(parseTime('2026-01-15T10:00:00.000Z'), Date.UTC(2026, 0, 15, 10));
  for (const text of [
    '2026-01-15T24:00:00.000Z',
    '2026-13-01T00:00:00.000Z',
    '2025-02-29T00:00:00.000Z',
    '',
  ]) {
    assert.equal(parseTime(text), undefined, text);
  }
});

test('an interval that ends at midnight belongs to the day before; an instant does not', () => {
  const at = '2026-01-16T00:00:00.000Z';
  assert.equal(measurementDay({ at, periodS: 900 }), '2026-01-15');
  assert.equal(measurementDay({ at }), '2026-01-16');
});
