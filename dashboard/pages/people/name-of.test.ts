import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameOf, subjectOf } from './name-of.ts';

const accounts = [{ subject: '6f0d', username: 'rossi', name: 'Control room' }];

test('accounts are shown by name, and others as their subject', () => {
  assert.equal(nameOf(accounts)('6f0d'), 'Control room');
  assert.equal(nameOf(accounts)('elsewhere'), 'elsewhere');
});

test('a person is meant by his user name or by his subject', () => {
  assert.equal(subjectOf(accounts, 'rossi'), '6f0d');
  assert.equal(subjectOf(accounts, 'elsewhere'), 'elsewhere');
});
