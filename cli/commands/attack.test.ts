import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { ATTACKS } from '../attack/attacks.ts';
import { surroundings, temporaryFolder } from '../surroundings.test-input.ts';
import attack from './attack.ts';

async function run(...args: string[]) {
  using folder = temporaryFolder();
  const { around, printed } = surroundings(folder.dir);
  return { code: await attack.run(args, around), ...printed };
}

test('the list says of each attack what it has, and what becomes of the damage; no file is left out', async () => {
  const files = readdirSync(join(import.meta.dirname, '../attack/attacks')).map((name) =>
    name.replace('.ts', ''),
  );
  assert.deepEqual(Object.keys(ATTACKS).sort(), files.sort());
  const { code, out } = await run('list');
  assert.equal(code, 0);
  for (const name of files) {
    assert.match(out, new RegExp(`^${name}: .+\\n {2}has {5}\\S.+\\n {2}undone {2}\\S`, 'm'));
    assert.ok(attack.usage.includes(name), name);
  }
});

test('what is no attack: 64, and how it is used; where nothing runs: 2, and what to do', async () => {
  for (const args of [[], ['pulled-cable'], ['list', 'all']]) {
    const { code, err } = await run(...args);
    assert.equal(code, 64, args.join(' '));
    assert.match(err, /^access-layer attack NAME/m);
  }
  const { code, err } = await run('pulled-meter');
  assert.equal(code, 2);
  assert.match(err, /Nothing runs on .*npm start/);
});
