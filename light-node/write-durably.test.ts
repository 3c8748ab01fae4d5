import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';
import { missing } from './test/programs.ts';
import { writeDurably } from './write-durably.ts';

test('what was there is replaced, with the rights that are asked for, also where a write was cut before', () => {
  const file = join(temporaryFolder('durable-'), 'key');
  writeFileSync(file, 'old', { mode: 0o644 });
  writeFileSync(`${file}.next`, 'half of something longer', { mode: 0o644 });
  writeDurably(file, 'new', 0o600);
  assert.deepEqual([readFileSync(file, 'utf8'), statSync(file).mode & 0o777], ['new', 0o600]);
});

test('the content is on disk before the name, and the name before it returns', {
  skip: missing('strace', '-V'),
}, () => {
  const dir = temporaryFolder('durable-');
  const [file, trace] = [join(dir, 'key'), join(dir, 'trace')];
  const main = join(dir, 'main.mjs');
  const from = new URL('./write-durably.ts', import.meta.url).href;
  writeFileSync(main, `import { writeDurably } from '${from}';\nwriteDurably('${file}', 'new', 0o600);\n`);
  const calls = 'trace=write,fsync,rename,renameat,renameat2';
  const { status } = spawnSync('strace', ['-f', '-y', '-e', calls, '-o', trace, process.execPath, main]);
  assert.equal(status, 0);
  const named = new RegExp(`(write|fsync|rename)\\w*\\(.*${dir}(/key\\.next)?[>"]`);
  const steps = readFileSync(trace, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [, call, next] = named.exec(line) ?? [];
      return call ? [`${call} ${next ? 'file' : 'folder'}`] : [];
    });
  assert.deepEqual(steps, ['write file', 'fsync file', 'rename file', 'fsync folder']);
});
