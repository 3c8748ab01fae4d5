import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createLog } from './log.ts';
import { rotatingFile } from './rotating-file.ts';

function folder(t: TestContext): string {
  const dir = mkdtempSync(join(tmpdir(), 'rotating-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

test('whatever is written, the files stay within their size, and hold the newest lines in order', (t) => {
  const dir = folder(t);
  const options = { file: join(dir, 'node.log'), maxBytes: 1000, keep: 2 };
  for (let life = 0; life < 3; life++) {
    const log = rotatingFile(options);
    for (let n = 0; n < 100; n++) log.write(`line ${life * 100 + n} ${'x'.repeat(n)}\n`);
  }
  assert.deepEqual(readdirSync(dir).sort(), ['node.log', 'node.log.1', 'node.log.2']);
  for (const name of readdirSync(dir)) assert.ok(statSync(join(dir, name)).size <= 1000, name);
  const text = ['node.log.2', 'node.log.1', 'node.log'].map((name) => readFileSync(join(dir, name), 'utf8'));
  const numbers = [...text.join('').matchAll(/^line (\d+)/gm)].map(([, n]) => Number(n));
  assert.deepEqual(
    numbers,
    Array.from({ length: numbers.length }, (_, n) => 300 - numbers.length + n),
  );
});

test('one line that is larger than a file is cut', (t) => {
  const dir = folder(t);
  rotatingFile({ file: join(dir, 'l'), maxBytes: 100, keep: 0 }).write('x'.repeat(1000));
  assert.equal(statSync(join(dir, 'l')).size, 100);
});

test('a place where nothing can be written loses lines and nothing else', (t) => {
  const log = createLog({ name: 'n', file: { file: join(folder(t), 'none', 'l'), maxBytes: 100, keep: 1 } });
  log.error('lost');
});
