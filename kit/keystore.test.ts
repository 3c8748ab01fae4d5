import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { toHex } from '@access-layer/core/bytes';
import { addressOf, newPrivateKey } from '@access-layer/core/sign';
import { addressInKeystore, decryptKeystore, encryptKeystore, loadKey } from './keystore.ts';

/** Test vectors of the Ethereum wiki, "Web3 Secret Storage Definition". */
const KEY = '0x7a28b5ba57c53603b0b07b56bba752f7784bf506fa95edc395f5cf6c7514fe9d';
const PBKDF2 = {
  crypto: {
    cipher: 'aes-128-ctr',
    cipherparams: { iv: '6087dab2f9fdbbfaddc31a909735c1e6' },
    ciphertext: '5318b4d5bcd28de64ee5559e671353e16f075ecae9f99c7a79a38af5f869aa46',
    kdf: 'pbkdf2',
    kdfparams: {
      c: 262144,
      dklen: 32,
      prf: 'hmac-sha256',
      salt: 'ae3cd4e7013836a3df6bd7241b12db061dbe2c6785853cce422d148a624ce0bd',
    },
    mac: '517ead924a9d0dc3124507e3393d175ce3ff7c1e96529c6c555ce9e51205e9b2',
  },
  id: '3198bc9c-6672-5ab3-d995-4942343ae5b6',
  version: 3,
};
const SCRYPT = {
  crypto: {
    cipher: 'aes-128-ctr',
    cipherparams: { iv: '83dbcc02d8ccb40e466191a123791e0e' },
    ciphertext: 'd172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c',
    kdf: 'scrypt',
    kdfparams: {
      dklen: 32,
      n: 262144,
      p: 8,
      r: 1,
      salt: 'ab0c7876052600dd703518d6fc3fe8984592145b591fc8fb5c6d43190334ba19',
    },
    mac: '2103ac29920d71da29f15d75b4a16dbe95cfd7ff8faea1056c33131d846e3097',
  },
  id: '3198bc9c-6672-5ab3-d995-4942343ae5b6',
  version: 3,
};

test('opens the published keystores of other wallets', () => {
  assert.equal(toHex(decryptKeystore(JSON.stringify(PBKDF2), 'testpassword')), KEY);
  assert.equal(toHex(decryptKeystore(JSON.stringify(SCRYPT), 'testpassword')), KEY);
});

test('what is encrypted opens with its passphrase, and with no other', () => {
  const key = newPrivateKey();
  const text = JSON.stringify(encryptKeystore(key, 'pássphrase'));
  assert.deepEqual(decryptKeystore(text, 'pássphrase'), key);
  assert.deepEqual(decryptKeystore(text, 'pássphrase'.normalize('NFD')), key);
  assert.equal(addressInKeystore(text), addressOf(key));
  assert.ok(!text.includes(toHex(key).slice(2)), 'the key itself is not in the file');
  assert.throws(() => decryptKeystore(text, 'passphrase'), { code: 'KEYSTORE_PASSPHRASE' });
});

test('a changed or foreign file is refused by name', () => {
  const keystore = encryptKeystore(newPrivateKey(), 'x');
  const changed = structuredClone(keystore);
  changed.crypto.ciphertext = `${changed.crypto.ciphertext.startsWith('0') ? '1' : '0'}${changed.crypto.ciphertext.slice(1)}`;
  assert.throws(() => decryptKeystore(JSON.stringify(changed), 'x'), { code: 'KEYSTORE_PASSPHRASE' });
  const { iv } = keystore.crypto.cipherparams;
  const otherIv = structuredClone(keystore);
  otherIv.crypto.cipherparams.iv = `${iv.startsWith('0') ? '1' : '0'}${iv.slice(1)}`;
  assert.throws(() => decryptKeystore(JSON.stringify(otherIv), 'x'), { code: 'KEYSTORE_PASSPHRASE' });
  for (const text of ['', '{}', '[]', JSON.stringify({ ...keystore, version: 2 })]) {
    assert.throws(() => decryptKeystore(text, 'x'), { code: 'KEYSTORE_INVALID' });
  }
});

test('loads a key with the passphrase from a file, its last line feed apart', (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'keystore-'));
  t.after(() => rmSync(dir, { recursive: true }));
  const key = newPrivateKey();
  writeFileSync(join(dir, 'k.json'), JSON.stringify(encryptKeystore(key, 'from a file')));
  writeFileSync(join(dir, 'p'), 'from a file\n');
  assert.deepEqual(loadKey(join(dir, 'k.json'), join(dir, 'p')), key);
  assert.throws(() => loadKey(join(dir, 'none.json'), join(dir, 'p')), { code: 'KEYSTORE_UNREADABLE' });
});
