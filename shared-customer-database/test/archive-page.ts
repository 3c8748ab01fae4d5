import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

const ROOT = join(import.meta.dirname, '../..');
/** Where `.ci/run` puts pandas and pyarrow; else those of the machine. */
const PYTHONS = [join(ROOT, '.tools/pandas/bin/python3'), '/usr/bin/python3'];

/** What docs/archive.md shows in a language, asking the archive in a folder. */
export function shownInArchivePage(language: 'sql' | 'python', archiveDir: string): string[] {
  const page = readFileSync(join(ROOT, 'docs/archive.md'), 'utf8');
  const blocks = page.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'));
  return [...blocks].map(([, text]) => text!.replaceAll('data/scd/archive', archiveDir));
}

/** What the page shows with pandas prints; undefined, and told, where there is no pandas on a developer's machine. */
export function askWithPandas(t: TestContext, archiveDir: string): string | undefined {
  const python = PYTHONS.find(
    (path) => existsSync(path) && spawnSync(path, ['-c', 'import pandas, pyarrow']).status === 0,
  );
  if (!python) {
    assert.ok(!process.env.CI, '.ci/run installs pandas and pyarrow; they are not there');
    t.diagnostic(
      'pandas and pyarrow are not installed: python3 -m venv .tools/pandas, and pip install them there',
    );
    return undefined;
  }
  const [text] = shownInArchivePage('python', archiveDir);
  const { stdout, stderr, status } = spawnSync(python, ['-c', text!], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return stdout;
}
