import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAttemptLimit } from './attempt-limit.ts';

test('an address that fails too often waits for the rest of the window, and no other one does', () => {
  let nowMs = 1000;
  const limit = createAttemptLimit({ most: 3, windowMs: 600, now: () => nowMs });
  for (let i = 0; i < 3; i++) {
    assert.equal(limit.waitMs('192.0.2.1'), 0);
    limit.failed('192.0.2.1');
  }
  assert.equal(limit.waitMs('192.0.2.1'), 600);
  assert.equal(limit.waitMs('::ffff:192.0.2.1'), 600, 'the same address in the other notation');
  assert.equal(limit.waitMs('192.0.2.2'), 0);
  nowMs += 599;
  assert.equal(limit.waitMs('192.0.2.1'), 1);
  nowMs += 1;
  assert.equal(limit.waitMs('192.0.2.1'), 0);
  limit.failed('192.0.2.1');
  assert.equal(limit.waitMs('192.0.2.1'), 0, 'a new window begins at one');
});

test('a host with a whole network of IPv6 is one address', () => {
  const limit = createAttemptLimit({ most: 1, windowMs: 600, now: () => 0 });
  limit.failed('2001:db8:1:2::9');
  assert.equal(limit.waitMs('2001:db8:1:2:3:4:5:6'), 600);
  assert.equal(limit.waitMs('2001:db8:1:3::9'), 0);
});

test('memory does not grow with strangers', () => {
  const limit = createAttemptLimit({ most: 1, windowMs: 600, now: () => 0 });
  for (let i = 0; i <= 10_000; i++) limit.failed(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);
  assert.equal(limit.waitMs('10.0.0.0'), 0, 'the oldest is forgotten');
  assert.equal(limit.waitMs('10.0.0.1'), 600);
});
