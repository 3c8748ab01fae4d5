import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { LifecycleBook } from '@access-layer/shared-customer-database/lifecycle/lifecycle-book';
import { dataFolder } from '../data-folder.ts';
import { temporaryFolder } from '../surroundings.test-input.ts';
import { isRunningOn, lockDataFolder } from '../system/folder-lock.ts';
import { fromRunning } from './from-running.ts';
import { watch } from './repair.ts';

/** A folder that a system runs on, as far as others see. */
function running(t: TestContext) {
  const temporary = temporaryFolder();
  const folder = dataFolder(temporary.dir, { env: {}, cwd: temporary.dir });
  writeFileSync(folder.run, '{}');
  mkdirSync(folder.scd);
  const book = new LifecycleBook(join(folder.scd, 'lifecycle.db'));
  t.after(() => {
    book.close();
    temporary[Symbol.dispose]();
  });
  return { folder, book, end: lockDataFolder(folder, 4711) };
}

test('what a killed system has left behind is no running system', (t) => {
  const { folder, end } = running(t);
  assert.equal(isRunningOn(folder), true);
  end();
  assert.equal(isRunningOn(folder), false);
});

test('who waits for a system that ends is told; what it said before counts', async (t) => {
  const { folder, end } = running(t);
  const waiting = fromRunning({ folder }, () => undefined);
  end();
  await assert.rejects(waiting, { code: 'CLI_ARCHIVE_STOPPED', message: /ask again/ });
  assert.equal(await fromRunning({ folder }, () => 'said'), 'said');
});

test('two who ask for a repair: the second is refused while it is done, and nobody waits for ever', async (t) => {
  const { folder, book, end } = running(t);
  t.after(end);
  const first = watch({ folder, book }, '2026-02-01');
  const { id, day } = JSON.parse(book.note('repair-asked')!);
  assert.equal(day, '2026-02-01');
  await assert.rejects(watch({ folder, book }, undefined), {
    code: 'CLI_ARCHIVE_REPAIR',
    message: /is at a repair/,
  });
  book.keepNote('repair-answered', JSON.stringify({ id, days: [] }));
  assert.deepEqual(await first, []);
  const overtaken = watch({ folder, book }, undefined);
  book.keepNote('repair-asked', JSON.stringify({ id: 'another' }));
  await assert.rejects(overtaken, /somebody else has asked/);
});
