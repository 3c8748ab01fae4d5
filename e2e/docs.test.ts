import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { type AllInOne, startAllInOne, until } from './all-in-one.ts';
import { type CodeBlock, codeBlocks } from './markdown.ts';
import { ROOT } from './source-files.ts';

/** Every `sh` and `ts` block of these pages runs as it stands; `sh exit=3` says which exit code it must have. */
const DOCS = readdirSync(join(ROOT, 'docs')).filter((name) => name.endsWith('.md'));
const PAGES = ['README.md', 'client/README.md', ...DOCS.map((name) => `docs/${name}`)];
const SERVED = 'first anchored reading served';
const scripts = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts;

/** A folder that looks like the root, so that what a block writes does not stay there. */
function sandbox(): string {
  const dir = mkdtempSync(join(tmpdir(), 'access-layer-docs-'));
  for (const name of readdirSync(ROOT)) {
    if (!['data', '.git'].includes(name)) symlinkSync(join(ROOT, name), join(dir, name));
  }
  return dir;
}

const dir = sandbox();
let system: AllInOne;

before(async () => {
  system = await startAllInOne([], join(dir, 'data'));
  await until(SERVED, () => system.output().includes(SERVED));
});
after(async () => {
  await system.stop();
  rmSync(dir, { recursive: true, force: true });
});

for (const path of PAGES) {
  const blocks = codeBlocks(readFileSync(join(ROOT, path), 'utf8'));
  const runnable = blocks.filter(({ language }) => language === 'sh' || language === 'ts');
  if (runnable.length === 0) continue;
  describe(path, () => {
    for (const block of runnable) {
      test(`line ${block.line}: ${block.text.split('\n')[0]}`, { timeout: 180_000 }, () => check(block));
    }
  });
}

async function check(block: CodeBlock): Promise<void> {
  const start = /^npm start(?: -- (.*))?$/.exec(block.text.trim());
  if (start) return checkStart(start[1]?.split(' ') ?? []);
  if (block.text.trim() === 'npm test') {
    assert.equal(scripts.test, 'node scripts/test.js');
    return;
  }
  const { code, output } = block.language === 'ts' ? await runTs(block.text) : await runSh(block.text);
  assert.equal(code, Number(/exit=(\d+)/.exec(block.info)?.[1] ?? 0), output);
}

/** `npm start` itself does not end: what runs for the other blocks is it; with options, another one is started. */
async function checkStart(args: string[]): Promise<void> {
  assert.equal(scripts.start, 'node cli/bin/access-layer.js start');
  assert.equal(scripts.prestart, 'node scripts/setup.js --dashboard');
  if (args.length === 0) {
    assert.match(
      system.output(),
      /measured \d+, signed \d+, accepted \d+, sealed \d+, anchored \d+, stored \d+/,
    );
    return;
  }
  await using other = await startAllInOne(args);
  await until(SERVED, () => other.output().includes(SERVED));
  assert.equal(await other.stop(), 0, other.output());
}

/** Where a block fails in the middle, what it has started in the background ends with it. */
const CLEAN_UP = "trap 'kill $(jobs -p) 2> /dev/null || :' EXIT";

async function runSh(text: string): Promise<{ code: number; output: string }> {
  const file = join(dir, 'block.sh');
  writeFileSync(file, `set -eu -o pipefail\n${CLEAN_UP}\n${withRealPorts(text)}\n`);
  return run('bash', [file]);
}

async function runTs(text: string): Promise<{ code: number; output: string }> {
  const file = join(dir, 'block.ts');
  writeFileSync(file, withRealPorts(text));
  return run(process.execPath, [file]);
}

const PATIENCE_MS = 170_000;
/** With the runner's mark a block that itself runs tests would run none. */
const env = { ...process.env };
delete env.NODE_TEST_CONTEXT;

function run(command: string, args: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = execFile(command, args, { cwd: dir, env, timeout: PATIENCE_MS }, (error, stdout, stderr) =>
      resolve({ code: error ? (child.exitCode ?? -1) : 0, output: `${stdout}${stderr}` }),
    );
    child.stdin?.end();
  });
}

/** The pages name the default ports; other programs of this machine may have those. */
function withRealPorts(text: string): string {
  const { url, chainRpc, balUrl, scdUrl } = system.run();
  return text
    .replaceAll('http://127.0.0.1:4100', url)
    .replaceAll('http://127.0.0.1:4106', chainRpc)
    .replaceAll('http://127.0.0.1:4102', balUrl)
    .replaceAll('http://127.0.0.1:4103', scdUrl);
}
