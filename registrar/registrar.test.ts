import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Hex } from '@access-layer/core/bytes';
import { LISTED, rotationHash } from '@access-layer/core/commitment';
import { AccessLayerError } from '@access-layer/core/errors';
import { digestOf } from '@access-layer/core/message';
import { addressOf, newPrivateKey, signDigest } from '@access-layer/core/sign';
import type { Stream } from '@access-layer/kit/stream';
import { type DsoRegistry, openDsoRegistry } from './dso-registry.ts';
import type { Contract } from './execute-request.ts';
import {
  type Around,
  bindRequest,
  NETWORK,
  POD_PATTERN,
  quiet,
  records,
  surroundings,
} from './registrar.test-input.ts';
import { type RunningRegistrar, startRegistrar } from './registrar.ts';

let around: Around;
let dso: DsoRegistry;
let registrar: RunningRegistrar | undefined;

before(async () => {
  around = await surroundings();
});
after(() => around.close());

function open(): void {
  const dir = around.dsoDir();
  mkdirSync(dir, { recursive: true });
  dso = openDsoRegistry(dir);
}

function start({
  registry = around.registry as Contract,
  stream = around.stream() as Pick<Stream, 'consume' | 'append'>,
} = {}) {
  open();
  registrar = startRegistrar({ dso, registry, stream, podPattern: POD_PATTERN, log: quiet, retryMs: 5 });
}

async function stop(): Promise<void> {
  await registrar?.stop();
  dso.close();
}

const ask = (...requests: (object | string)[]) =>
  around.stream().append('registry-requests', records(...requests));

/** The deadline is for what hangs, not for speed. */
async function until<T>(what: string, read: () => Promise<T | undefined>): Promise<T> {
  const end = performance.now() + 60_000;
  for (;;) {
    const value = await read();
    if (value !== undefined) return value;
    if (performance.now() > end) throw new Error(`waited for ${what}`);
    await delay(5);
  }
}

const answersOf = (request: string, count = 1) =>
  until(`the answer to ${request}`, async () => {
    const found = (await around.read('registry-answers')).filter((answer) => answer.request === request);
    return found.length >= count ? found : undefined;
  });

const problemIs = (message: string) =>
  until(message, async () => (registrar!.problem() === message ? true : undefined));

const openingsOf = async (node: string) =>
  (await around.read('registry')).filter((entry) => entry.node === node);

describe('what is asked is done on the contract, published and answered', () => {
  before(() => start());
  after(stop);

  test('bind, end, bind another and revoke: the times are those of the contract', async () => {
    const asked = bindRequest();
    await ask(asked);
    assert.deepEqual(await answersOf(asked.request), [
      { request: asked.request, action: 'bind', status: 'done' },
    ]);
    const held = await around.registry.bindingAt(asked.key, asked.commitment, Date.now());
    assert.equal(held.valid, true);
    const [opening, ...more] = await openingsOf(asked.node);
    assert.deepEqual([opening.from, opening.until, more], [held.from, 0, []]);
    assert.ok(opening.from > asked.from, 'no time before the block counts');

    const until = Date.now();
    await ask({ ...asked, action: 'unbind', until });
    await answersOf(asked.request, 2);
    const ended = (await openingsOf(asked.node)).at(-1);
    assert.ok(ended.until >= until - 1000 && ended.until > 0);

    const other = bindRequest();
    await ask(other, { ...other, action: 'revoke' });
    await answersOf(other.request, 2);
    assert.ok((await openingsOf(other.node)).at(-1).revokedAt > 0);
    const again = {
      ...bindRequest({ key: other.key, node: other.node, podCode: other.podCode, meterId: 'm-x' }),
    };
    await ask(again);
    const [answer] = await answersOf(again.request);
    assert.equal(answer.status, 'failed');
    assert.match(answer.reason, /contract refused with/);
  });

  test("a party's key is listed for it, and for no one else", async () => {
    const key = addressOf(newPrivateKey());
    const asked = { request: 'party-1', action: 'list', kind: 'party', key, node: 'agg-1', from: 1 };
    await ask(asked, { ...asked, request: 'party-2', node: 'agg-2' });
    assert.equal((await answersOf('party-1'))[0].status, 'done');
    assert.match((await answersOf('party-2'))[0].reason, /is listed as party of agg-1/);
    const held = await around.registry.bindingAt(key, LISTED, Date.now());
    assert.deepEqual([held.valid, held.kind], [true, 'party']);
    const [opening, ...more] = await openingsOf('agg-1');
    assert.deepEqual(
      [opening.kind, opening.key, opening.salt, opening.podCode, more],
      ['party', key, LISTED, '', []],
    );
  });

  test('what is wrong is answered with its reason, and the next one is done', async () => {
    const good = bindRequest();
    const moved = bindRequest({ node: good.node });
    const shared = bindRequest({ key: good.key });
    const hostile: [string, object | string][] = [
      ['not JSON', 'x'],
      ['must have required', { request: 'w1', action: 'bind' }],
      ['commitment', { ...bindRequest(), request: 'w2', meterId: 'another' }],
      ['does not fit', { ...bindRequest({ podCode: 'XX' }), request: 'w3' }],
      ['has no binding', { ...bindRequest(), request: 'w4', action: 'unbind', until: 5 }],
      ['gets a new id', { ...moved, request: 'w5' }],
      ['keys of its own', { ...shared, request: 'w6' }],
      ['malformed', { ...bindRequest(), request: 'w7', action: 'destroy' }],
    ];
    await ask(good, ...hostile.map(([, value]) => value));
    await answersOf('w7');
    const answers = await around.read('registry-answers');
    for (const [reason, value] of hostile) {
      const request = typeof value === 'string' ? '' : (value as { request: string }).request;
      const answer = answers.find((entry) => entry.request === request);
      assert.equal(answer?.status, 'failed', reason);
      assert.ok(answer.reason.includes(reason), answer.reason);
    }
    assert.equal((await openingsOf(good.node)).length, 1);
  });
});

