import assert from 'node:assert/strict';
import { test } from 'node:test';
import { idFrom } from './id-from.ts';

test('ids of names fit the registry, whatever the language', () => {
  assert.equal(idFrom(' Perché no? Città di Roma '), 'perche-no-citta-di-roma');
  assert.equal(idFrom('***'), '');
  assert.ok(idFrom('x'.repeat(200)).length <= 48);
});
