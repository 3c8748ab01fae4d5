import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PAGES } from './test-pages.ts';
import { pairsOf, USERS, visits } from './test-visits.ts';

test('about sixty visits: each role has its pages, and theme, language and size meet in pairs', () => {
  const all = visits(PAGES);
  assert.ok(all.length >= 40 && all.length <= 70, `${all.length} visits`);
  const pairs = pairsOf(all);
  for (const [a, b] of [
    [
      ['light', 'dark'],
      ['en', 'it'],
    ],
    [
      ['light', 'dark'],
      ['390', '820', '1440', '2560'],
    ],
    [
      ['en', 'it'],
      ['390', '820', '1440', '2560'],
    ],
  ] as const) {
    for (const one of a)
      for (const other of b) assert.ok(pairs.has(`${one} × ${other}`), `${one} × ${other}`);
  }
  for (const [, role] of USERS)
    for (const value of ['light', 'dark', 'en', 'it'])
      assert.ok(pairs.has(`${role} × ${value}`) || pairs.has(`${value} × ${role}`), `${role} × ${value}`);
});
