import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readTarget } from './request-target.ts';

test('one spelling: what needs no encoding is decoded, hex digits are capitals, the query stays', () => {
  const cases: [string, string][] = [
    ['/', '/'],
    ['/v1/pods', '/v1/pods'],
    ['/v1/pods/', '/v1/pods/'],
    ['/v%31/%70ods', '/v1/pods'],
    ['/v1/a%c3%a0', '/v1/a%C3%A0'],
    ['/v1/pods?x=%2e%2e%2f&y=1', '/v1/pods?x=%2e%2e%2f&y=1'],
    ['/v1/..pods...', '/v1/..pods...'],
  ];
  for (const [raw, url] of cases) {
    const target = readTarget(raw);
    assert.equal(target.ok && target.url, url, raw);
  }
});

test('what two programs could read differently is refused', () => {
  const bad = [
    '',
    '*',
    'http://evil.example/v1',
    '//evil.example/v1',
    '/v1//pods',
    '/v1/../admin',
    '/v1/%2e%2e/admin',
    '/v1/.%2E/admin',
    '/v1/./pods',
    '/..',
    '/v1%2fpods',
    '/v1%5c..%5cadmin',
    '/v1\\..\\admin',
    '/v1/%00',
    '/v1/%0d%0aSet-Cookie:x',
    '/v1/%252e%252e/admin',
    '/v1;x=/../admin',
    '/v1/%zz',
    '/v1/%2',
    '/v1/é',
    '/v1#x',
    '/v1?x#y',
  ];
  for (const raw of bad) assert.equal(readTarget(raw).ok, false, raw);
  const long = readTarget(`/${'a'.repeat(9000)}`);
  assert.equal(!long.ok && long.code, 'GW_URL_TOO_LONG');
});

test('whatever comes in, an accepted path has no dot segments, however often it is decoded', () => {
  const piece = fc.constantFrom(
    '.',
    '..',
    '/',
    '%2e',
    '%2f',
    '%25',
    '\\',
    '%5c',
    'v1',
    ';',
    '%00',
    'a',
    '?',
    '#',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const target = readTarget(`/${pieces.join('')}`);
      if (!target.ok) return;
      assert.equal(new URL(`http://host${target.path}`).pathname, target.path);
      const decoded = decodeURIComponent(target.path);
      assert.ok(!decoded.split(/[/\\]/).some((segment) => segment === '..' || segment === '.'), target.path);
      assert.deepEqual(readTarget(target.url), target);
    }),
  );
});
