import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { toHex } from '@access-layer/core/bytes';
import { addressOf, newPrivateKey } from '@access-layer/core/sign';
import { decryptKeystore, loadKey } from '@access-layer/kit/keystore';
import { temporaryFolder } from '@access-layer/kit/temporary-folder.test-input';

import { runWallet, type WalletAnswer } from './wallet.ts';

function wallet() {
  const dir = temporaryFolder('light-node-');
  writeFileSync(join(dir, 'pass'), 'a passphrase with ümlauts \n');
  writeFileSync(join(dir, 'wrong'), 'another\n');
  /** Runs a command with --json and answers what it said. */
  async function run(...args: string[]): Promise<{
    code: number;
    out: string;
    err: string;
    answer: WalletAnswer & { code?: string; message?: string };
  }> {
    let [out, err] = ['', ''];
    const io = {
      cwd: dir,
      stdout: { write: (text: string) => (out += text) },
      stderr: { write: (text: string) => (err += text) },
    };
    const code = await runWallet([...args, '--json'], io);
    return { code, out, err, answer: out ? JSON.parse(out) : {} };
  }
  const withPass = (...args: string[]) => run(...args, '--passphrase-file', 'pass');
  return { dir, run, withPass };
}

test('create, list, load, decrypt, remove: the whole life of a key', async () => {
  const { dir, run, withPass } = wallet();
  const { answer: created } = await withPass('create');
  assert.deepEqual((await run('list')).answer.keys, [created]);
  assert.deepEqual((await withPass('load', created.address!)).answer, created);
  assert.deepEqual((await withPass('load', created.address!.slice(2).toUpperCase())).answer, created);
  const key = loadKey(created.keystoreFile!, join(dir, 'pass'));
  assert.equal(addressOf(key), created.address, 'a node opens it with the same two files');
  await withPass('decrypt', created.address!, '--out', 'clear');
  assert.equal(readFileSync(join(dir, 'clear'), 'utf8'), `${toHex(key)}\n`);
  assert.equal((await withPass('remove', created.address!)).code, 0);
  assert.deepEqual((await run('list')).answer.keys, []);
});

test('secrets are for their owner only, and never on the terminal', async () => {
  const { dir, withPass } = wallet();
  writeFileSync(join(dir, 'clear'), '', { mode: 0o644 });
  const { answer } = await withPass('create');
  const { out } = await withPass('decrypt', answer.address!, '--out', 'clear');
  const secret = readFileSync(join(dir, 'clear'), 'utf8').trim();
  assert.ok(!out.includes(secret.slice(2)));
  for (const file of [join(dir, 'clear'), answer.keystoreFile!])
    assert.equal(statSync(file).mode & 0o777, 0o600);
  assert.equal(statSync(join(dir, 'keystore')).mode & 0o777, 0o700);
});

test('import takes hexadecimal digits or another keystore, encrypt makes one without keeping it', async () => {
  const { dir, run, withPass } = wallet();
  const key = newPrivateKey();
  writeFileSync(join(dir, 'hex'), toHex(key).slice(2).toUpperCase());
  assert.equal(
    (await run('encrypt', 'hex', '--out', 'other.json', '--passphrase-file', 'wrong')).answer.address,
    addressOf(key),
  );
  assert.deepEqual((await run('list')).answer.keys, []);
  assert.deepEqual(decryptKeystore(readFileSync(join(dir, 'other.json'), 'utf8'), 'another'), key);
  assert.match((await withPass('import', 'other.json')).answer.message!, /--from-passphrase-file/);
  const imported = await withPass('import', 'other.json', '--from-passphrase-file', 'wrong');
  assert.equal(imported.answer.address, addressOf(key));
  assert.equal((await withPass('load', addressOf(key))).code, 0);
  assert.equal((await withPass('import', 'hex')).answer.code, 'LN_WALLET_EXISTS');
});

test('what is not done is said by code, with exit code 1', async () => {
  const { dir, run, withPass } = wallet();
  const { answer } = await withPass('create');
  writeFileSync(join(dir, 'zero'), '0'.repeat(64));
  writeFileSync(join(dir, 'empty'), '\n');
  const cases: [string[], string][] = [
    [['load', answer.address!, '--passphrase-file', 'wrong'], 'KEYSTORE_PASSPHRASE'],
    [['remove', answer.address!, '--passphrase-file', 'wrong'], 'KEYSTORE_PASSPHRASE'],
    [['load', `0x${'11'.repeat(20)}`, '--passphrase-file', 'pass'], 'LN_WALLET_UNKNOWN'],
    [['load', '../etc', '--passphrase-file', 'pass'], 'LN_WALLET_UNKNOWN'],
    [['import', 'zero', '--passphrase-file', 'pass'], 'LN_WALLET_KEY'],
    [['import', 'pass', '--passphrase-file', 'pass'], 'LN_WALLET_KEY'],
    [['import', 'absent', '--passphrase-file', 'pass'], 'LN_WALLET_FILE'],
    [['create', '--passphrase-file', 'empty'], 'LN_WALLET_PASSPHRASE'],
    [['create'], 'LN_WALLET_OPTION'],
    [['decrypt', answer.address!, '--passphrase-file', 'pass'], 'LN_WALLET_OPTION'],
  ];
  for (const [args, code] of cases) {
    const result = await run(...args);
    assert.deepEqual([result.code, result.answer.code], [1, code], args.join(' '));
  }
  assert.equal((await run('list')).answer.keys!.length, 1, 'nothing was removed');
});

test('a keystore that holds another key than it says is not used', async () => {
  const { dir, withPass } = wallet();
  const { answer } = await withPass('create');
  const keystore = JSON.parse(readFileSync(answer.keystoreFile!, 'utf8'));
  writeFileSync(answer.keystoreFile!, JSON.stringify({ ...keystore, address: '22'.repeat(20) }));
  writeFileSync(join(dir, 'keystore', 'notes.json'), '{"not":"a keystore"}');
  assert.match((await withPass('load', `0x${'22'.repeat(20)}`)).answer.message!, /was changed/);
  assert.equal(readdirSync(join(dir, 'keystore')).length, 2);
});

test('what is not understood gets the usage and exit code 64', async () => {
  const { run } = wallet();
  for (const args of [[], ['steal'], ['load'], ['list', 'x'], ['create', '--unknown'], ['toString']]) {
    const { code, err } = await run(...args);
    assert.equal(code, 64, args.join(' '));
    assert.match(err, /access-layer wallet COMMAND/);
  }
});

test('in words: one line a key', async () => {
  const { dir } = wallet();
  let out = '';
  const io = { cwd: dir, stdout: { write: (text: string) => (out += text) }, stderr: { write: assert.fail } };
  assert.equal(await runWallet(['create', '--passphrase-file', 'pass'], io), 0);
  assert.match(out, /^0x[0-9a-f]{40} {2}created {2}\/.*\.json\n$/);
});
