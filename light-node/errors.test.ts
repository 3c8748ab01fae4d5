import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { helpFor, LN_ERRORS } from './errors.ts';

const dir = fileURLToPath(new URL('.', import.meta.url));
const files = globSync(['*.ts', '*/*.ts'], { cwd: dir }).filter((file) => !/^errors\./.test(file));
const codesIn = (tests: boolean) =>
  new Set(
    files
      .filter((file) => file.endsWith('.test.ts') === tests)
      .flatMap((file) => readFileSync(`${dir}${file}`, 'utf8').match(/\bLN_[A-Z]+_[A-Z]+\b/g) ?? []),
  );

test('the table has the codes that the code has, and each is in a test', () => {
  assert.deepEqual([...codesIn(false)].sort(), Object.keys(LN_ERRORS).sort());
  const tested = codesIn(true);
  assert.deepEqual(
    Object.keys(LN_ERRORS).filter((code) => !tested.has(code)),
    [],
  );
  assert.match(helpFor('LN_METER_TIMEOUT')!, /unit/);
  assert.equal(helpFor('toString'), undefined);
});
