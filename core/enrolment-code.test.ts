import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isAuthorityOf, readEnrolmentCode, secretBytes, writeEnrolmentCode } from './enrolment-code.ts';

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

test('a code is read as it was written, however it is typed', () => {
  fc.assert(
    fc.property(bytes(10), bytes(32), bytes(32), (secret, authority, other) => {
      const code = writeEnrolmentCode(secret, authority);
      assert.match(code, /^([0-9A-HJKMNP-TV-Z]{5}-){7}[0-9A-HJKMNP-TV-Z]{5}$/);
      const read = readEnrolmentCode(code);
      assert.ok(read.ok);
      const typed = code.toLowerCase().replaceAll('-', ' ').replaceAll('0', 'o').replaceAll('1', 'l');
      assert.deepEqual(readEnrolmentCode(typed), read);
      assert.deepEqual(secretBytes(read.code.secret), secret);
      assert.ok(isAuthorityOf(read.code, authority));
      const isSame = other.subarray(0, 13).every((byte, at) => byte === authority[at]);
      if (!isSame) assert.ok(!isAuthorityOf(read.code, other));
    }),
  );
});

/** The first 36 characters are what any other base 32 of Crockford's alphabet gives. */
const GOLDEN = '000G4-0R40M-30E20-9ZZZF-VZ7VZ-BWZHX-ZPYQT-F3EG1';

test('the code of fixed bytes is this one, for ever', () => {
  const secret = Uint8Array.from({ length: 10 }, (_, at) => at);
  const authority = Uint8Array.from({ length: 32 }, (_, at) => 255 - at);
  assert.equal(writeEnrolmentCode(secret, authority), GOLDEN);
});

test('a slip of the finger is told before anything is sent', () => {
  const code = writeEnrolmentCode(new Uint8Array(10).fill(7), new Uint8Array(32).fill(9));
  const changed = `${code[0] === 'A' ? 'B' : 'A'}${code.slice(1)}`;
  for (const [typed, reason] of [
    [changed, /mistyped/],
    [code.slice(0, -1), /39 characters; expected 40/],
    [`${code.slice(0, -1)}U`, /has a "U"/],
    ['', /0 characters/],
  ] as const) {
    const read = readEnrolmentCode(typed);
    assert.ok(!read.ok && reason.test(read.reason), JSON.stringify(read));
  }
});

test('nothing that is typed throws', () => {
  fc.assert(fc.property(fc.string({ maxLength: 60 }), (typed) => void readEnrolmentCode(typed)));
});
