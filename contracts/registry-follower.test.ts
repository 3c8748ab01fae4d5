import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Hex } from '@access-layer/core/bytes';
import { newSalt } from '@access-layer/core/commitment';
import { createRegistry } from './registry.ts';
import { createRegistryFollower } from './registry-follower.ts';
import { newAccount, startTestChain, type TestChain } from './test-chain.ts';

let chain: TestChain;
before(async () => {
  chain = await startTestChain();
});
after(() => chain.close());

async function bindNew(): Promise<{ key: Hex; commitment: Hex; from: number }> {
  const [key, commitment] = [newAccount().address, newSalt()];
  const { events } = await chain.asDso.bind(key, commitment, 0);
  assert.ok(events[0]?.type === 'bound');
  return { key, commitment, from: events[0].from };
}

test('a follower reads what is new, page by page, and each event once', async () => {
  const pages: [number, number][] = [];
  const registry = {
    block: chain.asDso.block,
    events: (from: number, to: number) => {
      pages.push([from, to]);
      return chain.asDso.events(from, to);
    },
  };
  const follower = createRegistryFollower({ registry, pageBlocks: 2 });
  const first = await bindNew();
  const result = await follower.sync();
  assert.equal(result.replayed, false);
  assert.equal(result.events, 1);
  assert.ok(follower.bindingAt(first.key, first.commitment, first.from).valid);
  assert.deepEqual(pages[0], [0, 1]);
  assert.deepEqual(
    pages.slice(1).map(([from]) => from),
    pages.slice(0, -1).map(([, to]) => to + 1),
  );
  pages.length = 0;
  assert.deepEqual(await follower.sync(), { events: 0, replayed: false, blockNumber: result.blockNumber });
  assert.deepEqual(pages, []);
  const second = await bindNew();
  assert.equal((await follower.sync()).events, 1);
  assert.deepEqual(pages, [[result.blockNumber + 1, result.blockNumber + 1]]);
  assert.ok(follower.bindingAt(second.key, second.commitment, second.from).valid);
});

test('what the chain forgot is forgotten, and what stands there instead is read', async () => {
  const follower = createRegistryFollower({ registry: chain.asDso });
  const kept = await bindNew();
  const snapshot = await chain.rpc('evm_snapshot');
  const forgotten = await bindNew();
  await follower.sync();
  assert.ok(follower.bindingAt(forgotten.key, forgotten.commitment, forgotten.from).valid);
  await chain.rpc('evm_revert', snapshot);
  const other = await bindNew();
  const result = await follower.sync();
  assert.equal(result.replayed, true);
  assert.equal(follower.bindingAt(forgotten.key, forgotten.commitment, forgotten.from).kind, 'none');
  assert.ok(follower.bindingAt(kept.key, kept.commitment, kept.from).valid);
  assert.ok(follower.bindingAt(other.key, other.commitment, other.from).valid);
});

test('a chain shorter than what is known is read again as well', async () => {
  const follower = createRegistryFollower({ registry: chain.asDso });
  const snapshot = await chain.rpc('evm_snapshot');
  const forgotten = await bindNew();
  await follower.sync();
  await chain.rpc('evm_revert', snapshot);
  assert.equal((await follower.sync()).replayed, true);
  assert.equal(follower.bindingAt(forgotten.key, forgotten.commitment, forgotten.from).kind, 'none');
});

test('while the chain is down, validity is judged by what was known', async () => {
  const bound = await bindNew();
  const live = createRegistryFollower({ registry: chain.asDso });
  await live.sync();
  const nobody = createRegistry({ rpcUrl: 'http://127.0.0.1:9', address: chain.registry });
  const follower = createRegistryFollower({ registry: nobody, state: live.snapshot() });
  await assert.rejects(follower.sync(), { code: 'CHAIN_UNREACHABLE', retryable: true });
  assert.ok(follower.bindingAt(bound.key, bound.commitment, bound.from).valid);
  assert.equal(follower.bindingAt(bound.key, bound.commitment, bound.from - 1).valid, false);
});

test('a chain that changes while it is read leaves the state as it was', async () => {
  const follower = createRegistryFollower({
    registry: {
      block: chain.asDso.block,
      events: async (from, to) => {
        const events = await chain.asDso.events(from, to);
        await chain.rpc('evm_revert', snapshot);
        await chain.rpc('evm_mine');
        return events;
      },
    },
  });
  const snapshot = await chain.rpc('evm_snapshot');
  const forgotten = await bindNew();
  await assert.rejects(follower.sync(), { code: 'CHAIN_REORGANISED', retryable: true });
  assert.deepEqual(follower.snapshot(), { keys: {} });
  assert.equal(follower.bindingAt(forgotten.key, forgotten.commitment, forgotten.from).kind, 'none');
});

test('with confirmations asked for, the newest blocks do not count yet', async () => {
  const follower = createRegistryFollower({ registry: chain.asDso, confirmations: 2 });
  const bound = await bindNew();
  await follower.sync();
  assert.equal(follower.bindingAt(bound.key, bound.commitment, bound.from).valid, false);
  await chain.rpc('evm_mine');
  await follower.sync();
  assert.equal(follower.bindingAt(bound.key, bound.commitment, bound.from).valid, false);
  await chain.rpc('evm_mine');
  await follower.sync();
  assert.equal(follower.bindingAt(bound.key, bound.commitment, bound.from).valid, true);
});
