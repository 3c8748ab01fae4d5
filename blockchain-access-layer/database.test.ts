import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { lockDataDir, openBalDatabase } from './database.ts';
import { ANCHORER } from './test/judging.ts';

test('a data folder belongs to one anchorer and, at a time, to one process', (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'bal-data-'));
  t.after(() => rmSync(dir, { recursive: true }));
  openBalDatabase(dir, ANCHORER).close();
  openBalDatabase(dir, ANCHORER).close();
  assert.throws(() => openBalDatabase(dir, `0x${'b2'.repeat(20)}`), { code: 'BAL_ANCHORER_CHANGED' });

  const unlock = lockDataDir(dir, 50);
  assert.throws(() => lockDataDir(dir, 50), { code: 'BAL_DATA_IN_USE' });
  unlock();
  lockDataDir(dir, 50)();
});
