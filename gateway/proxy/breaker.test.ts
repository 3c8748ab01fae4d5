import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Breaker } from './breaker.ts';
import { Upstream } from './upstream.ts';

function breakerAt() {
  const clock = { now: 0 };
  const breaker = new Breaker({ failuresToOpen: 3, openMs: 1000, now: () => clock.now });
  return { clock, breaker };
}

test('failures in a row open the circuit; a success in between begins anew', () => {
  const { breaker } = breakerAt();
  for (const outcome of ['failed', 'failed', 'succeeded', 'failed', 'failed'] as const) breaker[outcome]();
  assert.equal(breaker.state, 'closed');
  breaker.failed();
  assert.equal(breaker.state, 'open');
  assert.deepEqual(breaker.refusal(), { retryAfterMs: 1000 });
});

test('after a while one probe passes; its outcome closes the circuit or opens it for twice as long', () => {
  const { clock, breaker } = breakerAt();
  for (let count = 0; count < 3; count++) breaker.failed();
  clock.now = 1000;
  assert.equal(breaker.state, 'half-open');
  assert.equal(breaker.refusal(), undefined);
  assert.ok(breaker.refusal(), 'only one');
  breaker.failed();
  assert.equal(breaker.refusal()?.retryAfterMs, 2000);
  clock.now = 3000;
  assert.equal(breaker.refusal(), undefined);
  breaker.abandoned();
  assert.equal(breaker.refusal(), undefined, 'a caller that went away leaves the probe to the next');
  breaker.succeeded();
  assert.equal(breaker.state, 'closed');
});

test('requests that fail late, after the circuit opened, do not keep it open longer', () => {
  const { breaker } = breakerAt();
  for (let count = 0; count < 10; count++) breaker.failed();
  assert.equal(breaker.refusal()?.retryAfterMs, 1000);
});

test('a service takes so many requests at once, streams apart, and each place is given back once', () => {
  const upstream = new Upstream({
    name: 'x',
    url: 'http://127.0.0.1:1',
    maxConcurrent: 1,
    maxStreams: 1,
    failuresToOpen: 3,
    openMs: 1000,
  });
  const first = upstream.admit(false);
  assert.ok(first.ok);
  assert.equal(upstream.admit(false).ok, false);
  assert.equal(upstream.admit(true).ok, true);
  first.ticket.release('answered');
  first.ticket.release('answered');
  assert.deepEqual(upstream.underWay, { requests: 0, streams: 1 });
  assert.equal(upstream.admit(false).ok, true);
  upstream.close();
});
