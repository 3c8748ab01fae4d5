import '@access-layer/kit/native';
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { encodeAnchor } from '@access-layer/contracts/anchor';
import { batchAnchorAbi } from '@access-layer/contracts/artifacts/batch-anchor';
import { keyRegistryAbi } from '@access-layer/contracts/artifacts/key-registry';
import { openSigner } from '@access-layer/contracts/open-signer';
import { signerConformance } from '@access-layer/contracts/signer.conformance';
import { newAccount } from '@access-layer/contracts/test-chain';
import { newSalt } from '@access-layer/core/commitment';
import { encodeFunctionData, toFunctionSelector, toFunctionSignature } from 'viem';
import { startClef } from './clef-on-chain.ts';
import { needEngine } from './need-engine.ts';

const CHAIN_ID = 1337;
const [anchorContract, registry] = [newAccount().address, newAccount().address];
const running = await needEngine(startClef({ anchorContract, registry }));
const open = (account: 0 | 1) =>
  openSigner(
    { name: 'remote', dialect: 'clef', url: running!.url, address: running!.accounts[account]! },
    () => assert.fail('the key is in clef'),
  );

if (running) {
  signerConformance('remote, clef', async () => ({
    signer: await open(0),
    ...{ chainId: CHAIN_ID, contract: anchorContract, deploys: false },
  }));
}

test('clef signs for each account what its rules allow, and nothing else', { skip: !running }, async () => {
  const [anchorer, dso] = [await open(0), await open(1)];
  const anchor = encodeAnchor({ index: 0, root: newSalt(), count: 1, from: 1, to: 2 });
  const bind = encodeFunctionData({
    ...{ abi: keyRegistryAbi, functionName: 'bind', args: [newAccount().address, newSalt(), 1n] },
  });
  const grant = encodeFunctionData({
    ...{ abi: keyRegistryAbi, functionName: 'grantRole', args: [newSalt(), newAccount().address] },
  });
  const transaction = { type: 'legacy', chainId: CHAIN_ID, nonce: 0, gas: 150_000n, gasPrice: 0n } as const;
  await dso.signTransaction({ ...transaction, to: registry, data: bind });
  await anchorer.signTransaction({ ...transaction, to: anchorContract, data: anchor });
  const refused = [
    [dso, anchorContract, anchor],
    [anchorer, registry, bind],
    [dso, registry, grant],
    [anchorer, newAccount().address, anchor],
  ] as const;
  for (const [signer, to, data] of refused) {
    await assert.rejects(signer.signTransaction({ ...transaction, to, data }), { code: 'SIGNER_REFUSED' });
  }
  const otherChain = { ...transaction, to: anchorContract, data: anchor, chainId: 1 };
  await assert.rejects(anchorer.signTransaction(otherChain), { code: 'SIGNER_REFUSED' });
});

test('the shipped table of functions is that of the contracts', () => {
  const file = new URL('../../deploy/clef/functions.json', import.meta.url);
  const names = ['anchor', 'bind', 'list', 'unbind', 'revoke', 'warn', 'rotate'];
  const functions = [...batchAnchorAbi, ...keyRegistryAbi].filter((entry) => entry.type === 'function');
  const expected = names.map((name) => functions.find((entry) => entry.name === name)!);
  assert.deepEqual(
    JSON.parse(readFileSync(file, 'utf8')),
    Object.fromEntries(
      expected.map((entry) => [toFunctionSelector(entry).slice(2), toFunctionSignature(entry)]),
    ),
  );
});
