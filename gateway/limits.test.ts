import assert from 'node:assert/strict';
import { test } from 'node:test';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { accountsFile, openAccounts } from './database.ts';
import { addressKey, Limits } from './limits.ts';

test('a bucket gives its burst, then its rate, and says when the next request passes', () => {
  let now = 0;
  const limits = new Limits({ data: { perS: 2, burst: 3 } }, undefined, () => now);
  const take = () => limits.take('data', 'a');
  assert.deepEqual([take().ok, take().ok, take().remaining], [true, true, 0]);
  const refused = take();
  assert.deepEqual([refused.ok, refused.retryAfterS, refused.resetS], [false, 1, 2]);
  assert.equal(limits.take('data', 'b').ok, true, 'another caller has its own');
  now += 499;
  assert.equal(take().ok, false);
  now += 1;
  assert.equal(take().ok, true);
  now += 60_000;
  assert.equal(limits.peek('data', 'a').remaining, 3, 'never more than the burst');
});

test('a client may have its own numbers; they survive a restart', (t) => {
  const database = openAccounts(accountsFile(temporaryFolder('gateway-')));
  t.after(() => database.close());
  const classes = { data: { perS: 1, burst: 1 } };
  new Limits(classes, database).override('big', 'data', { perS: 100, burst: 500 });
  const limits = new Limits(classes, database);
  assert.equal(limits.limitOf('data', 'big').burst, 500);
  assert.equal(limits.limitOf('data', 'small').burst, 1);
  limits.override('big', 'data', undefined);
  assert.equal(new Limits(classes, database).limitOf('data', 'big').burst, 1);
});

test('an address is counted by network: IPv4 whole, IPv6 by 64 bits', () => {
  assert.equal(addressKey('10.0.0.1'), '10.0.0.1');
  assert.equal(addressKey('::ffff:10.0.0.1'), '10.0.0.1');
  assert.equal(addressKey('2001:db8:1:2:3:4:5:6'), '2001:db8:1:2::/64');
  assert.equal(addressKey('2001:db8:1:2::9'), '2001:db8:1:2::/64');
  assert.equal(addressKey('2001:db8::1'), '2001:db8:0:0::/64');
  assert.equal(addressKey('::1'), '0:0:0:0::/64');
});
