import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openDatabase, transaction } from './sqlite.ts';

test('commits are fsynced, and a work that throws leaves nothing', (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'sqlite-'));
  t.after(() => rmSync(dir, { recursive: true }));
  const database = openDatabase(join(dir, 'deep', 'x.db'));
  assert.deepEqual({ ...database.prepare('PRAGMA synchronous').get() }, { synchronous: 2 });
  assert.deepEqual({ ...database.prepare('PRAGMA journal_mode').get() }, { journal_mode: 'wal' });
  database.exec('CREATE TABLE t (a INTEGER PRIMARY KEY)');
  transaction(database, () => database.exec('INSERT INTO t VALUES (1)'));
  assert.throws(() =>
    transaction(database, () => {
      database.exec('INSERT INTO t VALUES (2)');
      throw new Error('stop');
    }),
  );
  assert.deepEqual({ ...database.prepare('SELECT count(*) AS n FROM t').get() }, { n: 1 });
  database.close();
});
