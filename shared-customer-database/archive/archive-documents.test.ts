import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { POD, START_MS, seal, TestNode } from '../test/test-records.ts';
import { archivable } from './archive.test-input.ts';
import { archiveDay } from './archive-day.ts';
import { rowsOf, withBench } from './duck.ts';

const ROOT = join(import.meta.dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/archive.md'), 'utf8');
/** Where `.ci/run` puts pandas and pyarrow; else those of the machine. */
const PYTHONS = [join(ROOT, '.tools/pandas/bin/python3'), '/usr/bin/python3'];
const HOURS = 6;

function blocksOf(language: string): string[] {
  return [...PAGE.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, text]) => text!);
}

/** A folder in which `data/scd/archive` is an archive of some hours of a PoD. */
async function archived(t: TestContext) {
  const node = new TestNode();
  const packets = Array.from({ length: HOURS * 4 }, (_, i) =>
    node.measure(START_MS + (i + 1) * 900_000 - 1000),
  );
  const { sources, dir, scratchDir } = await archivable(t, [seal(packets)]);
  await archiveDay(sources, new Date(START_MS).toISOString().slice(0, 10), START_MS);
  mkdirSync(join(dir, 'data/scd'), { recursive: true });
  symlinkSync(join(dir, 'archive'), join(dir, 'data/scd/archive'));
  return { dir, scratchDir };
}

test('what docs/archive.md asks with DuckDB is answered', async (t) => {
  const { dir, scratchDir } = await archived(t);
  const [energy, proofs] = blocksOf('sql').map((text) =>
    text.replaceAll('data/scd/archive', join(dir, 'data/scd/archive')),
  );
  await withBench(scratchDir, async ({ duck }) => {
    const hours = await rowsOf(duck, energy!);
    assert.deepEqual(
      hours.map(({ pod, wh }) => [pod, Number(wh)]),
      Array.from({ length: HOURS }, () => [POD, 45]),
    );
    const packets = await rowsOf(duck, proofs!);
    assert.equal(packets.length, 10);
    assert.ok(
      packets.every(({ payload, root }) => String(payload).includes(POD) && /^0x/.test(String(root))),
    );
  });
});

test('and with pandas', async (t) => {
  const python = PYTHONS.find(
    (path) => existsSync(path) && spawnSync(path, ['-c', 'import pandas, pyarrow']).status === 0,
  );
  if (!python) {
    assert.ok(!process.env.CI, '.ci/run installs pandas and pyarrow; they are not there');
    return t.skip(
      'pandas and pyarrow are not installed: python3 -m venv .tools/pandas, and pip install them there',
    );
  }
  const { dir } = await archived(t);
  const [text] = blocksOf('python');
  const { stdout, stderr, status } = spawnSync(python, ['-c', text!], { cwd: dir, encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  assert.match(stdout, new RegExp(`${POD} +2026-02-01 +345\\b`));
});
