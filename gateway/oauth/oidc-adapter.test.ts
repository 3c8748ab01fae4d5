import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { accountsFile, openAccounts } from '../database.ts';

import { ClientStore } from './client-store.ts';
import { createAdapter, forgetExpired } from './oidc-adapter.ts';
import { TokenRevocation } from './token-revocation.ts';

function open(t: TestContext) {
  const database = openAccounts(accountsFile(temporaryFolder('gateway-')));
  t.after(() => database.close());
  const revocation = new TokenRevocation(database);
  const parts = { database, revocation, clients: new ClientStore(database) };
  return { database, revocation, adapter: (model: string) => createAdapter(model, parts) };
}

test('what may be used once: of two requests that both found it unused, the second is refused and ends the grant', async (t) => {
  const { adapter, revocation } = open(t);
  for (const model of ['AuthorizationCode', 'RefreshToken']) {
    const codes = adapter(model);
    await codes.upsert('1', { grantId: `g-${model}`, accountId: 'a' }, 60);
    revocation.record(`t-${model}`, `g-${model}`, Date.now() + 60_000);
    const both = await Promise.all([codes.find('1'), codes.find('1')]);
    assert.ok(both.every((found) => found && found.consumed === undefined));
    await codes.consume('1');
    await assert.rejects(async () => codes.consume('1'), { error: 'invalid_grant' });
    assert.equal(await codes.find('1'), undefined);
    assert.equal(revocation.isRevoked(`t-${model}`), true);
  }
});

test('a client assertion is noted once, whoever comes second', async (t) => {
  const replays = open(t).adapter('ReplayDetection');
  await replays.upsert('jti', { iss: 'c' }, 60);
  await assert.rejects(async () => replays.upsert('jti', { iss: 'c' }, 60), { error: 'invalid_client' });
});

test('state is found by id and by session, under its own model, and forgotten when it has expired', async (t) => {
  const { adapter, database } = open(t);
  await adapter('Session').upsert('1', { uid: 'u', accountId: 'a' }, 60);
  assert.equal((await adapter('Session').findByUid('u'))?.accountId, 'a');
  assert.equal(await adapter('Grant').find('1'), undefined);
  forgetExpired(database, Date.now() + 100_000);
  assert.ok(await adapter('Session').find('1'));
  forgetExpired(database, Date.now() + 121_000);
  assert.equal(await adapter('Session').find('1'), undefined);
});

test('a grant that is revoked takes everything with it that came from it, and nothing else', async (t) => {
  const { adapter, revocation } = open(t);
  for (const id of ['a', 'b']) {
    await adapter('RefreshToken').upsert(id, { grantId: id }, 60);
    revocation.record(`token-${id}`, id, Date.now() + 60_000);
  }
  await adapter('AccessToken').revokeByGrantId('a');
  assert.deepEqual([revocation.isRevoked('token-a'), revocation.isRevoked('token-b')], [true, false]);
  assert.equal(await adapter('RefreshToken').find('a'), undefined);
  assert.ok(await adapter('RefreshToken').find('b'));
  revocation.forgetExpired(Date.now() + 200_000);
  assert.equal(revocation.isRevoked('token-a'), false);
});
