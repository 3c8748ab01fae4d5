import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createAddressLimits, keyOf } from './address-limits.ts';
import { CLIENT_LIMITS, createConnectRate, createReadRate } from './client-limits.ts';

test('an address has so many connections at a time, and so many handshakes a second; another has its own', () => {
  let nowMs = 0;
  const limits = createAddressLimits({ connections: 3, handshakes: { perS: 2, burst: 4 } }, () => nowMs);
  const enter = (address = '192.0.2.1') => limits.enter(address);
  const entries = [enter(), enter(), enter()];
  assert.deepEqual(
    entries.map(({ ok }) => ok),
    [true, true, true],
  );
  assert.deepEqual(enter(), { ok: false, limit: 'connections' });
  for (const entry of entries) if (entry.ok) entry.leave();
  assert.equal(enter().ok, true);
  assert.deepEqual(enter(), { ok: false, limit: 'handshakes' });
  assert.equal(enter('192.0.2.2').ok, true);
  nowMs += 500;
  assert.equal(enter().ok, true);
  assert.deepEqual(enter(), { ok: false, limit: 'handshakes' });
});

test('what has nothing in use is forgotten, and memory is bounded whoever comes', () => {
  let nowMs = 0;
  const limits = createAddressLimits({ connections: 5, handshakes: { perS: 1, burst: 5 } }, () => nowMs);
  for (let i = 0; i < 12_000; i++) {
    const entry = limits.enter(`10.${i >> 16}.${(i >> 8) & 255}.${i & 255}`);
    if (entry.ok) entry.leave();
  }
  assert.equal(limits.count(), 10_001);
  limits.forget();
  assert.equal(limits.count(), 10_001, 'their rate is still in use');
  nowMs += 5000;
  limits.forget();
  assert.equal(limits.count(), 0);
});

test('an address of IPv6 counts by its /64, and one of IPv4 as one however it is written', () => {
  assert.equal(keyOf('2001:db8:1:2:3:4:5:6'), keyOf('2001:db8:1:2::9'));
  assert.notEqual(keyOf('2001:db8:1:2::9'), keyOf('2001:db8:1:3::9'));
  assert.equal(keyOf('::ffff:192.0.2.1'), keyOf('192.0.2.1'));
  assert.equal(keyOf('::1'), '0:0:0:0::/64');
  assert.equal(keyOf('fe80::1%eth0'), keyOf('fe80::2%eth0'));
});

test('a connection that comes too fast waits for as long as it was too fast', () => {
  let nowMs = 0;
  const limits = { ...CLIENT_LIMITS, messagesPerS: 10, messageBurst: 20, bytesPerS: 1000, byteBurst: 5000 };
  const rate = createReadRate(limits, () => nowMs);
  assert.equal(rate.used(20, 100), 0);
  assert.equal(rate.used(5, 100), 500, 'five messages at ten a second');
  nowMs += 500;
  assert.equal(rate.used(0, 7000), 2000, '7000 bytes where 5000 were left');
});

test('a name connects so often a minute', () => {
  let nowMs = 0;
  const rate = createConnectRate({ connectsPerMinute: 3 }, () => nowMs);
  const tries = () => [1, 2, 3, 4].map(() => rate.mayConnect('n1'));
  assert.deepEqual(tries(), [true, true, true, false]);
  assert.equal(rate.mayConnect('n2'), true);
  nowMs += 60_000;
  rate.forget();
  assert.deepEqual(tries(), [true, true, true, false]);
});
