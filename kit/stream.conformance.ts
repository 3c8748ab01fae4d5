import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { Stream, StreamBatch, StreamRecord } from './stream.ts';

export interface StreamUnderTest {
  /** Opens one more connection to the same, empty at first, stream. */
  open(): Promise<Stream>;
  dispose(): Promise<void>;
}

/** What every stream adapter must do; each runs this suite. */
export function streamConformance(name: string, prepare: () => Promise<StreamUnderTest>): void {
  describe(`stream ${name}`, () => {
    let under: StreamUnderTest;
    let stream: Stream;
    let stop: AbortController;
    beforeEach(async () => {
      under = await prepare();
      stream = await under.open();
      stop = new AbortController();
    });
    afterEach(async () => {
      stop.abort();
      await stream.close();
      await under.dispose();
    });
    const records = (from: number, to: number, key = 'pod') =>
      Array.from({ length: to - from }, (_, i) => ({ key, value: `value ${from + i}` }));

    test('keeps records of a key in order, for every reader', async () => {
      await stream.append('packets', records(0, 3));
      await stream.append('packets', records(3, 5));
      const other = await under.open();
      assert.deepEqual(await take(other, 'a', 5, stop.signal), values(0, 5));
      assert.deepEqual(await take(stream, 'b', 5, stop.signal), values(0, 5));
      await other.close();
    });

    test('a group goes on after its last commit; what it did not commit comes again', async () => {
      await stream.append('packets', records(0, 4));
      const first = await next(stream, 'a', stop.signal, 2);
      await first.commit();
      const second = await next(stream, 'a', stop.signal, 2);
      assert.deepEqual(
        second.records.map(({ value }) => value),
        values(2, 4),
      );
      const again = await next(stream, 'a', stop.signal, 2);
      assert.deepEqual(
        again.records.map(({ value }) => value),
        values(2, 4),
      );
    });

    test('a waiting reader gets what is appended later, from another connection', async () => {
      const waiting = next(stream, 'a', stop.signal);
      const other = await under.open();
      await other.append('packets', records(0, 1));
      assert.deepEqual(
        (await waiting).records.map(({ value }) => value),
        values(0, 1),
      );
      await other.close();
    });

    test('the same sequence of a producer is appended once; another producer has its own', async () => {
      await stream.append('packets', records(0, 2), { producer: 'p', sequence: 7 });
      await stream.append('packets', records(0, 2), { producer: 'p', sequence: 7 });
      await stream.append('packets', records(2, 3), { producer: 'p', sequence: 8 });
      await stream.append('packets', records(3, 4), { producer: 'q', sequence: 7 });
      assert.deepEqual(await take(stream, 'a', 4, stop.signal), values(0, 4));
      assert.equal(total(await stream.offsets('packets')), 4);
    });

    test('says where a group goes on, once it has committed', async () => {
      await stream.append('packets', records(0, 3));
      assert.deepEqual(await stream.committed('packets', 'a'), []);
      const batch = await next(stream, 'a', stop.signal);
      await batch.commit();
      const last = batch.records.at(-1)!;
      const other = await under.open();
      const found = await other.committed('packets', 'a');
      assert.deepEqual(found, [{ partition: last.partition, next: last.offset + 1 }]);
      await other.close();
    });

    test('seek replays from an offset', async () => {
      await stream.append('packets', records(0, 3));
      const batch = await next(stream, 'a', stop.signal);
      await batch.commit();
      const second = batch.records[1]!;
      await stream.seek('packets', 'a', second.partition, second.offset);
      assert.deepEqual(
        (await next(stream, 'a', stop.signal)).records.map(({ value }) => value),
        values(1, 3),
      );
    });

    test('records have rising offsets and a time, and can be read without a group', async () => {
      const before = Date.now();
      await stream.append('packets', records(0, 3));
      const bounds = (await stream.offsets('packets')).find(({ first, next }) => next > first);
      const read = await stream.read('packets', bounds!.partition, bounds!.first, 2);
      assert.deepEqual(
        read.map(({ key, value }) => ({ key, value })),
        records(0, 2),
      );
      assert.ok(read[1]!.offset > read[0]!.offset);
      assert.ok(read[0]!.timestampMs >= before - 1000 && read[0]!.timestampMs <= Date.now() + 1000);
    });

    test('of many keys, what was appended under a sequence is not appended again, by whomever goes on', async () => {
      const many = Array.from({ length: 120 }, (_, i) => ({ key: `pod ${i % 7}`, value: `value ${i}` }));
      await stream.append('packets', many, { producer: 'p', sequence: 1 });
      const successor = await under.open();
      await successor.append('packets', many, { producer: 'p', sequence: 1 });
      await successor.append('packets', records(120, 121), { producer: 'p', sequence: 2 });
      const taken = await take(successor, 'a', 121, stop.signal);
      assert.deepEqual(taken.toSorted(), values(0, 121).toSorted());
      assert.equal(total(await stream.offsets('packets')), 121);
      await successor.close();
    });

    test('trim forgets what is older than a time, and counts on', async () => {
      await stream.append('packets', records(0, 2));
      assert.equal(await stream.trim('packets', Date.now() + 60_000), 2);
      assert.equal(total(await stream.offsets('packets')), 0);
      await stream.append('packets', records(2, 3));
      assert.deepEqual(await take(stream, 'a', 1, stop.signal), values(2, 3));
    });

    test('an empty topic answers at once', async () => {
      assert.deepEqual(await stream.read('anchors', 0, 0, 10), []);
      assert.equal(total(await stream.offsets('anchors')), 0);
    });

    test('what is rewritten or removed is so for every reader, and the others stay', async (t) => {
      if (!stream.rewrite) return t.diagnostic('this stream cannot: its records end with trim');
      await stream.append('packets', records(0, 4));
      const changed = await stream.rewrite('packets', ({ value }) =>
        value === 'value 1' ? 'erased' : value === 'value 2' ? null : undefined,
      );
      assert.equal(changed, 2);
      assert.deepEqual(await take(stream, 'a', 3, stop.signal), ['value 0', 'erased', 'value 3']);
      await stream.append('packets', records(4, 5));
      assert.equal((await next(stream, 'a', stop.signal)).records[0]!.value, 'value 4');
    });

    test('values come back to the letter', async () => {
      const value = JSON.stringify({ payload: '{"a":"é\u2028\\u0000 \u{1F50C}"}' });
      await stream.append('packets', [{ key: 'IT002E00000001', value }]);
      assert.equal((await next(stream, 'a', stop.signal)).records[0]!.value, value);
    });
  });
}

const values = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `value ${from + i}`);
const total = (bounds: { first: number; next: number }[]) =>
  bounds.reduce((sum, bound) => sum + bound.next - bound.first, 0);

async function next(
  stream: Stream,
  group: string,
  signal: AbortSignal,
  limit?: number,
): Promise<StreamBatch> {
  for await (const batch of stream.consume(
    { topic: 'packets', group, ...(limit ? { limit } : {}) },
    signal,
  )) {
    return batch;
  }
  throw new Error('the stream ended');
}

async function take(stream: Stream, group: string, count: number, signal: AbortSignal): Promise<string[]> {
  const taken: StreamRecord[] = [];
  for await (const batch of stream.consume({ topic: 'packets', group }, signal)) {
    taken.push(...batch.records);
    await batch.commit();
    if (taken.length >= count) break;
  }
  return taken.map(({ value }) => value);
}
