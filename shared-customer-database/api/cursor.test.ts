import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import Type from 'typebox';
import { cursorReader, encodeCursor, keepCursorKey } from './cursor.ts';

const read = cursorReader(Type.Object({ pod: Type.String() }));
const place = { pod: 'IT001E00000001' };
const refused = { code: 'SCD_BAD_REQUEST', message: /cursor: .*; expected the `next`/ };

test('a cursor says nothing to who holds it, and is the same for the same place', () => {
  const text = encodeCursor(place);
  assert.deepEqual(read(text), place);
  assert.equal(encodeCursor(place), text);
  assert.doesNotMatch(Buffer.from(text, 'base64url').toString('latin1'), /IT001E|pod/);
  assert.notEqual(encodeCursor({ pod: 'IT001E00000002' }).slice(0, 16), text.slice(0, 16));
});

test('a place that was made up, changed in any byte, or is of another list, is refused', () => {
  const bytes = Buffer.from(encodeCursor(place), 'base64url');
  for (let i = 0; i < bytes.length; i++) {
    const changed = Buffer.from(bytes);
    changed[i]! ^= 1;
    assert.throws(() => read(changed.toString('base64url')), refused, `byte ${i}`);
  }
  const plain = Buffer.from(JSON.stringify(place)).toString('base64url');
  for (const text of [plain, '', 'a', 'é', bytes.subarray(0, 20).toString('base64url')])
    assert.throws(() => read(text), refused, text);
  assert.throws(() => read(encodeCursor({ id: 'IT001E00000001' })), refused);
});

test('the key is kept in a file of its owner, so that a cursor outlives the process', (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'cursor-'));
  t.after(() => rmSync(dir, { recursive: true }));
  const file = join(dir, 'cursor.key');
  const before = encodeCursor(place);
  keepCursorKey(file);
  assert.throws(() => read(before), refused, 'of another key');
  const kept = encodeCursor(place);
  keepCursorKey(join(dir, 'other.key'));
  keepCursorKey(file);
  assert.deepEqual(read(kept), place);
  assert.equal(statSync(file).mode & 0o777, 0o600);
  writeFileSync(join(dir, 'short.key'), 'x');
  assert.throws(() => keepCursorKey(join(dir, 'short.key')), /short\.key has 1 bytes, not 32/);
});
