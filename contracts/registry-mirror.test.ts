import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Hex } from '@access-layer/core/bytes';
import { LISTED, newSalt, rotationHash } from '@access-layer/core/commitment';
import fc from 'fast-check';
import { createRegistryFollower, type RegistryFollower } from './registry-follower.ts';
import { newAccount, startTestChain, type TestAccount, type TestChain } from './test-chain.ts';

let chain: TestChain;
before(async () => {
  chain = await startTestChain();
});
after(() => chain.close());

/** A step on two keys and two commitments; times in seconds from the block's, so also in the past. */
interface Step {
  op: 'bind' | 'list' | 'unbind' | 'revoke' | 'warn' | 'rotate' | 'pass';
  key: 0 | 1 | 2;
  commitment: 0 | 1;
  offsetS: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  op: fc.constantFrom(
    'bind',
    'bind',
    'bind',
    'list',
    'unbind',
    'unbind',
    'revoke',
    'warn',
    'rotate',
    'rotate',
    'pass',
  ),
  key: fc.constantFrom(0, 1, 2),
  commitment: fc.constantFrom(0, 1),
  offsetS: fc.integer({ min: -20, max: 60 }),
});

interface World {
  keys: TestAccount[];
  commitments: Hex[];
}

async function take(
  { op, key: k, commitment: c, offsetS }: Step,
  { keys, commitments }: World,
): Promise<void> {
  const { asDso, network } = chain;
  const [key, next] = [keys[k]!, keys[(k + 1) % keys.length]!];
  const commitment = commitments[c]!;
  const timeMs = (await chain.nowMs()) + offsetS * 1000;
  switch (op) {
    case 'bind':
      return void (await asDso.bind(key.address, commitment, timeMs));
    case 'list':
      return void (await asDso.list(key.address, 'service', timeMs));
    case 'unbind':
      return void (await asDso.unbind(key.address, commitment, timeMs));
    case 'revoke':
      return void (await asDso.revoke(key.address));
    case 'warn':
      return void (await asDso.warn(key.address, timeMs));
    case 'rotate': {
      const raw = rotationHash(network, key.address, next.address);
      const signatures = [
        await key.signMessage({ message: { raw } }),
        await next.signMessage({ message: { raw } }),
      ];
      const [a, b] = signatures as [Hex, Hex];
      return void (await asDso.rotate(key.address, next.address, timeMs, a, b));
    }
    case 'pass':
      return void (await chain.pass(Math.abs(offsetS) + 1));
  }
}

/** Every time at which an answer can change, and its neighbours. */
async function interestingTimes(key: Hex, commitment: Hex): Promise<number[]> {
  const { revokedAt, compromisedSince } = await chain.asDso.keyInfo(key);
  const periods = await chain.asDso.periodsOf(key, commitment);
  const edges = [...periods.flatMap(({ from, until }) => [from, until]), revokedAt, compromisedSince];
  return [...new Set(edges.flatMap((edge) => [edge - 1, edge, edge + 1]))].filter((time) => time >= 0);
}

async function assertSame(follower: RegistryFollower, { keys, commitments }: World): Promise<void> {
  for (const { address } of keys) {
    for (const commitment of [...commitments, LISTED]) {
      for (const time of await interestingTimes(address, commitment)) {
        const onChain = await chain.asDso.bindingAt(address, commitment, time);
        assert.deepEqual(follower.bindingAt(address, commitment, time), onChain, `${address} at ${time}`);
      }
    }
  }
}

test('the mirror answers what the contract answers, whatever was done in whatever order', async () => {
  let follower = createRegistryFollower({ registry: chain.asDso });
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
      const world = { keys: [newAccount(), newAccount(), newAccount()], commitments: [newSalt(), newSalt()] };
      for (const each of steps) {
        await take(each, world).catch((error) => {
          if (error.code !== 'CHAIN_REVERTED') throw error;
          refused++;
        });
      }
      await follower.sync();
      await assertSame(follower, world);
      // The next run goes on from what a service keeps on disk.
      const kept = JSON.parse(JSON.stringify(follower.snapshot()));
      follower = createRegistryFollower({ registry: chain.asDso, state: kept });
      await assertSame(follower, world);
    }),
    { numRuns: 20, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true },
  );
  assert.ok(refused > 0, 'some steps are refused by the contract');
  const fromScratch = createRegistryFollower({ registry: chain.asDso, pageBlocks: 7 });
  await fromScratch.sync();
  assert.deepEqual(fromScratch.snapshot(), follower.snapshot());
});
