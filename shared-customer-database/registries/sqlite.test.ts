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
