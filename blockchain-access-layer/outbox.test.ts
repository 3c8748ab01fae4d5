import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { NewRecord } from '@access-layer/kit/stream';
import embedded from '@access-layer/kit/streams/embedded';
import { openBalDatabase } from './database.ts';
import { createOutbox } from './outbox.ts';
import { ANCHORER } from './test/judging.ts';

async function prepare(t: TestContext) {
  const dir = mkdtempSync(join(tmpdir(), 'bal-outbox-'));
  const database = openBalDatabase(join(dir, 'data'), ANCHORER);
  const stream = await embedded.create({ dir: join(dir, 'stream') });
  t.after(async () => {
    database.close();
    await stream.close();
    rmSync(dir, { recursive: true });
  });
  const values = async (topic: string) => (await stream.read(topic, 0, 0, 10_000)).map(({ value }) => value);
  return { database, stream, values };
}

test('records go out once and in order, by topic', async (t) => {
  const { database, stream, values } = await prepare(t);
  const outbox = createOutbox(database, stream, 'x');
  for (let i = 0; i < 1200; i++) outbox.add(i % 2 ? 'odd' : 'even', 'k', String(i));
  await Promise.all([outbox.relay(), outbox.relay()]);
  await outbox.relay();
  assert.deepEqual(
    await values('odd'),
    Array.from({ length: 600 }, (_, i) => String(2 * i + 1)),
  );
  assert.deepEqual(
    await values('even'),
    Array.from({ length: 600 }, (_, i) => String(2 * i)),
  );
});

test('an end between the stream and our own note repeats nothing, though more has come meanwhile', async (t) => {
  const { database, stream, values } = await prepare(t);
  let isDead = false;
  const dying = {
    append: async (topic: string, records: NewRecord[], once?: { producer: string; sequence: number }) => {
      await stream.append(topic, records, once);
      if (isDead) throw new Error('the process ends here');
    },
  };
  const outbox = createOutbox(database, dying, 'x');
  outbox.add('a', 'k', '1');
  outbox.add('a', 'k', '2');
  isDead = true;
  await assert.rejects(outbox.relay(), /ends here/);
  const again = createOutbox(database, stream, 'x');
  again.add('a', 'k', '3');
  await again.relay();
  assert.deepEqual(await values('a'), ['1', '2', '3']);
});
