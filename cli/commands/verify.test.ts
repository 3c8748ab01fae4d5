import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { surroundings, temporaryFolder } from '../surroundings.test-input.ts';
import verify from './verify.ts';

const golden = JSON.parse(readFileSync(new URL('../../vectors/proofs.json', import.meta.url), 'utf8'));
const { network, proof } = golden.vectors[0];

/** A folder with a pinned network file, a proof, one that was changed and one that is none. */
function files() {
  const folder = temporaryFolder();
  mkdirSync(join(folder.dir, 'data'));
  const write = (name: string, value: unknown) =>
    writeFileSync(join(folder.dir, name), typeof value === 'string' ? value : JSON.stringify(value));
  write('data/network.json', network);
  write('good.proof.json', proof);
  write('changed.proof.json', { ...proof, leaf: { ...proof.leaf, receivedAt: proof.leaf.receivedAt + 1 } });
  write('broken.proof.json', '{"accessLayerProof":');
  return folder;
}

async function run(args: string[], options: Parameters<typeof surroundings>[1] & { dir?: string } = {}) {
  using folder = files();
  const { around, printed } = surroundings(folder.dir, options);
  return { code: await verify.run(args, around), ...printed };
}

test('without a chain node nothing fails and the answer is incomplete: 3', async () => {
  const { code, out } = await run(['good.proof.json', '--offline']);
  assert.equal(code, 3);
  assert.match(out, /signature +pass/);
  assert.match(out, /anchor +not checked/);
  assert.match(out, /warning: development network/);
  assert.match(out, /INCOMPLETE.*binding, validity, anchor, timeliness, finality could not be checked/);
});

test('a changed time of receipt fails: 1', async () => {
  const { code, out } = await run(['changed.proof.json', '--offline']);
  assert.equal(code, 1);
  assert.match(out, /inclusion +FAIL/);
  assert.match(out, /NOT VERIFIED: inclusion/);
});

test('what is no proof cannot be read: 2', async () => {
  for (const file of ['broken.proof.json', 'absent.proof.json']) {
    const { code, out } = await run([file, '--offline']);
    assert.equal(code, 2);
    assert.match(out, /CANNOT BE READ/);
  }
});

test('of several files the worst counts: a failure before what cannot be read', async () => {
  assert.equal((await run(['good.proof.json', 'broken.proof.json', '--offline'])).code, 2);
  assert.equal(
    (await run(['good.proof.json', 'broken.proof.json', 'changed.proof.json', '--offline'])).code,
    1,
  );
});

test('a chain node that does not answer leaves its checks open, and says so', async () => {
  const { code, out } = await run(['good.proof.json', '--rpc', 'http://127.0.0.1:1']);
  assert.equal(code, 3);
  assert.match(out, /chain node http:\/\/127\.0\.0\.1:1 \(given\)/);
  assert.match(out, /did not answer/);
});

test('without a pinned network file nothing can be said', async () => {
  const { code, err } = await run(['good.proof.json', '--data', 'elsewhere']);
  assert.equal(code, 2);
  assert.match(err, /--network FILE/);
});

test('the network file comes from the option before the environment before the data folder', async () => {
  const env = { ACCESS_LAYER_NETWORK: 'absent.json' };
  assert.equal((await run(['good.proof.json', '--offline'], { env })).code, 2);
  const args = ['good.proof.json', '--offline', '--network', 'data/network.json'];
  assert.equal((await run(args, { env })).code, 3);
});

test('colours on a terminal only, and not with NO_COLOR', async () => {
  const args = ['good.proof.json', '--offline'];
  const escapeCharacter = String.fromCharCode(27);
  assert.ok((await run(args, { isTTY: true })).out.includes(`${escapeCharacter}[32mpass`));
  assert.ok(!(await run(args, { isTTY: true, env: { NO_COLOR: '1' } })).out.includes(escapeCharacter));
  assert.ok(!(await run(args)).out.includes(escapeCharacter));
});

test('--json answers programs', async () => {
  const { code, out } = await run(['good.proof.json', 'changed.proof.json', '--offline', '--json']);
  assert.equal(code, 1);
  const answer = JSON.parse(out);
  assert.deepEqual(
    answer.files.map(({ outcome }: { outcome: string }) => outcome),
    ['incomplete', 'failed'],
  );
  assert.equal(answer.files[0].checks.length, 9);
});
