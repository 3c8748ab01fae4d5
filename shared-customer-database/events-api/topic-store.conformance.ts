import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { NewEvent, TopicStore } from './topic-store.ts';

export interface TopicStoreUnderTest {
  /** Opens the same store, empty at first; the one before has been closed. */
  open(): Promise<TopicStore>;
  dispose(): Promise<void>;
}

const ALL = { limit: 1000, maxBytes: 1e9 };
const bytes = (text: string) => new Uint8Array(Buffer.from(text));
const event = (partition: number, text: string): NewEvent => ({ partition, key: null, value: bytes(text) });

/** What every topic store must do; each runs this suite. */
export function topicStoreConformance(name: string, prepare: () => Promise<TopicStoreUnderTest>): void {
  describe(`topic store ${name}`, () => {
    let under: TopicStoreUnderTest;
    let store: TopicStore;
    beforeEach(async () => {
      under = await prepare();
      store = await under.open();
    });
    afterEach(async () => {
      await store.close();
      await under.dispose();
    });
    const reopen = async () => {
      await store.close();
      store = await under.open();
    };
    const textsOf = async (topic: string, partition: number, from = 0) =>
      (await store.read(topic, partition, from, ALL)).map(
        ({ offset, value }) => `${offset} ${Buffer.from(value!)}`,
      );

    test('topics are created once, configured, removed, and outlive a restart', async () => {
      assert.equal(await store.create({ name: 'a', partitions: 2, configs: { 'retention.ms': '1' } }), true);
      assert.equal(await store.create({ name: 'a', partitions: 5, configs: {} }), false);
      assert.equal(await store.configure('a', { 'retention.ms': '2' }), true);
      assert.equal(await store.configure('b', {}), false);
      await reopen();
      assert.deepEqual(await store.topics(), [
        { name: 'a', partitions: 2, configs: { 'retention.ms': '2' } },
      ]);
      assert.equal(await store.remove('a'), true);
      assert.equal(await store.remove('a'), false);
      assert.deepEqual(await store.topics(), []);
    });

    test('each partition counts from 0, in order of append, over restarts', async () => {
      await store.create({ name: 'a', partitions: 2, configs: {} });
      assert.deepEqual(await store.append('a', [event(1, 'x'), event(0, 'y'), event(1, 'z')]), [0, 0, 1]);
      await reopen();
      assert.deepEqual(await store.append('a', [event(1, 'w')]), [2]);
      assert.deepEqual(await textsOf('a', 1), ['0 x', '1 z', '2 w']);
      assert.deepEqual(await textsOf('a', 0), ['0 y']);
      assert.deepEqual(await store.bounds('a'), [
        { first: 0, next: 1 },
        { first: 0, next: 3 },
      ]);
    });

    test('bytes come back to the byte, null apart from empty; compressed, too', async () => {
      await store.create({ name: 'a', partitions: 1, configs: {} });
      const all = new Uint8Array(1024).map((_, i) => i % 256);
      const headers = [
        { name: 'trace', value: 'YWJj' },
        { name: 'none', value: null },
      ];
      const records: NewEvent[] = [
        { partition: 0, key: all, value: all, headers, timestampMs: 5 },
        { partition: 0, key: null, value: null },
        { partition: 0, key: new Uint8Array(), value: new Uint8Array() },
      ];
      for (const compress of [false, true]) await store.append('a', records, { compress });
      const read = await store.read('a', 0, 0, ALL);
      assert.equal(read.length, 6);
      for (const [i, { key, value }] of read.entries()) {
        assert.deepEqual(key && new Uint8Array(key), records[i % 3]!.key);
        assert.deepEqual(value && new Uint8Array(value), records[i % 3]!.value);
      }
      assert.deepEqual(read[3]!.headers, headers);
      assert.equal(read[3]!.timestampMs, 5);
      assert.equal(read[4]!.headers, undefined);
    });

    test('reading stops at its limits, and gives one record at least', async () => {
      await store.create({ name: 'a', partitions: 1, configs: {} });
      await store.append('a', [event(0, 'aaaa'), event(0, 'bbbb'), event(0, 'cccc')]);
      assert.equal((await store.read('a', 0, 1, { limit: 1, maxBytes: 100 })).length, 1);
      assert.equal((await store.read('a', 0, 0, { limit: 9, maxBytes: 1 })).length, 1);
      assert.equal((await store.read('a', 0, 0, { limit: 9, maxBytes: 5 })).length, 2);
      assert.deepEqual(await store.read('a', 0, 3, ALL), []);
    });

    test('trimming keeps the offsets of what stays and of what comes', async () => {
      await store.create({ name: 'a', partitions: 1, configs: {} });
      const at = (timestampMs: number, text: string) => ({ ...event(0, text), timestampMs });
      await store.append('a', [at(1, 'x'), at(2, 'y'), at(3, 'z')]);
      assert.equal(await store.trim('a', 3), 2);
      assert.deepEqual(await store.bounds('a'), [{ first: 2, next: 3 }]);
      assert.equal(await store.trim('a', 4), 1);
      assert.deepEqual(await store.bounds('a'), [{ first: 3, next: 3 }]);
      assert.deepEqual(await store.append('a', [event(0, 'w')]), [3]);
    });

    test('a topic created anew under a name has nothing of the old one', async () => {
      await store.create({ name: 'a', partitions: 1, configs: {} });
      await store.append('a', [event(0, 'old')]);
      await store.commit('g', [{ topic: 'a', partition: 0, offset: 1, metadata: '' }]);
      await store.remove('a');
      await store.create({ name: 'a', partitions: 1, configs: {} });
      assert.deepEqual(await textsOf('a', 0), []);
      assert.equal(await store.committed('g', 'a', 0), undefined);
      await reopen();
      assert.deepEqual(await store.append('a', [event(0, 'new')]), [0]);
    });

    test('groups commit apart from one another, over restarts', async () => {
      const offset = { topic: 'measurements', partition: 1, offset: 7, metadata: 'm' };
      await store.commit('g', [offset, { ...offset, partition: 2 }]);
      await store.commit('g', [{ ...offset, offset: 9 }]);
      await reopen();
      assert.deepEqual(await store.committed('g', 'measurements', 1), { ...offset, offset: 9 });
      assert.deepEqual(await store.committed('g', 'measurements', 2), { ...offset, partition: 2 });
      assert.equal(await store.committed('h', 'measurements', 1), undefined);
    });
  });
}
