import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';

const LOCK = {
  packages: {
    '': {},
    'node_modules/a': { version: '1.0.0' },
    core: {},
    'node_modules/o': { version: '2.0.0', optional: true },
  },
};
const RUNTIME = `node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`;
const INSTALLED = { packages: { 'node_modules/a': { version: '1.0.0' } } };

/** A project of one package, and an npm that notes how it is called and does what `answers` say, in turn. */
function project(t: TestContext, answers: { code: number; says?: string; installs?: boolean }[] = []) {
  const dir = mkdtempSync(join(tmpdir(), 'access-layer-setup-'));
  t.after(() => rmSync(dir, { recursive: true, force: true }));
  const write = (name: string, content: unknown) => {
    mkdirSync(dirname(join(dir, name)), { recursive: true });
    writeFileSync(join(dir, name), typeof content === 'string' ? content : JSON.stringify(content));
  };
  mkdirSync(join(dir, 'scripts'));
  cpSync(new URL('./setup.js', import.meta.url), join(dir, 'scripts', 'setup.js'));
  write('package.json', { type: 'module' });
  write('package-lock.json', LOCK);
  write('calls', '');
  const npm = `
    const fs = require('node:fs');
    const calls = fs.readFileSync('calls', 'utf8').split('\\n').length - 1;
    fs.appendFileSync('calls', process.argv.slice(2).join(' ') + '\\n');
    const { code, says, installs } = ${JSON.stringify(answers)}[calls];
    if (says) process.stderr.write(says);
    if (installs) {
      fs.mkdirSync('node_modules/node/bin', { recursive: true });
      fs.writeFileSync('${RUNTIME}', '');
    }
    process.exitCode = code;`;
  write('npm.cjs', npm);
  return {
    write,
    run() {
      const env = { ...process.env, npm_execpath: join(dir, 'npm.cjs'), npm_node_execpath: process.execPath };
      const { status, stderr } = spawnSync(process.execPath, ['scripts/setup.js'], {
        cwd: dir,
        env,
        encoding: 'utf8',
      });
      const calls = readFileSync(join(dir, 'calls'), 'utf8').trim().split('\n').filter(Boolean);
      return { status, stderr, calls: calls.map((call) => call.split(' --no-audit')[0]) };
    },
    stamp: () => existsSync(join(dir, 'node_modules/.access-layer-setup')),
  };
}

test('a fresh clone is installed to the letter, once', (t) => {
  const { run, stamp } = project(t, [{ code: 0, installs: true }]);
  const { status, calls, stderr } = run();
  assert.deepEqual([status, calls], [0, ['ci']]);
  assert.match(stderr, /Installing packages.*installed in/s);
  assert.ok(stamp());
  assert.deepEqual(run(), { status: 0, stderr: '', calls: ['ci'] }, 'quiet when nothing is missing');
});

test('what npm has installed without us is found', (t) => {
  const { run, write, stamp } = project(t);
  write('node_modules/.package-lock.json', INSTALLED);
  write(RUNTIME, '');
  assert.deepEqual(run(), { status: 0, stderr: '', calls: [] });
  assert.ok(stamp());
});

test('a package that is missing or old is added, without wiping the folder', (t) => {
  const { run, write } = project(t, [{ code: 0 }]);
  write('node_modules/.package-lock.json', { packages: { 'node_modules/a': { version: '0.9.0' } } });
  write(RUNTIME, '');
  assert.deepEqual(run().calls, ['install --no-save']);
});

test('a changed lock file is noticed', (t) => {
  const { run, write } = project(t, [{ code: 0, installs: true }, { code: 0 }]);
  run();
  write('package-lock.json', { packages: { 'node_modules/a': { version: '1.1.0' } } });
  assert.deepEqual(run().calls, ['ci', 'install --no-save']);
});

test('a lock file that lacks packages of other platforms is completed', (t) => {
  const refusal = 'npm error code EUSAGE\nnpm error package.json and package-lock.json are in sync';
  const { run } = project(t, [
    { code: 1, says: refusal },
    { code: 0, installs: true },
  ]);
  assert.deepEqual([run().status, run().calls], [0, ['ci', 'install --no-save']]);
});

test('without a network it says so and what to do', (t) => {
  const { run, stamp } = project(t, [{ code: 1, says: 'npm error code ENOTFOUND' }]);
  const { status, stderr } = run();
  assert.equal(status, 1);
  assert.match(stderr, /registry cannot be reached.*Connect to the network/s);
  assert.ok(!stamp());
});

test('where install scripts are switched off, the missing program is named', (t) => {
  const { run } = project(t, [{ code: 0 }]);
  const { status, stderr } = run();
  assert.equal(status, 1);
  assert.match(stderr, /without its program/);
});
