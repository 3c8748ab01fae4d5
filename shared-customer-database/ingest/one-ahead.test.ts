import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oneAhead } from './one-ahead.ts';

async function* numbers(count: number): AsyncGenerator<number> {
  for (let i = 0; i < count; i++) yield i;
}

test('the next item is begun while the consumer has the last, and no more than that one', async () => {
  const began: number[] = [];
  const seen: [number, number, number[]][] = [];
  const begin = async (item: number) => {
    began.push(item);
    return item * 10;
  };
  for await (const { item, begun } of oneAhead(numbers(4), begin)) seen.push([item, begun, [...began]]);
  assert.deepEqual(seen, [
    [0, 0, [0, 1]],
    [1, 10, [0, 1, 2]],
    [2, 20, [0, 1, 2, 3]],
    [3, 30, [0, 1, 2, 3]],
  ]);
});

test('a beginning that fails is told in its turn, after all items before', async () => {
  const seen: number[] = [];
  const begin = async (item: number) => {
    if (item === 2) throw new Error('no');
  };
  await assert.rejects(async () => {
    for await (const { item } of oneAhead(numbers(5), begin)) seen.push(item);
  }, /no/);
  assert.deepEqual(seen, [0, 1]);
});
