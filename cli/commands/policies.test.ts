import assert from 'node:assert/strict';
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { surroundings, temporaryFolder } from '../surroundings.test-input.ts';
import policies from './policies.ts';

const OWN = join(import.meta.dirname, '../../policies');

/** Runs the command over a copy of our rules in which one text stands for another. */
async function check(edit?: [file: string, from: string, to: string], args: string[] = ['check', 'rules']) {
  using folder = temporaryFolder();
  const dir = join(folder.dir, 'rules');
  cpSync(OWN, dir, { recursive: true });
  if (edit) {
    const [file, from, to] = edit;
    const text = readFileSync(join(dir, file), 'utf8');
    assert.ok(text.includes(from), `${file} has no ${from}`);
    writeFileSync(join(dir, file), text.replace(from, to));
  }
  const { around, printed } = surroundings(folder.dir);
  return { code: await policies.run(args, around), ...printed };
}

test('a good set: 0, and it says what was checked; without a folder it is our own', async () => {
  for (const args of [['check', 'rules'], ['check']]) {
    const { code, out } = await check(undefined, args);
    assert.deepEqual([code, out], [0, 'The rules are well: syntax, schema and table.\n']);
  }
});

test('broken syntax: 1, with file and line', async () => {
  const { code, out } = await check(['tso.cedar', 'permit (', 'permt (']);
  assert.equal(code, 1);
  assert.match(out, /^tso\.cedar:\d+: /);
});

test('a name that the schema does not have: 1, with what was meant', async () => {
  const { code, out } = await check(['tso.cedar', 'Action::"read aggregates"', 'Action::"read agregates"']);
  assert.equal(code, 1);
  assert.match(out, /^tso\.cedar:\d+: .*did you mean.*read aggregates/);
});

test('a row of the table that the rules answer otherwise: 1, with its name and both answers', async () => {
  const table = readFileSync(join(OWN, 'table.yaml'), 'utf8');
  const [, name] = /name: (.*)/.exec(table)!;
  const answer = /expect: (allow|deny)/.exec(table)![1]!;
  const other = answer === 'allow' ? 'deny' : 'allow';
  const { code, out } = await check(['table.yaml', `expect: ${answer}`, `expect: ${other}`]);
  assert.equal(code, 1);
  assert.ok(out.includes(name!.replaceAll(/^['"]|['"]$/g, '')), out);
  assert.match(out, new RegExp(`^table\\.yaml: .*expected ${other}, the rules answer ${answer}`));
});

test('a row that cannot be read: 1', async () => {
  const { code, out } = await check(['table.yaml', 'expect: ', 'expects: ']);
  assert.equal(code, 1);
  assert.match(out, /^table\.yaml: /);
});

test('a folder that is not there: 1', async () => {
  const { code, out } = await check(undefined, ['check', 'nowhere']);
  assert.equal(code, 1);
  assert.match(out, /nowhere.*ENOENT|ENOENT.*nowhere/);
});

test('a command line that makes no sense: 64, and how it is used', async () => {
  for (const args of [[], ['apply'], ['check', 'a', 'b']]) {
    const { code, out, err } = await check(undefined, args);
    assert.deepEqual([code, out], [64, '']);
    assert.match(err, /^access-layer policies check \[DIR\]/);
  }
});
