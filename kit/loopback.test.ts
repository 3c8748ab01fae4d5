import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLoopback, isLoopbackAuthority } from './loopback.ts';

test('loopback hosts pass, bare or as a URL has them; what only looks like one does not', () => {
  for (const host of ['localhost', '::1', '127.0.0.1', '127.255.255.254']) assert.ok(isLoopback(host), host);
  for (const host of [
    '',
    '0.0.0.0',
    '[::1]',
    '127.0.0.1:80',
    '127.0.0',
    '127.0.0.1.example',
    '127.0.0.999',
    '::2',
  ])
    assert.ok(!isLoopback(host), host);
  for (const name of ['localhost', 'localhost:4100', '127.0.0.1:80', '[::1]', '[::1]:443'])
    assert.ok(isLoopbackAuthority(name), name);
  for (const name of [
    '',
    '::1',
    '[127.0.0.1]',
    '127.0.0.1:x',
    '127.0.0.1:80@evil.example',
    'localhost.evil.example',
  ])
    assert.ok(!isLoopbackAuthority(name), name);
});
