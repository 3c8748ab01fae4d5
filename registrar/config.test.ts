import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkConfig } from '@access-layer/core/config';
import { checkedConfig, RegistrarConfig } from './config.ts';

const address = `0x${'11'.repeat(20)}`;
const config = {
  ...{ network: 'test-1', dataDir: 'dso', http: { port: 0 } },
  chain: { rpcUrl: 'http://127.0.0.1:8545', registry: address },
  stream: { name: 'embedded' as const, dir: 'stream' },
};
const own = { keystoreFile: 'keystore.json', passphraseFile: 'passphrase' };
const signer = { name: 'remote' as const, url: 'http://127.0.0.1:8550', address };

test('the DSO’s key is in a keystore or with a signer, in one of them', () => {
  for (const good of [own, { signer }, { ...own, signer: { name: 'keystore' as const } }]) {
    assert.ok(checkConfig(RegistrarConfig, { ...config, ...good }).ok);
    checkedConfig({ ...config, ...good });
  }
  for (const bad of [{}, { keystoreFile: 'a' }, { ...own, signer }, { signer, passphraseFile: 'a' }]) {
    assert.throws(() => checkedConfig({ ...config, ...bad }), /keystoreFile, passphraseFile: expected both/);
  }
  const inTheClear = { ...signer, url: 'http://signer:8550' };
  assert.throws(() => checkedConfig({ ...config, signer: inTheClear }), /plain HTTP to another machine/);
});
