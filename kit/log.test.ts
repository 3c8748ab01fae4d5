import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { test } from 'node:test';

const LOG = new URL('./log.ts', import.meta.url).href;
const program = `const { createLog } = await import('${LOG}');
  createLog({ name: 'x' }).fatal('a line');
  process.exit(7);`;
const run = (stdout: 'pipe' | number) =>
  spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', stdout, 'inherit'],
    timeout: 30_000,
  });

test('a line is written at once', () => {
  const { status, stdout } = run('pipe');
  assert.equal(status, 7);
  const line = JSON.parse(String(stdout));
  assert.equal(line.msg, 'a line');
  assert.equal(line.name, 'x');
});

test('a full disk costs the line, not the process', {
  skip: !existsSync('/dev/full') && 'no /dev/full here',
}, () => {
  const full = openSync('/dev/full', 'w');
  try {
    assert.equal(run(full).status, 7);
  } finally {
    closeSync(full);
  }
});
