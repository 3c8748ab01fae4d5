import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { archiveConformance } from '../test/archive-conformance.ts';
import folder from './folder.ts';

archiveConformance('folder', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'archive-'));
  return {
    open: () => folder.create({ dir: join(dir, 'archive') }),
    end: async () => rmSync(dir, { recursive: true, force: true }),
  };
});

test('what a crash has left unfinished is neither a file nor a manifest, and stands in nobody’s way', async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'archive-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const archive = await folder.create({ dir });
  assert.equal(await archive.addManifest('2026-02-01', 1, 'one'), true);
  for (const name of ['manifest-000002.json', 'part.parquet']) {
    writeFileSync(join(dir, '2026-02-01', `.unfinished-1-${name}`), 'torn');
  }
  assert.deepEqual(await archive.files('2026-02-01'), []);
  assert.equal(await archive.addManifest('2026-02-01', 2, 'two'), true);
  assert.deepEqual(await archive.manifest('2026-02-01'), { version: 2, text: 'two' });
});