const CRASH = new Error('here the power goes');

/** Everything up to the n-th call of the chain or the stream happens; then nothing more. */
function crashingAfter(calls: number): { registry: Contract; stream: Pick<Stream, 'consume' | 'append'> } {
  let left = calls;
  const guarded =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      if (left <= 0) throw CRASH;
      const result = await call(...args);
      left--;
      if (left <= 0) throw CRASH;
      return result;
    };
  const { registry } = around;
  const stream = around.stream();
  return {
    registry: { ...registry, bind: guarded(registry.bind), bindingAt: guarded(registry.bindingAt) },
    stream: { consume: stream.consume.bind(stream), append: guarded(stream.append.bind(stream)) },
  };
}

test('a crash behind any step repeats the rest, and nothing twice', async () => {
  for (let calls = 1; calls <= 5; calls++) {
    await around.anotherDso();
    const asked = bindRequest();
    start(crashingAfter(calls));
    await ask(asked);
    await problemIs(CRASH.message);
    await stop();
    start();
    const [answer] = await answersOf(asked.request);
    assert.equal(answer.status, 'done', `${calls}`);
    await stop();
    start();
    await ask({ ...asked, request: `${asked.request}-next`, action: 'unbind', until: Date.now() + 60_000 });
    await answersOf(`${asked.request}-next`);
    await stop();
    assert.equal((await answersOf(asked.request)).length, 1, `${calls}: answered once`);
    const openings = await openingsOf(asked.node);
    assert.deepEqual(
      openings.map(({ until }) => until === 0),
      [true, false],
      `${calls}: each change published once`,
    );
    const periods = await around.registry.periodsOf(asked.key, asked.commitment as Hex);
    assert.equal(periods.length, 1, `${calls}: bound once`);
  }
});

const seen = async ({ request }: { request: string }) =>
  (await around.read('registry-answers')).some((answer) => answer.request === request);

const waiting = {
  'the chain does not answer': {
    code: 'CHAIN_UNREACHABLE',
    message: 'the chain node does not answer',
    retryable: true,
  },
  'our key lacks DSO_ROLE': {
    code: 'CHAIN_REVERTED',
    message: 'the contract refused with AccessControlUnauthorizedAccount(0x12)',
    context: { error: 'AccessControlUnauthorizedAccount' },
  },
};
for (const [what, fault] of Object.entries(waiting)) {
  test(`while ${what} the request waits, and is told in the health`, async () => {
    let isWrong = true;
    const bind: Contract['bind'] = async (...args) => {
      if (isWrong) throw new AccessLayerError(fault);
      return around.registry.bind(...args);
    };
    start({ registry: { ...around.registry, bind } });
    const asked = bindRequest();
    await ask(asked);
    await problemIs(fault.message);
    assert.equal(await seen(asked), false);
    isWrong = false;
    assert.equal((await answersOf(asked.request))[0].status, 'done');
    await stop();
  });
}

describe('a key is replaced by another', () => {
  before(() => start());
  after(stop);

  test('the contract holds the new one under the same commitment, and both openings are published', async () => {
    const [oldPrivate, newPrivate] = [newPrivateKey(), newPrivateKey()];
    const bound = bindRequest({ key: addressOf(oldPrivate) });
    await ask(bound);
    await answersOf(bound.request);
    const newKey = addressOf(newPrivate);
    const digest = rotationHash(NETWORK, bound.key, newKey);
    const sign = (key: Uint8Array) => signDigest(digestOf(digest), key);
    const rotation = {
      ...{ request: 'rotation-1', action: 'rotate', kind: 'light-node', node: bound.node, key: bound.key },
      ...{ newKey, from: 1, oldSignature: sign(oldPrivate), newSignature: sign(newPrivate) },
    };
    const forged = { ...rotation, request: 'rotation-0', newSignature: sign(oldPrivate) };
    const foreign = { ...rotation, request: 'rotation-2', node: 'ln-of-nobody' };
    await ask(forged, foreign, rotation, { ...rotation, request: 'rotation-3' });
    await answersOf('rotation-3');
    const answerTo = async (request: string) => (await answersOf(request))[0];
    const [first, second] = [await answerTo('rotation-0'), await answerTo('rotation-2')];
    const third = await answerTo('rotation-1');
    assert.match(first.reason, /BadSignature/);
    assert.match(second.reason, /unknown-binding/);
    assert.equal(third.status, 'done');
    const old = await around.registry.bindingAt(bound.key as Hex, bound.commitment, Date.now());
    const now = await around.registry.bindingAt(newKey, bound.commitment, Date.now());
    assert.deepEqual([old.valid, now.valid, old.until], [false, true, now.from]);
    const published = await openingsOf(bound.node);
    const last = (key: string) => published.filter((entry) => entry.key === key).at(-1);
    assert.deepEqual([last(bound.key).until, last(newKey).from], [now.from, now.from]);
    assert.equal(last(newKey).salt, last(bound.key).salt);
  });
});
