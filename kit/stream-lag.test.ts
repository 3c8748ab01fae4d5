import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { createLog } from './log.ts';
import { createMetrics } from './metrics.ts';
import { lagOf, watchLag } from './stream-lag.ts';
import embedded from './streams/embedded.ts';
import { temporaryFolder } from './temporary-folder.test-input.ts';

const log = createLog({ name: 'test', level: 'silent' });
const followed = { topic: 'packets', group: 'g' };

test('the lag is what a group has not committed of what is kept, and a metric', async (t) => {
  const stream = await embedded.create({ dir: temporaryFolder('lag-'), pollMs: 5 });
  const watch = watchLag(stream, [followed], { log, everyMs: 5 });
  t.after(async () => {
    await watch.stop();
    await stream.close();
  });
  assert.equal(await lagOf(stream, followed), 0);
  await stream.append(
    'packets',
    ['a', 'b', 'c'].map((value) => ({ key: 'k', value })),
  );
  assert.equal(await lagOf(stream, followed), 3);
  const { next } = (await stream.offsets('packets'))[0]!;
  await stream.seek('packets', 'g', 0, next - 1);
  assert.equal(await lagOf(stream, followed), 1);
  const metrics = createMetrics([watch.metric]);
  const line = 'access_layer_stream_lag_records{topic="packets",group="g"} 1\n';
  const endMs = Date.now() + 5000;
  while (!(await metrics.metrics()).includes(line)) {
    assert.ok(Date.now() < endMs, await metrics.metrics());
    await delay(5);
  }
  await stream.trim('packets', Date.now() + 60_000);
  assert.equal(await lagOf(stream, followed), 0);
});

test('a stream that does not answer has no lag to show', async () => {
  const gone = { offsets: async () => [], committed: () => Promise.reject(new Error('no broker')) };
  const watch = watchLag(gone, [followed], { log });
  await watch.stop();
  assert.deepEqual(watch.metric.read(), []);
});
