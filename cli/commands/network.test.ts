import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { surroundings, temporaryFolder } from '../surroundings.test-input.ts';
import network from './network.ts';

const VECTOR = join(import.meta.dirname, '../../vectors/sealed-proofs.json');
const pinned = JSON.parse(readFileSync(VECTOR, 'utf8')).vectors[0].network;

async function run(args: string[], file: object = pinned) {
  using folder = temporaryFolder();
  writeFileSync(join(folder.dir, 'network.json'), JSON.stringify(file));
  const { around, printed } = surroundings(folder.dir, { env: { ACCESS_LAYER_NETWORK: 'network.json' } });
  return { code: await network.run(args, around), ...printed };
}

test('show says what the file pins', async () => {
  const { code, out } = await run(['show']);
  assert.equal(code, 0);
  assert.match(out, /consensus {8}qbft\n/);
  for (const address of pinned.validators[0].addresses) assert.ok(out.includes(address));
});

test('a development network has nobody to follow; a node that does not answer leaves the file as it is', async () => {
  const development = { ...pinned, consensus: 'development', validators: [] };
  assert.equal((await run(['advance', '--rpc', 'http://127.0.0.1:1'], development)).code, 2);
  const { code, err } = await run(['advance', '--rpc', 'http://127.0.0.1:1']);
  assert.equal(code, 1);
  assert.match(err, /does not answer[\s\S]*left as it is/);
});

test('a command line that makes no sense is 64, and says why', async () => {
  assert.match((await run(['advance', '--rpc', 'http://x', '--from', 'soon'])).err, /--from soon/);
  for (const args of [[], ['forward'], ['advance']]) assert.equal((await run(args)).code, 64);
});
