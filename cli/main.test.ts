import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { COMMANDS } from './commands.ts';

const launcher = fileURLToPath(new URL('bin/access-layer.js', import.meta.url));

function run(...args: string[]) {
  return spawnSync(process.execPath, [launcher, ...args], { encoding: 'utf8' });
}

test('without a command it lists them all', () => {
  const { status, stdout } = run();
  assert.equal(status, 0);
  for (const name of Object.keys(COMMANDS)) assert.match(stdout, new RegExp(`^  ${name} +\\w`, 'm'));
});

test('every command explains itself', () => {
  for (const name of Object.keys(COMMANDS)) {
    const { status, stdout } = run(name, '--help');
    assert.equal(status, 0, name);
    assert.match(stdout, new RegExp(name === 'help' ? 'COMMAND' : `access-layer ${name}`));
  }
});

test('an unknown command names the nearest', () => {
  const { status, stderr } = run('verfy');
  assert.equal(status, 64);
  assert.match(stderr, /Did you mean "verify"\?/);
});

test('an option that does not exist is a usage error', () => {
  const { status, stderr } = run('doctor', '--fast');
  assert.equal(status, 64);
  assert.match(stderr, /--fast/);
});

test('a number out of range says what was expected', () => {
  const { status, stderr } = run('start', '--nodes', 'many');
  assert.equal(status, 1);
  assert.match(stderr, /--nodes is "many"; expected a whole number from 1 to 1000/);
});
