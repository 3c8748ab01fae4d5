import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { accountsFile, openAccounts } from '../database.ts';

import { LoginGuard, type LoginOutcome } from './login-guard.ts';
import { hashPassword, makePassword, verifyPassword } from './password.ts';
import { UserStore } from './user-store.ts';

const FAST = { N: 2, r: 1, p: 1 };
const PERSON = { username: 'anna', name: 'Anna', role: 'customer', scopes: [] } as const;

const reason = (outcome: LoginOutcome) => (outcome.ok ? 'in' : outcome.reason);

async function guardFor(t: TestContext) {
  const database = openAccounts(accountsFile(temporaryFolder('gateway-')));
  t.after(() => database.close());
  const users = new UserStore(database);
  await users.create({ ...PERSON, scopes: [] }, 'the right password');
  database.prepare('UPDATE users SET password_hash = ?').run(await hashPassword('the right password', FAST));
  return { guard: new LoginGuard(database, users), users };
}

test('five failures are free; then the lock doubles with each further one, up to a quarter of an hour', async (t) => {
  const { guard } = await guardFor(t);
  t.mock.timers.enable({ apis: ['Date'], now: Date.now() });
  for (let failure = 0; failure < 4; failure++)
    assert.equal(reason(await guard.attempt('Anna', 'guess')), 'wrong');
  const locks: number[] = [];
  for (let failure = 0; failure < 7; failure++) {
    assert.equal(reason(await guard.attempt('anna ', 'guess')), 'wrong');
    const locked = await guard.attempt('anna', 'the right password');
    assert.equal(reason(locked), 'locked');
    const { retryAfterS } = locked as { retryAfterS: number };
    locks.push(retryAfterS);
    t.mock.timers.tick(retryAfterS * 1000);
  }
  assert.deepEqual(locks, [30, 60, 120, 240, 480, 900, 900]);
});

test('guesses sent at once are all counted before any is checked', async (t) => {
  const { guard } = await guardFor(t);
  const outcomes = await Promise.all(Array.from({ length: 12 }, () => guard.attempt('anna', 'guess')));
  assert.equal(outcomes.filter((outcome) => !outcome.ok && outcome.reason === 'wrong').length, 5);
});

test('the right password ends the count; a disabled person is told no more than a wrong one', async (t) => {
  const { guard, users } = await guardFor(t);
  for (let round = 0; round < 3; round++) {
    for (let failure = 0; failure < 4; failure++) await guard.attempt('anna', 'guess');
    assert.equal((await guard.attempt('anna', 'the right password')).ok, true);
  }
  users.setDisabled('anna', true);
  assert.deepEqual(await guard.attempt('anna', 'the right password'), { ok: false, reason: 'wrong' });
});

test('passwords: the cost is in the hash, equal spellings match, made ones are long', async () => {
  const hash = await hashPassword('caffè', FAST);
  assert.match(hash, /^scrypt\$2\$1\$1\$/);
  assert.equal(await verifyPassword('caffe\u0300', hash), true);
  assert.equal(await verifyPassword('caffe', hash), false);
  assert.equal(await verifyPassword('x', 'plain$x'), false);
  assert.match(makePassword(), /^(?:[a-z2-9]{5}-){3}[a-z2-9]{5}$/);
  const real = await hashPassword('caffè');
  assert.match(real, /^scrypt\$32768\$8\$3\$/);
});
