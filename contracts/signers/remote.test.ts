import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createCa, issueIdentity, readCa, writeIdentity } from '@access-layer/kit/pki';
import { openSigner } from '../open-signer.ts';
import { signerConformance } from '../signer.conformance.ts';
import type { UnsignedTransaction } from '../signer.ts';
import { type SignerConfig, signerConfigErrors } from '../signer-config.ts';
import { newAccount } from '../test-chain.ts';
import { sign, startTestSigner } from '../test-signer.ts';

const account = newAccount();
const contract = newAccount().address;
const noKey = () => assert.fail('the key is not here');
let server: Awaited<ReturnType<typeof startTestSigner>>;
before(async () => {
  server = await startTestSigner(account);
});
after(() => server.close());

type Remote = Extract<SignerConfig, { name: 'remote' }>;
const open = (changes: Partial<Remote> = {}) =>
  openSigner({ name: 'remote', url: server.url, address: account.address, ...changes }, noKey);
const transaction: UnsignedTransaction = {
  ...{ type: 'legacy', chainId: 1337, nonce: 7, to: contract, data: '0x12345678' },
  ...{ gas: 100_000n, gasPrice: 0n },
};

signerConformance('remote', async () => {
  server.answerInstead(async () => undefined);
  return { signer: await open(), chainId: 1337, contract, deploys: true };
});

test('an answer that is not the transaction is refused, whatever it is', async () => {
  const signer = await open();
  const other = newAccount();
  const changes: Record<string, Record<string, `0x${string}`>> = {
    'another contract': { to: other.address },
    'another call': { data: '0x12345679' },
    'another nonce': { nonce: '0x8' },
    'another chain': { chainId: '0x1' },
    'another price': { gasPrice: '0x1' },
    'more gas': { gas: '0xfffff' },
  };
  for (const [what, change] of Object.entries(changes)) {
    server.answerInstead(async ({ transaction: asked }) => ({
      body: { result: await sign(account, { ...asked, ...change }) },
    }));
    await assert.rejects(signer.signTransaction(transaction), { code: 'SIGNER_ANSWER' }, what);
  }
  const withValue = await account.signTransaction({ ...transaction, value: 1n });
  const modern = await account.signTransaction({
    ...{ type: 'eip1559', chainId: 1337, nonce: 7, to: contract, data: '0x12345678' },
    ...{ gas: 100_000n, maxFeePerGas: 0n, maxPriorityFeePerGas: 0n },
  });
  const byOther = await other.signTransaction(transaction);
  for (const result of [
    withValue,
    modern,
    byOther,
    '0x',
    '0xc0',
    '0xzz',
    7,
    [],
    {},
    { raw: null },
    true,
    'x',
  ]) {
    server.answerInstead(async () => ({ body: { result } }));
    await assert.rejects(signer.signTransaction(transaction), { code: 'SIGNER_ANSWER' }, String(result));
  }
});

test('a refusal is told with its reason, what may pass is told as that', async () => {
  const signer = await open();
  const refusals = [
    { body: { error: { code: -32_000, message: 'request denied' } } },
    { status: 401, body: 'who are you?' },
    { body: { result: null } },
    { body: 'null' },
    { body: '' },
  ];
  for (const refusal of refusals) {
    server.answerInstead(async () => refusal);
    await assert.rejects(signer.signTransaction(transaction), { code: 'SIGNER_REFUSED', retryable: false });
  }
  server.answerInstead(async () => refusals[0]);
  await assert.rejects(signer.signTransaction(transaction), /request denied/);
  for (const status of [429, 500, 503]) {
    server.answerInstead(async () => ({ status, body: '' }));
    await assert.rejects(signer.signTransaction(transaction), {
      code: 'SIGNER_UNREACHABLE',
      retryable: true,
    });
  }
  server.answerInstead(async () => ({ body: { result: '0x'.padEnd(2_000_000, '0') } }));
  await assert.rejects(signer.signTransaction(transaction), { code: 'SIGNER_UNREACHABLE' });
  const nobody = await open({ url: 'http://127.0.0.1:9' });
  await assert.rejects(nobody.signTransaction(transaction), { code: 'SIGNER_UNREACHABLE', retryable: true });
  server.answerInstead(() => new Promise(() => undefined));
  const hasty = await open({ timeoutMs: 100 });
  await assert.rejects(hasty.signTransaction(transaction), { code: 'SIGNER_UNREACHABLE', retryable: true });
});

describe('over TLS', () => {
  let dir: string;
  let secure: typeof server;
  let files: { caFile: string; certFile: string; keyFile: string };
  before(async () => {
    dir = mkdtempSync(join(tmpdir(), 'access-layer-signer-'));
    const authority = await createCa('Signer CA');
    const ca = await readCa(authority);
    const { certFile: caFile } = writeIdentity(dir, 'ca', authority);
    const own = await issueIdentity(ca, { commonName: 'signer', serverNames: ['127.0.0.1'] });
    files = { caFile, ...writeIdentity(dir, 'bal', await issueIdentity(ca, { commonName: 'bal' })) };
    const tls = { ca: readFileSync(caFile), cert: own.certificate, key: own.key };
    secure = await startTestSigner(account, { ...tls, requestCert: true, rejectUnauthorized: true });
  });
  after(async () => {
    await secure.close();
    rmSync(dir, { recursive: true });
  });

  test('it shows its certificate and its token, and signs', async () => {
    const tokenFile = join(dir, 'token');
    writeFileSync(tokenFile, 'secret-1\n');
    const signer = await open({ url: secure.url, ...files, tokenFile });
    await signer.signTransaction(transaction);
    const { method, caller, token } = secure.asked.at(-1)!;
    assert.deepEqual([method, caller, token], ['eth_signTransaction', 'bal', 'Bearer secret-1']);
    writeFileSync(tokenFile, 'secret-2\n');
    await signer.signTransaction(transaction);
    assert.equal(secure.asked.at(-1)?.token, 'Bearer secret-2', 'a renewed token counts at once');
  });

  test('without the authority or without a certificate nothing is asked', async () => {
    const { caFile, certFile, keyFile } = files;
    const before = secure.asked.length;
    for (const part of [{ certFile, keyFile }, { caFile }]) {
      const signer = await open({ url: secure.url, ...part });
      await assert.rejects(signer.signTransaction(transaction), { code: 'SIGNER_UNREACHABLE' });
    }
    assert.equal(secure.asked.length, before);
  });
});

test('a configuration that would be unsafe is refused with what to do', () => {
  const errorsOf = (changes: Partial<Remote>) =>
    signerConfigErrors({ name: 'remote', url: 'https://signer:9000', address: contract, ...changes }).join();
  assert.match(errorsOf({ url: 'http://signer:9000' }), /plain HTTP to another machine/);
  assert.match(errorsOf({}), /nothing says who asks/);
  assert.match(errorsOf({ certFile: 'a' }), /go together/);
  assert.match(errorsOf({ url: 'https://u:p@signer', tokenFile: 't' }), /a user in it/);
  assert.match(errorsOf({ url: 'https://' }), /no URL/);
  assert.equal(errorsOf({ tokenFile: 't' }), '');
  assert.equal(errorsOf({ url: 'http://127.0.0.1:8550' }), '');
  assert.equal(errorsOf({ url: 'http://[::1]:8550' }), '');
});
