import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createRegistry } from '@access-layer/contracts/registry';
import { startTestChain, type TestChain } from '@access-layer/contracts/test-chain';
import type { Hex } from '@access-layer/core/bytes';
import { addressOf, newPrivateKey } from '@access-layer/core/sign';
import { createLog } from '@access-layer/kit/log';
import { followListedKeys } from './listed-keys.ts';

const log = createLog({ name: 'test', level: 'silent' });
const dir = mkdtempSync(join(tmpdir(), 'listed-keys-'));
/** So long that only what is asked for is read. */
const NEVER_MS = 3_600_000;
let chain: TestChain;
let asked = 0;

before(async () => {
  chain = await startTestChain();
});
after(async () => {
  await chain.close();
  rmSync(dir, { recursive: true });
});

function follow(name: string, address = chain.registry) {
  const registry = createRegistry({ rpcUrl: chain.rpcUrl, address: chain.registry });
  const counted = {
    events: registry.events,
    block: (at: Parameters<typeof registry.block>[0]) => {
      asked += 1;
      return registry.block(at);
    },
  };
  return followListedKeys({ registry: counted, address, file: join(dir, name), log, pollMs: NEVER_MS });
}

const newKey = () => addressOf(newPrivateKey());
const list = async (key: Hex) => chain.asDso.list(key, 'party', await chain.nowMs());

test('a listed key is known without asking the chain again, one that is listed later after asking once', async () => {
  const keys = follow('a.json');
  const [party, later, stranger] = [newKey(), newKey(), newKey()];
  await list(party);
  const now = (await chain.nowMs()) + 1000;
  assert.equal(await keys.isListed(party, 'party', now), true);
  const before = asked;
  for (let count = 0; count < 20; count++) assert.equal(await keys.isListed(party, 'party', now), true);
  assert.equal(await keys.isListed(party, 'set-point-signer', now), false, 'of another kind');
  assert.equal(asked, before);
  assert.equal(await keys.isListed(stranger, 'party', now), false);
  assert.ok(asked > before);
  await list(later);
  assert.equal(await keys.isListed(later, 'party', (await chain.nowMs()) + 1000), true);

  await chain.asDso.revoke(party);
  await keys.isListed(stranger, 'party', now);
  assert.equal(await keys.isListed(party, 'party', (await chain.nowMs()) + 1000), false, 'revoked');
  keys.close();
});

test('over a restart, and while the chain is down, what is known stays; the unknown is an error, never a yes', async () => {
  const party = newKey();
  await list(party);
  const now = (await chain.nowMs()) + 1000;
  const first = follow('b.json');
  assert.equal(await first.isListed(party, 'party', now), true);
  first.close();

  await chain.anvil.stop();
  const again = follow('b.json');
  assert.equal(await again.isListed(party, 'party', now), true);
  await assert.rejects(again.isListed(newKey(), 'party', now));
  again.close();
  const empty = follow('c.json');
  await assert.rejects(empty.isListed(party, 'party', now));
  empty.close();
  const elsewhere = follow('b.json', newKey());
  await assert.rejects(elsewhere.isListed(party, 'party', now), 'a mirror of another contract');
  elsewhere.close();
});
