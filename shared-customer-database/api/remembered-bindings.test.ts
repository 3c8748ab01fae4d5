import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BindingAnswer } from '@access-layer/core/binding';
import { rememberBindings } from './remembered-bindings.ts';

const KEY = `0x${'11'.repeat(20)}` as const;
const PLACES = [`0x${'01'.repeat(32)}`, `0x${'02'.repeat(32)}`, `0x${'03'.repeat(32)}`] as const;

function chain() {
  const asked: number[] = [];
  const state = { nowMs: 1_000_000, from: 100, until: 0, isDown: false };
  const bindingAt = async (_key: string, _commitment: string, timeMs: number): Promise<BindingAnswer> => {
    if (state.isDown) throw new Error('the chain does not answer');
    asked.push(timeMs);
    const isBound = timeMs >= state.from && (state.until === 0 || timeMs < state.until);
    const times = isBound ? { from: state.from, until: state.until } : { from: 0, until: 0 };
    return { valid: isBound, kind: 'light-node', ...times, revokedAt: 0, compromisedSince: 0 };
  };
  const options = { keptMs: 1000, most: 2, now: () => state.nowMs };
  return { asked, state, bindingAt: rememberBindings(bindingAt, options) };
}

test('an open period is asked for once, for the times within it, and again when it has been kept long enough', async () => {
  const { asked, state, bindingAt } = chain();
  for (const timeMs of [100, 250, 499]) assert.equal((await bindingAt(KEY, PLACES[0], timeMs)).from, 100);
  assert.deepEqual(asked, [100]);
  state.until = 300;
  assert.equal((await bindingAt(KEY, PLACES[0], 200)).until, 0);
  state.nowMs += 1001;
  for (const timeMs of [200, 201]) assert.equal((await bindingAt(KEY, PLACES[0], timeMs)).until, 300);
  assert.deepEqual(asked, [100, 200, 201], 'one that ends is asked for each time');
});

test('no binding, no answer and another commitment are never remembered; the oldest makes room', async () => {
  const { asked, state, bindingAt } = chain();
  for (const timeMs of [99, 98, 99]) assert.equal((await bindingAt(KEY, PLACES[0], timeMs)).from, 0);
  assert.deepEqual(asked, [99, 98, 99]);
  state.isDown = true;
  await assert.rejects(bindingAt(KEY, PLACES[0], 100));
  state.isDown = false;
  for (const place of PLACES) await bindingAt(KEY, place, 100);
  await bindingAt(KEY, PLACES[0], 101);
  await bindingAt(KEY, PLACES[2], 101);
  assert.deepEqual(asked.slice(3), [100, 100, 100, 101]);
});
