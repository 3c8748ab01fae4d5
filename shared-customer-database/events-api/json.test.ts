import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readJson, writeJson } from './json-text.ts';
import { type JsonPart, jsonValues } from './json-values.ts';

test('numbers keep their digits', () => {
  for (const text of [
    '{"a":9007199254740993}',
    '[1e400,0,-0.5]',
    '{"b":123456789012345678901234567890}',
    '[0.12345678901234567890]',
    '{"plain":1,"text":"9007199254740993"}',
  ]) {
    assert.equal(writeJson(readJson(text)), text);
  }
});

test('any JSON value comes back as it was', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = JSON.stringify(value);
      assert.equal(writeJson(readJson(text)), text);
    }),
  );
});

async function collect(parts: AsyncIterable<JsonPart>): Promise<JsonPart[]> {
  const all: JsonPart[] = [];
  for await (const part of parts) all.push(part);
  return all;
}

async function partsOf(text: string, sizes: number[], maxChars = 1e6): Promise<JsonPart[]> {
  const bytes = Buffer.from(text);
  async function* chunks() {
    for (let at = 0, i = 0; at < bytes.length; i++) {
      const size = sizes[i % sizes.length]!;
      yield bytes.subarray(at, at + size);
      at += size;
    }
  }
  return collect(jsonValues(chunks(), maxChars));
}

test('concatenated values are cut at their ends, however the bytes arrive', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 5 }),
      fc.constantFrom('', ' ', '\n', '\r\n\t'),
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 }),
      async (values, between, sizes) => {
        const texts = values.map((value) => JSON.stringify(value));
        const parts = await partsOf(texts.join(between), sizes);
        assert.deepEqual(
          parts,
          texts.map((text) => ({ ok: true, text })),
        );
      },
    ),
    { numRuns: 50 },
  );
});

test('what opens no value, ends within one, is too long or no UTF-8 is refused once', async () => {
  const reasons = async (text: string, maxChars?: number) =>
    (await partsOf(text, [3], maxChars)).map((part) => (part.ok ? 'ok' : part.reason));
  assert.deepEqual(await reasons('{"a":1} x {"b":2}'), ['ok', 'expected an object, found "x"']);
  assert.deepEqual(await reasons('{"a":1}{"b"'), ['ok', 'the body ends within a value']);
  assert.deepEqual(await reasons(`{"a":"${'x'.repeat(50)}"}`, 20), ['a record is longer than 20 characters']);
  const broken = jsonValues(
    (async function* () {
      yield Buffer.from([0x7b, 0xff, 0xfe]);
    })(),
    100,
  );
  assert.deepEqual(await collect(broken), [{ ok: false, reason: 'the body is not UTF-8' }]);
});
