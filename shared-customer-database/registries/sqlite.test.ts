import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { registryConformance } from '../registry.conformance.ts';
import sqlite from './sqlite.ts';

function holds(dir: string, prefix: string, text: string): boolean {
  return readdirSync(dir)
    .filter((name) => name.startsWith(prefix))
    .some((name) => readFileSync(join(dir, name)).includes(text));
}

registryConformance('sqlite', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'registry-'));
  return {
    open: () => sqlite.create({ dir }),
    personalStorageHolds: (text) => holds(dir, 'personal.db', text),
    storageHolds: (text) => holds(dir, 'registry.db', text),
    dispose: async () => rmSync(dir, { recursive: true }),
  };
});

test('statements of a file of the first days are kept, and may be refused', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'registry-'));
  t.after(() => rmSync(dir, { recursive: true }));
  await (await sqlite.create({ dir })).close();
  const file = new DatabaseSync(join(dir, 'registry.db'));
  file.exec(`DROP TABLE statement; CREATE TABLE statement (
    position INTEGER PRIMARY KEY AUTOINCREMENT, message_hash TEXT NOT NULL UNIQUE, chain TEXT NOT NULL,
    seq INTEGER NOT NULL, payload_hash TEXT NOT NULL, type TEXT NOT NULL, sender TEXT NOT NULL, id TEXT NOT NULL,
    body TEXT NOT NULL, UNIQUE (chain, seq), UNIQUE (type, sender, id)) STRICT;
    CREATE INDEX statement_of ON statement (sender, type, position);
    INSERT INTO statement VALUES (7, '0xaa', 'agg-1', 0, '0xbb', 'order', 'agg-1', 'o-1', '{"seq":0}')`);
  file.close();
  for (let opened = 0; opened < 2; opened++) {
    const registry = await sqlite.create({ dir });
    t.after(() => registry.close());
    assert.deepEqual(await registry.chainEnd('agg-1'), { seq: 0, payloadHash: '0xbb' });
    const [kept] = await registry.statements({ sender: 'agg-1' });
    assert.deepEqual(kept, { position: 7, seq: 0 });
  }
});

test('the history can be neither edited nor thinned, even by whoever opens the file', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'registry-'));
  const registry = await sqlite.create({ dir });
  const file = new DatabaseSync(join(dir, 'registry.db'));
  t.after(async () => {
    file.close();
    await registry.close();
    rmSync(dir, { recursive: true });
  });
  const by = { subject: 'anna', clientId: 'console', role: 'dso-administrator' };
  const document = { id: 'rossi', kind: 'household' } as const;
  await registry.write([{ kind: 'customer', id: 'rossi', document }], { by });
  assert.throws(() => file.exec("UPDATE history SET author = '{}'"), /append-only/);
  assert.throws(() => file.exec('DELETE FROM history'), /append-only/);
});
