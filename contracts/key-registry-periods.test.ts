import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Hex } from '@access-layer/core/bytes';
import { newSalt, rotationHash } from '@access-layer/core/commitment';
import fc from 'fast-check';
import type { RegistryChange } from './registry.ts';
import { newAccount, startTestChain, type TestAccount, type TestChain } from './test-chain.ts';

let chain: TestChain;
before(async () => {
  chain = await startTestChain();
});
after(() => chain.close());

const HOUR_S = 3600;

/** A step on two keys of one commitment; times in hours from the block's, so also in the past. */
interface Step {
  op: 'bind' | 'unbind' | 'rotate' | 'pass';
  key: 0 | 1;
  offsetH: number;
}

const step: fc.Arbitrary<Step> = fc.record({
  op: fc.constantFrom('bind', 'bind', 'bind', 'unbind', 'unbind', 'unbind', 'rotate', 'pass'),
  key: fc.constantFrom(0, 1),
  offsetH: fc.integer({ min: -20, max: 100 }),
});

interface Period {
  from: number;
  until: number;
}

interface Subject extends TestAccount {
  /** From here on it was ended, until the next bind; Infinity: not. */
  endedFrom: number;
}

const endOf = ({ until }: Period) => until || Number.POSITIVE_INFINITY;
const covers = (periods: Period[], time: number) => periods.some((p) => p.from <= time && time < endOf(p));

/** What of the periods lies before a time. */
const historyOf = (periods: Period[], time: number) =>
  periods.map((p) => [p.from, Math.min(endOf(p), time)] as const).filter(([from, until]) => from < until);

async function change(op: Step['op'], key: Subject, next: Subject, commitment: Hex, timeMs: number) {
  const { asDso, network } = chain;
  if (op === 'bind') return asDso.bind(key.address, commitment, timeMs);
  if (op === 'unbind') return asDso.unbind(key.address, commitment, timeMs);
  const message = { raw: rotationHash(network, key.address, next.address) };
  const [a, b] = [await key.signMessage({ message }), await next.signMessage({ message })];
  return asDso.rotate(key.address, next.address, timeMs, a, b);
}

/** The change, or what it was refused with. */
async function attempt(call: Promise<RegistryChange>): Promise<RegistryChange | string> {
  return call.catch((error) => {
    if (error.code !== 'CHAIN_REVERTED') throw error;
    return error.context.error as string;
  });
}

function assertAscendingAndDisjoint(periods: Period[]): void {
  for (const [i, period] of periods.entries()) {
    assert.ok(period.from <= endOf(period), `period ${i} ends before it begins: ${JSON.stringify(periods)}`);
    const next = periods[i + 1];
    assert.ok(!next || endOf(period) <= next.from, `period ${i} overlaps: ${JSON.stringify(periods)}`);
  }
}

/** Every time at which an answer of these periods may change, the one before it, and the given ones. */
function sampleTimes(periods: Period[], ...more: number[]): number[] {
  const edges = [...periods.flatMap(({ from, until }) => [from, until]), ...more].filter((edge) => edge > 0);
  return [...new Set(edges.flatMap((edge) => [edge - 1, edge]))];
}

async function assertAnswers(
  { address, endedFrom }: Subject,
  commitment: Hex,
  periods: Period[],
  at: number[],
) {
  const times = sampleTimes(periods, ...at);
  const answers = await Promise.all(times.map((time) => chain.asDso.bindingAt(address, commitment, time)));
  for (const [i, { valid }] of answers.entries()) {
    const time = times[i]!;
    assert.equal(valid, covers(periods, time), `at ${time} of ${JSON.stringify(periods)}`);
    assert.ok(!valid || time < endedFrom, `valid at ${time}, ended from ${endedFrom} on`);
  }
}

async function takeAndCheck({ op, key: k, offsetH }: Step, subjects: Subject[], commitment: Hex) {
  const { asDso } = chain;
  if (op === 'pass') return void (await chain.pass((Math.abs(offsetH) + 1) * HOUR_S));
  const timeMs = (await chain.nowMs()) + offsetH * HOUR_S * 1000;
  const [key, next] = [subjects[k]!, subjects[1 - k]!];
  const periodsOf = () => Promise.all(subjects.map(({ address }) => asDso.periodsOf(address, commitment)));
  const old = await periodsOf();
  const result = await attempt(change(op, key, next, commitment, timeMs));
  const current = await periodsOf();
  if (typeof result === 'string') return assert.deepEqual(current, old, `refused with ${result}`);
  const blockMs = (await asDso.block(result.blockNumber))!.timestampMs;
  const inForceMs = Math.max(timeMs, blockMs);
  for (const event of result.events) {
    if (event.type !== 'bound') continue;
    subjects.find(({ address }) => address === event.key)!.endedFrom = Number.POSITIVE_INFINITY;
  }
  if (op !== 'bind') key.endedFrom = Math.min(key.endedFrom, inForceMs);
  for (const [i, subject] of subjects.entries()) {
    assertAscendingAndDisjoint(current[i]!);
    assert.deepEqual(historyOf(current[i]!, blockMs), historyOf(old[i]!, blockMs), 'history was rewritten');
    await assertAnswers(
      subject,
      commitment,
      current[i]!,
      [inForceMs, ...old.flat().map(endOf)].filter(Number.isFinite),
    );
  }
  const mustCover = op === 'bind' ? [inForceMs] : op === 'rotate' ? movedTimes(old[k]!, inForceMs) : [];
  const holder = op === 'bind' ? current[k]! : current[1 - k]!;
  for (const time of mustCover) assert.ok(covers(holder, time), `${op} left nothing at ${time}`);
  const repeat = await attempt(change(op, key, next, commitment, timeMs));
  assert.ok(typeof repeat !== 'string' && repeat.events.length === 0, `a repeat of ${op} changed something`);
}

/** Sampled times at which the old key was valid, from the rotation on. */
function movedTimes(old: Period[], fromMs: number): number[] {
  return sampleTimes(old, fromMs).filter((time) => time >= fromMs && covers(old, time));
}

test('an end ends all, periods ascend and never overlap, history stays, whatever is done in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 14 }), async (steps) => {
      const commitment = newSalt();
      const subjects = [newAccount(), newAccount()].map((account) => ({
        ...account,
        endedFrom: Number.POSITIVE_INFINITY,
      }));
      for (const each of steps) await takeAndCheck(each, subjects, commitment);
    }),
    { numRuns: 25, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true },
  );
});
