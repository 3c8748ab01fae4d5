import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Hex } from '@access-layer/core/bytes';
import { LISTED, newSalt, rotationHash } from '@access-layer/core/commitment';
import { type LocalAccount, toHex } from 'viem';
import { createRegistry, type RegistryChange } from './registry.ts';
import { newAccount, type TestChain } from './test-chain.ts';

/** What the key registry does, on any chain; `concurrency` where its tests may run beside each other. */
export function keyRegistryConformance(
  name: string,
  start: (network: string) => Promise<TestChain>,
  concurrency = 1,
): void {
  describe(`key registry on ${name}`, { concurrency }, () => {
    let chain: TestChain;
    let registry: TestChain['asDso'];

    before(async () => {
      chain = await start('rome-1');
      registry = chain.asDso;
    });
    after(() => chain.close());

    const HOUR_MS = 3_600_000;
    const DAY_MS = 24 * HOUR_MS;
    const newKey = () => newAccount().address;
    const newCommitment = newSalt;

    /** The name of the contract's error that a call is refused with. */
    async function refusal(call: Promise<unknown>): Promise<string> {
      return call.then(
        () => 'no refusal',
        (error) => {
          assert.equal(error.code, 'CHAIN_REVERTED', error.message);
          return error.context.error;
        },
      );
    }

    async function isValid(key: Hex, commitment: Hex, timeMs: number): Promise<boolean> {
      return (await registry.bindingAt(key, commitment, timeMs)).valid;
    }

    async function signatures(
      oldKey: LocalAccount,
      newKey: LocalAccount,
      network = 'rome-1',
    ): Promise<[Hex, Hex]> {
      const raw = rotationHash(
        network,
        oldKey.address.toLowerCase() as Hex,
        newKey.address.toLowerCase() as Hex,
      );
      return [
        await oldKey.signMessage!({ message: { raw } }),
        await newKey.signMessage!({ message: { raw } }),
      ];
    }

    async function rotate(
      oldKey: LocalAccount,
      newKey: LocalAccount,
      fromMs: number,
    ): Promise<RegistryChange> {
      return registry.rotate(oldKey.address, newKey.address, fromMs, ...(await signatures(oldKey, newKey)));
    }

    test('the registry carries the name of its network', async () => {
      assert.equal(await registry.network(), 'rome-1');
    });

    test('only the DSO changes the registry', async () => {
      const { asStranger } = chain;
      const [key, commitment] = [newAccount(), newCommitment()];
      await registry.bind(key.address, commitment, 0);
      const next = newAccount();
      const calls = {
        bind: () => asStranger.bind(newKey(), newCommitment(), 0),
        list: () => asStranger.list(newKey(), 'party', 0),
        unbind: () => asStranger.unbind(key.address, commitment, 0),
        revoke: () => asStranger.revoke(key.address),
        warn: () => asStranger.warn(key.address, 1),
        rotate: async () => asStranger.rotate(key.address, next.address, 0, ...(await signatures(key, next))),
      };
      for (const [name, call] of Object.entries(calls)) {
        assert.equal(await refusal(call()), 'AccessControlUnauthorizedAccount', name);
      }
      const asAnchorer = createRegistry({ ...chain, address: chain.registry, account: chain.anchorer });
      assert.equal(
        await refusal(asAnchorer.bind(newKey(), newCommitment(), 0)),
        'AccessControlUnauthorizedAccount',
      );
      assert.equal(await isValid(key.address, commitment, await chain.nowMs()), true);
    });

    test('a registry without an account reads and refuses to change', async () => {
      const reader = createRegistry({ ...chain, address: chain.registry });
      assert.equal(await reader.network(), 'rome-1');
      await assert.rejects(reader.revoke(newKey()), { code: 'CHAIN_READ_ONLY' });
    });

    test('a binding is valid from its beginning until before its end', async () => {
      const [key, commitment] = [newKey(), newCommitment()];
      const from = (await chain.nowMs()) + DAY_MS;
      await registry.bind(key, commitment, from);
      assert.deepEqual(await registry.bindingAt(key, commitment, from - 1), {
        valid: false,
        kind: 'light-node',
        from,
        until: 0,
        revokedAt: 0,
        compromisedSince: 0,
      });
      assert.equal(await isValid(key, commitment, from), true);
      const until = from + DAY_MS;
      await registry.unbind(key, commitment, until);
      assert.equal(await isValid(key, commitment, until - 1), true);
      assert.equal(await isValid(key, commitment, until), false);
      assert.equal((await registry.bindingAt(key, commitment, until + DAY_MS)).until, until);
    });

    test('what was never bound is not valid', async () => {
      const [key, commitment] = [newKey(), newCommitment()];
      const nothing = { valid: false, kind: 'none', from: 0, until: 0, revokedAt: 0, compromisedSince: 0 };
      assert.deepEqual(await registry.bindingAt(key, commitment, 1), nothing);
      await registry.bind(key, commitment, 0);
      const other = await registry.bindingAt(key, newCommitment(), await chain.nowMs());
      assert.deepEqual(other, { ...nothing, kind: 'light-node' });
    });

    test('a backdated binding begins with the block that carries it', async () => {
      const [key, commitment] = [newKey(), newCommitment()];
      const longAgo = (await chain.nowMs()) - 30 * DAY_MS;
      const { events, blockNumber } = await registry.bind(key, commitment, longAgo);
      const blockMs = (await registry.block(blockNumber))!.timestampMs;
      assert.deepEqual(events, [
        { type: 'bound', key, commitment, kind: 1, period: 0, from: blockMs, until: 0 },
      ]);
      assert.equal(await isValid(key, commitment, blockMs - 1), false);
      assert.equal(await isValid(key, commitment, blockMs), true);
    });

    test('a backdated end is the time of the block that carries it', async () => {
      const [key, commitment] = [newKey(), newCommitment()];
      await registry.bind(key, commitment, 0);
      await chain.pass(5);
      const { events, blockNumber } = await registry.unbind(key, commitment, 1);
      const blockMs = (await registry.block(blockNumber))!.timestampMs;
      assert.deepEqual(events, [{ type: 'unbound', key, commitment, period: 0, until: blockMs }]);
      assert.equal(await isValid(key, commitment, blockMs - 1), true);
    });

    test('a repeat of a change succeeds and changes nothing', async () => {
      const now = await chain.nowMs();
      const [key, next, signer] = [newAccount(), newAccount(), newKey()];
      const [commitment, from] = [newCommitment(), now + 1234];
      const steps = [
        () => registry.bind(key.address, commitment, from),
        () => registry.list(signer, 'set-point-signer', 0),
        () => registry.warn(key.address, now - DAY_MS),
        () => rotate(key, next, now + DAY_MS),
        () => registry.unbind(next.address, commitment, now + 2 * DAY_MS),
        () => registry.unbind(signer, LISTED, 0),
        () => registry.revoke(signer),
      ];
      for (const [i, step] of steps.entries()) {
        assert.notEqual((await step()).events.length, 0, `step ${i}`);
        await chain.pass(1);
        assert.deepEqual((await step()).events, [], `repeat of step ${i}`);
      }
    });

    test('history is not rewritten by what comes later', async () => {
      const [key, commitment] = [newKey(), newCommitment()];
      await registry.bind(key, commitment, 0);
      await chain.pass(3);
      await registry.unbind(key, commitment, 0);
      const ended = await registry.periodsOf(key, commitment);
      await chain.pass(3);
      assert.deepEqual((await registry.unbind(key, commitment, 0)).events, []);
      await registry.bind(key, commitment, 0);
      const [first, second] = await registry.periodsOf(key, commitment);
      assert.deepEqual([first], ended);
      assert.equal(second!.until, 0);
      assert.ok(second!.from >= first!.until + 3000);
      const gapMs = first!.until + 1;
      assert.equal(await isValid(key, commitment, first!.from), true);
      assert.equal(await isValid(key, commitment, gapMs), false);
      assert.equal((await registry.bindingAt(key, commitment, gapMs)).until, first!.until);
      assert.equal(await isValid(key, commitment, second!.from), true);
      assert.deepEqual(await registry.commitmentsOf(key), [commitment]);
    });

    test('what is still to come can be changed: begun earlier, taken back, called off', async () => {
      const [key, commitment] = [newKey(), newCommitment()];
      const now = await chain.nowMs();
      await registry.bind(key, commitment, now + 3 * DAY_MS);
      await registry.bind(key, commitment, now + 2 * DAY_MS);
      assert.deepEqual(await registry.periodsOf(key, commitment), [{ from: now + 2 * DAY_MS, until: 0 }]);
      await registry.unbind(key, commitment, now + 5 * DAY_MS);
      assert.deepEqual((await registry.unbind(key, commitment, now + 6 * DAY_MS)).events, []);
      await registry.bind(key, commitment, now + 4 * DAY_MS);
      assert.deepEqual(await registry.periodsOf(key, commitment), [{ from: now + 2 * DAY_MS, until: 0 }]);
      await registry.unbind(key, commitment, 0);
      assert.equal(await isValid(key, commitment, now + 2 * DAY_MS), false);
      await registry.bind(key, commitment, now + DAY_MS);
      assert.equal(await isValid(key, commitment, now + DAY_MS), true);
    });

    test('an end is the end of all that is to come: no period waits behind a gap', async () => {
      const [key, next, commitment] = [newAccount(), newAccount(), newCommitment()];
      await registry.bind(key.address, commitment, 0);
      const now = await chain.nowMs();
      await registry.unbind(key.address, commitment, now + 80 * HOUR_MS);
      const behindTheEnd = registry.bind(key.address, commitment, now + 100 * HOUR_MS);
      assert.equal(await refusal(behindTheEnd), 'GapToCome');
      const end = now + 10 * HOUR_MS;
      await registry.unbind(key.address, commitment, end);
      assert.equal(await isValid(key.address, commitment, end - 1), true);
      for (const hours of [10, 50, 80, 100, 120]) {
        assert.equal(await isValid(key.address, commitment, now + hours * HOUR_MS), false, `${hours} h`);
      }
      assert.deepEqual((await registry.unbind(key.address, commitment, end)).events, []);
      assert.equal(await refusal(rotate(key, next, end)), 'NothingToRotate');
    });

    test('a rotation leaves the old key nothing, and gives the new one all that was to come', async () => {
      const [oldKey, next, commitment] = [newAccount(), newAccount(), newCommitment()];
      await registry.bind(oldKey.address, commitment, 0);
      const now = await chain.nowMs();
      await registry.unbind(oldKey.address, commitment, now + 80 * HOUR_MS);
      const behindTheEnd = registry.bind(oldKey.address, commitment, now + 100 * HOUR_MS);
      assert.equal(await refusal(behindTheEnd), 'GapToCome');
      await rotate(oldKey, next, now + 20 * HOUR_MS);
      await rotate(oldKey, next, now + 10 * HOUR_MS); // earlier than thought: the new key keeps what it has
      const period = { from: now + 10 * HOUR_MS, until: now + 80 * HOUR_MS };
      assert.deepEqual(await registry.periodsOf(next.address, commitment), [period]);
      assert.equal(await isValid(oldKey.address, commitment, now + 50 * HOUR_MS), false);
      assert.equal(await isValid(next.address, commitment, now + 50 * HOUR_MS), true);
    });

    test('a bind before an end to come takes it back, and the next end counts', async () => {
      const [key, commitment] = [newKey(), newCommitment()];
      await registry.bind(key, commitment, 0);
      const now = await chain.nowMs();
      await registry.unbind(key, commitment, now + 80 * HOUR_MS);
      assert.equal(await refusal(registry.bind(key, commitment, now + 100 * HOUR_MS)), 'GapToCome');
      await registry.bind(key, commitment, now + 50 * HOUR_MS);
      await registry.unbind(key, commitment, now + 40 * HOUR_MS);
      const periods = await registry.periodsOf(key, commitment);
      assert.deepEqual(periods, [{ from: periods[0]!.from, until: now + 40 * HOUR_MS }]);
      for (const hours of [40, 45, 49, 50, 100]) {
        assert.equal(await isValid(key, commitment, now + hours * HOUR_MS), false, `${hours} h`);
      }
    });

    test('a rotation onto a key whose own period does not meet what moves is refused whole', async () => {
      const [oldKey, next, commitment] = [newAccount(), newAccount(), newCommitment()];
      await registry.bind(oldKey.address, commitment, 0);
      await registry.bind(next.address, commitment, 0);
      const now = await chain.nowMs();
      await registry.unbind(next.address, commitment, now + 10 * HOUR_MS);
      assert.equal(await refusal(rotate(oldKey, next, now + 20 * HOUR_MS)), 'GapToCome');
      assert.equal(await isValid(oldKey.address, commitment, now + 30 * HOUR_MS), true);
      await rotate(oldKey, next, now + 10 * HOUR_MS);
      assert.equal(await isValid(next.address, commitment, now + 30 * HOUR_MS), true);
    });

    test('after a revocation nothing is valid, before it everything stays as it was', async () => {
      const [key, commitment] = [newKey(), newCommitment()];
      const bound = await registry.bind(key, commitment, 0);
      const boundMs = (await registry.block(bound.blockNumber))!.timestampMs;
      await chain.pass(5);
      const { events } = await registry.revoke(key);
      const [event] = events;
      assert.ok(event?.type === 'revoked');
      const { revokedAt } = event;
      assert.ok(revokedAt >= boundMs + 5000);
      assert.equal(await isValid(key, commitment, boundMs), true);
      assert.equal(await isValid(key, commitment, revokedAt - 1), true);
      assert.equal(await isValid(key, commitment, revokedAt), false);
      assert.equal((await registry.bindingAt(key, commitment, boundMs)).revokedAt, revokedAt);
    });

    test('a revoked key is never bound, listed or rotated to again, nor rotated away', async () => {
      const [revoked, other] = [newAccount(), newAccount()];
      await registry.bind(revoked.address, newCommitment(), 0);
      await registry.bind(other.address, newCommitment(), 0);
      await registry.revoke(revoked.address);
      assert.equal(await refusal(registry.bind(revoked.address, newCommitment(), 0)), 'KeyRevoked');
      assert.equal(await refusal(registry.list(revoked.address, 'service', 0)), 'KeyRevoked');
      assert.equal(await refusal(rotate(other, revoked, 0)), 'KeyRevoked');
      assert.equal(await refusal(rotate(revoked, newAccount(), 0)), 'KeyRevoked');
    });

    test('one address has one kind', async () => {
      const [node, signer] = [newKey(), newKey()];
      await registry.bind(node, newCommitment(), 0);
      await registry.list(signer, 'set-point-signer', 0);
      assert.equal(await refusal(registry.list(node, 'set-point-signer', 0)), 'KindMismatch');
      assert.equal(await refusal(registry.list(signer, 'service', 0)), 'KindMismatch');
      assert.equal(await refusal(registry.bind(signer, newCommitment(), 0)), 'KindMismatch');
      assert.equal((await registry.keyInfo(signer)).kind, 'set-point-signer');
      assert.equal(await isValid(signer, LISTED, await chain.nowMs()), true);
    });

    test('what makes no sense is refused by name', async () => {
      const zero = `0x${'00'.repeat(20)}` as Hex;
      assert.equal(await refusal(registry.bind(zero, newCommitment(), 0)), 'ZeroKey');
      assert.equal(await refusal(registry.bind(newKey(), LISTED, 0)), 'ZeroCommitment');
      assert.equal(await refusal(registry.list(newKey(), 'light-node' as never, 0)), 'InvalidKind');
      assert.equal(await refusal(registry.list(newKey(), 'none' as never, 0)), 'InvalidKind');
      assert.equal(await refusal(registry.unbind(newKey(), newCommitment(), 0)), 'NotBound');
      assert.equal(await refusal(registry.revoke(newKey())), 'UnknownKey');
      assert.equal(await refusal(registry.warn(newKey(), 1)), 'UnknownKey');
      const key = newKey();
      await registry.bind(key, newCommitment(), 0);
      assert.equal(await refusal(registry.warn(key, 0)), 'ZeroTime');
    });

    test('a warning is shown, only grows, and takes no validity away', async () => {
      const [key, commitment, now] = [newKey(), newCommitment(), await chain.nowMs()];
      await registry.bind(key, commitment, 0);
      await registry.warn(key, now - DAY_MS);
      assert.deepEqual((await registry.warn(key, now)).events, []);
      await registry.warn(key, now - 2 * DAY_MS);
      const answer = await registry.bindingAt(key, commitment, await chain.nowMs());
      assert.equal(answer.compromisedSince, now - 2 * DAY_MS);
      assert.equal(answer.valid, true);
    });

    test('a warning for a time to come counts from now', async () => {
      const key = newKey();
      await registry.bind(key, newCommitment(), 0);
      const { blockNumber } = await registry.warn(key, (await chain.nowMs()) + DAY_MS);
      const { compromisedSince } = await registry.keyInfo(key);
      assert.equal(compromisedSince, (await registry.block(blockNumber))!.timestampMs);
    });

    test('a rotation moves all that is open, with its end, and nothing that has ended', async () => {
      const [oldKey, next] = [newAccount(), newAccount()];
      const [ended, open, ending, coming] = [
        newCommitment(),
        newCommitment(),
        newCommitment(),
        newCommitment(),
      ];
      const calledOff = newCommitment();
      for (const commitment of [ended, open, ending]) await registry.bind(oldKey.address, commitment, 0);
      const now = await chain.pass(3);
      await registry.unbind(oldKey.address, ended, 0);
      await registry.unbind(oldKey.address, ending, now + 9 * DAY_MS);
      await registry.bind(oldKey.address, coming, now + 5 * DAY_MS);
      await registry.bind(oldKey.address, calledOff, now + 5 * DAY_MS);
      await registry.unbind(oldKey.address, calledOff, 0);
      const from = now + DAY_MS;
      const { events } = await rotate(oldKey, next, from);
      assert.deepEqual(events.at(-1), {
        type: 'rotated',
        oldKey: oldKey.address,
        newKey: next.address,
        from,
      });
      assert.deepEqual(await registry.periodsOf(next.address, ended), []);
      assert.deepEqual(await registry.periodsOf(next.address, calledOff), []);
      assert.deepEqual(await registry.periodsOf(next.address, open), [{ from, until: 0 }]);
      assert.deepEqual(await registry.periodsOf(next.address, ending), [{ from, until: now + 9 * DAY_MS }]);
      assert.deepEqual(await registry.periodsOf(next.address, coming), [
        { from: now + 5 * DAY_MS, until: 0 },
      ]);
      assert.equal(await isValid(oldKey.address, open, from - 1), true);
      assert.equal(await isValid(oldKey.address, open, from), false);
      assert.equal(await isValid(next.address, open, from - 1), false);
      assert.equal(await isValid(next.address, open, from), true);
      assert.equal(await isValid(oldKey.address, coming, now + 5 * DAY_MS), false);
    });

    test('a listed key is rotated within its kind', async () => {
      const [oldKey, next, node] = [newAccount(), newAccount(), newAccount()];
      await registry.list(oldKey.address, 'set-point-signer', 0);
      await registry.bind(node.address, newCommitment(), 0);
      assert.equal(await refusal(rotate(oldKey, node, 0)), 'KindMismatch');
      await rotate(oldKey, next, 0);
      assert.equal((await registry.keyInfo(next.address)).kind, 'set-point-signer');
      assert.equal(await isValid(next.address, LISTED, await chain.nowMs()), true);
      assert.equal(await isValid(oldKey.address, LISTED, await chain.nowMs()), false);
    });

    test('a rotation needs the signatures of both keys over both keys and this network', async () => {
      const [oldKey, next, thief] = [newAccount(), newAccount(), newAccount()];
      await registry.bind(oldKey.address, newCommitment(), 0);
      const [oldSignature, newSignature] = await signatures(oldKey, next);
      const attempt = (a: Hex, b: Hex) => refusal(registry.rotate(oldKey.address, next.address, 0, a, b));
      assert.equal(await attempt(newSignature, oldSignature), 'BadSignature', 'swapped');
      assert.equal(await attempt(oldSignature, oldSignature), 'BadSignature', 'the old key twice');
      const [byThief] = await signatures(thief, next);
      assert.equal(await attempt(byThief, newSignature), 'BadSignature', 'a stranger');
      assert.equal(
        await attempt(...(await signatures(oldKey, next, 'rome-2'))),
        'BadSignature',
        'other network',
      );
      const [a, b] = await signatures(next, oldKey);
      assert.equal(await attempt(b, a), 'BadSignature', 'the other way round');
      assert.equal(await attempt('0x', newSignature), 'BadSignature', 'none');
      assert.equal(await attempt(`${oldSignature}00`, newSignature), 'BadSignature', '66 bytes');
      assert.equal(await attempt(oldSignature, otherSpelling(newSignature)), 'BadSignature', 'high s');
      assert.equal(await attempt(oldSignature, smallV(newSignature)), 'BadSignature', 'v of 0 or 1');
      const rotated = await registry.rotate(oldKey.address, next.address, 0, oldSignature, newSignature);
      assert.equal(rotated.events.at(-1)?.type, 'rotated');
    });

    test('a rotation of nothing, of an unknown key or to itself is refused', async () => {
      const [key, next, unknown] = [newAccount(), newAccount(), newAccount()];
      const commitment = newCommitment();
      await registry.bind(key.address, commitment, 0);
      assert.equal(await refusal(rotate(unknown, next, 0)), 'UnknownKey');
      assert.equal(await refusal(rotate(key, key, 0)), 'SameKey');
      await registry.unbind(key.address, commitment, 0);
      await chain.pass(2);
      assert.equal(await refusal(rotate(key, next, 0)), 'NothingToRotate');
    });

    /** The second signature that the same key's owner did not make: n - s and the other v. */
    function otherSpelling(signature: Hex): Hex {
      const n = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
      const s = toHex(n - BigInt(`0x${signature.slice(66, 130)}`), { size: 32 }).slice(2);
      return `${signature.slice(0, 66)}${s}${signature.endsWith('1b') ? '1c' : '1b'}` as Hex;
    }

    function smallV(signature: Hex): Hex {
      return `${signature.slice(0, 130)}${signature.endsWith('1b') ? '00' : '01'}` as Hex;
    }
  });
}
